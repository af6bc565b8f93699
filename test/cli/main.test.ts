import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/root';
import { folder, stack } from './stack';

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a process of its own. */
function main(argv: readonly string[], readsOutput = true): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'cli/main.ts'), ...argv], { cwd: ROOT });
  let [stdout, stderr] = ['', ''];
  if (readsOutput) child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  else child.stdout.destroy();
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr })));
}

const directory = folder({
  'cdk.tf.json': stack(3),
  'many.yaml': `
apiManagement: apim
backends: { func-primary: [{ status: 503 }] }
requests: [{ at: PT0S, method: GET, path: /orders/7, times: 3000, every: PT1S }]
expect: [{ request: 0, status: 500 }]`,
});

const MANY = ['simulate', directory, '--scenario', join(directory, 'many.yaml'), '--format', 'json'];

describe('the command as a process', () => {
  test('ends with 2 and one line for what it cannot use', async () => {
    expect(await main(['check', 'nothing'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'apim-failover: nothing: no such file or folder\n',
    });
  });

  test('prints all of a large result before it ends', async () => {
    const { exitCode, stdout, stderr } = await main(MANY);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'apim-failover: request 0: status 500 expected, 200 received\n',
    });
    expect(stdout.length).toBeGreaterThan(500_000);
    expect((JSON.parse(stdout) as { exchanges: unknown[] }).exchanges).toHaveLength(3000);
  }, 20_000);

  test('says nothing of it where nobody reads its output', async () => {
    const { exitCode, stderr } = await main(MANY, false);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'apim-failover: request 0: status 500 expected, 200 received\n',
    });
  }, 20_000);
});

describe('what the command loads', () => {
  /** The packages that a program has loaded when it ends. */
  function packagesOf(program: string): string[] {
    const script = `process.on('exit', () => console.error(JSON.stringify(Object.keys(require.cache)))); ${program}`;
    const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], { cwd: ROOT, encoding: 'utf8' });
    const files = JSON.parse(stderr) as string[];
    const names = files.flatMap((file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
    return [...new Set(names)].filter((name) => !['tsx', 'esbuild'].includes(name)).sort();
  }

  test('is next to nothing for its help', () => {
    expect(packagesOf('process.argv = ["", "", "check", "--help"]; require("./cli/main")')).toEqual(['commander']);
  });

  test('is never cdktf', () => {
    const packages = packagesOf('require("./cli/check"); require("./cli/sarif"); require("./cli/simulate")');
    expect(packages).toEqual(expect.arrayContaining(['ajv', 'web-tree-sitter', 'yaml']));
    expect(packages.filter((name) => /cdktf|constructs|jsii/.test(name))).toEqual([]);
  });
});
