import { milliseconds } from '../../lib/failover';
import { immediate, perform, Step, waiting } from '../engine/step';
import type { Exchange } from '../engine/exchange';
import { PolicySource } from './policy-source';
import { TIME } from '../../lib/failover';
import type { Reading } from './reading';

const LIMIT_ATTRIBUTES = [
  ...['calls', 'renewal-period', 'retry-after-header-name', 'retry-after-variable-name'],
  ...['remaining-calls-header-name', 'remaining-calls-variable-name', 'total-calls-header-name'],
];

/** Limits the calls of each subscription. @see https://learn.microsoft.com/azure/api-management/rate-limit-policy */
export function rateLimit(source: PolicySource): Step {
  source.allow(...LIMIT_ATTRIBUTES);
  if (source.children().length > 0) source.fault('limits for a single API or operation are not simulated');
  return limit(source, (exchange) => exchange.subscription?.key ?? '');
}

/** @see https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy */
export function rateLimitByKey(source: PolicySource): Step {
  source.allow(...LIMIT_ATTRIBUTES, 'counter-key');
  return limit(source, source.requiredText('counter-key'));
}

function limit(source: PolicySource, key: Reading<string>): Step {
  const calls = source.requiredNumber('calls', { least: 1 });
  const period = source.requiredNumber('renewal-period', { ...TIME, least: 1 });
  const retryAfterHeader = source.constant('retry-after-header-name') ?? 'Retry-After';
  const retryAfterVariable = source.constant('retry-after-variable-name');
  const remainingHeader = source.constant('remaining-calls-header-name');
  const remainingVariable = source.constant('remaining-calls-variable-name');
  const totalHeader = source.constant('total-calls-header-name');
  const tell = (exchange: Exchange, remaining: number, most: number): void => {
    if (remainingVariable !== undefined) exchange.variables.set(remainingVariable, remaining);
    const headers = exchange.responseHeaders;
    if (remainingHeader !== undefined) headers.set(remainingHeader, String(remaining));
    if (totalHeader !== undefined) headers.set(totalHeader, String(most));
  };
  return immediate((exchange) => {
    const { counters, clock } = exchange.services;
    const counter = `${source.place.address} ${source.place.path} ${key(exchange)}`;
    exchange.work.keep();
    const [most, window] = [calls(exchange), milliseconds(period(exchange))];
    const made = counters.callsWithin(counter, clock.now, window);
    if (made.length < most) {
      tell(exchange, most - made.length - 1, most);
      counters.addCall(counter, clock.now);
      return 'next';
    }
    const seconds = Math.ceil((made[0] + window - clock.now) / 1000);
    if (retryAfterVariable !== undefined) exchange.variables.set(retryAfterVariable, seconds);
    tell(exchange, 0, most);
    const message = `Rate limit is exceeded. Try again in ${seconds} seconds.`;
    const headers = { [retryAfterHeader]: String(seconds) };
    return exchange.fail({ reason: 'RateLimitExceeded', message, statusCode: 429, headers });
  });
}

/** @see https://learn.microsoft.com/azure/api-management/limit-concurrency-policy */
export function limitConcurrency(source: PolicySource): Step {
  source.allow('key', 'max-count');
  const key = source.requiredText('key');
  const most = source.requiredNumber('max-count', { least: 1 });
  const children = source.steps();
  return waiting(function* (exchange) {
    const { counters } = exchange.services;
    const counter = `${source.place.address} ${source.place.path} ${key(exchange)}`;
    if (!counters.enter(counter, most(exchange))) {
      const message = 'The number of concurrent requests is exceeded.';
      return exchange.fail({ reason: 'ConcurrencyLimitExceeded', message, statusCode: 429 });
    }
    try {
      return yield* perform(children, exchange);
    } finally {
      counters.leave(counter);
    }
  });
}
