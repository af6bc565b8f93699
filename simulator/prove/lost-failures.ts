import { formatStatusCodes, grouped } from '../../lib/failover';
import { keyOf, Place, ProofReport, ReportedGuarantee, ReportedRequest } from './proof-report';
import { unusedIn } from './unused-backends';

/** A failure that was survived before and no longer is. */
export interface LostFailure {
  readonly before: ReportedGuarantee;
  /** Undefined if the new proof does not have this failure. */
  readonly now: ReportedGuarantee | undefined;
  /** The status codes that clients now receive, for example `500-502`: nothing counts or retries them any more. */
  readonly passedOn?: string;
}

/**
 * Returns the failures that were survived before and no longer are, at places that are still routed:
 *
 * - The verdict got worse. It can be `no healthy backend`, if a backend was removed.
 * - The failure is gone because nothing is left to fail over to at its place.
 * - The failure is a status that clients now receive because nothing counts or retries it any more.
 *
 * An API or an operation that was removed has lost nothing: to remove it is a decision. Nor has the failure of a backend
 * that left the pool, while others remain: it reaches no request.
 *
 * @param pairOf returns the guarantee of the new proof for the same failure at the same place
 */
export function lostFailures(
  before: ProofReport,
  now: ProofReport,
  pairOf: (guarantee: ReportedGuarantee) => ReportedGuarantee | undefined,
): LostFailure[] {
  const requests = new Map(before.requests.map((request) => [keyOf(request), request]));
  const successors = new Successors(before, now);
  const isSafe = new Map([...grouped(now.guarantees, keyOf)].map(([key, all]) => [key, all.some(isSurvived)]));
  return before.guarantees.filter(isSurvived).flatMap((each): LostFailure[] => {
    const pair = pairOf(each);
    if (pair && isWorse(pair, each)) return [{ before: each, now: pair }];
    const request = requests.get(keyOf(each));
    const next = request ? successors.of(request) : [];
    const passedOn = next.map((successor) => sharedCodes(each.failure.statusCodes, successor.passedOn)).find(Boolean);
    if (passedOn !== undefined) return [{ before: each, now: undefined, passedOn }];
    const isGone =
      !pair &&
      next.some((successor) => isSafe.get(keyOf(successor)) === false && !isHarmless(each, request, successor));
    return isGone ? [{ before: each, now: undefined }] : [];
  });
}

/** Returns whether the failing backends receive no requests anymore. That a backend behind them is needed shows in its own failure. */
function isHarmless(
  { failure }: ReportedGuarantee,
  request: ReportedRequest | undefined,
  successor: ReportedRequest,
): boolean {
  const unused = new Set(request ? unusedIn(request, successor) : []);
  return failure.backends.every((backend) => unused.has(backend));
}

function isSurvived({ verdict }: ReportedGuarantee): boolean {
  return verdict === 'survives' || verdict === 'survives later';
}

function isWorse(now: ReportedGuarantee, before: ReportedGuarantee): boolean {
  return !isSurvived(now) || (before.verdict === 'survives' && now.verdict !== 'survives');
}

/** Finds the requests of the new proof that replace a request of the earlier one. */
class Successors {
  private readonly byApi: ReadonlyMap<string, readonly ReportedRequest[]>;
  private readonly operations: ReadonlySet<string>;
  private readonly variants: ReadonlySet<string>;

  constructor(before: ProofReport, now: ProofReport) {
    this.byApi = grouped(now.requests, apiOf);
    this.operations = new Set(before.requests.flatMap(operationsOf));
    this.variants = new Set(before.requests.flatMap(variantsOf));
  }

  /** Returns nothing if the operation was removed, or nothing is proved of it. */
  of(request: ReportedRequest): readonly ReportedRequest[] {
    const all = this.byApi.get(apiOf(request)) ?? [];
    const same = all.filter(({ operations }) => operations.some((id) => request.operations.includes(id)));
    // The operation may have a new name.
    if (same.length === 0) return all.filter((each) => !operationsOf(each).some((key) => this.operations.has(key)));
    const alike = same.filter((each) => each.product === request.product && each.region === request.region);
    // Products and regions may have begun or ceased to matter.
    if (alike.length === 0) return same.filter((each) => !variantsOf(each).some((key) => this.variants.has(key)));
    const equal = alike.filter((each) => each.request === request.request);
    return equal.length > 0 ? equal : alike;
  }
}

function apiOf({ service, api }: Place): string {
  return JSON.stringify([service, api]);
}

function operationsOf({ service, api, operations }: ReportedRequest): string[] {
  return operations.map((id) => JSON.stringify([service, api, id]));
}

function variantsOf({ service, api, operations, product, region }: ReportedRequest): string[] {
  return operations.map((id) => JSON.stringify([service, api, id, product, region]));
}

/** Returns the status codes of a failure that clients receive, as far as no client should while a backend is healthy. */
function sharedCodes(statusCodes: string | undefined, passedOn: string): string {
  const passed = codesIn(passedOn);
  const codes = [...codesIn(statusCodes ?? '')].filter((code) => passed.has(code) && isFailure(code));
  return formatStatusCodes(new Set(codes));
}

const THROTTLED = 429;
const FIRST_SERVER_ERROR = 500;

/** Other errors can be regular responses: not to retry a 404 can be a mend. */
function isFailure(code: number): boolean {
  return code === THROTTLED || code >= FIRST_SERVER_ERROR;
}

/** The codes of a text such as `500-501, 505`. */
function codesIn(text: string): Set<number> {
  const spans = [...text.matchAll(/(\d+)(?:-(\d+))?/g)];
  return new Set(
    spans.flatMap(([, min, max = min]) =>
      Array.from({ length: Number(max) - Number(min) + 1 }, (_, index) => Number(min) + index),
    ),
  );
}
