import { IConstruct } from 'constructs';
import type { CircuitBreakerRule } from '../circuit-breaker-rule';
import { BackendModel, ServiceModel } from '../failover';
import { known } from './known';

/** Services have names of their own in all of Azure, so the name says which it is. */
export function serviceModel(name: string, skuName: string | undefined): ServiceModel {
  const key = known(name);
  return { key: key.toLowerCase(), skuName: known(skuName ?? 'unknown') };
}

/** What the model takes of a backend. */
interface Backend extends IConstruct {
  readonly backendName: string;
  readonly apiManagementName: string;
  readonly skuName?: string;
  readonly circuitBreaker: CircuitBreakerRule;
  /** The codes of the findings that are acknowledged at it. */
  readonly _acknowledged?: readonly string[];
}

export function backendModel(backend: Backend): BackendModel {
  const { node, backendName, apiManagementName, skuName, circuitBreaker, _acknowledged = [] } = backend;
  return {
    address: node.path,
    name: backendName,
    service: serviceModel(apiManagementName, skuName),
    breaker: circuitBreaker._model(),
    ...(_acknowledged.length > 0 && { acknowledged: _acknowledged }),
  };
}
