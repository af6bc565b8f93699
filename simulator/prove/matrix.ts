import { milliseconds } from '../../lib/failover';
import { ProofReport, isOverBudget, Place, ReportedAnswer, ReportedGuarantee } from './proof-report';

/** The guarantees of one request: what fails down, what clients see across. */
export interface Matrix {
  readonly place: Place;
  readonly rows: readonly MatrixRow[];
  /** The failure with which a client waits longest while a backend is healthy; left out where nothing is proved. */
  readonly slowest?: ReportedGuarantee;
  readonly passedOn?: string;
  /** The status that policies answer before any backend is reached. */
  readonly unreached?: number;
}

/** Failures with the same outcome. */
export interface MatrixRow {
  readonly backends: readonly string[];
  /** As in `status 502-504`, `refused`. */
  readonly hows: readonly string[];
  readonly first: string;
  readonly then: string;
  readonly after: string;
  readonly verdict: string;
  readonly guarantees: readonly ReportedGuarantee[];
}

/** A matrix for each request that was proved. */
export function matricesOf({ guarantees, passedOn, unreached }: ProofReport, budget: number | undefined): Matrix[] {
  const places = new Map<string, Place>();
  for (const each of [...guarantees, ...passedOn, ...unreached]) {
    const { service, api, operation, region } = each;
    places.set(keyOf(each), { service, api, operation, region });
  }
  return [...places].map(([key, place]) => {
    const own = guarantees.filter((each) => keyOf(each) === key);
    const healthy = own.filter(({ verdict }) => verdict !== 'no healthy backend');
    const [slowest] = [...healthy].sort((a, b) => b.longest - a.longest);
    return {
      place,
      rows: rowsOf(own, budget),
      slowest,
      passedOn: passedOn.find((each) => keyOf(each) === key)?.statusCodes,
      unreached: unreached.find((each) => keyOf(each) === key)?.status,
    };
  });
}

export function keyOf({ service, api, operation, region }: Place): string {
  return JSON.stringify([service, api, operation, region]);
}

function rowsOf(guarantees: readonly ReportedGuarantee[], budget: number | undefined): MatrixRow[] {
  const rows = new Map<string, ReportedGuarantee[]>();
  for (const guarantee of guarantees) {
    const { first, then, after, verdict } = textsOf(guarantee, budget);
    const key = JSON.stringify([guarantee.failure.backends, first, then, after, verdict]);
    rows.set(key, [...(rows.get(key) ?? []), guarantee]);
  }
  return [...rows.values()].map((group) => ({
    backends: group[0].failure.backends,
    hows: group.map(({ failure: { how, statusCodes } }) => (statusCodes === undefined ? how : `status ${statusCodes}`)),
    ...textsOf(group[0], budget),
    guarantees: group,
  }));
}

function textsOf(
  guarantee: ReportedGuarantee,
  budget: number | undefined,
): Pick<MatrixRow, 'first' | 'then' | 'after' | 'verdict'> {
  const { first, then, after, settled } = guarantee;
  const closed =
    settled === null ? ', a circuit never stays closed' : settled > 0 ? `, settled in ${secondsOf(settled)}` : '';
  return {
    first: answerText(first, true),
    then: answerText(then, false),
    after: `${answerText(after, false)}${closed}`,
    verdict: verdictText(guarantee) + (isOverBudget(guarantee, budget) ? ', over the budget' : ''),
  };
}

/** As in `200 in 2 s, 4 attempts, the last to func-b`. */
function answerText({ status, backend, seconds, attempts }: ReportedAnswer, isWhole: boolean): string {
  const when = milliseconds(seconds) === 0 ? 'at once' : `in ${secondsOf(seconds)}`;
  if (!isWhole) return `${status} ${when}`;
  const from = backend === null ? '' : `, the last to ${backend}`;
  return `${status} ${when}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${from}`;
}

/** As in `survives; fails if memberChoice is 'each set-backend-service'`. */
export function verdictText({ verdict, decidedBy, otherwise }: ReportedGuarantee): string {
  if (decidedBy.length === 0) return verdict;
  const conditions = decidedBy.map(({ assumption, value }) => `${assumption} is ${valueText(value)}`).join(' and ');
  return `${otherwise ?? ''}; ${verdict} if ${conditions}`;
}

export function valueText(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** A tenth of a second is enough to read. */
export function secondsOf(seconds: number): string {
  return `${Math.round(seconds * 10) / 10} s`;
}
