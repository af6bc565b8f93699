import { redactName } from '../../lib/messages';
import type { PolicyElement } from '../../lib/policy';
import type { DeployedApi, DeployedPolicy, DeployedPool, DeployedService } from './deployment';
import { documentsFor } from './effective-policy';
import { fragmentOf, includesOf, withFragments } from './fragments';
import { NOTHING_KNOWN } from './reading-faults';
import { changingDecision, unknownDecision } from './flow/unknown-decisions';

/**
 * Returns why the documents are not known, or the fragments that they include, or a decision that they make; undefined
 * if all are known.
 */
export function whyUnknown(
  service: DeployedService,
  api: DeployedApi,
  documents: readonly DeployedPolicy[],
): string | undefined {
  const left = [...documents];
  const seen = new Map<PolicyElement, DeployedPolicy>();
  for (let policy = left.pop(); policy; policy = left.pop()) {
    if (policy.whyUnknown !== undefined) return `${policy.address}: ${policy.whyUnknown}`;
    if (seen.has(policy.document)) continue;
    seen.set(policy.document, policy);
    for (const [id] of includesOf(policy.document)) {
      const fragment = fragmentOf(service, id);
      if (!fragment) return `${policy.address}: the fragment '${redactName(id)}' is not in the given files`;
      left.push(fragment.policy);
    }
  }
  const decision = unknownDecision([...seen.values()], service, api);
  return decision && `${decision.policy.address}: ${decision.why}`;
}

/** Returns why the same request can have other results at other times; undefined if it cannot. */
export function whyChanging(service: DeployedService, documents: readonly DeployedPolicy[]): string | undefined {
  const decision = changingDecision(withFragments(service, documents));
  return decision && `${decision.policy.address}: ${decision.why}; a request would show only one of the results`;
}

/** Returns whether there is a pool whose members and their order are known, or an API whose policies are known. */
export function isAnythingKnown(services: readonly DeployedService[]): boolean {
  return services.some(
    (service) =>
      service.pools.some(isPoolKnown) ||
      service.apis.some((api) => variantsOf(service, api).some((each) => whyUnknown(service, api, each) === undefined)),
  );
}

function isPoolKnown({ model }: DeployedPool): boolean {
  return model.members.every(({ priority, weight }) => priority !== 'unknown' && weight !== 'unknown');
}

/** Warns of APIs whose policies make a decision that depends on a value that is not known. */
export function warnOfDecisions(service: DeployedService, warn: (address: string, what: string) => void): void {
  for (const api of service.apis) {
    for (const documents of variantsOf(service, api)) {
      const decision = unknownDecision(withFragments(service, documents), service, api);
      if (decision) warn(decision.policy.address, `${decision.why}; ${NOTHING_KNOWN}`);
    }
  }
}

/** Returns the documents in effect for each operation with a policy of its own, and for each product. */
function variantsOf(service: DeployedService, api: DeployedApi): DeployedPolicy[][] {
  const products = service.products.filter(({ policy, apis }) => policy && apis.includes(api.name));
  const operations = [undefined, ...api.operationPolicies.keys()];
  return [undefined, ...products].flatMap((product) =>
    operations.map((operation) => documentsFor(service, api, operation, product)),
  );
}
