import { ApiModel, BreakerModel, Fault, GatewayAssumptions, MemberModel, PoolModel, Script } from '../../lib/failover';

/**
 * What `play` does, once more and as plainly as can be, written from docs/simulator.md alone: nothing is shared with
 * the automaton. Each request is a coroutine that yields the milliseconds for which it sleeps.
 */
export function plainPlay(
  api: ApiModel,
  pool: PoolModel,
  assumptions: GatewayAssumptions,
  units: number,
  { phases, requests }: Script,
): PlainExchange[] {
  const unitStates = Array.from({ length: units }, () => new Unit(pool, assumptions));
  const exchanges: PlainExchange[] = [];
  const sleepers: { at: number; run: Generator<number, PlainExchange>; index: number }[] = [];
  requests.forEach((at, index) => {
    const run = request({ api, assumptions, unit: unitStates[index % units], phases, start: at });
    sleepers.push({ at, run, index });
  });
  while (sleepers.length > 0) {
    // The first of those that wake up first: who went to sleep earlier wakes up earlier.
    const next = sleepers.reduce((a, b) => (b.at < a.at ? b : a));
    sleepers.splice(sleepers.indexOf(next), 1);
    clock.now = next.at;
    const { done, value } = next.run.next();
    if (done) exchanges[next.index] = value;
    else sleepers.push({ ...next, at: next.at + value });
  }
  return exchanges;
}

export interface PlainExchange {
  readonly at: number;
  readonly duration: number;
  readonly statusCode: number;
  readonly attempts: unknown[];
}

const clock = { now: 0 };

interface Sending {
  readonly api: ApiModel;
  readonly assumptions: GatewayAssumptions;
  readonly unit: Unit;
  readonly phases: Script['phases'];
  readonly start: number;
}

function* request({ api, assumptions, unit, phases, start }: Sending): Generator<number, PlainExchange> {
  const attempts: unknown[] = [];
  const timeout = Math.round(Number(api.forwardTimeout) * 1000);
  const end = (statusCode: number): PlainExchange => ({ at: start, duration: clock.now - start, statusCode, attempts });
  let bound: string | undefined;
  let lastError: string | null = null;
  for (let retries = 0; ; retries++) {
    const isChosen = bound === undefined || api.choosesPoolAgain || assumptions.memberChoice === 'each forward';
    const backend: string | undefined = isChosen ? unit.next() : unit.isOpen(bound ?? '') ? undefined : bound;
    if (isChosen) bound = backend;
    let status: number | undefined;
    let seen: { statusCode: number | null; isAnswer: boolean; lastError: string | null };
    let reason: string | null = null;
    if (backend === undefined) {
      status = 503;
      const mode = assumptions.exhaustedPool;
      if (mode !== 'response') reason = 'NoAvailableBackend';
      seen = { statusCode: mode === 'error' ? null : 503, isAnswer: false, lastError: null };
    } else {
      const begun = clock.now;
      const came = comesOf(faultOf(phases, backend), timeout);
      yield came.delay;
      unit.record(backend, came, begun);
      attempts.push([backend, begun, came.delay, came.status, came.reason]);
      ({ status } = came);
      reason = came.reason ?? null;
      const left = assumptions.failedForward === 'response' ? 500 : null;
      seen = { statusCode: status ?? left, isAnswer: status !== undefined, lastError: null };
    }
    const gets = status ?? assumptions.noResponseStatus;
    if (!api.retry || retries >= Number(api.retry.count)) return end(gets);
    if (reason !== null) seen.lastError = assumptions.lastErrorInRetry === 'set' ? reason : null;
    else if (assumptions.lastErrorAfterRetry === 'kept') seen.lastError = lastError;
    const decision = api.retry.decision?.(seen);
    if (decision === 'fails') return end(500);
    if (decision !== 'retried') return end(gets);
    lastError = reason ?? lastError;
    const wait = waitBefore(retries + 1, api, assumptions);
    if (wait > 0) yield wait;
  }
}

function waitBefore(
  n: number,
  { retry }: ApiModel,
  { exponentialWait, exponentialJitter }: GatewayAssumptions,
): number {
  if (!retry || (n === 1 && retry.firstFastRetry)) return 0;
  const [interval, delta] = [Number(retry.interval), Number(retry.delta ?? 0)];
  if (retry.maxInterval === undefined) return Math.round((interval + (n - 1) * delta) * 1000);
  const factor = exponentialWait === 'interval + 2^(n-1) * delta' ? 2 ** (n - 1) : 2 ** n - 1;
  return Math.round(Math.min(interval + factor * exponentialJitter * delta, Number(retry.maxInterval)) * 1000);
}

interface Came {
  readonly delay: number;
  readonly status?: number;
  readonly reason?: string;
  readonly retryAfter?: number;
}

function faultOf(phases: Script['phases'], backend: string): (Fault & { readonly since: number }) | undefined {
  const phase = phases.filter(({ from }) => from <= clock.now).at(-1);
  const fault = phase?.faults.get(backend);
  return phase && fault && { ...fault, since: phase.from };
}

