import { redactName } from '../../lib/messages';
import type { Exchange } from '../engine/exchange';
import { immediate, Step } from '../engine/step';
import { Flow } from '../engine/flow';
import type { PolicySource } from './policy-source';
import { checkUrl } from './urls';

/** @see https://learn.microsoft.com/azure/api-management/set-backend-service-policy */
export function setBackendService(source: PolicySource): Step {
  source.refuse(...Object.keys(source.element.attributes).filter((name) => /^(sf|dapr)-/.test(name)));
  const backendId = source.text('backend-id');
  const baseUrl = source.text('base-url');
  if ((backendId === undefined) === (baseUrl === undefined)) {
    source.fault('exactly one of backend-id and base-url is needed');
  }
  return immediate((exchange) => {
    if (backendId) return useBackend(backendId(exchange), exchange);
    const url = baseUrl?.(exchange).trim() ?? '';
    if (!checkUrl(url, source, exchange)) return 'failed';
    exchange.target = { kind: 'url', url };
    return 'next';
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
