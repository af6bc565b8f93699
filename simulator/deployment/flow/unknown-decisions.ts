import { elementsOf, PolicyElement } from '../../../lib/policy';
import { OF_URL, overlap, Touched } from './carriers';
import type { DeployedApi, DeployedPolicy, DeployedService } from '../deployment';
import { Flow, flowOf, holdsUnknown, Place, Write } from './policy-flow';
import { unknownParts } from './unknown-parts';
import { hasUnknownTarget } from './unknown-targets';

/**
 * Returns the first decision that can depend on a value that is not known: of a declaration, or through what an earlier
 * policy writes; undefined if there is none.
 */
export function unknownDecision(
  policies: readonly DeployedPolicy[],
  service: DeployedService,
  api: DeployedApi,
): DoubtfulDecision | undefined {
  const given = declaredUnknown(service, api);
  const isAnyUnknown = hasUnknownTarget(service) || policies.some(({ document }) => holdsAnyUnknown(document));
  if (given.length === 0 && !isAnyUnknown) return undefined;
  const flows = flowsOf(policies);
  const unknown = [...given, ...flows.flatMap(({ flow }) => flow.writes.filter((each) => isUnknownIn(service, each)))];
  const found = firstDecision(unknown, flows);
  return found && { policy: found.policy, why: `${found.reading}, whose value is not known` };
}

/**
 * Returns the first decision that can depend on a random value, which is another one in each request or process, or on
 * the date or the time of day.
 */
export function changingDecision(policies: readonly DeployedPolicy[]): DoubtfulDecision | undefined {
  const flows = flowsOf(policies);
  for (const [source, suffix] of CHANGING) {
    const found = firstDecision([source], flows);
    if (!found) continue;
    const { policy, reading, write } = found;
    return { policy, why: write === source ? reading : `${reading}, ${suffix}` };
  }
  return undefined;
}

const BEFORE_ALL: Place = { order: -1, loops: [] };

/** What expressions read as if it was written before all policies, and how a value is described that is made of it. */
const CHANGING: readonly (readonly [Write, string])[] = (
  [
    ['random', 'a random value', 'which is random'],
    ['calendar', 'the date or the time of day', 'which depends on the date or the time of day'],
  ] as const
).map(([carrier, what, suffix]) => [
  { carrier, names: 'any', what, isUnknown: true, reads: [], place: BEFORE_ALL },
  suffix,
]);

interface PolicyFlow {
  readonly policy: DeployedPolicy;
  readonly flow: Flow;
}

function flowsOf(policies: readonly DeployedPolicy[]): PolicyFlow[] {
  return policies.map((policy) => ({ policy, flow: flowOf(policy.document) }));
}

/** Returns the first decision that one of the writes can reach, also through other writes. */
function firstDecision(
  writes: readonly Write[],
  flows: readonly PolicyFlow[],
): { readonly policy: DeployedPolicy; readonly reading: string; readonly write: Write } | undefined {
  const left = [...writes];
  const found = new Set(left);
  // The list grows: what is computed from a value that is not known is not known either.
  for (const write of left) {
    for (const { policy, flow } of flows) {
      const decision = flow.decisions.find((each) => reaches(write, [each.reads], each.place));
      if (decision) return { policy, reading: `${decision.reading} ${write.what}`, write };
      for (const next of flow.writes) {
        if (found.has(next) || !reaches(write, next.reads, next.place)) continue;
        found.add(next);
        left.push(next);
      }
    }
  }
  return undefined;
}

/** A decision whose result is not known, or changes. */
interface DoubtfulDecision {
  readonly policy: DeployedPolicy;
  readonly why: string;
}

const unknownByApi = new WeakMap<
  DeployedApi,
  { readonly service: DeployedService; readonly writes: readonly Write[] }
>();

/** Returns what the declarations leave unknown, as if it was written before all policies. It is determined once. */
function declaredUnknown(service: DeployedService, api: DeployedApi): readonly Write[] {
  const known = unknownByApi.get(api);
  if (known?.service === service) return known.writes;
  const writes = newDeclaredUnknown(service, api);
  unknownByApi.set(api, { service, writes });
  return writes;
}

function newDeclaredUnknown(service: DeployedService, api: DeployedApi): Write[] {
  const unknown = { isUnknown: true, reads: [], place: BEFORE_ALL };
  return unknownParts(service, api).flatMap((what): Write[] => {
    const declared = { ...unknown, what, carrier: 'declaration' as const, names: new Set([what]) };
    // Until a policy sets a backend, the URL of the request is that of the API, or else of the gateway.
    const names =
      what === 'the service URL of the API'
        ? OF_URL
        : what === 'the name of the service' && api.serviceUrl === undefined
          ? new Set(['host'])
          : undefined;
    return [declared, ...(names ? [{ ...unknown, what, carrier: 'url' as const, names }] : [])];
  });
}

function isUnknownIn(service: DeployedService, { isUnknown }: Write): boolean {
  return typeof isUnknown === 'boolean' ? isUnknown : isUnknown(service);
}

/** The cache keeps values for later requests. */
function reaches({ carrier, names, place }: Write, reads: readonly Touched[], reader: Place): boolean {
  if (!reads.some((each) => overlap(names, each.get(carrier)))) return false;
  return carrier === 'cache' || !isBefore(reader, place);
}

/** Returns whether a place is certain to be executed only before another. */
function isBefore(one: Place, other: Place): boolean {
  if (one.section === undefined || other.section === undefined) return false;
  if (one.section !== other.section) return one.section < other.section;
  const isRepeated = one.loops.some((loop) => other.loops.includes(loop));
  return one.document === other.document && one.order <= other.order && !isRepeated;
}

const holding = new WeakMap<PolicyElement, boolean>();

function holdsAnyUnknown(document: PolicyElement): boolean {
  let holds = holding.get(document);
  if (holds === undefined) {
    holds = elementsOf([document]).some(
      ({ attributes, children }) =>
        Object.values(attributes).some(holdsUnknown) ||
        children.some((child) => child.kind === 'text' && holdsUnknown(child.value)),
    );
    holding.set(document, holds);
  }
  return holds;
}
