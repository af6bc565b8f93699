import { MOST_RETRIES, waitBeforeRetry } from '../../lib/failover';
import { afterOrLeft } from '../engine/departure';
import type { Exchange } from '../engine/exchange';
import { perform, Step, waiting } from '../engine/step';
import { PolicySource } from './policy-source';
import { TIME } from './attribute-values';

/**
 * Runs its children, and repeats them at most `count` times while the condition is true.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export function retry(source: PolicySource): Step {
  source.allow('condition', 'count', 'interval', 'max-interval', 'delta', 'first-fast-retry');
  const condition = source.requiredFlag('condition');
  const count = source.requiredNumber('count', { least: 1, most: MOST_RETRIES });
  const interval = source.requiredNumber('interval', TIME);
  const delta = source.number('delta', TIME);
  const maxInterval = source.number('max-interval', TIME);
  const firstFastRetry = source.flag('first-fast-retry', false);
  const children = source.steps();
  const waitBefore = (number: number, exchange: Exchange): number =>
    waitBeforeRetry(
      number,
      {
        interval: interval(exchange),
        delta: delta?.(exchange) ?? 0,
        maxInterval: maxInterval?.(exchange),
        firstFastRetry: firstFastRetry(exchange),
      },
      exchange.services.assumptions,
    );
  return waiting(function* (exchange) {
    const retries = count(exchange);
    for (let retryNumber = 1; ; retryNumber++) {
      exchange.work.spend(2);
      const flow = yield* perform(children, exchange);
      // After a failed forward, the rest is skipped and the condition is evaluated; any other failure ends the retry.
      const isForwardFailed = flow === 'failed' && exchange.failure?.isOfForward === true;
      if (flow !== 'next' && !isForwardFailed) return flow;
      if (exchange.isAbandoned) return 'returned';
      if (retryNumber > retries) return flow;
      const wait = exchange.whileRetryDecides(() =>
        condition(exchange) ? waitBefore(retryNumber, exchange) : undefined,
      );
      if (wait === undefined) return flow;
      if (wait > 0) {
        yield (resume) => afterOrLeft(exchange.services.clock, wait, exchange.departure, resume);
        if (exchange.isAbandoned) return 'returned';
      }
      exchange.recover();
    }
  });
}
