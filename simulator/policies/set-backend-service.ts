import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/set-backend-service-policy */
export function setBackendService(source: PolicySource): Step {
  source.allow('backend-id', 'base-url');
  const backendId = source.text('backend-id');
  const baseUrl = source.text('base-url');
  if ((backendId === undefined) === (baseUrl === undefined)) {
    source.fault('exactly one of backend-id and base-url is needed');
  }
  return immediate((exchange) => {
    if (backendId) {
      const id = backendId(exchange);
      const target = exchange.services.target(id);
      if (!target) {
        const message = `Backend with id '${id}' could not be found.`;
        return exchange.fail({ source: source.name, reason: 'BackendNotFound', message, statusCode: 500 });
      }
      exchange.target = target;
    } else if (baseUrl) exchange.target = { kind: 'url', url: baseUrl(exchange) };
    return 'next';
  });
}
