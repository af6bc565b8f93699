import type { Headers } from '../common/message';
import type { DeployedApi } from '../deployment/deployment';
import type { ApiContext, BackendContext, SubscriptionContext } from '../expressions/context';
import type { Target } from './target';

/** Returns the `context.Api` of expressions. */
export function apiContext(api: DeployedApi): ApiContext {
  const { name, displayName, path, protocols, serviceUrl, revision, version, isCurrent } = api;
  return {
    id: name,
    name: displayName,
    path,
    protocols,
    serviceUrl: serviceUrl === undefined || serviceUrl === 'unknown' ? null : new URL(serviceUrl),
    revision,
    version: version?.value ?? null,
    isCurrentRevision: isCurrent,
  };
}

/** Each client is assumed to have the subscription that the API requires. */
export function subscriptionContext(api: DeployedApi, headers: Headers): SubscriptionContext | null {
  if (!api.subscriptionRequired) return null;
  const key = headers.get(api.subscriptionKeyNames.header) ?? 'simulated-key';
  return { id: 'simulated-subscription', name: 'simulated-subscription', key };
}

/** Returns the `context.Backend` of expressions; null for a URL. */
export function backendContext(target: Target | undefined): BackendContext | null {
  if (target?.kind === 'pool') return { id: target.pool.model.name, type: 'Pool', azureRegion: null };
  if (target?.kind !== 'backend') return null;
  const { model, azureRegion = null } = target.backend;
  return { id: model.name, type: 'Single', azureRegion: azureRegion === 'unknown' ? null : azureRegion };
}
