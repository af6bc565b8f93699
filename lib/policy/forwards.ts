import { childElements, PolicyElement } from './document';

/** The policies in an element; a reader that knows the fragments puts those in that it includes. */
export type ChildrenOf = (policy: PolicyElement) => readonly PolicyElement[];

/** How often policies are certain to forward the request, whatever their conditions come to. */
export function certainForwards(policies: readonly PolicyElement[], childrenOf: ChildrenOf = childElements): number {
  return forwardsIn(policies, childrenOf, (branches, isExhaustive) => (isExhaustive ? Math.min(...branches) : 0));
}

/** How often policies forward the request at the most, each retry run once. */
export function mostForwards(policies: readonly PolicyElement[], childrenOf: ChildrenOf = childElements): number {
  return forwardsIn(policies, childrenOf, (branches) => Math.max(0, ...branches));
}

/** What a choice forwards, by what its branches do. */
type OfChoice = (branches: readonly number[], isExhaustive: boolean) => number;

function forwardsIn(policies: readonly PolicyElement[], childrenOf: ChildrenOf, ofChoice: OfChoice): number {
  return policies.reduce((sum, policy) => sum + forwardsOf(policy, childrenOf, ofChoice), 0);
}

function forwardsOf(policy: PolicyElement, childrenOf: ChildrenOf, ofChoice: OfChoice): number {
  if (policy.name === 'forward-request') return 1;
  const children = childrenOf(policy);
  if (policy.name !== 'choose') return forwardsIn(children, childrenOf, ofChoice);
  const branches = children.map((branch) => forwardsIn(childrenOf(branch), childrenOf, ofChoice));
  return ofChoice(
    branches,
    children.some(({ name }) => name === 'otherwise'),
  );
}
