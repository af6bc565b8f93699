import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { compileConstructs } from './jsii.mjs';
import { ROOT } from './run.mjs';

/** Builds the constructs for cdktf: the package at the root. */
export async function buildCdktf() {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await compileConstructs(ROOT);
}
