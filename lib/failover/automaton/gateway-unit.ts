import type { CircuitState } from './circuit-state';
import type { GatewayAssumptions } from './gateway-assumptions';
import { BreakerRule, CircuitBreaker, Outcome } from './circuit-breaker';
import { MemberChoice } from './member-choice';

/** A circuit that opened or closed. Times in milliseconds since the gateway began. */
export interface Transition {
  readonly backend: string;
  /** Counted from 1. */
  readonly unit: number;
  readonly region: string | undefined;
  readonly state: CircuitState;
  readonly at: number;
  readonly until: number;
}

/** What a unit knows of its service, worked out once for all units. */
export interface UnitPlan {
  /** By backend; one without a circuit breaker has none. */
  readonly rules: ReadonlyMap<string, BreakerRule>;
  readonly pools: ReadonlyMap<string, () => MemberChoice>;
}

/** The same, in which these backends have every turn while they can be used: others take the turns of the rest. */
export function turningFirstTo({ rules, pools }: UnitPlan, backends: ReadonlySet<string>): UnitPlan {
  return {
    rules,
    pools: new Map([...pools].map(([name, choice]) => [name, () => choice().turningFirstTo(backends)])),
  };
}

/** One gateway instance: its circuits and turns are its own. Each is made when it is needed first. */
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

  /** The backend's circuit; undefined if it has no circuit breaker. */
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

  /** Counts an attempt that began at `begun` and is over now. */
  record(backend: string, outcome: Outcome, begun: number, now: number): void {
    this.breaker(backend)?.record(outcome, begun, now);
  }

  /**
   * The pool's member for the next attempt; undefined if every circuit is open.
   *
   * @param bound the member that the client is bound to
   * @param kept that of the attempt before, where nothing has set the pool again since: whether it stays is assumed, and
   *   it may be one whose circuit is open
   */
  choose(pool: string, now: number, bound?: string, kept?: string): string | undefined {
    this.now = now;
    const choice = this.choice(pool);
    const mayStay = kept !== undefined && choice?.isOnly(kept, this.isUsable) === false;
    if (mayStay && this.assumptions.memberChoice === 'each set-backend-service') return kept;
    return choice?.next(this.isUsable, bound);
  }

  /** When the circuits that are open now close. */
  closings(now: number): number[] {
    return [...this.breakers.values()].flatMap((breaker) => breaker.openUntil(now) ?? []);
  }

  /** Closes what is due, so that it is told. */
  settle(now: number): void {
    for (const breaker of this.breakers.values()) breaker.isOpen(now);
  }

  private choice(pool: string): MemberChoice | undefined {
    const known = this.choices.get(pool);
    if (known) return known;
    const choice = this.plan.pools.get(pool)?.();
    if (choice) this.choices.set(pool, choice);
    return choice;
  }
}
