import { BASE, childElements, element, PolicyElement, Section } from '../../lib/policy';
import { SimulationError } from '../common/simulation-error';
import type { DeployedApi, DeployedPolicy, DeployedProduct, DeployedService } from './deployment';
import { withFragments } from './fragments';
import { unknownDecision } from './flow/unknown-decisions';

/** The scopes, from the broadest to the narrowest. */
export type PolicyScope = 'global' | 'workspace' | 'product' | 'api' | 'operation';

/** A policy of a section with its scope. Nested policies belong to the same document. */
export interface ScopedPolicy {
  readonly policy: PolicyElement;
  readonly scope: PolicyScope;
  /** The address of the policy document. */
  readonly address: string;
}

/**
 * The effective policy of a request: the policies of all scopes, with each `<base />` replaced by the policies of the
 * broader scope.
 */
export interface EffectivePolicy {
  readonly inbound: readonly ScopedPolicy[];
  readonly backend: readonly ScopedPolicy[];
  readonly outbound: readonly ScopedPolicy[];
  readonly onError: readonly ScopedPolicy[];
}

/** The default policy of a service, which forwards the request. */
const DEFAULT_POLICY = element('policies', {}, element('backend', {}, element('forward-request')));

/** Repeating `<base />` in each scope multiplies the policies of the broader scopes. */
const MOST_POLICIES = 10_000;

/**
 * The policy in effect for an operation, called through a product or without one. The elements are those of the
 * documents; `include-fragment` stays, see `fragmentOf`.
 *
 * @throws SimulationError if a document or a decision is not known.
 */
export function effectivePolicy(
  service: DeployedService,
  api: DeployedApi,
  operationId?: string,
  product?: DeployedProduct,
): EffectivePolicy {
  const documents = documentsFor(service, api, operationId, product);
  const unknown = documents.filter(({ whyUnknown }) => whyUnknown !== undefined);
  if (unknown.length > 0) {
    throw new SimulationError(unknown.map(({ address, whyUnknown }) => `${address}: ${whyUnknown}`));
  }
  const decision = unknownDecision(withFragments(service, documents), service, api);
  if (decision) throw new SimulationError([`${decision.policy.address}: ${decision.why}`]);
  return effectiveOf(documents);
}

export interface ScopedDocument extends DeployedPolicy {
  readonly scope: PolicyScope;
}

/** Returns the documents in effect, the narrowest scope first. */
export function documentsFor(
  service: DeployedService,
  api: DeployedApi,
  operationId?: string,
  product?: DeployedProduct,
): ScopedDocument[] {
  const { policy, broader, address } = service;
  const operation = operationId === undefined ? undefined : api.operationPolicies.get(operationId);
  return [
    ...(operation ? [{ scope: 'operation' as const, ...operation }] : []),
    ...(api.policy ? [{ scope: 'api' as const, ...api.policy }] : []),
    ...(product?.policy ? [{ scope: 'product' as const, ...product.policy }] : []),
    ...(broader && policy ? [{ scope: 'workspace' as const, ...policy }] : []),
    { scope: 'global', ...((broader ? broader.policy : policy) ?? { address, document: DEFAULT_POLICY }) },
  ];
}

export function effectiveOf(documents: readonly ScopedDocument[]): EffectivePolicy {
  return {
    inbound: section(documents, 'inbound'),
    backend: section(documents, 'backend'),
    outbound: section(documents, 'outbound'),
    onError: section(documents, 'on-error'),
  };
}

/** A section that is omitted from a document is empty: it does not even include `<base />`. */
function section(documents: readonly ScopedDocument[], name: Section, from = 0): readonly ScopedPolicy[] {
  if (from >= documents.length) return [];
  const { scope, address, document } = documents[from];
  const policies = sectionOf(document, name);
  const scoped = policies.map((policy) => ({ policy, scope, address }));
  if (!policies.some(isBase)) return scoped;
  const base = section(documents, name, from + 1);
  // Most sections contain only <base />.
  const all = policies.length === 1 ? base : scoped.flatMap((own) => (isBase(own.policy) ? base : own));
  if (all.length > MOST_POLICIES) {
    throw new SimulationError([`${address}: with <base />, <${name}> contains more than ${MOST_POLICIES} policies`]);
  }
  return all;
}

function isBase({ name }: PolicyElement): boolean {
  return name === BASE.name;
}

const sections = new WeakMap<PolicyElement, ReadonlyMap<string, readonly PolicyElement[]>>();
const NOTHING: readonly PolicyElement[] = [];

/** Returns the elements of a section of a document. */
export function sectionOf(document: PolicyElement, name: Section): readonly PolicyElement[] {
  let known = sections.get(document);
  if (!known) sections.set(document, (known = sectionsIn(document)));
  return known.get(name) ?? NOTHING;
}

function sectionsIn(document: PolicyElement): ReadonlyMap<string, readonly PolicyElement[]> {
  const found = new Map<string, PolicyElement[]>();
  for (const child of childElements(document)) {
    const before = found.get(child.name);
    if (before) for (const element of childElements(child)) before.push(element);
    else found.set(child.name, childElements(child));
  }
  return found;
}
