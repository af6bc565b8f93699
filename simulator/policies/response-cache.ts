import { milliseconds, TIME } from '../../lib/failover';
import { ResponseMessage } from '../common/message';
import type { Exchange } from '../engine/exchange';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';
import { copyOf } from './return-response';

/** The keys of the responses that exchanges did not find. */
const missed = new WeakMap<Exchange, string>();

/**
 * Returns a cached response to a GET request at once. `Cache-Control` headers are not added.
 *
 * @see https://learn.microsoft.com/azure/api-management/cache-lookup-policy
 */
export function cacheLookup(source: PolicySource): Step {
  source.word('caching-type', 'prefer-external');
  const variesByDeveloper = source.flag('vary-by-developer', false);
  const allowsPrivate = source.flag('allow-private-response-caching', false);
  const named = (kind: string): ((exchange: Exchange) => string[]) => {
    const names = source.texts(kind);
    return (exchange) => names.flatMap((name) => name(exchange).split(';')).map((name) => name.trim().toLowerCase());
  };
  const [headers, parameters] = [named('vary-by-header'), named('vary-by-query-parameter')];
  return immediate((exchange) => {
    const { request, services } = exchange;
    if (request.method !== 'GET' || (request.headers.has('authorization') && !allowsPrivate(exchange))) return 'next';
    const wanted = parameters(exchange);
    const url = exchange.originalUrl;
    // All parameters count if none are specified.
    const query = [...url.searchParams].filter(([name]) => wanted.length === 0 || wanted.includes(name.toLowerCase()));
    const varying = headers(exchange).map((name) => [name, request.headers.get(name)]);
    const developer = variesByDeveloper(exchange) ? exchange.subscription?.key : undefined;
    const key = JSON.stringify(['response', url.origin + url.pathname, query.sort(), varying, developer]);
    const cached = services.cache.get(key, services.clock.now);
    if (cached instanceof ResponseMessage) {
      exchange.response = copyOf(cached);
      return 'returned';
    }
    missed.set(exchange, key);
    return 'next';
  });
}

/** Stores a response that `cache-lookup` missed. @see https://learn.microsoft.com/azure/api-management/cache-store-policy */
export function cacheStore(source: PolicySource): Step {
  source.compiler.readsBody('response');
  const seconds = source.requiredNumber('duration', TIME);
  const caches = source.has('cache-response') ? source.requiredFlag('cache-response') : undefined;
  return immediate((exchange) => {
    const key = missed.get(exchange);
    const response = exchange.answer();
    if (key === undefined || !(caches?.(exchange) ?? response.statusCode === 200)) return 'next';
    const { cache, clock } = exchange.services;
    cache.set(key, copyOf(response), clock.now, milliseconds(seconds(exchange)));
    exchange.work.keep();
    return 'next';
  });
}
