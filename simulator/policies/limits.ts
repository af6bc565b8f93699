import { milliseconds, TIME } from '../../lib/failover';
import { immediate, perform, Step, waiting } from '../engine/step';
import type { Exchange } from '../engine/exchange';
import { CSharpException } from '../expressions';
import type { PolicySource } from './policy-source';
import { constantly, Reading } from './reading';

/** Limits the calls of each subscription. @see https://learn.microsoft.com/azure/api-management/rate-limit-policy */
export function rateLimit(source: PolicySource): Step {
  return limit(source, ofSubscription(source));
}

/** @see https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy */
export function rateLimitByKey(source: PolicySource): Step {
  source.refuse('increment-after-response', 'flexible-retry-window');
  return limit(source, keyOf(source));
}

/** Adds to a counter, for example when the response is known. */
type Increment = (exchange: Exchange, add: (count: number) => void) => void;

/** The key of a counter for each subscription. */
export function ofSubscription(source: PolicySource): Reading<string> {
  if (source.children().length > 0) source.fault('limits for a single API or operation are not simulated');
  const { address, path } = source.place;
  return (exchange) => `${address} ${path} ${exchange.subscription?.key ?? ''}`;
}

/** The key of a counter that all policies with the same name and key share. */
export function keyOf(source: PolicySource): Reading<string> {
  const key = source.requiredText('counter-key');
  return (exchange) => `${source.name} ${key(exchange)}`;
}

const counted = new WeakMap<Exchange, Set<string>>();

/** Returns the counters that the exchange has increased: several policies with one key count a request once. */
export function countedBy(exchange: Exchange): Set<string> {
  const known = counted.get(exchange) ?? new Set();
  counted.set(exchange, known);
  return known;
}

/** A condition or a count can depend on the response, so they are evaluated at the end of the exchange. */
export function increment(source: PolicySource): Increment {
  if (!source.has('increment-condition') && !source.has('increment-count')) return (_, add) => add(1);
  const counts = source.flag('increment-condition', true);
  const count = source.number('increment-count', { least: 0 }) ?? constantly(1);
  return (exchange, add) =>
    exchange.atEnd.add(() => {
      try {
        if (counts(exchange)) add(count(exchange));
      } catch (error) {
        if (!(error instanceof CSharpException)) throw error;
        const { message, position } = error;
        exchange.reportError({ address: source.place.address, policy: source.name, position, message });
      }
    });
}

function limit(source: PolicySource, key: Reading<string>): Step {
  const calls = source.requiredNumber('calls', { least: 1 });
  const period = source.requiredNumber('renewal-period', { ...TIME, least: 1 });
  const incremented = increment(source);
  const tellRemaining = told(source, 'remaining-calls');
  const refused = refusal(source, 429, 'RateLimitExceeded');
  const totalHeader = source.constant('total-calls-header-name');
  return immediate((exchange) => {
    const { counters, clock } = exchange.services;
    exchange.work.keep();
    const [most, window] = [calls(exchange), milliseconds(period(exchange))];
    // A key has a counter for each length of its window.
    const counter = `${key(exchange)} ${window}`;
    const { total, since } = counters.usedWithin(counter, clock.now, window);
    const mine = countedBy(exchange);
    const others = mine.has(counter) ? total - 1 : total;
    const isFull = others >= most;
    tellRemaining(exchange, isFull ? 0 : most - others - 1);
    if (totalHeader !== undefined) exchange.responseHeaders.set(totalHeader, String(most));
    if (!isFull) {
      incremented(exchange, (count) => {
        if (!mine.has(counter)) counters.use(counter, clock.now, count);
        mine.add(counter);
      });
      return 'next';
    }
    const seconds = Math.ceil((since + window - clock.now) / 1000);
    return refused(exchange, seconds, `Rate limit is exceeded. Try again in ${seconds} seconds.`);
  });
}

/** Tells a number in the header and in the variable that the attributes of a policy name. */
export function told(source: PolicySource, what: string): (exchange: Exchange, number: number) => void {
  const header = source.constant(`${what}-header-name`);
  const variable = source.constant(`${what}-variable-name`);
  return (exchange, number) => {
    if (variable !== undefined) exchange.variables.set(variable, number);
    if (header !== undefined) exchange.responseHeaders.set(header, String(number));
  };
}

/** Fails an exchange that exceeds a limit, and tells when it can be repeated. */
export function refusal(
  source: PolicySource,
  statusCode: number,
  reason: string,
): (exchange: Exchange, seconds: number, message: string) => 'failed' {
  const header = source.constant('retry-after-header-name') ?? 'Retry-After';
  const variable = source.constant('retry-after-variable-name');
  return (exchange, seconds, message) => {
    if (variable !== undefined) exchange.variables.set(variable, seconds);
    return exchange.fail({ reason, message, statusCode, headers: { [header]: String(seconds) } });
  };
}

/** @see https://learn.microsoft.com/azure/api-management/limit-concurrency-policy */
export function limitConcurrency(source: PolicySource): Step {
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
