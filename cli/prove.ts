import { shownText } from '../lib/messages';
import type { ClientRequest } from '../simulator/common/client-request';
import { DeployedService, Deployment, readDeployment } from '../simulator/deployment';
import { compare, type Comparison } from '../simulator/prove/comparison';
import { proveDeployment, ProveOptions as ProvingOptions } from '../simulator/prove/prove-deployment';
import { isOverBudget, isUnsurvived, ProofReport } from '../simulator/prove/proof-report';
import { reportOf } from '../simulator/prove/report';
import { readFile } from '../simulator/common/read-file';
import { parseDuration } from '../simulator/common/duration';
import { SimulationError } from '../simulator/common/simulation-error';
import { formatProof, type ProofFormat, type Proved } from './format-proof';
import { ignorePolicyFaults, regionFault } from './given-names';
import { inputOf, type InputOptions } from './input-options';
import { EXIT, tellFault, tellWarnings, type Io } from './io';
import { Progress } from './progress';

/** The options of `apim-failover prove`. */
export interface ProveOptions extends InputOptions {
  readonly format: ProofFormat;
  /** An ISO 8601 duration, for example `PT30S`. */
  readonly budget?: string;
  /** The path of the stack to compare with. */
  readonly against?: string;
  /** The folder to write counterexamples to. */
  readonly counterexamples?: string;
  /** A file of requests. */
  readonly requests?: string;
  readonly ignorePolicy: readonly string[];
}

/** `apim-failover prove`: reports what clients receive under every failure. */
export async function prove(path: string, options: ProveOptions, io: Io): Promise<number> {
  const budget = budgetOf(options.budget);
  const { requests: file, against: other, counterexamples, ignorePolicy: ignorePolicies, format } = options;
  const requests = file === undefined ? [] : await requestsIn(file);
  const deployment = await readDeployment(path, inputOf(options));
  const before = other === undefined ? undefined : await readDeployment(other, inputOf(options));
  tellWarnings(io, warningsOf(before ? [deployment, before] : [deployment], options.varFile));
  checkNames(options, requests, [...deployment.services, ...(before?.services ?? [])], io);
  const proved = await proofOf(deployment, { requests, source: file, ignorePolicies }, io);
  // The other stack may lack an operation, so requests to it may match nothing there.
  const earlier = before && (await proofOf(before, { requests, ignorePolicies, strays: 'passed over' }, io));
  const { report } = proved;
  const against = earlier && { proved: earlier, comparison: compare(earlier.report, report, budget) };
  io.stdout(await formatProof(proved, format, budget, against));
  if (counterexamples !== undefined) {
    const { writeCounterexamples } = await import('./counterexamples');
    const written = writeCounterexamples(report, counterexamples);
    if (written === 0) tellFault(io, `--counterexamples ${counterexamples}: ${NOTHING_WRITTEN}`);
  }
  return exitCodeOf(report, budget, against?.comparison);
}

/** The reader is loaded only for a file, since loading its schema and parsers takes time. */
async function requestsIn(file: string): Promise<ClientRequest[]> {
  const { readRequests } = await import('../simulator/prove/read-requests');
  const { LARGEST_SCENARIO } = await import('../simulator/scenario/read-scenario');
  return readRequests(file, readFile(file, LARGEST_SCENARIO).toString());
}

const NOTHING_WRITTEN = 'no scenario was written, because no failure that leaves a backend healthy ends in an error';

/** An option, or a value in a file that an option names, is unused if it is unused in each deployment. */
function warningsOf(deployments: readonly Deployment[], files: readonly string[] = []): string[] {
  const all = [...new Set(deployments.flatMap(({ warnings }) => warnings))];
  const isUnused = (...starts: readonly string[]): boolean =>
    deployments.every(({ warnings }) => warnings.some((each) => starts.some((start) => each.startsWith(start))));
  const told = all.filter((warning) => {
    if (warning.startsWith('--')) return isUnused(warning.slice(0, warning.indexOf(': ') + 1));
    const file = files.find((each) => warning.startsWith(`${each}:`));
    return file === undefined || isUnused(warning.replace(/ \(did you mean .*/, ''), `--var-file ${file}: `);
  });
  // Only one of the deployments may have the variable that is meant.
  return told.filter((warning) => !told.some((other) => other.startsWith(`${warning} (did you mean `)));
}

function checkNames(
  { ignorePolicy, requests: file }: ProveOptions,
  requests: readonly ClientRequest[],
  services: readonly DeployedService[],
  io: Io,
): void {
  const regionFaults = requests.flatMap(({ region }, index) => {
    const where = `${file}: request ${index}, region`;
    return (region === undefined ? undefined : regionFault(where, region, services)) ?? [];
  });
  const certain = regionFaults.filter(({ isCertain }) => isCertain);
  const faults = [...ignorePolicyFaults(ignorePolicy, services), ...certain.map(({ text }) => text)];
  if (faults.length > 0) throw new SimulationError(faults);
  for (const { text } of regionFaults) tellFault(io, text);
}

/** A failure that is not survived, or no longer survived, decides the exit code, even if something else is not proved. */
function exitCodeOf(
  { guarantees, notProved }: ProofReport,
  budget: number | undefined,
  comparison: Comparison | undefined,
): number {
  if (comparison && comparison.lost.length > 0) return EXIT.found;
  if (guarantees.some((each) => isUnsurvived(each) || isOverBudget(each, budget))) return EXIT.found;
  return notProved.length > 0 ? EXIT.unusable : EXIT.fine;
}

async function proofOf(deployment: Deployment, options: ProvingOptions, io: Io): Promise<Proved> {
  const progress = new Progress(io);
  try {
    const onProgress = (done: number, all: number): void => progress.tell(done, all);
    const proof = await proveDeployment(deployment, { ...options, onProgress });
    return { deployment, proof, report: reportOf(proof) };
  } finally {
    progress.end();
  }
}

function budgetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds > 0) return seconds;
  const allowed =
    'an ISO 8601 duration greater than 0 is needed, in days, hours, minutes, and seconds, such as PT30S or PT1M30S';
  throw new SimulationError([`--budget ${shownText(text)}: ${allowed}`]);
}
