import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { ProofReport } from '../simulator/prove/proof-report';
import type { ScenarioFile } from '../simulator/scenario/scenario-file';
import { SimulationError } from '../simulator/common/simulation-error';

/**
 * Writes a scenario for each failure that is not survived. Creates the folder if necessary.
 *
 * @returns the number of scenarios
 * @throws SimulationError if writing fails.
 */
export function writeCounterexamples(report: ProofReport, folder: string): number {
  const files = filesOf(report);
  try {
    makeFolder(folder);
    for (const [name, scenario] of files) writeFileSync(join(folder, name), stringify(scenario));
    return files.size;
  } catch (error) {
    // An error in the middle of a write, for example on a full disk, does not contain the path.
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const why = WORDS.get(code) ?? `system error ${code}`;
    throw new SimulationError([`--counterexamples ${folder}: cannot write files: ${why}`]);
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

/** Not every file system supports longer names. */
const LONGEST_NAME = 200;

/** Returns the files by name. Names are unique also on file systems that ignore case. */
function filesOf({ guarantees }: ProofReport): ReadonlyMap<string, ScenarioFile> {
  const names = new Set<string>();
  const files = new Map<string, ScenarioFile>();
  for (const { service, api, operation, product, region, failure, counterexample } of guarantees) {
    if (!counterexample) continue;
    const parts = [service, api, operation, product ?? '', region ?? '', ...failure.backends, failure.how];
    const plain = parts.filter((part) => part !== '').map((part) => part.replace(/[^\w-]+/g, '-'));
    const stem = plain.join('.').slice(0, LONGEST_NAME);
    let name = stem;
    for (let number = 2; names.has(name.toLowerCase()); number++) name = `${stem}-${number}`;
    names.add(name.toLowerCase());
    files.set(`${name}.yaml`, counterexample);
  }
  return files;
}
