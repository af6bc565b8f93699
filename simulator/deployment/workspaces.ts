import type { ServiceModel } from '../../lib/failover';
import { elementsOf } from '../../lib/policy';
import type { DeployedPolicy, DeployedService } from './deployment';
import { notKnown } from './policies';

const WORKSPACE = /^(.*)\/workspaces\/[^/]*$/;

/** Returns the name of the service itself, also for a workspace. */
export function serviceName({ key }: ServiceModel): string {
  return WORKSPACE.exec(key)?.[1] ?? key;
}

/** Adds to each workspace the policy of its service, which its APIs inherit. */
export function withInheritedPolicies(services: readonly DeployedService[]): DeployedService[] {
  const policies = new Map(services.map(({ name, policy }) => [name.toLowerCase(), policy]));
  return services.map((service) => {
    const parent = WORKSPACE.exec(service.name)?.[1];
    if (parent === undefined) return service;
    const policy = policies.get(parent.toLowerCase());
    return { ...service, broader: policy ? { policy: inherited(policy) } : {} };
  });
}

/** Names in the policy of the service refer to resources of the service, which a workspace cannot reach. */
function inherited(policy: DeployedPolicy): DeployedPolicy {
  const named = elementsOf(policy.document.children).find(
    ({ name, attributes }) =>
      name === 'include-fragment' || (name === 'set-backend-service' && attributes['backend-id'] !== undefined),
  );
  if (!named) return policy;
  return notKnown(
    policy.address,
    `a workspace inherits this policy, whose ${named.name} is simulated only for APIs of the service`,
  );
}
