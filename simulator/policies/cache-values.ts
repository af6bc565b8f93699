import { milliseconds, TIME } from '../../lib/failover';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

/** All cache types are treated alike, since the deployment does not show whether an external cache exists. */
function key(source: PolicySource): Reading<string> {
  source.word('caching-type', 'prefer-external');
  return source.requiredText('key');
}

/** @see https://learn.microsoft.com/azure/api-management/cache-lookup-value-policy */
export function cacheLookupValue(source: PolicySource): Step {
  const name = key(source);
  const variable = source.requiredText('variable-name');
  const otherwise = source.has('default-value') ? source.requiredValue('default-value') : undefined;
  return immediate((exchange) => {
    const { cache, clock } = exchange.services;
    const value = cache.get(name(exchange), clock.now) ?? otherwise?.(exchange);
    if (value !== undefined) exchange.variables.set(variable(exchange), value);
  });
}

/** @see https://learn.microsoft.com/azure/api-management/cache-store-value-policy */
export function cacheStoreValue(source: PolicySource): Step {
  const name = key(source);
  const value = source.requiredValue('value');
  const seconds = source.requiredNumber('duration', { ...TIME, least: 1 });
  return immediate((exchange) => {
    const { cache, clock } = exchange.services;
    cache.set(name(exchange), value(exchange), clock.now, milliseconds(seconds(exchange)));
    exchange.work.keep();
  });
}

/** @see https://learn.microsoft.com/azure/api-management/cache-remove-value-policy */
export function cacheRemoveValue(source: PolicySource): Step {
  const name = key(source);
  return immediate((exchange) => exchange.services.cache.delete(name(exchange)));
}
