import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SimulationError } from '../simulator/common/simulation-error';

/**
 * Writes files. Creates the folder and its subfolders if necessary.
 *
 * @param where how an error refers to the folder
 * @param files the texts, by path below the folder
 * @throws SimulationError if writing fails.
 */
export function writeFiles(where: string, folder: string, files: ReadonlyMap<string, string>): void {
  try {
    makeFolder(folder);
    for (const [name, text] of files) {
      const path = join(folder, name);
      makeFolder(dirname(path));
      writeFileSync(path, text);
    }
  } catch (error) {
    // An error in the middle of a write, for example on a full disk, does not contain the path.
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const why = WORDS.get(code) ?? `system error ${code}`;
    throw new SimulationError([`${where}: cannot write files: ${why}`]);
  }
}

/**
 * Creates missing folders one by one: the recursive mode of Node never ends if a folder cannot be created, for example
 * under /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

const WORDS = new Map([
  ['EACCES', 'the current user has no write permission'],
  ['EPERM', 'the current user has no write permission'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOENT', 'the folder cannot be created'],
  ['ENOTDIR', 'the path is a file; a folder is needed'],
  ['EEXIST', 'the path is a file; a folder is needed'],
  ['EISDIR', 'the path of a file is a folder'],
  ['ENAMETOOLONG', 'the name is too long'],
]);
