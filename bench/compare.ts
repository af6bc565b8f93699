import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A Node program, run in the project's folder. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

export interface Comparison {
  readonly title: string;
  readonly subject: Command;
  readonly base: Command;
  /** The number of runs of each, after a warm-up run. */
  readonly runs: number;
  /** The maximum ratio of subject to base, for each figure with a limit. */
  readonly limits: Partial<Record<Figure, number>>;
  /** The seconds of the subject that do not count. */
  readonly free?: number;
}

type Figure = 'seconds' | 'megabytes';

/** The cost of a run: wall-clock time and peak memory. */
type Cost = Record<Figure, number>;

const root = join(__dirname, '..');

/** Bytes; the proof of 1,000 APIs prints more than Node's own limit of 1 MiB. */
const LARGEST_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs two commands in turn, so that both run under the same conditions, and prints the medians and their ratio.
 * @returns whether every ratio is within its limit
 */
export function compare({ title, subject, base, runs, limits, free = 0 }: Comparison): boolean {
  const costs: [Cost, Cost][] = [];
  for (let round = 0; round <= runs; round++) {
    const pair: [Cost, Cost] = [run(subject), run(base)];
    if (round > 0) costs.push(pair);
  }
  const less = free > 0 ? `, less ${free} s` : '';
  console.log(`\n${title} (medians of ${runs} runs each, in turn${less})`);
  const verdicts = (['seconds', 'megabytes'] as const).map((figure) => {
    const [a, b] = [0, 1].map((side) => median(costs.map((pair) => pair[side][figure])));
    const ratio = (figure === 'seconds' ? a - free : a) / b;
    const limit = limits[figure];
    const isKept = limit === undefined || ratio <= limit;
    const verdict = limit === undefined ? '' : `, ${said(isKept, String(limit))}`;
    const text = `${subject.name} ${a.toFixed(3)}, ${base.name} ${b.toFixed(3)}, ratio ${ratio.toFixed(3)}${verdict}`;
    console.log(`  ${figure.padEnd(10)}${text}`);
    return isKept;
  });
  return verdicts.every(Boolean);
}

/** A program can print `{"seconds": ...}` itself if a part of its time does not count. */
function run(command: Command): Cost {
  const start = process.hrtime.bigint();
  const { stdout, stderr } = output(command);
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const own = /^\{"seconds":([\d.]+)\}$/m.exec(stdout)?.[1];
  const kilobytes = Number(/^PEAK (\d+)$/m.exec(stderr)?.[1]);
  return { seconds: own === undefined ? wall : Number(own), megabytes: kilobytes / 1024 };
}

/** The output of a program. */
export function output({ name, args }: Command): { readonly stdout: string; readonly stderr: string } {
  const program = ['--require', join(__dirname, 'report-peak-memory.cjs'), ...args];
  const { stdout, stderr, status, error } = spawnSync(process.execPath, program, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: LARGEST_OUTPUT,
  });
  if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? stderr}`);
  return { stdout, stderr };
}

/** Describes whether the value is within the limit. */
export function said(isKept: boolean, limit: string): string {
  return `${isKept ? 'within' : 'OVER'} the limit of ${limit}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
