import { ApiModel, Known, PoolModel } from '../../lib/failover';
import { failoverPolicy } from '../../lib/private/failover-policy';
import type { DeployedService } from '../../simulator/deployment';

/** The request that goes to the API of a synthesized service. */
export const REQUEST = { method: 'POST', path: '/api', body: '{}' };

/** A service with this API and this pool alone, and with the policies that the constructs write for them. */
export function synthesized(
  { retry: retryModel, choosesPoolAgain = false, forwardTimeout }: ApiModel,
  pool: PoolModel,
): DeployedService {
  // The constructs write no retry where none is made.
  const retry = retryModel?.count === 0 ? undefined : retryModel;
  const number = (value: Known<number>): number => Number(value);
  const optional = (value: Known<number> | undefined): number | undefined =>
    value === undefined ? value : number(value);
  const document = failoverPolicy({
    poolName: pool.name,
    regionalPools: [],
    ...(retry && {
      retry: {
        count: number(retry.count),
        interval: number(retry.interval),
        delta: optional(retry.delta),
        maxInterval: optional(retry.maxInterval),
        firstFastRetry: retry.firstFastRetry === true,
        condition: retry.condition,
      },
    }),
    choosesPoolAgain,
    forwardTimeout: number(forwardTimeout),
    attemptCountHeader: 'X-Attempt-Count',
    extra: {},
  });
  return {
    ...{ address: 'apim', name: 'apim', skuName: 'unknown', products: [], fragments: [], namedValues: [] },
    backends: pool.members.map(({ backend }) => ({
      model: backend,
      url: `https://${backend.name}.example.com`,
      headers: {},
      query: {},
    })),
    pools: [{ model: pool }],
    apis: [
      {
        ...{ address: 'api', name: 'api', displayName: 'api', path: 'api', protocols: ['https'], revision: '1' },
        ...{ subscriptionRequired: false, subscriptionKeyNames: { header: 'k', query: 'k' }, isCurrent: true },
        operations: [{ address: 'op', id: 'op', displayName: 'op', method: 'POST', urlTemplate: '/' }],
        policy: { address: 'policy', document },
        operationPolicies: new Map(),
      },
    ],
  };
}
