import { nameAndRevision, readApi, readOperation, readProduct, readScheme, revisionOf } from './apis';
import type { Declaration } from './declaration';
import type { DeployedApi, DeployedOperation, DeployedPolicy, DeployedProduct, VersioningScheme } from './deployment';
import { ReadingFaults } from './reading-faults';
import type { PolicyReader } from './policies';

type OfKind = (kind: string) => readonly Declaration[];

/** The parts of a revision of an API. */
interface Parts {
  readonly declaration: Declaration;
  readonly isCurrent: boolean;
  readonly operations: DeployedOperation[];
  policy?: DeployedPolicy;
  readonly operationPolicies: Map<string, DeployedPolicy>;
}

export function apisOf(of: OfKind, policies: PolicyReader, faults: ReadingFaults): DeployedApi[] {
  const schemes = new Map<string, VersioningScheme>();
  for (const declaration of of('apiVersionSets')) {
    const scheme = readScheme(declaration);
    if (scheme) schemes.set(declaration.names[0].toLowerCase(), scheme);
  }
  const apis = partsByApi(of('apis'));
  const partsOf = (declaration: Declaration): Parts | undefined => {
    const parts = apis.get(apiKey(declaration.names[0]));
    if (!parts) faults.about(declaration.resource, `the API '${declaration.names[0]}' is not in the given files`);
    return parts;
  };
  for (const declaration of of('apis/operations')) {
    const operation = readOperation(declaration);
    if (operation) partsOf(declaration)?.operations.push(operation);
  }
  for (const declaration of of('apis/policies')) {
    const parts = partsOf(declaration);
    if (parts) parts.policy = policies.policy(declaration);
  }
  for (const declaration of of('apis/operations/policies')) {
    const policy = policies.policy(declaration);
    if (policy) partsOf(declaration)?.operationPolicies.set(declaration.names[1], policy);
  }
  return [...new Set(apis.values())].map((parts) =>
    readApi(parts.declaration, parts, (name) => schemes.get(name.toLowerCase())),
  );
}

/**
 * Indexes APIs by name and revision, and the current revision also by name alone. If two APIs share both, the first one
 * is used.
 */
function partsByApi(declarations: readonly Declaration[]): Map<string, Parts> {
  const byName = new Map<string, Map<string, Declaration>>();
  for (const declaration of declarations) {
    const name = apiKey(nameAndRevision(declaration.names[0])[0]);
    const revisions = byName.get(name) ?? new Map<string, Declaration>();
    byName.set(name, revisions);
    const revision = revisionOf(declaration);
    if (!revisions.has(revision)) revisions.set(revision, declaration);
  }
  const parts = new Map<string, Parts>();
  for (const [name, revisions] of byName) {
    const current = currentOf([...revisions.values()]);
    for (const [revision, declaration] of revisions) {
      const isCurrent = declaration === current;
      const part: Parts = { declaration, isCurrent, operations: [], operationPolicies: new Map() };
      parts.set(`${name};rev=${revision}`, part);
      if (isCurrent) parts.set(name, part);
    }
  }
  return parts;
}

/** Returns the revision that is marked as current, or else the first, which Azure makes current until a release. */
function currentOf(revisions: readonly Declaration[]): Declaration {
  const saying = revisions.filter(
    ({ properties, isAzapi }) => properties.value(isAzapi ? 'isCurrent' : 'is_current') === true,
  );
  const byRevision = [...(saying.length > 0 ? saying : revisions)];
  byRevision.sort((a, b) => Number(revisionOf(a)) - Number(revisionOf(b)));
  return byRevision[0];
}

function apiKey(name: string): string {
  return name.toLowerCase();
}

export function productsOf(of: OfKind, policies: PolicyReader): DeployedProduct[] {
  const apis = new Map<string, string[]>();
  for (const { names } of of('products/apis')) {
    const [product, api] = [names[0].toLowerCase(), nameAndRevision(names[1])[0]];
    apis.set(product, [...(apis.get(product) ?? []), api]);
  }
  const documents = new Map<string, DeployedPolicy>();
  for (const declaration of of('products/policies')) {
    const policy = policies.policy(declaration);
    if (policy) documents.set(declaration.names[0].toLowerCase(), policy);
  }
  return of('products').map((declaration) => {
    const key = declaration.names[0].toLowerCase();
    return readProduct(declaration, apis.get(key) ?? [], documents.get(key));
  });
}
