import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/root';

/** What a script of this project writes into a folder of its own. */
function written(script: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'jsii-'));
  execFileSync(process.execPath, [join(ROOT, 'scripts', script), join(folder, name)], { cwd: ROOT, stdio: 'pipe' });
  return join(folder, name);
}

test('API.md is what the docstrings say (npm run docs writes it)', () => {
  expect(readFileSync(written('api-reference.mjs', 'API.md'), 'utf8')).toBe(readFileSync(join(ROOT, 'API.md'), 'utf8'));
}, 60_000);

describe('the Python package', () => {
  let module: string;
  beforeAll(() => {
    module = join(written('python.mjs', 'python'), 'python/src/cdktf_apim_failover/__init__.py');
  }, 60_000);

  test("has the constructs, with Python's own names", () => {
    const source = readFileSync(module, 'utf8');
    for (const name of ['CircuitBreakerBackend', 'PriorityPool', 'FailoverApi', 'RegionalFailover']) {
      expect(source).toContain(`class ${name}(`);
    }
    expect(source).toContain('def add_member(');
    expect(source).toContain('trip_duration: typing.Optional["Duration"] = None');
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  (hasPython ? test : test.skip)(`is Python${hasPython ? '' : ' (skipped: python3 is not installed)'}`, () => {
    const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', module], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
