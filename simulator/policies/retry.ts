import { MOST_RETRIES } from '../../lib/failover';
import type { GatewayAssumptions } from '../engine/assumptions';
import { afterOrLeft } from '../engine/departure';
import { perform, Step, waiting } from '../engine/step';
import type { PolicySource } from './policy-source';

interface Waits {
  readonly interval: number;
  readonly delta: number;
  /** Waits grow exponentially up to it; undefined for fixed and linear ones. */
  readonly maxInterval: number | undefined;
}

/**
 * Runs its children, and again while the condition holds: `count` times more at the most.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export function retry(source: PolicySource): Step {
  source.allow('condition', 'count', 'interval', 'max-interval', 'delta', 'first-fast-retry');
  const condition = source.requiredFlag('condition');
  const count = source.requiredNumber('count', { least: 1, most: MOST_RETRIES });
  const interval = source.requiredNumber('interval', { least: 0 });
  const delta = source.number('delta', { least: 0 });
  const maxInterval = source.number('max-interval', { least: 0 });
  const firstFastRetry = source.flag('first-fast-retry', false);
  const children = source.steps();
  return waiting(function* (exchange) {
    const retries = count(exchange);
    const { clock, assumptions } = exchange.services;
    for (let made = 0; ; made++) {
      const flow = yield* perform(children, exchange);
      // Without a response the condition still decides; any other failure ends the retry.
      const isMissingResponse = flow === 'failed' && exchange.failure?.isMissingResponse === true;
      if (flow !== 'next' && !isMissingResponse) return flow;
      if (exchange.isAbandoned) return 'returned';
      if (made >= retries || !condition(exchange)) return flow;
      if (made > 0 || !firstFastRetry(exchange)) {
        const waits = {
          interval: interval(exchange),
          delta: delta?.(exchange) ?? 0,
          maxInterval: maxInterval?.(exchange),
        };
        const seconds = waitBefore(made + 1, waits, assumptions);
        yield (resume) => afterOrLeft(clock, seconds * 1000, exchange.departure, resume);
        if (exchange.isAbandoned) return 'returned';
      }
      exchange.recover();
    }
  });
}

/** Seconds before the retry of this number, counted from 1. */
export function waitBefore(
  number: number,
  { interval, delta, maxInterval }: Waits,
  { exponentialWait }: GatewayAssumptions,
): number {
  if (maxInterval === undefined) return interval + (number - 1) * delta;
  const growth = exponentialWait === 'interval + 2^(n-1) * delta' ? 2 ** (number - 1) : 2 ** number - 1;
  return Math.min(interval + growth * delta, maxInterval);
}
