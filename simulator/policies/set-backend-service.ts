import { redactName } from '../../lib/messages';
import type { Exchange } from '../engine/exchange';
import { holdsNamedValue, isHttpUrl } from '../engine/http-url';
import { immediate, Step } from '../engine/step';
import { Flow } from '../engine/flow';
import type { PolicySource } from './policy-source';
import { needsNamedValue } from './attribute-values';

/** @see https://learn.microsoft.com/azure/api-management/set-backend-service-policy */
export function setBackendService(source: PolicySource): Step {
  source.allow('backend-id', 'base-url');
  const backendId = source.text('backend-id');
  const baseUrl = source.text('base-url');
  if ((backendId === undefined) === (baseUrl === undefined)) {
    source.fault('exactly one of backend-id and base-url is needed');
  }
  return immediate((exchange) => {
    if (backendId) return useBackend(backendId(exchange), exchange);
    return baseUrl ? useUrl(baseUrl(exchange).trim(), exchange) : 'next';
  });
}

function useBackend(id: string, exchange: Exchange): Flow {
  const { plan } = exchange.services;
  const target = plan.target(id);
  if (!target) {
    plan.checkMissing(id);
    const message = `Backend with id '${redactName(id)}' could not be found.`;
    return exchange.fail({ reason: 'BackendNotFound', message, statusCode: 500 });
  }
  exchange.target = target;
  return 'next';
}

function useUrl(url: string, exchange: Exchange): Flow {
  if (holdsNamedValue(url)) exchange.services.refuse(`set-backend-service: base-url ${needsNamedValue(url)}`);
  if (!isHttpUrl(url))
    return exchange.fail({ reason: 'InvalidUrl', message: `'${redactName(url)}' is not a URL.`, statusCode: 500 });
  exchange.target = { kind: 'url', url };
  return 'next';
}
