// Puts what the compiler does not bring beside the compiled simulator: the grammar of C#, so that the package does not
// need the grammar's own package, the files of the control page, and the command's run bit.
import { chmodSync, copyFileSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GRAMMAR = dirname(createRequire(import.meta.url).resolve('tree-sitter-c-sharp/package.json'));
const EXPRESSIONS = join(ROOT, 'dist/simulator/expressions');
const PAGE = 'simulator/server/control/page';

copyFileSync(join(GRAMMAR, 'tree-sitter-c_sharp.wasm'), join(EXPRESSIONS, 'tree-sitter-c_sharp.wasm'));
copyFileSync(join(GRAMMAR, 'LICENSE'), join(EXPRESSIONS, 'tree-sitter-c_sharp.LICENSE'));
cpSync(join(ROOT, PAGE), join(ROOT, 'dist', PAGE), { recursive: true });
// npm sets it where it installs the package; in a clone, a second build would leave a command that cannot be run.
chmodSync(join(ROOT, 'dist/cli/main.js'), 0o755);
