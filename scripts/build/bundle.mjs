import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the compiled modules of a folder into its `index.js`, so that loading a package reads one file instead of
 * dozens. The modules must import nothing outside of the folder, and nothing outside may import more than the index.
 *
 * @param {string} folder
 */
export async function bundle(folder) {
  const index = join(folder, 'index.js');
  await build({
    entryPoints: [index],
    outfile: index,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  for (const name of readdirSync(folder, { recursive: true })) {
    if (name.endsWith('.js') && name !== 'index.js') rmSync(join(folder, name));
  }
}
