// Installs the lowest or the highest peers that a package of constructs allows, to test the package with them. Changes
// node_modules, but no manifest; npm ci restores it:
//   node --import tsx scripts/install-peers.ts lowest|highest cdktf|cdktn
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BindingsManifest, lowest } from './bindings';

const ROOT = join(__dirname, '..');
const FOLDERS: Readonly<Record<string, string>> = { cdktf: '.', cdktn: 'packages/cdktn-apim-failover' };

/** Returns the highest published version in the range. */
function highest(name: string, range: string): string {
  const json = execFileSync('npm', ['view', `${name}@${range}`, 'version', '--json'], { encoding: 'utf8' });
  const versions = [JSON.parse(json) as string | string[]].flat();
  return versions[versions.length - 1];
}

function installPeers(bound = '', framework = ''): void {
  if (!['lowest', 'highest'].includes(bound) || !Object.hasOwn(FOLDERS, framework)) {
    throw new Error('usage: install-peers.ts lowest|highest cdktf|cdktn');
  }
  const manifest = readFileSync(join(ROOT, FOLDERS[framework], 'package.json'), 'utf8');
  const { peerDependencies } = JSON.parse(manifest) as BindingsManifest;
  const peers = Object.entries(peerDependencies).map(
    ([name, range]) => `${name}@${bound === 'lowest' ? lowest(range) : highest(name, range)}`,
  );
  console.log(peers.join('\n'));
  // The two frameworks share constructs here, and each accepts versions that the other one does not.
  const flags = ['--no-save', '--force', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags, ...peers], { cwd: ROOT, stdio: 'inherit' });
}

installPeers(...process.argv.slice(2));
