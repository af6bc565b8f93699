// Generates API.md, the reference of the constructs, from their docstrings. Requires a built package.
import { join } from 'node:path';
import { QUIET } from './build/jsii.mjs';
import { ROOT, run } from './build/run.mjs';

const [, , file = join(ROOT, 'API.md')] = process.argv;
await run('jsii-docgen/bin/jsii-docgen', ['--output', file], { env: QUIET });
