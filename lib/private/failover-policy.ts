import type { ManagedIdentityOptions } from '../backend-credentials-options';
import { ATTEMPT_COUNT, BASE, element, PolicyElement, PolicyNode, policies, Section, text } from '../policy';
import type { RetrySettings } from './retry-settings';

/** The settings of the policy of an API with failover. */
interface FailoverPolicy {
  /** The name of the pool that receives the requests. */
  readonly poolName: string;
  /** The pools for the gateways in specific regions. */
  readonly regionalPools: readonly { readonly region: string; readonly poolName: string }[];
  /** If undefined, each request is forwarded once. */
  readonly retry?: RetrySettings;
  /** Whether each attempt selects the pool again. */
  readonly choosesPoolAgain: boolean;
  /** Seconds. A fraction is written in milliseconds. */
  readonly forwardTimeout: number;
  readonly attemptCountHeader?: string;
  readonly managedIdentity?: ManagedIdentityOptions;
  /** The custom policies of the caller. */
  readonly extra: Partial<Record<Section, readonly PolicyNode[]>>;
}

/** Creates the policy document: it forwards requests to the pool and retries until the pool fails over. */
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
    // A request that ends in an error reports its attempts too.
    'on-error': [BASE, ...attemptCount(policy, ATTEMPT_COUNT.oneIfForwarded), ...(extra['on-error'] ?? [])],
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

function authenticate({ resource, clientId }: ManagedIdentityOptions): PolicyElement {
  return element('authentication-managed-identity', { resource, 'client-id': clientId });
}

/** Creates the single child that API Management allows in the backend section. */
function backendSection(policy: FailoverPolicy): PolicyElement {
  const { retry, attemptCountHeader, extra } = policy;
  if (!retry) return forward(policy);
  const { condition, count, interval, delta, maxInterval, firstFastRetry } = retry;
  return element(
    'retry',
    { condition, count, interval, 'max-interval': maxInterval, delta, 'first-fast-retry': firstFastRetry },
    ...(attemptCountHeader ? [COUNT_ATTEMPT] : []),
    // Azure does not document whether a retry selects another member. Selecting the pool again makes sure that it does.
    ...(policy.choosesPoolAgain ? chooseBackend(policy) : []),
    ...(extra.backend ?? []),
    forward(policy),
  );
}

/** Creates the forward. It buffers the request body, because a second attempt would otherwise have no body to send. */
function forward({ forwardTimeout }: FailoverPolicy): PolicyElement {
  const isWhole = Number.isInteger(forwardTimeout);
  return element('forward-request', {
    timeout: isWhole ? forwardTimeout : undefined,
    'timeout-ms': isWhole ? undefined : Math.round(forwardTimeout * 1000),
    'buffer-request-body': true,
  });
}

/** Runs before each attempt if the attempts are counted. */
export const COUNT_ATTEMPT = element('set-variable', {
  name: 'attempt-count',
  value: ATTEMPT_COUNT.next,
});

/** Without a retry, attempts are not counted: a request that reaches outbound was forwarded once. */
const ONE = '1';

/** @param withoutRetry the value of the header if each request is forwarded once */
function attemptCount({ attemptCountHeader, retry }: FailoverPolicy, withoutRetry: string): PolicyElement[] {
  if (!attemptCountHeader) return [];
  const count = retry ? ATTEMPT_COUNT.all : withoutRetry;
  return [
    element('set-header', { name: attemptCountHeader, 'exists-action': 'override' }, element('value', {}, text(count))),
  ];
}

/**
 * Creates the policy document of an operation: the rewritten URI and custom policies. Everything else is inherited from
 * the API.
 */
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
