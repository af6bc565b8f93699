import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folder, stack } from './stack';
import { terminal } from './terminal';

const directory = folder({
  'cdk.tf.json': stack(3),
  'scenario.yaml': 'apiManagement: apim\nrequests: [{ at: PT0S, method: GET, path: /orders/7 }]',
  empty: '',
  braces: '{}',
  list: '[]',
  text: 'text',
  deep: `${'['.repeat(300)}${']'.repeat(300)}`,
  abyss: '['.repeat(1_000_000),
  // In UTF-8, each of these is no character.
  binary: Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 7919) % 256)).toString('latin1'),
  string: `"${'x'.repeat(2_000_000)}"`,
});
const at = (name: string): string => join(directory, name);
const stackFile = at('cdk.tf.json');

mkdirSync(at('folder'));
symlinkSync('other', at('loop'));
symlinkSync('loop', at('other'));
if (process.platform !== 'win32') execFileSync('mkfifo', [at('pipe')]);
const DEVICES = process.platform === 'win32' ? [] : [at('pipe'), '/dev/zero', '/dev/null'];

const commands: readonly (readonly [name: string, argv: (file: string) => string[]])[] = [
  ['check', (file) => ['check', file]],
  ['simulate', (file) => ['simulate', file, '--scenario', at('scenario.yaml')]],
  ['simulate --scenario', (file) => ['simulate', stackFile, '--scenario', file]],
  ['serve', (file) => ['serve', file, '--port', '0']],
  ['serve --scenario', (file) => ['serve', stackFile, '--port', '0', '--scenario', file]],
  ['prove', (file) => ['prove', file]],
  ['prove --requests', (file) => ['prove', stackFile, '--requests', file]],
  ['prove --against', (file) => ['prove', stackFile, '--against', file]],
  ['serve --backends', (file) => ['serve', stackFile, '--port', '0', '--backends', file]],
];

describe.each(commands)('apim-failover %s', (_, argv) => {
  test.each(['empty', 'braces', 'list', 'text', 'deep', 'abyss', 'binary', 'string', 'folder', 'loop', 'none'])(
    'refuses %s with lines that name it',
    async (name) => {
      const { exitCode, stdout, stderr } = await terminal(argv(at(name)));
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      const lines = stderr.trimEnd().split('\n');
      expect(lines.length).toBeLessThan(4);
      for (const line of lines) {
        expect(line.replaceAll(directory, '')).toMatch(/^apim-failover: (?:\/\w+|backend 'func-\w+'|--)/);
        expect(line).not.toMatch(/internal error|\bat .*:\d+:\d+/);
        expect(line.length).toBeLessThan(400);
      }
    },
  );

  test('refuses no path, in a way that can be seen', async () => {
    const { exitCode, stderr } = await terminal(argv(''));
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^apim-failover: "": no such file(?: or folder)?\n$/) as string,
    });
  });

  test.each(DEVICES)('refuses %s, which may never end', async (file) => {
    const { exitCode, stderr } = await terminal(argv(file));
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`apim-failover: ${file}: it is a device or a pipe; a file is needed\n`);
  });
});

const request = { at: 'PT0S', method: 'GET', path: '/orders/7' };
const scenarios = folder({
  'unknown.json': {
    apiManagement: 'apim',
    requests: [request],
    backends: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`b${n}`, [{ status: 503 }]])),
  },
  'unmet.json': {
    apiManagement: 'apim',
    requests: [{ ...request, times: 30 }],
    expect: Array.from({ length: 30 }, (_, n) => ({ request: n, status: 500 })),
  },
});

test('of many faults, the first are told, and how many there are besides', async () => {
  const { exitCode, stderr } = await terminal(['simulate', stackFile, '--scenario', join(scenarios, 'unknown.json')]);
  const lines = stderr.trimEnd().split('\n');
  expect({ exitCode, lines: lines.length }).toEqual({ exitCode: 2, lines: 21 });
  expect(lines[0]).toMatch(
    /unknown\.json: backends: no backend is named 'b0'; known: 'func-primary', 'func-secondary'$/,
  );
  expect(lines[20]).toBe('apim-failover: ... and 9,980 more');
});

test('of many expectations that are not met, the first are told', async () => {
  const argv = ['simulate', stackFile, '--scenario', join(scenarios, 'unmet.json')];
  const table = await terminal(argv);
  expect(table.stdout).toContain('\n  request 19: status 500 expected, 200 received\n  ... and 10 more\n');
  const { stderr } = await terminal([...argv, '--format', 'json']);
  expect(stderr.trimEnd().split('\n').slice(19)).toEqual([
    'apim-failover: request 19: status 500 expected, 200 received',
    'apim-failover: ... and 10 more',
  ]);
});
