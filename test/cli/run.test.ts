import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulationError } from '../../simulator/common/simulation-error';
import { ROOT } from '../support/root';
import { terminal } from './terminal';

const check = jest.fn<Promise<number>, unknown[]>();
jest.mock('../../cli/check', () => ({ check: (...args: unknown[]) => check(...args) }));

const USAGE_FAULTS: readonly [argv: string[], fault: string][] = [
  [[], 'a command is needed: check, simulate, prove, serve, adopt; see apim-failover --help'],
  [['chek'], "unknown command 'chek' (Did you mean check?)"],
  [['--colour'], "unknown option '--colour'"],
  [['check'], "missing required argument 'path'"],
  [['check', 'a', 'b'], "too many arguments for 'check'. Expected 1 argument but got 2."],
  [['check', 'a', '--frmat', 'json'], "unknown option '--frmat' (Did you mean --format?)"],
  [['check', 'a', '--format'], "option '--format <format>' argument missing"],
  [
    ['check', 'a', '--fail-on', 'info'],
    "option '--fail-on <level>' argument 'info' is invalid. Allowed choices are error, warning, note.",
  ],
  [
    ['check', 'a', '--format', 'xml'],
    "option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif.",
  ],
  [['simulate', 'a'], "required option '--scenario <file>' not specified"],
  [
    ['simulate', 'a', '--scenario', 'b', '--format', 'text'],
    "option '--format <format>' argument 'text' is invalid. Allowed choices are table, json, mermaid.",
  ],
];

describe('the command', () => {
  test.each(USAGE_FAULTS)('called with %j tells one fault', async (argv, fault) => {
    expect(await terminal(argv)).toEqual({ exitCode: 2, stdout: '', stderr: `apim-failover: ${fault}\n` });
  });

  test('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await terminal(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([['--help'], ['-h'], ['check', '--help'], ['simulate', '--help']])(
    '%s %s helps with examples',
    async (...argv) => {
      const { exitCode, stdout, stderr } = await terminal(argv.filter((arg) => arg));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('\nExamples:\n  apim-failover ');
      expect(stdout).toMatch(/^Usage: apim-failover /);
    },
  );

  test('ends with what its subcommand ends with', async () => {
    check.mockResolvedValueOnce(1);
    expect(await terminal(['check', 'a', '--format', 'json'])).toEqual({ exitCode: 1, stdout: '', stderr: '' });
    expect(check).toHaveBeenLastCalledWith('a', { format: 'json', failOn: 'error' }, expect.anything());
  });

  test('tells each fault of the input on a line of its own', async () => {
    check.mockRejectedValueOnce(new SimulationError(['a: one\n  thing', 'b: another']));
    const stderr = 'apim-failover: a: one thing\napim-failover: b: another\n';
    expect(await terminal(['check', 'a'])).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  test.each([
    ['ENOENT', 'no such file'],
    ['EISDIR', 'it is a folder; a file is needed'],
    ['EACCES', 'permission denied'],
    ['EIO', 'cannot read it (EIO)'],
  ])('tells in words what system error of a file: %s', async (code, words) => {
    check.mockRejectedValueOnce(Object.assign(new Error(code), { code, path: 'some/file', syscall: 'open' }));
    expect((await terminal(['check', 'a'])).stderr).toBe(`apim-failover: some/file: ${words}\n`);
  });

  test('tells a fault of its own on one line, and with its stack only when asked', async () => {
    check.mockRejectedValue(new TypeError('x is not a function\nmore'));
    const line =
      'apim-failover: internal error, please report it: x is not a function (set APIM_FAILOVER_DEBUG=1 to show the stack trace)\n';
    expect(await terminal(['check', 'a'])).toEqual({ exitCode: 2, stdout: '', stderr: line });
    const { stderr } = await terminal(['check', 'a'], { isDebugging: true });
    expect(stderr).toContain('run.test.ts:');
  });
});
