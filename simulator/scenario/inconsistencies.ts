import { parseDuration } from '../common/duration';
import type { BehaviourFile, ScenarioFile } from './scenario-file';
import { place } from './schema-faults';

/** The limits of a run. */
const MOST_REQUESTS = 100_000;
const MOST_BEHAVIOURS = 100_000;

/** Returns inconsistencies of a scenario that the schema cannot express. */
export function inconsistencies(file: ScenarioFile): string[] {
  const tooMany = countFaults(file);
  if (tooMany.length > 0) return tooMany;
  return [
    ...startFaults(file),
    ...orderFaults(file, 'backends', file.backends),
    ...orderFaults(file, 'hosts', file.hosts),
    ...durationFaults(file),
  ];
}

function startFaults({ start }: ScenarioFile): string[] {
  return start === undefined || Number.isFinite(Date.parse(start)) ? [] : [`start: "${start}" is not a date`];
}

function orderFaults(
  file: ScenarioFile,
  key: 'backends' | 'hosts',
  scripts: Readonly<Record<string, readonly BehaviourFile[]>> = {},
): string[] {
  return Object.entries(scripts).flatMap(([name, behaviours]) =>
    behaviours.slice(1).flatMap(({ from = 'PT0S' }, index) => {
      const before = behaviours[index].from ?? 'PT0S';
      if (Number(parseDuration(from)) > Number(parseDuration(before))) return [];
      const where = place(file, [key, name, String(index + 1), 'from']);
      return [`${where}: ${from} is not later than ${before}, the start of the previous behavior`];
    }),
  );
}

function countFaults({ requests, backends, hosts }: ScenarioFile): string[] {
  const tooMany = (what: string, count: number, most: number): string[] =>
    count <= most
      ? []
      : [`${what}: there are ${count.toLocaleString('en')} in total; the maximum is ${most.toLocaleString('en')}`];
  const sent = requests.reduce((sum, { times = 1 }) => sum + times, 0);
  const behaviours = (scripts: ScenarioFile['backends'] = {}): number =>
    Object.values(scripts).reduce((sum, list) => sum + list.length, 0);
  return [
    ...tooMany('requests', sent, MOST_REQUESTS),
    ...tooMany('the behaviors of backends', behaviours(backends), MOST_BEHAVIOURS),
    ...tooMany('the behaviors of hosts', behaviours(hosts), MOST_BEHAVIOURS),
  ];
}

function durationFaults({ expect = [] }: ScenarioFile): string[] {
  return expect.flatMap(({ duration: { least, most } = {} }, index) => {
    if (least === undefined || most === undefined) return [];
    if (Number(parseDuration(least)) <= Number(parseDuration(most))) return [];
    return [`expect[${index}].duration: least ${least} is greater than most ${most}`];
  });
}
