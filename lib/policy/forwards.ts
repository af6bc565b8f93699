import { childElements, PolicyElement } from './document';

/** How often policies are certain to forward the request, whatever their conditions come to. */
export function certainForwards(policies: readonly PolicyElement[]): number {
  return policies.reduce((sum, policy) => sum + forwardsOf(policy), 0);
}

function forwardsOf(policy: PolicyElement): number {
  if (policy.name === 'forward-request') return 1;
  const children = childElements(policy);
  if (policy.name !== 'choose') return certainForwards(children);
  const isExhaustive = children.some(({ name }) => name === 'otherwise');
  return isExhaustive ? Math.min(...children.map((branch) => certainForwards(childElements(branch)))) : 0;
}
