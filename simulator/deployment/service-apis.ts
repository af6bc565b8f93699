import { nameAndRevision, readApi, readOperation, readProduct, readScheme, unknownRoute, unknownSetting } from './apis';
import type { Declaration } from './declaration';
import type { DeployedApi, DeployedOperation, DeployedPolicy, DeployedProduct, VersioningScheme } from './deployment';
import { NOTHING_KNOWN, ReadingFaults } from './reading-faults';
import { notKnown, PolicyReader } from './policies';
import { Revisions } from './revisions';
import { readArmId } from './resource/arm-id';
import { couldBe, isUnplaced } from './unplaced';

type OfKind = (kind: string) => readonly Declaration[];

/** The parts of a revision of an API. */
interface Parts {
  readonly declaration: Declaration;
  readonly isCurrent: boolean;
  readonly operations: DeployedOperation[];
  /** Whether it has an operation whose requests are not known. */
  hasUnknownOperation?: boolean;
  policy?: DeployedPolicy;
  readonly operationPolicies: Map<string, DeployedPolicy>;
}

export function apisOf(of: OfKind, policies: PolicyReader, faults: ReadingFaults): DeployedApi[] {
  const schemes = new Map<string, VersioningScheme>();
  for (const declaration of of('apiVersionSets')) {
    const scheme = readScheme(declaration);
    if (scheme) schemes.set(declaration.names[0].toLowerCase(), scheme);
  }
  const revisions = new Revisions(of('apis'), of('apis/releases'));
  const apis = partsByApi(revisions, faults);
  const partsOf = ({ names, resource }: Declaration): Parts | undefined => {
    const parts = apis.get(revisions.canonical(names[0]));
    if (!parts) faults.warn(resource, `it belongs to API '${names[0]}', which is not in the given files: passed over`);
    return parts;
  };
  const possible = (name: string): Parts[] =>
    [...apis.values()].filter(({ declaration }) =>
      couldBe(nameAndRevision(name)[0], nameAndRevision(declaration.names[0])[0]),
    );
  const operations = new Map<string, Declaration>();
  const keyOf = ({ names: [api, operation] }: Declaration): string =>
    `${revisions.canonical(api)}\n${operation.toLowerCase()}`;
  for (const declaration of of('apis/operations')) {
    operations.set(keyOf(declaration), declaration);
    const unknown = unknownRoute(declaration);
    const parts = unknown && partsOf(declaration);
    if (unknown && parts) {
      faults.doubt(declaration.resource, unknown.attribute, unknown.value);
      parts.hasUnknownOperation = true;
    }
    const operation = unknown ? undefined : readOperation(declaration);
    if (operation) partsOf(declaration)?.operations.push(operation);
  }
  for (const declaration of of('apis/policies')) {
    if (isUnplaced(declaration)) continue;
    const parts = partsOf(declaration);
    if (parts) parts.policy ??= policies.policy(declaration, parts.declaration);
  }
  for (const declaration of of('apis/operations/policies')) {
    if (isUnplaced(declaration)) continue;
    const parts = partsOf(declaration);
    const policy = policies.policy(declaration, parts?.declaration, operations.get(keyOf(declaration)));
    if (policy) parts?.operationPolicies.set(declaration.names[1], policy);
  }
  for (const declaration of of('apis/policies').filter(isUnplaced)) {
    const policy = policies.policy(declaration);
    // An API has at most one policy.
    for (const parts of possible(declaration.names[0])) parts.policy ??= policy;
  }
  for (const declaration of of('apis/operations/policies').filter(isUnplaced)) {
    const policy = policies.policy(declaration);
    // Any operation can have it.
    for (const parts of possible(declaration.names[0])) parts.policy = policy;
  }
  return [...apis.values()].map((parts) => {
    const { declaration, operations: known, hasUnknownOperation } = parts;
    const unknown = unknownSetting(declaration);
    if (unknown) {
      const { attribute, value } = unknown;
      faults.doubt(declaration.resource, attribute, value);
      parts.policy = notKnown(declaration.resource.address, `${attribute} is not known: ${value.reason}`);
    }
    const settled = {
      ...{ ...parts, hasUnknownSetting: unknown !== undefined },
      operations: hasUnknownOperation ? ('unknown' as const) : known,
    };
    return readApi(declaration, settled, (name) => schemes.get(name.toLowerCase()));
  });
}

/** Indexes the revisions of APIs by canonical name. */
function partsByApi(revisions: Revisions, faults: ReadingFaults): Map<string, Parts> {
  const parts = new Map<string, Parts>();
  for (const name of revisions.names) {
    const declared = [...revisions.of(name)];
    const current = revisions.currentOf(name);
    const isKnown = current !== undefined && 'revision' in current;
    const [[, { resource }]] = declared;
    if (isKnown && declared.every(([revision]) => revision !== current.revision)) {
      faults.warn(resource, `revision ${current.revision} of the API is released, which is not in the given files`);
    }
    for (const [index, [revision, declaration]] of declared.entries()) {
      const isCurrent = isKnown ? revision === current.revision : index === 0;
      const part: Parts = { declaration, isCurrent, operations: [], operationPolicies: new Map() };
      if (current && 'why' in current) part.policy = notKnown(current.address, current.why);
      parts.set(revisions.canonical(`${name};rev=${revision}`), part);
    }
  }
  return parts;
}

export function productsOf(of: OfKind, policies: PolicyReader, faults: ReadingFaults): DeployedProduct[] {
  const apis = new Map<string, string[]>();
  const add = ({ resource }: Declaration, product: string, name: string): void => {
    const key = product.toLowerCase();
    const [api] = nameAndRevision(name);
    apis.set(key, [...new Set([...(apis.get(key) ?? []), api])]);
    if (!canBeOther(product, of('products')) && !canBeOther(api, of('apis'))) return;
    faults.warn(resource, `its product or its API is not known; ${NOTHING_KNOWN}`);
  };
  for (const declaration of of('products/apis')) add(declaration, declaration.names[0], declaration.names[1]);
  for (const declaration of of('products/apiLinks')) {
    const api = apiOf(declaration.properties.text('apiId') ?? '');
    if (api !== undefined) add(declaration, declaration.names[0], api);
  }
  const documents = new Map<string, DeployedPolicy>();
  const products = new Map(of('products').map((declaration) => [declaration.names[0].toLowerCase(), declaration]));
  const unplaced: (readonly [name: string, policy: DeployedPolicy | undefined])[] = [];
  for (const declaration of of('products/policies')) {
    const key = declaration.names[0].toLowerCase();
    const policy = policies.policy(declaration, products.get(key));
    if (isUnplaced(declaration)) unplaced.push([declaration.names[0], policy]);
    else if (policy) documents.set(key, policy);
  }
  return of('products').map((declaration) => {
    const key = declaration.names[0].toLowerCase();
    const [, other] = unplaced.find(([name]) => couldBe(name, key)) ?? [];
    return readProduct(declaration, apis.get(key) ?? [], documents.get(key) ?? other);
  });
}

/** Returns whether a name is that of no declared resource, but can be. */
function canBeOther(name: string, declarations: readonly Declaration[]): boolean {
  const names = declarations.map((each) => nameAndRevision(each.names[0])[0]);
  return !names.some((each) => each.toLowerCase() === name.toLowerCase()) && names.some((each) => couldBe(name, each));
}

function apiOf(id: string): string | undefined {
  return readArmId(id)?.path.at(-1);
}
