// Puts the grammar of C# beside the compiled simulator, so that the package does not need the grammar's own package.
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GRAMMAR = dirname(createRequire(import.meta.url).resolve('tree-sitter-c-sharp/package.json'));
const TARGET = fileURLToPath(new URL('../dist/simulator/expressions/', import.meta.url));

copyFileSync(join(GRAMMAR, 'tree-sitter-c_sharp.wasm'), join(TARGET, 'tree-sitter-c_sharp.wasm'));
copyFileSync(join(GRAMMAR, 'LICENSE'), join(TARGET, 'tree-sitter-c_sharp.LICENSE'));
