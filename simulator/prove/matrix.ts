import { counted, grouped, milliseconds, seconds as exactly } from '../../lib/failover';
import {
  isOverBudget,
  keyOf,
  leavesOneHealthy,
  Place,
  ProofReport,
  ReportedAnswer,
  ReportedGuarantee,
  ReportedRequest,
} from './proof-report';

/** The guarantees of one request: failures as rows, results for clients as columns. */
export interface Matrix {
  readonly request: ReportedRequest;
  readonly rows: readonly MatrixRow[];
  /**
   * The failure with the longest wait while a backend is healthy; undefined if no failure leaves a backend healthy.
   */
  readonly slowest: ReportedGuarantee | undefined;
}

/** Failures with the same outcome. */
interface MatrixRow {
  readonly backends: readonly string[];
  /** For example, `status 502-504`, `refused`. */
  readonly hows: readonly string[];
  readonly first: string;
  readonly then: string;
  readonly after: string;
  readonly verdict: string;
  readonly guarantees: readonly ReportedGuarantee[];
}

/** Returns a matrix for each request of the proof. */
export function matricesOf({ guarantees, requests }: ProofReport, budget?: number): Matrix[] {
  const byPlace = grouped(guarantees, keyOf);
  return requests.map((request) => {
    const own = byPlace.get(keyOf(request)) ?? [];
    const [first, ...others] = own.filter(leavesOneHealthy);
    return {
      request,
      rows: rowsOf(own, budget),
      slowest: others.reduce((slowest, each) => (each.longest > slowest.longest ? each : slowest), first),
    };
  });
}

function rowsOf(guarantees: readonly ReportedGuarantee[], budget: number | undefined): MatrixRow[] {
  const rows = grouped(guarantees, (guarantee) =>
    JSON.stringify([guarantee.failure.backends, ...Object.values(textsOf(guarantee, budget))]),
  );
  return [...rows.values()].map((group) => ({
    backends: group[0].failure.backends,
    hows: group.map(({ failure }) => howText(failure)),
    ...textsOf(group[0], budget),
    guarantees: group,
  }));
}

/** For example, `status 502-504` or `refused`. Equivalent statuses are simulated once. */
export function howText({ how, statusCodes }: ReportedGuarantee['failure']): string {
  return statusCodes === undefined ? how : `status ${statusCodes}`;
}

function textsOf(
  guarantee: ReportedGuarantee,
  budget: number | undefined,
): Pick<MatrixRow, 'first' | 'then' | 'after' | 'verdict'> {
  const { first, then, after, settled } = guarantee;
  const closed =
    settled === null ? ', a circuit never stays closed' : settled > 0 ? `, settled in ${spanOf(settled)}` : '';
  return {
    first: answerText(first, true, budget),
    then: answerText(then, false, budget),
    after: `${answerText(after, false, budget)}${closed}`,
    verdict: verdictText(guarantee) + (isOverBudget(guarantee, budget) ? ', over the budget' : ''),
  };
}

/** For example, `200 in 2 s, 4 attempts, the last to func-b`. */
function answerText(
  { status, backend, seconds, attempts }: ReportedAnswer,
  isWhole: boolean,
  budget: number | undefined,
): string {
  const when = milliseconds(seconds) === 0 ? 'at once' : `in ${secondsOf(seconds, budget)}`;
  if (!isWhole) return `${status} ${when}`;
  const from = backend === null ? '' : `, the last to ${backend}`;
  return `${status} ${when}, ${counted(attempts, 'attempt')}${from}`;
}

/** For example, `survives, at risk; fails if memberChoice is 'each set-backend-service'`. */
export function verdictText({ verdict, decidedBy, otherwise = verdict, risk }: ReportedGuarantee): string {
  const usual = risk ? `${otherwise}, at risk` : otherwise;
  if (decidedBy.length === 0) return usual;
  const conditions = decidedBy.map(({ assumption, value }) => conditionText(assumption, value)).join(' and ');
  return `${usual}; ${verdict} if ${conditions}`;
}

/** For example, `memberChoice is 'each set-backend-service'`. */
export function conditionText(assumption: string, value: unknown): string {
  return `${assumption} is ${valueText(value)}`;
}

export function valueText(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** For example, `29 s`, and `1 day` or `2 h 30 min` for times that nobody counts in seconds. */
function spanOf(seconds: number): string {
  if (seconds < HOUR) return secondsOf(seconds);
  const minutes = Math.round(seconds / MINUTE);
  const [days, hours] = [Math.floor(minutes / MINUTES_OF_A_DAY), Math.floor((minutes % MINUTES_OF_A_DAY) / 60)];
  const parts = [
    days > 0 && counted(days, 'day'),
    hours > 0 && `${hours} h`,
    minutes % 60 > 0 && `${minutes % 60} min`,
  ];
  return parts.filter(Boolean).join(' ');
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const MINUTES_OF_A_DAY = 24 * 60;

/**
 * Formats seconds with one decimal, and with all of them if it would otherwise seem to be on the other side of a limit.
 */
export function secondsOf(seconds: number, limit?: number): string {
  const rounded = Math.round(seconds * 10) / 10;
  if (limit !== undefined && Math.sign(rounded - limit) !== Math.sign(seconds - limit)) return exactly(seconds);
  return exactly(rounded);
}

/**
 * For example, `apim: API orders, POST /orders/ (operation create and 3 more like it), product gold, in Sweden
 * Central`.
 */
export function placeText(place: Place, others = 0): string {
  const { service, api, operation, product, region, request } = place;
  const like = others === 0 ? '' : ` and ${others} more like it`;
  return [
    `${service}: API ${api}, ${request} (operation ${operation}${like})`,
    ...(product === null ? [] : [`product ${product}`]),
    ...(region === null ? [] : [`in ${region}`]),
  ].join(', ');
}

/** For example, `func-a, then func-b or func-c (pool orders)`. */
export function orderText({ pool, backends }: ReportedRequest): string {
  const order = backends.map((members) => members.join(' or ')).join(', then ');
  return pool === null ? order : `${order} (pool ${pool})`;
}
