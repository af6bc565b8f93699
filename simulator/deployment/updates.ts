import { nameAndRevision, revisionOf } from './apis';
import { azureProperties } from './azure-properties';
import { azapiProperties, bodyOf, Declaration, propertiesIn, propertiesPath } from './declaration';
import type { Kind } from './kinds';
import { conflictOf, merge, UniqueIds } from './merge';
import type { ReadingFaults } from './reading-faults';
import { Revisions } from './revisions';
import type { DeclaredResource } from './resource/resource';
import { couldBe, hasUnknownName } from './unplaced';
import { isObject, Unresolved, Value, ValueObject } from './value';

/**
 * Merges each `azapi_update_resource` into the resource that it changes. The result does not depend on the order of the
 * updates: two updates that set a property to different values are a fault.
 */
export function withUpdates(declarations: readonly Declaration[], faults: ReadingFaults): Declaration[] {
  const updates = declarations.filter(({ isUpdate }) => isUpdate);
  if (updates.length === 0) return [...declarations];
  const keys = new Keys(declarations);
  const byTarget = new Map<string, Declaration[]>();
  for (const update of updates) {
    const key = keys.of(update);
    byTarget.set(key, [...(byTarget.get(key) ?? []), update]);
  }
  const merged = declarations
    .filter(({ isUpdate }) => !isUpdate)
    .map((declaration) => {
      const key = keys.of(declaration);
      const own = declaration.resource.mode === 'managed' ? byTarget.get(key) : undefined;
      if (!own) return declaration;
      byTarget.delete(key);
      return updated(declaration, own, faults);
    });
  const left = [...byTarget.values()].flat();
  return [
    ...merged,
    ...left.flatMap((update) => (isAmbiguous(update, merged, faults) ? [] : (elsewhere(update, faults) ?? []))),
  ];
}

/** Reports an update that can change a declared resource, because the name of what it changes is not known. */
function isAmbiguous(update: Declaration, declarations: readonly Declaration[], faults: ReadingFaults): boolean {
  const target = declarations.find((each) => canChange(update, each));
  if (!target) return false;
  const what = `what it updates is not known, because its name or parent is not; it can be ${target.resource.address}`;
  faults.about(update.resource, what);
  return true;
}

function canChange(update: Declaration, { kind, service, names, resource }: Declaration): boolean {
  if (kind !== update.kind || resource.mode !== 'managed') return false;
  if (!hasUnknownName(update) && !hasUnknownName({ ...update, service, names })) return false;
  const plain = (name: string): string => nameAndRevision(name)[0];
  return couldBe(update.service, service) && update.names.every((name, at) => couldBe(plain(name), plain(names[at])));
}

/** Identifies resources in any notation. */
class Keys {
  private readonly revisions = new Map<string, Revisions>();

  constructor(private readonly declarations: readonly Declaration[]) {}

  of(declaration: Declaration): string {
    const { service, kind, names, isUpdate } = declaration;
    const [first, ...rest] = names;
    const isOfApi = kind === 'apis' || kind.startsWith('apis/');
    // A declared API states its revision beside its name.
    const api = kind === 'apis' && !isUpdate ? `${nameAndRevision(first)[0]};rev=${revisionOf(declaration)}` : first;
    const path = isOfApi ? [this.revisionsOf(service).canonical(api), ...rest] : names;
    return [service, kind, ...path].join('\n').toLowerCase();
  }

  private revisionsOf(service: string): Revisions {
    const key = service.toLowerCase();
    const known = this.revisions.get(key);
    if (known) return known;
    const own = this.declarations.filter((each) => !each.isUpdate && each.service.toLowerCase() === key);
    const revisions = new Revisions(
      own.filter(({ kind }) => kind === 'apis'),
      own.filter(({ kind }) => kind === 'apis/releases'),
    );
    this.revisions.set(key, revisions);
    return revisions;
  }
}

function updated(declaration: Declaration, updates: readonly Declaration[], faults: ReadingFaults): Declaration {
  const { resource, isAzapi, kind } = declaration;
  const before = isAzapi ? (bodyOf(resource, faults) ?? {}) : bodyOfAzurerm(declaration);
  const bodies = updates.map((update) => bodyOfUpdate(update, faults));
  let body: Value = before;
  for (const [index, { resource: update }] of updates.entries()) {
    for (const [earlier, other] of updates.slice(0, index).entries()) {
      const conflict = conflictOf(bodies[earlier], bodies[index]);
      if (conflict === undefined) continue;
      faults.about(update, `body.${conflict} is also set by ${other.resource.address}, to another value`);
    }
    body = merge(body, bodies[index], uniqueIdsOf(update, faults));
  }
  const properties = propertiesIn(isObject<ValueObject>(body) ? body : undefined);
  const where = isAzapi ? propertiesPath(resource) : 'properties.';
  return { ...declaration, kind, properties: azapiProperties(resource, properties, faults, where), isAzapi: true };
}

function bodyOfAzurerm(declaration: Declaration): ValueObject {
  const { sku, ...properties } = azureProperties(declaration);
  return { properties, ...(sku !== undefined && { sku }) };
}

/** Secrets in the sensitive body do not matter, and plans do not contain it. */
function bodyOfUpdate({ resource, properties, kind }: Declaration, faults: ReadingFaults): ValueObject {
  properties
    .sibling(resource.attribute('sensitive_body'), 'sensitive_body.')
    .block('properties')
    ?.allow(...(kind === 'namedValues' ? ['value'] : ['credentials', 'proxy']));
  return bodyOf(resource, faults) ?? {};
}

function uniqueIdsOf(resource: DeclaredResource, faults: ReadingFaults): UniqueIds {
  const given = resource.attribute('list_unique_id_property') ?? {};
  if (given instanceof Unresolved) faults.unresolved(resource, 'list_unique_id_property', given);
  const entries = isObject<ValueObject>(given) ? Object.entries(given) : [];
  return new Map(
    entries.flatMap(([path, names]) =>
      typeof names === 'string' ? [[path, names.split(',').map((name) => name.trim())]] : [],
    ),
  );
}

/** The property with which an update says all that is needed to know of a resource that is not declared here. */
const ALL_IN: ReadonlyMap<Kind, string> = new Map([
  ...['policies', 'apis/policies', 'apis/operations/policies', 'products/policies'].map(
    (kind) => [kind, 'value'] as const,
  ),
  ...([
    ['policyFragments', 'value'],
    ['namedValues', 'displayName'],
    ['apiVersionSets', 'versioningScheme'],
  ] as const),
]);

/** Returns what an update says about a resource that is not in the given files. */
function elsewhere(update: Declaration, faults: ReadingFaults): Declaration | undefined {
  const { kind, service, names, resource, properties, isAzapi } = update;
  const says = (name: string): boolean => properties.value(name) !== undefined;
  // Only its name is known.
  if (kind === 'backends') return update;
  const declared = { kind, service, names, resource, properties, isAzapi };
  // An operation of an imported document can be updated in what does not matter.
  if (kind === 'apis/operations') return says('method') || says('urlTemplate') ? declared : undefined;
  const needed = ALL_IN.get(kind);
  if (needed !== undefined && says(needed)) return declared;
  // The name of a product does not matter.
  if (kind !== 'products') {
    faults.warn(resource, 'it updates a resource that is not in the given files, and is passed over');
  }
  return undefined;
}
