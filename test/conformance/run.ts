// Compares policy expressions with Mono's C#. npm run conformance -- --seed 7 repeats a run; Mono comes from the packages
// mono-mcs, mono-runtime, libmono-cil-dev, and libnewtonsoft-json-cil-dev.
import { parseArgs } from 'node:util';
import { loadCSharp } from '../../simulator/expressions';
import { casesOf } from './cases';
import { Compared, knownDifference } from './known-differences';
import { missing, runWithMono } from './mono';
import { Outcome, runWithSimulator } from './simulator';

/** The maximum number of differences to print. */
const MOST_SHOWN = 50;

interface Summary {
  agreed: number;
  refused: number;
  /** The cases that Mono's compiler rejects, but the simulator does not. */
  accepted: number;
  readonly known: Map<string, number>;
  readonly differ: Compared[];
}

function compare(
  cases: ReturnType<typeof casesOf>,
  mono: readonly (string | undefined)[],
  ours: readonly Outcome[],
): Summary {
  const summary: Summary = { agreed: 0, refused: 0, accepted: 0, known: new Map(), differ: [] };
  for (const [index, { kind, body }] of cases.entries()) {
    const expected = mono[index];
    const { kind: outcome, text } = ours[index];
    if (expected === undefined) {
      if (outcome === 'result') summary.accepted++;
      else summary.agreed++;
    } else if (outcome === 'refused') summary.refused++;
    else if (outcome === 'result' && text === expected) summary.agreed++;
    else {
      const compared = { kind, body, mono: expected, simulator: outcome === 'rejected' ? `rejected: ${text}` : text };
      const known = outcome === 'result' ? knownDifference(compared) : undefined;
      if (known) summary.known.set(known.what, (summary.known.get(known.what) ?? 0) + 1);
      else summary.differ.push(compared);
    }
  }
  return summary;
}

function report(seed: number, total: number, { agreed, refused, accepted, known, differ }: Summary): void {
  console.log(`${total} cases with seed ${seed}: ${agreed} agreed, ${refused} refused, ${differ.length} differ`);
  console.log(`Mono's compiler rejects ${accepted} cases that the simulator runs.`);
  for (const [what, count] of known) console.log(`${count} known: ${what}`);
  for (const { kind, body, mono, simulator } of differ.slice(0, MOST_SHOWN)) {
    console.log(`\n${kind}: ${body}\n  Mono:      ${mono}\n  simulator: ${simulator}`);
  }
}

async function main(): Promise<void> {
  const absent = missing();
  if (absent) return console.log(`Skipped: ${absent} is not installed.`);
  const { values } = parseArgs({ options: { seed: { type: 'string' } } });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const cases = casesOf(seed);
  const csharp = await loadCSharp();
  const ours = cases.map(({ body }) => runWithSimulator(csharp, body));
  const summary = compare(cases, runWithMono(cases.map(({ body }) => body)), ours);
  report(seed, cases.length, summary);
  if (summary.differ.length > 0) process.exitCode = 1;
}

void main();
