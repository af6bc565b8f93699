import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');

interface Manifest {
  readonly peerDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

/** Python, Java, C# and Go can use the constructs only while jsii's own compiler takes the public interface. */
test("jsii's compiler takes lib", () => {
  const directory = mkdtempSync(join(tmpdir(), 'jsii-'));
  cpSync(join(root, 'lib'), join(directory, 'lib'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const { peerDependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  writeFileSync(join(directory, 'README.md'), '# jsii\n');
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({
      name: 'cdktf-apim-failover',
      version: '0.0.0',
      license: 'Apache-2.0',
      author: { name: 'cdktf-apim-failover' },
      repository: { type: 'git', url: 'https://example.com/cdktf-apim-failover.git' },
      main: 'lib/index.js',
      types: 'lib/index.d.ts',
      jsii: { outdir: 'dist', targets: {}, versionFormat: 'short' },
      peerDependencies,
      devDependencies,
    }),
  );
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/jsii/bin/jsii'), '--silence-warnings=reserved-word'],
    { cwd: directory, encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' } },
  );
  expect(`${stdout}${stderr}`.split('\n').filter((line) => /error/i.test(line) && !/Errors: 0/.test(line))).toEqual([]);
  expect(status).toBe(0);
}, 60_000);
