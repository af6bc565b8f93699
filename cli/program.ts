import { Command, Option } from 'commander';
import type { FindingsFormat } from './check';
import { tellFault, type Io } from './io';
import { manifest } from './manifest';
import type { SimulationFormat } from './simulate';

const PATH = 'a cdk.tf.json, a folder with Terraform JSON, a cdktf.out, or the output of "terraform show -json"';

/**
 * The command and its subcommands. What a subcommand needs is loaded only when it runs.
 *
 * @param end - takes the exit code of the subcommand that ran
 */
export function programFor(io: Io, end: (exitCode: number) => void): Command {
  const program = new Command('apim-failover')
    .description('Checks and simulates the regional failover of Azure API Management, before it is deployed.')
    .version(manifest().version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout(text),
      writeErr: (text) => io.stderr(text),
      outputError: (text) => tellFault(io, text.replace(/^error: /, '')),
    })
    .addHelpText(
      'after',
      `
Examples:
  apim-failover check cdktf.out
  apim-failover simulate cdktf.out --scenario primary-down.yaml

Exit codes:
  0  all is well
  1  errors were found, or an expectation is not met
  2  the input cannot be used`,
    );

  program
    .command('check')
    .description('Finds what keeps failover from working.')
    .argument('<path>', PATH)
    .addOption(
      new Option('--format <format>', 'how findings are printed').choices(['text', 'json', 'sarif']).default('text'),
    )
    .addHelpText(
      'after',
      `
Examples:
  apim-failover check cdktf.out
  apim-failover check cdktf.out/stacks/main/cdk.tf.json --format json
  terraform show -json plan.out > plan.json && apim-failover check plan.json
  apim-failover check cdktf.out --format sarif > findings.sarif

Exits with 1 if there is a finding of level error.`,
    )
    .action(async (path: string, { format }: { format: FindingsFormat }) => {
      const { check } = await import('./check');
      end(await check(path, format, io));
    });

  program
    .command('simulate')
    .description('Sends the requests of a scenario through the policies, and tells what the clients get.')
    .argument('<path>', PATH)
    .requiredOption('--scenario <file>', 'the scenario, in YAML or JSON')
    .addOption(
      new Option('--format <format>', 'how the result is printed')
        .choices(['table', 'json', 'mermaid'])
        .default('table'),
    )
    .addHelpText(
      'after',
      `
Examples:
  apim-failover simulate cdktf.out --scenario primary-down.yaml
  apim-failover simulate plan.json --scenario primary-down.yaml --format json
  apim-failover simulate cdktf.out --scenario primary-down.yaml --format mermaid > failover.mmd

A scenario:
  apiManagement: apim-primary       # the service that the requests are sent to
  backends:
    func-primary:
      - status: 503                 # or: hang: true, refused: true
      - from: PT40S
        status: 200
  requests:
    - { at: PT0S, method: GET, path: /orders/7 }
  expect:
    - { request: 0, status: 200, backend: func-secondary }

Exits with 1 if an expectation is not met.`,
    )
    .action(async (path: string, { scenario, format }: SimulateOptions) => {
      const { simulate } = await import('./simulate');
      end(await simulate(path, scenario, format, io));
    });

  return program;
}

interface SimulateOptions {
  readonly scenario: string;
  readonly format: SimulationFormat;
}
