// Upgrades the frameworks and their azurerm bindings to the latest versions, and regenerates the documents:
//   npm run raise-bindings [-- --dry-run]
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BINDINGS, BindingsManifest, Versions, withVersions } from './bindings';

const ROOT = join(__dirname, '..');
const MANIFESTS = ['package.json', 'packages/cdktn-apim-failover/package.json'];

function raise(isDryRun: boolean): void {
  const versions = Object.fromEntries(BINDINGS.map((name) => [name, latest(name)]));
  console.log(BINDINGS.map((name) => `${name} ${versions[name]}`).join('\n'));
  for (const manifest of MANIFESTS) raiseIn(manifest, versions, isDryRun);
  if (isDryRun) return;
  for (const args of [['install'], ['run', 'docs'], ['test']]) {
    execFileSync('npm', args, { cwd: ROOT, stdio: 'inherit' });
  }
}

function latest(name: string): string {
  const version = execFileSync('npm', ['view', name, 'version'], { encoding: 'utf8' }).trim();
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}: npm reports the latest version ${version}`);
  return version;
}

/** Writes the manifest, or with a dry run prints the lines that would change. */
function raiseIn(name: string, versions: Versions, isDryRun: boolean): void {
  const file = join(ROOT, name);
  const before = readFileSync(file, 'utf8');
  const after = `${JSON.stringify(withVersions(JSON.parse(before) as BindingsManifest, versions), null, 2)}\n`;
  const changed = after.split('\n').filter((line, index) => line !== before.split('\n')[index]);
  console.log([`\n${name}${changed.length > 0 ? '' : ': no change'}`, ...changed].join('\n'));
  if (!isDryRun) writeFileSync(file, after);
}

raise(process.argv.includes('--dry-run'));
