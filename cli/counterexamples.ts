import { stringify } from 'yaml';
import { withoutHidden } from '../lib/messages';
import type { ProofReport } from '../simulator/prove/proof-report';
import type { ScenarioFile } from '../simulator/scenario/scenario-file';
import { writeFiles } from './write-files';

/**
 * Writes a scenario for each failure that is not survived. Creates the folder if necessary.
 *
 * @returns the number of scenarios
 * @throws SimulationError if writing fails.
 */
export function writeCounterexamples(report: ProofReport, folder: string): number {
  const files = filesOf(report);
  const texts = [...files].map(([name, scenario]): [string, string] => [name, stringify(shown(scenario))]);
  writeFiles(`--counterexamples ${folder}`, folder, new Map(texts));
  return files.size;
}

/** Returns the scenario without hidden texts. Its numbers stay, so that it can still be read. */
function shown(scenario: ScenarioFile): unknown {
  return JSON.parse(withoutHidden(JSON.stringify(scenario)));
}

/** Not every file system supports longer names. */
const LONGEST_NAME = 200;

/** Returns the files by name. Names are unique also on file systems that ignore case. */
function filesOf({ guarantees }: ProofReport): ReadonlyMap<string, ScenarioFile> {
  const names = new Set<string>();
  const files = new Map<string, ScenarioFile>();
  for (const { service, api, operation, product, region, failure, counterexample } of guarantees) {
    if (!counterexample) continue;
    const parts = [service, api, operation, product ?? '', region ?? '', ...failure.backends, failure.how];
    const plain = parts.filter((part) => part !== '').map((part) => withoutHidden(part).replace(/[^\w-]+/g, '-'));
    const stem = plain.join('.').slice(0, LONGEST_NAME);
    let name = stem;
    for (let number = 2; names.has(name.toLowerCase()); number++) name = `${stem}-${number}`;
    names.add(name.toLowerCase());
    files.set(`${name}.yaml`, counterexample);
  }
  return files;
}
