import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { deploymentOf } from '../simulator/deployment';
import { readSources } from '../simulator/deployment/sources';
import { compare } from '../simulator/prove/comparison';
import { proveDeployment } from '../simulator/prove/prove-deployment';
import { isOverBudget, isUnsurvived, ProofReport } from '../simulator/prove/proof-report';
import { reportOf } from '../simulator/prove/report';
import { readRequests } from '../simulator/prove/read-requests';
import { readFile } from '../simulator/read-file';
import { parseDuration } from '../simulator/scenario/duration';
import { LARGEST_SCENARIO } from '../simulator/scenario/read-scenario';
import { SimulationError } from '../simulator/simulation-error';
import { EXIT, type Io } from './io';

/** What `apim-failover prove` is told. */
export interface ProveOptions {
  readonly format: ProofFormat;
  /** A duration as in `PT30S`. */
  readonly budget?: string;
  /** Another path, to compare with. */
  readonly against?: string;
  /** A folder. */
  readonly counterexamples?: string;
  /** A file. */
  readonly requests?: string;
  readonly ignorePolicy: readonly string[];
}

export type ProofFormat = 'table' | 'json' | 'markdown' | 'mermaid';

/** `apim-failover prove`: prints what clients see under every failure. */
export async function prove(path: string, options: ProveOptions, io: Io): Promise<number> {
  const budget = budgetOf(options.budget);
  const report = await proofOf(path, options, io);
  const against =
    options.against === undefined ? undefined : compare(await proofOf(options.against, options, io), report);
  io.stdout(await formatted(report, path, options.format, { budget, against }));
  if (options.counterexamples !== undefined) writeCounterexamples(report, options.counterexamples);
  const isLost = report.guarantees.some((each) => isUnsurvived(each) || isOverBudget(each, budget));
  if (isLost) return EXIT.found;
  return report.unreached.length > 0 || report.guarantees.length === 0 ? EXIT.unusable : EXIT.fine;
}

async function proofOf(path: string, { requests, ignorePolicy }: ProveOptions, io: Io): Promise<ProofReport> {
  const deployment = deploymentOf(readSources(path));
  const given = requests === undefined ? [] : readRequests(requests, readFile(requests, LARGEST_SCENARIO).toString());
  const progress = new Progress(io);
  const proven = await proveDeployment(deployment, {
    requests: given,
    ignorePolicies: ignorePolicy,
    onProgress: (done, all) => progress.tell(done, all),
  });
  progress.end();
  return reportOf(proven);
}

async function formatted(
  report: ProofReport,
  path: string,
  format: ProofFormat,
  options: { readonly budget?: number; readonly against?: ReturnType<typeof compare> },
): Promise<string> {
  switch (format) {
    case 'json': {
      const { against } = options;
      return `${JSON.stringify({ ...report, ...(against && { against }) }, null, 2)}\n`;
    }
    case 'mermaid': {
      const { formatProofMermaid } = await import('../simulator/prove/format-mermaid');
      return formatProofMermaid(report, deploymentOf(readSources(path)));
    }
    default: {
      const { formatProofMarkdown, formatProofText } = await import('../simulator/prove/format-text');
      return format === 'table' ? formatProofText(report, options) : formatProofMarkdown(report, options);
    }
  }
}

function budgetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new SimulationError([`--budget ${JSON.stringify(text)}: a duration in ISO 8601 is needed, as in PT30S`]);
}

/** A scenario for each failure that is not survived. */
function writeCounterexamples({ guarantees }: ProofReport, folder: string): void {
  const lost = guarantees.flatMap(({ counterexample, ...each }) =>
    counterexample ? [{ ...each, counterexample }] : [],
  );
  mkdirSync(folder, { recursive: true });
  const names = new Set<string>();
  for (const { service, api, operation, region, failure, counterexample } of lost) {
    const parts = [service, api, operation, region ?? '', ...failure.backends, failure.how];
    const plain = parts.filter((part) => part !== '').map((part) => part.replace(/[^\w-]+/g, '-'));
    let name = plain.join('.').slice(0, LONGEST_NAME);
    while (names.has(name)) name += '-';
    names.add(name);
    writeFileSync(join(folder, `${name}.yaml`), stringify(counterexample));
  }
}

const LONGEST_NAME = 200;

/** How far it is, on a line that is written anew, where somebody watches and it takes a while. */
class Progress {
  private readonly begun = Date.now();
  private told = 0;
  private isShown = false;

  constructor(private readonly io: Io) {}

  tell(done: number, all: number): void {
    const now = Date.now();
    if (!this.io.progress || now - this.begun < PATIENCE || now - this.told < PACE) return;
    this.told = now;
    this.isShown = true;
    this.io.progress(`proved ${done} of ${all}`);
  }

  end(): void {
    if (this.isShown) this.io.progress?.('');
  }
}

/** Milliseconds. */
const PATIENCE = 1000;
const PACE = 200;
