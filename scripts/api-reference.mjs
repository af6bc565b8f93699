// Generates API.md, the reference of the constructs, from their docstrings. Requires a built package.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUIET } from './build/jsii.mjs';
import { ROOT, run } from './build/run.mjs';

const [, , file = join(ROOT, 'API.md')] = process.argv;
await run('jsii-docgen/bin/jsii-docgen', ['--output', file], { env: QUIET });
writeFileSync(file, bindingLast(readFileSync(file, 'utf8')));

/**
 * Moves the types of the generated azapi binding to the end, so that the constructs of this package come first.
 * @param {string} text
 */
function bindingLast(text) {
  const sections = text.split(/^(?=##{1,2} )/m);
  const isBinding = (section) => section.startsWith('### Azapi');
  const [own, binding] = [false, true].map((wanted) => sections.filter((each) => isBinding(each) === wanted));
  if (binding.length === 0) throw new Error(`${file} has no section of the azapi binding`);
  const heading = '## The azapi provider <a name="The azapi provider" id="azapi-provider"></a>\n\n';
  return `${[...own, heading, ...binding].join('').trimEnd()}\n`;
}
