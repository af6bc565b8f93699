import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { printable } from '../lib/messages';
import { readSources } from '../simulator/deployment';
import { SimulationError } from '../simulator/common/simulation-error';
import { adoptionOf } from './adopt/adoption';
import type { Framework } from './adopt/program';
import { inputOf, type InputOptions } from './input-options';
import { EXIT, tellWarnings, type Io } from './io';
import { writeFiles } from './write-files';

/** The options of `apim-failover adopt`. */
export interface AdoptOptions extends InputOptions {
  /** The folder to write. */
  readonly out: string;
  readonly framework: Framework;
}

/** `apim-failover adopt`: writes a program that declares the same deployment with the constructs. */
export async function adopt(path: string, { out, framework, ...input }: AdoptOptions, io: Io): Promise<number> {
  refuseUsed(out);
  const given = inputOf(input);
  const sources = await readSources(path, given);
  const name = projectName(resolve(io.directory, out));
  const { files, report, warnings } = await adoptionOf(sources, given, name, framework);
  tellWarnings(io, warnings);
  writeFiles(`--out ${out}`, out, files);
  const lines = report.text(out).split('\n');
  io.stdout(lines.map(printable).join('\n'));
  return report.isIncomplete ? EXIT.found : EXIT.fine;
}

/** Nothing that exists is overwritten. */
function refuseUsed(out: string): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) fail(out, 'it is a file; a new or empty folder is needed');
  if (readdirSync(out).length > 0) fail(out, 'the folder is not empty; a new or empty folder is needed');
}

function fail(out: string, what: string): never {
  throw new SimulationError([`--out ${out === '' ? '""' : out}: ${what}`]);
}

/** The name of the folder, as the name of an npm package. */
function projectName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, LONGEST_NAME) || 'failover';
}

const LONGEST_NAME = 100;
