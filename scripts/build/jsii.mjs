import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { keepPublicDeclarations } from './declarations.mjs';
import { run } from './run.mjs';
import { bringYaml } from './yaml.mjs';

// The warnings of jsii about Node versions are irrelevant for a successful build.
export const QUIET = Object.fromEntries(
  ['UNTESTED', 'END_OF_LIFE', 'DEPRECATED'].map((state) => [`JSII_SILENCE_WARNING_${state}_NODE_VERSION`, '1']),
);

/**
 * Compiles the constructs of a package to JavaScript and types in `dist`, and to the assembly that other languages
 * need.
 */
export async function compileConstructs(folder) {
  const silenced = ['reserved-word', 'metadata/missing-dev-dependency'];
  const flags = silenced.map((warning) => `--silence-warnings=${warning}`);
  await run('jsii/bin/jsii', ['--compress-assembly', ...flags], { cwd: folder, env: QUIET });
  await bundle(join(folder, 'dist/failover'));
  await bringYaml(folder);
  keepPublicDeclarations(folder);
}
