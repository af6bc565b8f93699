import { chmodSync, copyFileSync, cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ROOT, run } from './run.mjs';

const PACKAGE = join(ROOT, 'packages/apim-failover');
const GRAMMAR = dirname(createRequire(import.meta.url).resolve('tree-sitter-c-sharp/package.json'));
const PAGE = 'simulator/server/control/page';

/** The command and the simulator, and what the compiler does not bring. */
export async function buildCommand() {
  const dist = join(PACKAGE, 'dist');
  rmSync(dist, { recursive: true, force: true });
  await run('typescript/bin/tsc', ['-p', 'tsconfig.command.json']);

  // So that the package does not need the grammar's own package, which compiles itself where it is installed.
  const expressions = join(dist, 'simulator/expressions');
  copyFileSync(join(GRAMMAR, 'tree-sitter-c_sharp.wasm'), join(expressions, 'tree-sitter-c_sharp.wasm'));
  copyFileSync(join(GRAMMAR, 'LICENSE'), join(expressions, 'tree-sitter-c_sharp.LICENSE'));
  cpSync(join(ROOT, PAGE), join(dist, PAGE), { recursive: true });
  for (const file of ['LICENSE', 'simulator/scenario/scenario.schema.json']) {
    copyFileSync(join(ROOT, file), join(PACKAGE, basename(file)));
  }
  // npm sets it where it installs the package; in a clone, a second build would leave a command that cannot be run.
  chmodSync(join(dist, 'cli/main.js'), 0o755);
}
