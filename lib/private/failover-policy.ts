import type { ManagedIdentityProps } from '../backend-credentials-props';
import { BASE, element, PolicyElement, PolicyNode, policies, Section, text } from '../policy';
import type { RetrySettings } from './retry-settings';

/** What the policy of an API with failover is made of. */
export interface FailoverPolicy {
  /** The pool that requests go to. */
  readonly poolName: string;
  /** Pools of their own for the gateways of some regions. */
  readonly regionalPools: readonly { readonly region: string; readonly poolName: string }[];
  /** Left out: each request is forwarded once. */
  readonly retry?: RetrySettings;
  /** Whether each attempt chooses the pool anew. */
  readonly choosesPoolAgain: boolean;
  /** Seconds; a fraction goes in milliseconds. */
  readonly forwardTimeout: number;
  readonly attemptCountHeader?: string;
  readonly managedIdentity?: ManagedIdentityProps;
  /** Policies of the caller's own. */
  readonly extra: Partial<Record<Section, readonly PolicyNode[]>>;
}

/** The document: it sends requests to the pool, and tries again until the pool has failed over. */
export function failoverPolicy(policy: FailoverPolicy): PolicyElement {
  const { extra, managedIdentity } = policy;
  return policies({
    inbound: [
      BASE,
      ...chooseBackend(policy),
      ...(managedIdentity ? [authenticate(managedIdentity)] : []),
      ...(extra.inbound ?? []),
    ],
    backend: [backendSection(policy)],
    outbound: [BASE, ...attemptCount(policy, ONE), ...(extra.outbound ?? [])],
    // An exchange that ends in an error tells its attempts too.
    'on-error': [BASE, ...attemptCount(policy, ONE_IF_FORWARDED), ...(extra['on-error'] ?? [])],
  });
}

function chooseBackend({ poolName, regionalPools }: FailoverPolicy): PolicyElement[] {
  const setBackend = (name: string): PolicyElement => element('set-backend-service', { 'backend-id': name });
  if (regionalPools.length === 0) return [setBackend(poolName)];
  const cases = regionalPools.map((regional) =>
    element('when', { condition: isInRegion(regional.region) }, setBackend(regional.poolName)),
  );
  return [element('choose', {}, ...cases, element('otherwise', {}, setBackend(poolName)))];
}

function isInRegion(region: string): string {
  return `@("${region}".Equals(context.Deployment.Region, StringComparison.OrdinalIgnoreCase))`;
}

function authenticate({ resource, clientId }: ManagedIdentityProps): PolicyElement {
  return element('authentication-managed-identity', { resource, 'client-id': clientId });
}

/** One child only: that is all that API Management takes here. */
function backendSection(policy: FailoverPolicy): PolicyElement {
  const { retry, attemptCountHeader, extra } = policy;
  if (!retry) return forward(policy);
  const { condition, count, interval, delta, maxInterval, firstFastRetry } = retry;
  return element(
    'retry',
    { condition, count, interval, 'max-interval': maxInterval, delta, 'first-fast-retry': firstFastRetry },
    ...(attemptCountHeader ? [COUNT_ATTEMPT] : []),
    // Whether a retry chooses another member by itself is not documented; chosen anew, the pool does in any case.
    ...(policy.choosesPoolAgain ? chooseBackend(policy) : []),
    ...(extra.backend ?? []),
    forward(policy),
  );
}

/** The request body is buffered: without that, a second attempt has none to send. */
function forward({ forwardTimeout }: FailoverPolicy): PolicyElement {
  const isWhole = Number.isInteger(forwardTimeout);
  return element('forward-request', {
    timeout: isWhole ? forwardTimeout : undefined,
    'timeout-ms': isWhole ? undefined : Math.round(forwardTimeout * 1000),
    'buffer-request-body': true,
  });
}

const COUNT_ATTEMPT = element('set-variable', {
  name: 'attempt-count',
  value: '@(context.Variables.GetValueOrDefault<int>("attempt-count", 0) + 1)',
});

const ATTEMPTS_COUNTED = '@(context.Variables.GetValueOrDefault<int>("attempt-count", 0).ToString())';

/** Without a retry nothing counts: what came this far was forwarded once. */
const ONE = '1';

/** An error in inbound, or before it, is one before the only attempt. */
const ONE_IF_FORWARDED =
  '@(context.LastError.Section == "backend" || context.LastError.Section == "outbound" ? "1" : "0")';

/** @param withoutRetry what the header says where each request is forwarded once */
function attemptCount({ attemptCountHeader, retry }: FailoverPolicy, withoutRetry: string): PolicyElement[] {
  if (!attemptCountHeader) return [];
  const count = retry ? ATTEMPTS_COUNTED : withoutRetry;
  return [
    element('set-header', { name: attemptCountHeader, 'exists-action': 'override' }, element('value', {}, text(count))),
  ];
}

/** The document of an operation: its URI, and policies of the caller's own; all else is the API's. */
export function operationPolicy(
  rewriteUri: string | undefined,
  extra: Partial<Record<Section, readonly PolicyNode[]>>,
): PolicyElement {
  const rewrite = rewriteUri === undefined ? [] : [element('rewrite-uri', { template: rewriteUri })];
  return policies({
    inbound: [BASE, ...rewrite, ...(extra.inbound ?? [])],
    outbound: [BASE, ...(extra.outbound ?? [])],
    'on-error': [BASE, ...(extra['on-error'] ?? [])],
  });
}
