import type { CircuitState } from './circuit-state';
import type { GatewayAssumptions } from './gateway-assumptions';
import { BreakerRule, CircuitBreaker, Outcome } from './circuit-breaker';
import { MemberChoice } from './member-choice';

/** The opening or closing of a circuit. Times are in milliseconds since the start of the gateway. */
export interface Transition {
  readonly backend: string;
  /** The number of the unit, starting at 1. */
  readonly unit: number;
  readonly region: string | undefined;
  readonly state: CircuitState;
  readonly at: number;
  readonly until: number;
}

/** The settings of the service, computed once for all units. */
export interface UnitPlan {
  /** The rules by backend; a backend without a circuit breaker has none. */
  readonly rules: ReadonlyMap<string, BreakerRule>;
  readonly pools: ReadonlyMap<string, (assumptions: GatewayAssumptions) => MemberChoice>;
}

/**
 * Returns a plan in which these backends take every turn while they are usable, as if other requests took the remaining
 * turns.
 */
export function turningFirstTo({ rules, pools }: UnitPlan, backends: ReadonlySet<string>): UnitPlan {
  return {
    rules,
    pools: new Map(
      [...pools].map(([name, choice]) => [
        name,
        (assumptions: GatewayAssumptions) => choice(assumptions).turningFirstTo(backends),
      ]),
    ),
  };
}

/** One gateway instance with its own circuits and turns, which are created on first use. */
export class GatewayUnit {
  private readonly breakers = new Map<string, CircuitBreaker>();
  private readonly choices = new Map<string, MemberChoice>();
  private now = 0;
  private readonly isUsable = (backend: string): boolean => !this.isOpen(backend, this.now);

  constructor(
    private readonly plan: UnitPlan,
    private readonly assumptions: GatewayAssumptions,
    private readonly epoch: number,
    readonly number: number,
    readonly region: string | undefined,
    private readonly onTransition: (transition: Transition) => void,
  ) {}

  isOpen(backend: string, now: number): boolean {
    return this.breakers.get(backend)?.isOpen(now) ?? false;
  }

  state(backend: string, now: number): CircuitState {
    return this.isOpen(backend, now) ? 'open' : 'closed';
  }

  /** Returns the circuit of a backend; undefined if the backend has no circuit breaker. */
  breaker(backend: string): CircuitBreaker | undefined {
    const known = this.breakers.get(backend);
    if (known) return known;
    const rule = this.plan.rules.get(backend);
    if (!rule) return undefined;
    const { number: unit, region, onTransition } = this;
    const breaker = new CircuitBreaker(rule, this.assumptions, this.epoch, (state, at, until) =>
      onTransition({ backend, unit, region, state, at, until }),
    );
    this.breakers.set(backend, breaker);
    return breaker;
  }

  /** Counts an attempt that began at `begun` and ends now. */
  record(backend: string, outcome: Outcome, begun: number, now: number): void {
    this.breaker(backend)?.record(outcome, begun, now);
  }

  /**
   * Selects the member of a pool for the next attempt; undefined if every circuit is open.
   *
   * @param bound the member that session affinity binds the client to
   * @param kept the member of the previous attempt, if the pool was not set again since then; an assumption decides
   *   whether the next attempt stays with it, even if its circuit is open
   */
  choose(pool: string, now: number, bound?: string, kept?: string): string | undefined {
    this.now = now;
    const choice = this.choice(pool);
    const mayStay = kept !== undefined && choice?.isOnly(kept, this.isUsable) === false;
    if (mayStay && this.assumptions.memberChoice === 'each set-backend-service') return kept;
    return choice?.next(this.isUsable, bound);
  }

  /** Returns when the currently open circuits close. */
  closings(now: number): number[] {
    return [...this.breakers.values()].flatMap((breaker) => breaker.openUntil(now) ?? []);
  }

  /** Closes the circuits that are due, so that their transitions are reported. */
  settle(now: number): void {
    for (const breaker of this.breakers.values()) breaker.isOpen(now);
  }

  private choice(pool: string): MemberChoice | undefined {
    const known = this.choices.get(pool);
    if (known) return known;
    const choice = this.plan.pools.get(pool)?.(this.assumptions);
    if (choice) this.choices.set(pool, choice);
    return choice;
  }
}
