// Generates the sources of the Python package of the constructs into a folder, without needing Python. Requires a built
// package.
import { join } from 'node:path';
import { QUIET } from './build/jsii.mjs';
import { ROOT, run } from './build/run.mjs';

const [, , folder = join(ROOT, 'dist/jsii')] = process.argv;
const args = [
  '--code-only',
  '--npmignore=false',
  '--rosetta-translate-live=false',
  '--targets',
  'python',
  '--outdir',
  folder,
  ROOT,
];
// pacmak packs the npm package, whose scripts would build it again.
await run('jsii-pacmak/bin/jsii-pacmak', args, { env: { ...QUIET, npm_config_ignore_scripts: 'true' } });
