import { childElements, PolicyElement } from './document';
import { certainForwards, ChildrenOf, mostForwards } from './forwards';
import { switchesBackend } from './switches';

/** Why the outcome of a request is known only from running the policies. */
export type RunReason = 'switches backends' | 'nests retries' | 'forwards again';

/**
 * Returns what policies do that is more than a retry around one forward; undefined if they are no more than that.
 *
 * @param retried the policies in the retry; undefined without a retry
 * @param all all policies that can forward the request
 */
export function onlyRunOf(
  retried: readonly PolicyElement[] | undefined,
  all: readonly PolicyElement[],
  childrenOf: ChildrenOf = childElements,
): RunReason | undefined {
  if (retried && retriesWithin(retried, childrenOf)) return 'nests retries';
  if (retried && switchesBackend(retried, childrenOf)) return 'switches backends';
  const certain = retried ? certainForwards(retried, childrenOf) : 1;
  return mostForwards(all, childrenOf) > Math.max(1, certain) ? 'forwards again' : undefined;
}

/** Returns whether the policies contain a retry that forwards the request. */
function retriesWithin(policies: readonly PolicyElement[], childrenOf: ChildrenOf): boolean {
  return policies.some((policy) => {
    const children = childrenOf(policy);
    return (policy.name === 'retry' && mostForwards(children, childrenOf) > 0) || retriesWithin(children, childrenOf);
  });
}
