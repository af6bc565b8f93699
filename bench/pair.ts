import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** One command of a comparison. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

/** What a run cost, as the operating system counts it. */
interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

const root = join(__dirname, '..');

/**
 * Runs two commands in turn, so that both meet the same machine, and prints their medians and the ratio.
 * @returns the ratio of the medians, and whether it keeps to its limit
 */
export function compare(title: string, subject: Command, base: Command, runs: number, limit: number): boolean {
  const costs: { subject: Cost[]; base: Cost[] } = { subject: [], base: [] };
  run(subject);
  run(base);
  for (let round = 0; round < runs; round++) {
    costs.subject.push(run(subject));
    costs.base.push(run(base));
  }
  console.log(`\n${title} (${runs} runs each, in turn; medians)`);
  const isWithin = (['seconds', 'megabytes'] as const).map((figure) => {
    const [a, b] = [costs.subject, costs.base].map((list) => median(list.map((cost) => cost[figure])));
    const isMeasured = figure === 'seconds' || limit > 1;
    const verdict = isMeasured ? (a / b <= limit ? `within ${limit}` : `over ${limit}`) : 'no limit';
    console.log(
      `  ${figure.padEnd(10)}${subject.name} ${a.toFixed(3)}, ${base.name} ${b.toFixed(3)}: ratio ${(a / b).toFixed(3)} (${verdict})`,
    );
    return !isMeasured || a / b <= limit;
  });
  return isWithin.every(Boolean);
}

/** Runs a Node program in the project's folder; it may print its own `{"seconds": …}` as its last line. */
export function run({ name, args }: Command): Cost {
  const start = process.hrtime.bigint();
  // /usr/bin/time is not on every machine: the program tells its own peak when it ends.
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--require', join(__dirname, 'peak.cjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, CDKTF_OUTDIR: join(root, 'cdktf.out') },
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  const megabytes = Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024;
  const own = /^\{"seconds":([\d.]+)\}$/m.exec(stdout)?.[1];
  return { seconds: own === undefined ? seconds : Number(own), megabytes };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
