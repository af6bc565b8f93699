import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * Copies the C# parser next to the module that loads it: the grammar, whose package compiles itself on installation,
 * and the runtime, whose package consists mostly of sources and debug builds.
 *
 * @param {string} folder - the folder of the compiled module
 */
export function bringParser(folder) {
  const grammar = dirname(require.resolve('tree-sitter-c-sharp/package.json'));
  const runtime = dirname(require.resolve('web-tree-sitter'));
  for (const [from, file, to = file] of [
    [grammar, 'tree-sitter-c_sharp.wasm'],
    [grammar, 'LICENSE', 'tree-sitter-c_sharp.LICENSE'],
    [runtime, 'web-tree-sitter.cjs'],
    [runtime, 'web-tree-sitter.wasm'],
    [runtime, 'LICENSE', 'web-tree-sitter.LICENSE'],
  ]) {
    copyFileSync(join(from, file), join(folder, to));
  }
  const loader = join(folder, 'grammar.js');
  const source = readFileSync(loader, 'utf8');
  const local = source.replace('require("web-tree-sitter")', 'require("./web-tree-sitter.cjs")');
  if (local === source) throw new Error(`${loader} does not load web-tree-sitter`);
  writeFileSync(loader, local);
}
