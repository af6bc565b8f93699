import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Deletes the declaration files that no entry of a package leads to, since no user's compiler can read them.
 *
 * @param {string} folder - the package's folder
 */
export function keepPublicDeclarations(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const kept = new Set();
  for (const entry of typesOf(exports)) follow(join(folder, entry), kept);
  for (const name of readdirSync(join(folder, 'dist'), { recursive: true })) {
    const file = join(folder, 'dist', name);
    if (/\.d\.m?ts$/.test(name) && !kept.has(file)) rmSync(file);
  }
}

/** Returns every value of `types` in the exports of a manifest. */
function typesOf(exports) {
  return Object.entries(exports).flatMap(([condition, target]) => {
    if (typeof target === 'object') return typesOf(target);
    return condition === 'types' ? [target] : [];
  });
}

/** Adds a declaration file and all that it imports to the set. */
function follow(file, kept) {
  if (kept.has(file)) return;
  kept.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
    if (fileName.startsWith('.')) follow(declarationOf(join(dirname(file), fileName)), kept);
  }
}

function declarationOf(path) {
  const candidates = [path.replace(/\.(m?)js$/, '.d.$1ts'), `${path}.d.ts`, join(path, 'index.d.ts')];
  const found = candidates.find((candidate) => candidate !== path && existsSync(candidate));
  if (!found) throw new Error(`${path} has no declarations`);
  return found;
}
