import { redactName } from '../../lib/messages';
import { elementsOf, PolicyElement } from '../../lib/policy';
import type { DeployedFragment, DeployedPolicy, DeployedService } from './deployment';
import { NOTHING_KNOWN } from './reading-faults';

/** The maximum nesting depth of fragments. */
const DEEPEST = 20;

const indexes = new WeakMap<DeployedService, ReadonlyMap<string, DeployedFragment>>();

/** Returns the fragment that `include-fragment` refers to. */
export function fragmentOf(service: DeployedService, id: string): DeployedFragment | undefined {
  return fragmentsOf(service).get(id.toLowerCase());
}

function fragmentsOf(service: DeployedService): ReadonlyMap<string, DeployedFragment> {
  const known = indexes.get(service);
  if (known) return known;
  const fragments = new Map(service.fragments.map((fragment) => [fragment.id.toLowerCase(), fragment]));
  indexes.set(service, fragments);
  return fragments;
}

/** Returns the element, its descendants and those of included fragments, each once. */
export function allElements(service: DeployedService, policy: PolicyElement): PolicyElement[] {
  const all: PolicyElement[] = [];
  const fragments = new Set<PolicyElement>();
  const collect = (element: PolicyElement): void => {
    all.push(element);
    if (element.name === 'include-fragment') {
      const document = fragmentOf(service, element.attributes['fragment-id'] ?? '')?.policy.document;
      if (document && !fragments.has(document)) {
        fragments.add(document);
        collect(document);
      }
    }
    for (const child of element.children) if (child.kind === 'element') collect(child);
  };
  collect(policy);
  return all;
}

/** Returns the elements that include a fragment, with its id. */
export function includesOf(document: PolicyElement): (readonly [id: string, element: PolicyElement])[] {
  return elementsOf(document.children)
    .filter(({ name }) => name === 'include-fragment')
    .map((element) => [element.attributes['fragment-id'] ?? '', element] as const);
}

/** Returns the documents and the fragments that they include, directly or through other fragments. */
export function withFragments(service: DeployedService, documents: readonly DeployedPolicy[]): DeployedPolicy[] {
  const all = new Map(documents.map((policy) => [policy.document, policy]));
  for (const { document } of all.values()) {
    for (const [id] of includesOf(document)) {
      const policy = fragmentOf(service, id)?.policy;
      if (policy && !all.has(policy.document)) all.set(policy.document, policy);
    }
  }
  return [...all.values()];
}

/** A function that reports something about the resource with an address. */
type Report = (address: string, what: string) => void;

/** Warns of fragments that are included but not declared, and reports fragments that include themselves. */
export function checkFragments(service: DeployedService, say: Report, warn: Report): void {
  const checked = new Set<PolicyElement>();
  for (const { address, document } of policiesOf(service)) {
    if (checked.has(document)) continue;
    checked.add(document);
    for (const [id, { position }] of includesOf(document)) {
      if (fragmentOf(service, id)) continue;
      const at = position ? `line ${position.line}, column ${position.column}: ` : '';
      warn(address, `${at}the fragment '${redactName(id)}' is not in the given files; ${NOTHING_KNOWN}`);
    }
  }
  for (const path of badPaths(service)) {
    const names = path.map(({ id }) => id).join(' -> ');
    const isLoop = path[0] === path.at(-1);
    say(
      path[0].policy.address,
      isLoop ? `the fragment includes itself: ${names}` : `fragments are nested deeper than ${DEEPEST}: ${names}`,
    );
  }
}

/** Returns all policies of the service, including its fragments. */
export function policiesOf(service: DeployedService): DeployedPolicy[] {
  const policies: DeployedPolicy[] = [];
  const add = (policy: DeployedPolicy | undefined): void => {
    if (policy) policies.push(policy);
  };
  add(service.policy);
  for (const { policy } of service.products) add(policy);
  for (const { policy, operationPolicies } of service.apis) {
    add(policy);
    operationPolicies.forEach(add);
  }
  for (const { policy } of service.fragments) add(policy);
  return policies;
}

/** Returns the paths of fragments that form a loop or are too long. */
function badPaths(service: DeployedService): DeployedFragment[][] {
  const bad: DeployedFragment[][] = [];
  const depths = new Map<DeployedFragment, number>();
  const visit = (fragment: DeployedFragment, path: readonly DeployedFragment[]): number => {
    const known = depths.get(fragment);
    if (known !== undefined) return known;
    const here = [...path, fragment];
    if (path.includes(fragment)) bad.push(here.slice(path.indexOf(fragment)));
    else if (path.length > DEEPEST) bad.push(here);
    else return depthOf(fragment, here);
    // Already reported.
    return -1;
  };
  const depthOf = (fragment: DeployedFragment, path: readonly DeployedFragment[]): number => {
    const included = includesOf(fragment.policy.document).flatMap(([id]) => fragmentOf(service, id) ?? []);
    const depth = [...new Set(included)].reduce((most, next) => Math.max(most, visit(next, path) + 1), 0);
    depths.set(fragment, depth);
    if (path.length === 1 && depth === DEEPEST + 1) bad.push([fragment, ...included.slice(0, 1)]);
    return depth;
  };
  for (const fragment of service.fragments) visit(fragment, []);
  return bad;
}
