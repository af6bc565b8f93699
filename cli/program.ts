import { Command, InvalidArgumentError, Option } from 'commander';
import { FINDING_LEVELS } from '../lib/failover/findings/catalogue-entry';
import type { AdoptOptions } from './adopt';
import type { CheckOptions } from './check';
import { withInputOptions } from './input-options';
import { tellFault, type Io } from './io';
import { manifest } from './manifest';
import type { ProveOptions } from './prove';
import type { ServeOptions } from './serve';
import type { SimulateOptions } from './simulate';

const PATH =
  'a folder with Terraform files in HCL or JSON, a cdk.tf.json file, a cdktf.out folder or the folder that contains it, the output of "terraform show -json", or an ARM template';

/**
 * The command and its subcommands. Dependencies of a subcommand are loaded only when it runs.
 *
 * @param end - receives the exit code of the subcommand
 */
export function programFor(io: Io, end: (exitCode: number) => void): Command {
  const program = new Command('apim-failover')
    .description('Checks, proves, and simulates the regional failover of Azure API Management before you deploy it.')
    .version(manifest().version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout(text),
      writeErr: (text) => io.stderr(text),
      outputError: (text) => tellFault(io, withoutValues(text.replace(/^error: /, ''))),
    })
    .addHelpText(
      'after',
      `
Examples:
  apim-failover check cdktf.out
  apim-failover prove cdktf.out
  apim-failover simulate cdktf.out --scenario primary-down.yaml
  apim-failover serve cdktf.out --backend func-primary=http://localhost:7071

Exit codes:
  0  success
  1  errors were found (see check --fail-on), a failure is not survived or takes longer than the budget, a failure is
     no longer survived (see prove --against), or an expectation is not met
  2  the input is not valid, or something is not proved`,
    );

  withInputOptions(program.command('check'))
    .description('Reports what keeps failover from working.')
    .argument('<path>', `${PATH}; or an .xml file with policies, which are then checked by themselves`)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json', 'sarif']).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'the lowest finding level that makes the command exit with 1')
        .choices(FINDING_LEVELS)
        .default('error'),
    )
    .addHelpText(
      'after',
      `
Examples:
  apim-failover check cdktf.out
  apim-failover check infrastructure --var-file prod.tfvars
  apim-failover check cdktf.out/stacks/main/cdk.tf.json --format json
  terraform show -json plan.out > plan.json && apim-failover check plan.json
  apim-failover check main.json --parameters main.parameters.json
  apim-failover check cdktf.out --format sarif > findings.sarif
  apim-failover check cdktf.out --fail-on warning
  apim-failover check policy.xml

Exits with 1 if a finding has the level of --fail-on or a higher level.`,
    )
    .action(async (path: string, options: CheckOptions) => {
      const { check } = await import('./check');
      end(await check(path, options, io));
    });

  withInputOptions(program.command('simulate'))
    .description('Sends the requests of a scenario through the policies and reports what clients receive.')
    .argument('<path>', PATH)
    .requiredOption('--scenario <file>', 'a scenario file in YAML or JSON')
    .addOption(new Option('--format <format>', 'output format').choices(['table', 'json', 'mermaid']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  apim-failover simulate cdktf.out --scenario primary-down.yaml
  apim-failover simulate plan.json --scenario primary-down.yaml --format json
  apim-failover simulate cdktf.out --scenario primary-down.yaml --format mermaid > failover.mmd

A scenario:
  apiManagement: apim-primary       # the service that receives the requests
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
    .action(async (path: string, options: SimulateOptions) => {
      const { simulate } = await import('./simulate');
      end(await simulate(path, options, io));
    });

  withInputOptions(program.command('prove'))
    .description('Simulates every failure of the backends and reports what clients receive.')
    .argument('<path>', PATH)
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(['table', 'json', 'markdown', 'mermaid'])
        .default('table'),
    )
    .option(
      '--budget <duration>',
      'the longest time that a client may wait while a backend is healthy, for example PT30S',
    )
    .option('--against <path>', 'another stack, or an earlier version, to compare with')
    .option('--counterexamples <folder>', 'the folder to write a scenario to for each failure that is not survived')
    .option(
      '--requests <file>',
      'a YAML or JSON file of requests to use instead of the requests generated from the operations',
    )
    .option('--ignore-policy <name>', 'a policy to skip; repeatable', collect)
    .addHelpText(
      'after',
      `
Examples:
  apim-failover prove cdktf.out
  apim-failover prove cdktf.out --budget PT30S --counterexamples counterexamples
  apim-failover prove cdktf.out --against ../main/cdktf.out --format markdown
  apim-failover prove plan.json --requests requests.yaml --format json

Exits with 1 if a failure that leaves a backend healthy is not survived or takes longer than the budget, or, with --against,
if a failure is no longer survived. Otherwise, exits with 2 if something is not proved.`,
    )
    .action(async (path: string, options: ProveOptions) => {
      const { prove } = await import('./prove');
      end(await prove(path, { ...NOT_REPEATED, ...options }, io));
    });

  withInputOptions(program.command('serve'))
    .description('Serves the gateways on your machine over HTTP and shows circuits and attempts live.')
    .argument('<path>', PATH)
    .option(
      '--port <number>',
      'the port of the first service, or 0 for any free port; other services use the next ports',
      portNumber,
      8080,
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--backend <name=url>', 'the URL of a backend, or of a host that policies call; repeatable', collect)
    .option('--backends <file>', 'a YAML file that maps names to URLs, like --backend')
    .option(
      '--units <number>',
      'the number of gateway instances, each with its own circuits (default: derived from the SKU)',
      unitCount,
    )
    .option('--region <name>', 'the region of the gateway, for a service with several regions')
    .option(
      '--subscription-key <key>',
      'a subscription key that clients can use; repeatable (default: "local")',
      collect,
    )
    .option('--ignore-policy <name>', 'a policy to skip; repeatable', collect)
    .option('--scenario <file>', 'a scenario file that controls the backends and whose requests are sent')
    .addHelpText(
      'after',
      `
Examples:
  apim-failover serve cdktf.out --backend func-primary=http://localhost:7071 --backend func-secondary=http://localhost:7072
  apim-failover serve cdktf.out --backends backends.yaml --port 9000 --units 2
  apim-failover serve cdktf.out --scenario primary-down.yaml

Each gateway shows its circuits and attempts live at /_gateway/.
Press Ctrl-C to stop. The gateways finish the requests in progress first.`,
    )
    .action(async (path: string, options: ServeOptions) => {
      const { serve } = await import('./serve');
      end(await serve(path, { ...NOT_REPEATED, ...options }, io));
    });

  withInputOptions(program.command('adopt'))
    .description('Writes a CDK for Terraform program that declares the same deployment with the constructs.')
    .argument('<path>', PATH)
    .requiredOption('--out <folder>', 'the folder to write, which must be new or empty')
    .addOption(
      new Option('--framework <name>', 'the framework of the program').choices(['cdktf', 'cdktn']).default('cdktf'),
    )
    .addHelpText(
      'after',
      `
Examples:
  terraform show -json > state.json && apim-failover adopt state.json --out failover
  apim-failover adopt cdktf.out --out failover --framework cdktn

Then, to see what the program changes ("npx cdktn synth" for a program for CDK Terrain):
  cd failover && npm install && npx cdktf synth
  npx apim-failover prove cdktf.out --against ../state.json

Exits with 1 if something that affects requests is left out.`,
    )
    .action(async (path: string, options: AdoptOptions) => {
      const { adopt } = await import('./adopt');
      end(await adopt(path, options, io));
    });

  return program;
}

/** The value of an unknown option can be a secret: `--subscription-keys=...`. */
function withoutValues(fault: string): string {
  return fault.replace(/(unknown option '(?:--[\w-]+|-\w))[^]*'/, "$1'");
}

/**
 * The values of repeatable options that are omitted. As defaults of commander, they would appear as `[]` in the help.
 */
const NOT_REPEATED = { backend: [], subscriptionKey: [], ignorePolicy: [] };

function collect(value: string, values: readonly string[] = []): string[] {
  return [...values, value];
}

function portNumber(text: string): number {
  return wholeNumber(text, 0, 65_535);
}

function unitCount(text: string): number {
  return wholeNumber(text, 1, 100);
}

function wholeNumber(text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
}
