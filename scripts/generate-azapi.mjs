// Generates lib/azapi from the azapi provider's schema with `cdktf get`, and keeps only what lib uses.
import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '2.12.0';
const used = ['provider', 'resource', 'data-azapi-resource'];

// In a project of its own: with a provider in its cdktf.json, the main stack would not synthesize before a `cdktf get`.
const project = mkdtempSync(join(tmpdir(), 'azapi-'));
const settings = { language: 'typescript', app: 'true', terraformProviders: [`azure/azapi@${VERSION}`] };
writeFileSync(join(project, 'cdktf.json'), JSON.stringify(settings));
writeFileSync(join(project, 'package.json'), '{ "dependencies": { "cdktf": "0.21.0" } }');
execSync('npx --yes cdktf-cli@0.21.0 get', { cwd: project, stdio: 'inherit' });
for (const name of used) {
  const generated = readFileSync(join(project, '.gen/providers/azapi', name, 'index.ts'), 'utf8');
  // What stands here is what a stack requires: later versions of the provider are as good.
  writeFileSync(
    `lib/azapi/${name}/index.ts`,
    generated.replace(`providerVersion: '${VERSION}'`, "providerVersion: '~> 2.12'"),
  );
}
