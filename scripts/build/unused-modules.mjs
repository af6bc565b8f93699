import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Deletes the modules of `lib` that nothing else in a build requires. The compiler emits every module from which a type
 * is imported, and those that use a framework cannot even be loaded without it.
 *
 * @param {string} dist - the folder of the build
 */
export function removeUnusedModules(dist) {
  const lib = join(dist, 'lib');
  const used = new Set();
  for (const file of modulesIn(dist)) if (!file.startsWith(lib)) follow(file, used);
  for (const file of modulesIn(lib)) if (!used.has(file)) rmSync(file);
}

function modulesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
}

/** Adds a module and all that it requires to the set. */
function follow(file, used) {
  if (used.has(file) || !existsSync(file)) return;
  used.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
    if (!fileName.startsWith('.')) continue;
    const path = join(dirname(file), fileName);
    for (const candidate of [path, `${path}.js`, join(path, 'index.js')]) {
      if (candidate.endsWith('.js')) follow(candidate, used);
    }
  }
}
