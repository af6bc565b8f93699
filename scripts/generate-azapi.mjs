// Generates lib/azapi from the azapi provider's schema with `cdktf get`, and keeps only what lib uses.
import { execSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

const used = ['provider', 'resource', 'data-azapi-resource'];

execSync('npx --yes cdktf-cli@0.21.0 get', { stdio: 'inherit' });
for (const name of used) {
  cpSync(`.gen/providers/azapi/${name}/index.ts`, `lib/azapi/${name}/index.ts`);
}
rmSync('.gen', { recursive: true });
