// Generates lib/azapi from the azapi provider's schema with `cdktf get`, and keeps only what lib uses.
import { execSync } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const used = ['provider', 'resource', 'data-azapi-resource'];

// In a project of its own: with a provider in its cdktf.json, the main stack would not synthesize before a `cdktf get`.
const project = mkdtempSync(join(tmpdir(), 'azapi-'));
const settings = { language: 'typescript', app: 'true', terraformProviders: ['azure/azapi@2.12.0'] };
writeFileSync(join(project, 'cdktf.json'), JSON.stringify(settings));
writeFileSync(join(project, 'package.json'), '{ "dependencies": { "cdktf": "0.21.0" } }');
execSync('npx --yes cdktf-cli@0.21.0 get', { cwd: project, stdio: 'inherit' });
for (const name of used) {
  cpSync(join(project, '.gen/providers/azapi', name, 'index.ts'), `lib/azapi/${name}/index.ts`);
}
