import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileConstructs } from './jsii.mjs';
import { ROOT } from './run.mjs';

const PACKAGE = join(ROOT, 'packages/cdktn-apim-failover');

/** Builds the constructs for cdktn: the sources of `lib` with only the names of imports changed. */
export async function buildCdktn() {
  const lib = join(PACKAGE, 'lib');
  for (const folder of [lib, join(PACKAGE, 'dist')]) rmSync(folder, { recursive: true, force: true });
  cpSync(join(ROOT, 'lib'), lib, { recursive: true });
  for (const name of readdirSync(lib, { recursive: true }).filter((each) => each.endsWith('.ts'))) {
    const file = join(lib, name);
    writeFileSync(file, forCdktn(readFileSync(file, 'utf8')));
  }
  cpSync(join(ROOT, 'LICENSE'), join(PACKAGE, 'LICENSE'));
  acceptNewerCdktn();
  await compileConstructs(PACKAGE);
}

/** @param {string} source */
function forCdktn(source) {
  return source.replace(/(['"]@?)cdktf(?=[/'"])/g, '$1cdktn');
}

/**
 * Patches the installed azurerm bindings for cdktn. They declare cdktn 0.23 and also work with 0.24, but jsii rejects
 * versions that an assembly does not declare.
 */
function acceptNewerCdktn() {
  const bindings = join(ROOT, 'node_modules/@cdktn/provider-azurerm');
  for (const name of ['package.json', '.jsii']) {
    const file = join(bindings, name);
    const text = readFileSync(file, 'utf8');
    const accepting = text.replaceAll('"cdktn": "^0.23.0"', '"cdktn": ">=0.23.0 <1.0.0"');
    if (accepting !== text) writeFileSync(file, accepting);
  }
}
