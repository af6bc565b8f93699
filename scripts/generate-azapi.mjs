// Generates lib/azapi from the schema of the azapi provider with `cdktf get`, and keeps only the bindings that lib
// uses.
import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '2.12.0';
const CDKTF = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies.cdktf;
const used = ['provider', 'resource', 'data-azapi-resource'];

// In a separate project: with a provider in its cdktf.json, the main stack could not be synthesized before a `cdktf
// get`.
const project = mkdtempSync(join(tmpdir(), 'azapi-'));
const settings = { language: 'typescript', app: 'true', terraformProviders: [`azure/azapi@${VERSION}`] };
writeFileSync(join(project, 'cdktf.json'), JSON.stringify(settings));
writeFileSync(join(project, 'package.json'), JSON.stringify({ dependencies: { cdktf: CDKTF } }));
execSync(`npx --yes cdktf-cli@${CDKTF} get`, { cwd: project, stdio: 'inherit' });
for (const name of used) {
  const generated = readFileSync(join(project, '.gen/providers/azapi', name, 'index.ts'), 'utf8');
  // Stacks require this version. Later versions of the provider are compatible.
  writeFileSync(
    `lib/azapi/${name}/index.ts`,
    generated.replace(`providerVersion: '${VERSION}'`, "providerVersion: '~> 2.12'"),
  );
}
