import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { ArticleStack } from '../examples/article/main';
import { terminal } from './cli/terminal';
import { ROOT } from './support/root';

const FOLDER = join(ROOT, 'examples/arm-template');
const file = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const INPUT = [join(FOLDER, 'main.json'), '--parameters', join(FOLDER, 'main.parameters.json')];

jest.setTimeout(60_000);

interface Compiled {
  readonly resources: {
    readonly failover: {
      readonly properties: { readonly template: { readonly variables: Readonly<Record<string, string>> } };
    };
  };
}

describe('examples/arm-template', () => {
  test('gives the figures of the article', async () => {
    const scenario = ['--scenario', join(FOLDER, 'primary-down.yaml')];
    const { exitCode, stdout } = await terminal(['simulate', ...INPUT, ...scenario, '--format', 'json']);
    expect(exitCode).toBe(0);
    const { exchanges } = JSON.parse(stdout) as { exchanges: { headers: Record<string, string> }[] };
    expect(exchanges.map(({ headers }) => headers['X-Attempt-Count'])).toEqual(['4', '1']);
  });

  test('its README names what is found, and how much survives', async () => {
    const { stdout } = await terminal(['check', ...INPUT, '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: { code: string }[] };
    expect([...new Set(findings.map(({ code }) => code))].sort()).toEqual(file('README.md').match(/(?<=^- )AF\d+/gm));
    const proof = await terminal(['prove', ...INPUT]);
    expect(proof.exitCode).toBe(1);
    const [summary] = /\d+ of \d+ failures/.exec(proof.stdout) ?? [];
    expect(file('README.md')).toContain(summary);
  });

  test('the compiled template contains the policy', () => {
    const { resources } = JSON.parse(file('main.json')) as Compiled;
    expect(resources.failover.properties.template.variables['$fxv#0']).toBe(file('process-request.xml'));
  });

  test('prove compares it with Terraform, in both directions', async () => {
    const terraform = join(mkdtempSync(join(tmpdir(), 'arm-template-')), 'cdk.tf.json');
    writeFileSync(terraform, Testing.synth(new ArticleStack(Testing.app())));
    const [template, ...parameters] = INPUT;
    const compared = async (path: string, against: string): Promise<string> =>
      (await terminal(['prove', path, '--against', against, ...parameters, '--format', 'markdown'])).stdout;
    expect(await compared(terraform, template)).toMatch(
      /func-primary-sdc-orfff \(unreachable\): now "survives" instead of "fails"/,
    );
    expect(await compared(template, terraform)).toMatch(
      /func-primary-sdc-orfff \(unreachable\): now "fails" instead of "survives"/,
    );
  });
});
