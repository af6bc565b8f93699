import { chmodSync, copyFileSync, cpSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keepPublicDeclarations } from './declarations.mjs';
import { bringParser } from './parser.mjs';
import { ROOT, run } from './run.mjs';
import { removeUnusedModules } from './unused-modules.mjs';

const PACKAGE = join(ROOT, 'packages/apim-failover');
const PAGE = 'simulator/server/control/page';

/** Builds the command and the simulator, and copies the files that the compiler does not emit. */
export async function buildCommand() {
  const dist = join(PACKAGE, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const compile = (...options) => run('typescript/bin/tsc', ['-p', 'tsconfig.command.json', ...options]);
  // Comments are for the declarations alone: they are a tenth of the code.
  await Promise.all([
    compile('--removeComments', '--declaration', 'false', '--noCheck'),
    compile('--emitDeclarationOnly'),
  ]);

  removeUnusedModules(dist);
  keepPublicDeclarations(PACKAGE);
  bringParser(join(dist, 'simulator/expressions'));
  cpSync(join(ROOT, PAGE), join(dist, PAGE), { recursive: true });
  for (const file of ['LICENSE', 'simulator/scenario/scenario.schema.json']) {
    copyFileSync(join(ROOT, file), join(PACKAGE, basename(file)));
  }
  // npm sets it on installation; in a clone, a second build would otherwise leave a command that is not executable.
  chmodSync(join(dist, 'cli/main.js'), 0o755);
}
