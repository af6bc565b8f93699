import { MOST_RETRIES, waitBeforeRetry } from '../../lib/failover';
import { afterOrLeft } from '../engine/departure';
import { perform, Step, waiting } from '../engine/step';
import type { PolicySource } from './policy-source';

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
      const waits = {
        interval: interval(exchange),
        delta: delta?.(exchange) ?? 0,
        maxInterval: maxInterval?.(exchange),
        firstFastRetry: firstFastRetry(exchange),
      };
      const wait = waitBeforeRetry(made + 1, waits, assumptions);
      if (wait > 0) {
        yield (resume) => afterOrLeft(clock, wait, exchange.departure, resume);
        if (exchange.isAbandoned) return 'returned';
      }
      exchange.recover();
    }
  });
}