function comesOf(fault: ReturnType<typeof faultOf>, timeout: number): Came {
  if (!fault) return { delay: 0, status: 200 };
  const { flaps, since, latency = 0, statusCode, retryAfter } = fault;
  if (flaps !== undefined && (clock.now - since) % (2 * flaps) >= flaps) return { delay: 0, status: 200 };
  if (fault.hangs || latency > timeout) return { delay: timeout, reason: 'Timeout' };
  if (fault.refuses) return { delay: latency, reason: 'BackendConnectionFailure' };
  return { delay: latency, status: statusCode, retryAfter };
}

/** A gateway instance. */
class Unit {
  private readonly circuits = new Map<string, Circuit>();
  private readonly credit = new Map<string, number>();
  private readonly zeroWeight: GatewayAssumptions['zeroWeight'];

  constructor(
    private readonly pool: PoolModel,
    assumptions: GatewayAssumptions,
  ) {
    this.zeroWeight = assumptions.zeroWeight;
    for (const { backend } of pool.members) {
      if (typeof backend.breaker === 'object')
        this.circuits.set(backend.name, new Circuit(backend.breaker, assumptions));
    }
  }

  isOpen(backend: string): boolean {
    return (this.circuits.get(backend)?.openUntil ?? 0) > clock.now;
  }

  record(backend: string, came: Came, begun: number): void {
    this.circuits.get(backend)?.record(came, begun);
  }

  /** Of the first priority that can be used, whose turn it is: each earns its weight, and the richest pays for all. */
  next(): string | undefined {
    const usable = this.pool.members.filter(
      ({ backend, weight }) => !this.isOpen(backend.name) && (weight !== 0 || this.zeroWeight === 'as 1'),
    );
    const first = Math.min(...usable.map(({ priority }) => Number(priority)));
    const group = usable.filter(({ priority }) => priority === first);
    if (group.length === 0) return undefined;
    const weightOf = ({ weight }: MemberModel): number => Number(weight ?? 1) || 1;
    const creditOf = ({ backend }: MemberModel): number => this.credit.get(backend.name) ?? 0;
    for (const member of group) this.credit.set(member.backend.name, creditOf(member) + weightOf(member));
    const richest = group.reduce((a, b) => (creditOf(b) > creditOf(a) ? b : a));
    const all = group.reduce((sum, member) => sum + weightOf(member), 0);
    this.credit.set(richest.backend.name, creditOf(richest) - all);
    return richest.backend.name;
  }
}

class Circuit {
  openUntil = 0;
  private openedAt = -1;
  private responses: { readonly at: number; readonly isFailure: boolean }[] = [];

  constructor(
    private readonly rule: BreakerModel,
    private readonly assumptions: GatewayAssumptions,
  ) {}

  record(came: Came, begun: number): void {
    if (this.openUntil > clock.now) return;
    const isFailure = this.isFailure(came);
    if (isFailure && begun < this.openedAt && this.assumptions.lateFailures === 'ignored') return;
    if (!isFailure && this.assumptions.successResets) this.responses = [];
    this.responses.push({ at: clock.now, isFailure });
    if (!isFailure || !this.isReached()) return;
    const open = this.openFor(came);
    this.responses = [];
    if (open === 0) return;
    this.openedAt = clock.now;
    this.openUntil = clock.now + open;
  }

  private isFailure({ status, reason = '' }: Came): boolean {
    const isInRange = (code: number): boolean =>
      this.rule.statusCodeRanges.some(({ min, max }) => Number(min) <= code && code <= Number(max));
    if (status !== undefined) return isInRange(status);
    const { rangesCountFailedForwards, noResponseStatus } = this.assumptions;
    return this.rule.errorReasons.includes(reason) || (rangesCountFailedForwards && isInRange(noResponseStatus));
  }

  private isReached(): boolean {
    const { count, percentage } = this.rule;
    const counted = this.counted();
    const failures = counted.filter(({ isFailure }) => isFailure).length;
    if (count !== undefined) return failures >= Number(count);
    return (
      counted.length >= this.assumptions.percentageMinimum && failures * 100 >= counted.length * Number(percentage)
    );
  }

  /** The responses of the interval that ends now, or of the last of those that follow each other. */
  private counted(): { readonly isFailure: boolean }[] {
    const interval = Number(this.rule.interval) * 1000;
    // A count is of failures alone, and begins with one.
    const all = this.responses.filter(({ isFailure }) => isFailure || this.rule.percentage !== undefined);
    if (this.assumptions.failureWindow === 'sliding') return all.filter(({ at }) => clock.now - at < interval);
    let begun = -Infinity;
    for (const { at } of all) if (at - begun >= interval) begun = at;
    return all.filter(({ at }) => at >= begun);
  }

  private openFor({ retryAfter }: Came): number {
    const trip = Number(this.rule.tripDuration) * 1000;
    if (!this.rule.acceptRetryAfter || retryAfter === undefined) return trip;
    return this.assumptions.retryAfter === 'longer' ? Math.max(trip, retryAfter * 1000) : retryAfter * 1000;
  }
}
