import { childElements, PolicyElement } from './document';

/**
 * Returns the policies in an element. A reader that knows the fragments also returns the policies of included
 * fragments.
 */
export type ChildrenOf = (policy: PolicyElement) => readonly PolicyElement[];

/** Returns how often policies certainly forward the request, regardless of their conditions. */
export function certainForwards(policies: readonly PolicyElement[], childrenOf: ChildrenOf = childElements): number {
  return forwardsIn(policies, childrenOf, (branches, isExhaustive) => (isExhaustive ? Math.min(...branches) : 0));
}

/** Returns how often policies forward the request at most, if each retry runs once. */
export function mostForwards(policies: readonly PolicyElement[], childrenOf: ChildrenOf = childElements): number {
  return forwardsIn(policies, childrenOf, (branches) => Math.max(0, ...branches));
}

/** Computes the forwards of a choice from the forwards of its branches. */
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
