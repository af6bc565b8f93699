// Generates the Python package of the constructs into a folder: its sources alone, which need no Python. Needs a built
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
// It packs the package, which would build it again.
await run('jsii-pacmak/bin/jsii-pacmak', args, { env: { ...QUIET, npm_config_ignore_scripts: 'true' } });
