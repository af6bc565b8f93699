import { RETRY_FLAGS, RETRY_NUMBERS, waitBeforeRetry } from '../../lib/failover';
import { afterOrLeft } from '../engine/departure';
import type { Exchange } from '../engine/exchange';
import { perform, Step, waiting } from '../engine/step';
import type { PolicySource } from './policy-source';

/**
 * Runs its children, and repeats them at most `count` times while the condition is true.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export function retry(source: PolicySource): Step {
  const condition = source.requiredFlag('condition');
  const count = source.requiredNumber('count', RETRY_NUMBERS.count);
  const interval = source.requiredNumber('interval', RETRY_NUMBERS.interval);
  const delta = source.number('delta', RETRY_NUMBERS.delta);
  const maxInterval = source.number('max-interval', RETRY_NUMBERS['max-interval']);
  const firstFastRetry = source.flag('first-fast-retry', RETRY_FLAGS['first-fast-retry'].default);
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
