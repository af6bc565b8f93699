import type { Kind } from './kinds';
import { dependsOnUnknown, isCertainlyRefused, PASSED_OVER, type ReadingFaults } from './reading-faults';
import type { Assumed, DeclaredResource } from './resource/resource';

/** The kinds whose instances must be known, because no claim about other resources would be left. */
const NEEDED: ReadonlySet<Kind> = new Set(['', 'workspaces', 'apis/releases']);

const POLICIES: ReadonlySet<Kind> = new Set([
  ...['policies', 'products/policies', 'apis/policies', 'apis/operations/policies'],
]);

/**
 * Returns whether a resource is read. If the number of its instances is not known, it is refused, or passed over. Whether
 * a policy or a backend exists is decided later: nothing is known about what it applies to, or about what names it.
 */
export function isRead(resource: DeclaredResource, kind: Kind, isUpdate: boolean, faults: ReadingFaults): boolean {
  const { repeated, assumed = [] } = resource;
  const isPolicy = POLICIES.has(kind);
  if (!repeated) {
    if (!isPolicy && kind !== 'policyFragments') for (const each of assumed) faults.assumed(each);
    return true;
  }
  const { by, why, at } = repeated;
  if (isCertainlyRefused(why, { assumed })) {
    faults.unresolved(at, by, why);
    return false;
  }
  const what = `${by === 'copy' ? 'the number of copies' : by} is not known`;
  if (NEEDED.has(kind) || isUpdate || by === 'condition' || by === 'copy') {
    if (kind !== 'namedValues') faults.unresolved(at, by, why, what);
    return false;
  }
  if (kind === 'backends') {
    faults.doubt(at, by, why, what);
    return dependsOnUnknown(why);
  }
  if (isPolicy) return true;
  faults.warn(at, `${what}: ${why.reason}; ${PASSED_OVER}`);
  return false;
}

/**
 * Returns why a policy may not exist although the resources that it belongs to do; undefined if it does exist.
 *
 * @param owners - the resources that it belongs to, for example an API and its service
 */
export function whyUncertain(
  { repeated, assumed = [] }: DeclaredResource,
  owners: readonly ({ readonly resource: DeclaredResource } | undefined)[],
): string | undefined {
  if (repeated) return `${repeated.by} is not known: ${repeated.why.reason}`;
  if (assumed.length === 0) return undefined;
  const given = owners.flatMap((owner) => owner?.resource.assumed ?? []);
  const uncertain = assumed.find((each) => !given.some((other) => isSame(each, other)));
  return uncertain && `its count is not known: ${uncertain.why.reason}`;
}

function isSame(one: Assumed, other: Assumed): boolean {
  return one === other || (!!one.why.symbol && one.why.symbol === other.why.symbol);
}
