import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINDINGS, BindingsManifest, lowest, withVersions } from '../../scripts/bindings';
import { manifestOf, PACKAGES } from '../support/manifests';
import { ROOT } from '../support/root';

const NAMES = ['apim-failover', 'cdktf-apim-failover', 'cdktn-apim-failover'];

/** Publishes tarballs with an `npm` that knows these versions and writes down what it publishes. */
function publish(known: readonly string[], tarballs: readonly string[] = NAMES) {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'tarballs'));
  for (const name of tarballs) writeFileSync(join(folder, `tarballs/${name}-0.2.0.tgz`), '');
  const npm = join(folder, 'bin/npm');
  const versions = known.map((name) => `"view ${name}@0.2.0 version") echo 0.2.0;;`).join('\n');
  writeFileSync(
    npm,
    `#!/bin/sh
case "$*" in
${versions}
view*) exit 1;;
*) echo "$@" >>'${folder}/calls';;
esac
`,
  );
  chmodSync(npm, 0o755);
  const { status, stdout, stderr } = spawnSync('bash', [join(ROOT, '.ci/publish'), 'tarballs', '0.2.0'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
  });
  const calls = join(folder, 'calls');
  const published = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
  return { status, stdout, stderr, published };
}

const call = (name: string): string => `publish ./tarballs/${name}-0.2.0.tgz --access public --provenance`;

describe('publishing', () => {
  test('publishes every tarball', () => {
    expect(publish([])).toMatchObject({ status: 0, published: NAMES.map(call) });
  });

  test('is repeated without the packages that are published already', () => {
    expect(publish(['apim-failover', 'cdktf-apim-failover'])).toMatchObject({
      status: 0,
      stdout: 'apim-failover@0.2.0 is already published\ncdktf-apim-failover@0.2.0 is already published\n',
      published: [call('cdktn-apim-failover')],
    });
  });

  test('publishes nothing if a tarball is missing', () => {
    expect(publish([], NAMES.slice(0, 2))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cdktn-apim-failover-0.2.0.tgz is missing') as string,
      published: [],
    });
  });
});

interface Updater {
  readVersion(text: string): string;
  writeVersion(text: string, version: string): string;
}

interface VersionRc {
  readonly bumpFiles: readonly { readonly filename: string; readonly updater?: string }[];
}

describe('npm run release', () => {
  const { bumpFiles } = JSON.parse(readFileSync(join(ROOT, '.versionrc.json'), 'utf8')) as VersionRc;
  const updated = bumpFiles.flatMap(({ filename, updater }) => (updater ? [[filename, updater] as const] : []));

  test('raises the version in every manifest', () => {
    const manifests = Object.values(PACKAGES).map((folder) => join(folder, 'package.json'));
    const files = bumpFiles.map(({ filename }) => join(ROOT, filename));
    expect(files).toEqual(expect.arrayContaining(manifests));
  });

  test.each(updated)('raises the version in %s, and changes nothing else', async (filename, path) => {
    const updater = (await import(join(ROOT, path))) as Updater;
    const before = readFileSync(join(ROOT, filename), 'utf8');
    const { version } = manifestOf('apim-failover');
    const after = updater.writeVersion(before, '12.34.56');
    expect(version).toMatch(new RegExp(`^${updater.readVersion(before)}`));
    expect('12.34.56').toMatch(new RegExp(`^${updater.readVersion(after)}`));
    expect(updater.writeVersion(after, version)).toBe(before);
  });
});

describe('raise-bindings', () => {
  const MANIFEST: BindingsManifest = {
    peerDependencies: { cdktn: '>=0.23.0 <1.0.0', '@cdktn/provider-azurerm': '^16.1.0', constructs: '^10.6.0' },
    devDependencies: { cdktn: '0.24.0', '@cdktn/provider-azurerm': '16.1.0', jest: '^30.0.0' },
    overrides: { vite: '^7.0.0', '@cdktn/provider-azurerm': { cdktn: '0.24.0' } },
  };

  test('writes the versions and the override, and extends only the peer ranges that do not allow them', () => {
    expect(withVersions(MANIFEST, { cdktn: '0.25.1', '@cdktn/provider-azurerm': '17.0.0', other: '1.0.0' })).toEqual({
      peerDependencies: {
        cdktn: '>=0.23.0 <1.0.0',
        '@cdktn/provider-azurerm': '>=16.1.0 <18.0.0',
        constructs: '^10.6.0',
      },
      devDependencies: { cdktn: '0.25.1', '@cdktn/provider-azurerm': '17.0.0', jest: '^30.0.0' },
      overrides: { vite: '^7.0.0', '@cdktn/provider-azurerm': { cdktn: '0.25.1' } },
    });
  });

  test.each([
    ['^0.21.0', '0.21.7', '^0.21.0'],
    ['^0.21.0', '0.22.0', '>=0.21.0 <0.23.0'],
    ['>=0.21.0 <0.23.0', '0.23.1', '>=0.21.0 <0.24.0'],
    ['^14.23.1', '14.30.0', '^14.23.1'],
  ])('makes of the peer range %s for %s the range %s', (range, version, raised) => {
    const manifest = { peerDependencies: { cdktf: range }, devDependencies: {} };
    expect(withVersions(manifest, { cdktf: version }).peerDependencies).toEqual({ cdktf: raised });
  });

  test('does not guess at a range that it does not know', () => {
    expect(() => lowest('1.x || 2.x')).toThrow('1.x || 2.x: a range such as');
  });

  test('the versions agree', () => {
    const root = manifestOf('cdktf-apim-failover') as unknown as BindingsManifest;
    const cdktn = manifestOf('cdktn-apim-failover') as unknown as BindingsManifest;
    expect(root.overrides?.['@cdktn/provider-azurerm']).toEqual({ cdktn: cdktn.devDependencies.cdktn });
    for (const manifest of [root, cdktn]) {
      const { devDependencies } = manifest;
      const names = BINDINGS.filter((name) => name in devDependencies);
      const versions = Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
      expect(withVersions(manifest, versions)).toEqual(manifest);
    }
  });
});
