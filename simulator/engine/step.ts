import type { Exchange } from './exchange';
import type { Flow, Pending } from './flow';

/** A compiled policy: synchronous, or one that waits. */
export type Step =
  | { readonly kind: 'immediate'; readonly run: (exchange: Exchange) => Flow }
  | { readonly kind: 'waiting'; readonly run: (exchange: Exchange) => Generator<Pending, Flow, void> };

export function immediate(run: (exchange: Exchange) => Flow | void): Step {
  return { kind: 'immediate', run: (exchange) => run(exchange) ?? 'next' };
}

export function waiting(run: (exchange: Exchange) => Generator<Pending, Flow, void>): Step {
  return { kind: 'waiting', run };
}

/** Runs a step within a step that waits. */
export function* perform(step: Step, exchange: Exchange): Generator<Pending, Flow, void> {
  return step.kind === 'immediate' ? step.run(exchange) : yield* step.run(exchange);
}
