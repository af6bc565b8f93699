import type { CircuitState } from './circuit-state';
import type { GatewayAssumptions } from './assumptions';
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
  readonly rules: ReadonlyMap<string, BreakerRule>;
  readonly pools: ReadonlyMap<string, () => MemberChoice>;
}

/** One gateway instance: its circuits and turns are its own. */
export class GatewayUnit {
  private readonly breakers = new Map<string, CircuitBreaker>();
  private readonly choices = new Map<string, MemberChoice>();
  private now = 0;
  private readonly isUsable = (backend: string): boolean => !this.isOpen(backend, this.now);

  constructor(
    plan: UnitPlan,
    assumptions: GatewayAssumptions,
    epoch: number,
    readonly number: number,
    readonly region: string | undefined,
    onTransition: (transition: Transition) => void,
  ) {
    for (const [backend, rule] of plan.rules) {
      const told = (state: CircuitState, at: number, until: number): void =>
        onTransition({ backend, unit: number, region, state, at, until });
      this.breakers.set(backend, new CircuitBreaker(rule, assumptions, epoch, told));
    }
    for (const [pool, choice] of plan.pools) this.choices.set(pool, choice());
  }

  isOpen(backend: string, now: number): boolean {
    return this.breakers.get(backend)?.isOpen(now) ?? false;
  }

  state(backend: string, now: number): CircuitState {
    return this.isOpen(backend, now) ? 'open' : 'closed';
  }

  /** The backend's circuit; undefined if it has no circuit breaker. */
  breaker(backend: string): CircuitBreaker | undefined {
    return this.breakers.get(backend);
  }

  /** Counts an attempt that began at `begun` and is over now. */
  record(backend: string, outcome: Outcome, begun: number, now: number): void {
    this.breakers.get(backend)?.record(outcome, begun, now);
  }

  /** The pool's member for the next attempt; undefined if every circuit is open. */
  choose(pool: string, now: number, preferred: string | undefined): string | undefined {
    this.now = now;
    return this.choices.get(pool)?.next(this.isUsable, preferred);
  }

  /** When the circuits that are open now close. */
  closings(now: number): number[] {
    return [...this.breakers.values()].flatMap((breaker) => breaker.openUntil(now) ?? []);
  }

  /** Closes what is due, so that it is told. */
  settle(now: number): void {
    for (const breaker of this.breakers.values()) breaker.isOpen(now);
  }
}
