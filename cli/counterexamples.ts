import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ProofReport } from '../simulator/prove/proof-report';
import type { ScenarioFile } from '../simulator/scenario/scenario-file';
import { SimulationError } from '../simulator/simulation-error';

/**
 * Writes a scenario for each failure that is not survived, into a folder that is made if need be.
 *
 * @throws SimulationError if that cannot be.
 */
export function writeCounterexamples(report: ProofReport, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, scenario] of filesOf(report)) writeFileSync(join(folder, name), stringify(scenario));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new SimulationError([`${folder}: counterexamples cannot be written there (${code})`]);
  }
}

/** Longer names are not taken everywhere. */
const LONGEST_NAME = 200;

/** The files by their names, which differ also where upper and lower case are the same. */
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
