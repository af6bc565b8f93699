import { isPool } from './backends';
import type { Declaration } from './declaration';
import type { PossibleBackend } from './deployment';
import { dependsOnUnknown, type ReadingFaults } from './reading-faults';
import { isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/** A backend or a pool about which nothing is known, except for the names that it can have. */
export interface DoubtfulBackend extends PossibleBackend {
  /** Whether it is certain to belong to the service. */
  readonly isOwn: boolean;
}

/** Returns the backends or the pool of a declaration if their number, or the members of the pool, are not known. */
export function doubtfulBackend(declaration: Declaration, faults: ReadingFaults): DoubtfulBackend | undefined {
  const { resource, names, isUpdate } = declaration;
  if (isUpdate) return undefined;
  const { repeated, address } = resource;
  const because = (what: string): DoubtfulBackend => ({
    name: names[0],
    what: `${address}, whose ${what}`,
    isOwn: true,
  });
  if (repeated) return because(`${repeated.by} is not known: ${repeated.why.reason}`);
  const members = isPool(declaration) ? unknownMembers(declaration.properties.value('pool')) : undefined;
  if (!members || !dependsOnUnknown(members)) return undefined;
  faults.doubt(resource, 'body.properties.pool.services', members);
  return because(`members are not known: ${members.reason}`);
}

/** A backend that is declared in another service, which can be this one. */
export function backendOfOther({ resource, names }: Declaration): DoubtfulBackend {
  return { name: names[0], what: `${resource.address}, whose service is not known`, isOwn: false };
}

/** Returns why the members of a pool are not known. */
function unknownMembers(pool: Value | undefined): Unresolved | undefined {
  if (pool instanceof Unresolved) return pool;
  const services = isObject<ValueObject>(pool) ? own(pool, 'services') : undefined;
  if (services instanceof Unresolved) return services;
  for (const item of isList(services) ? services : [services]) {
    const id = isObject<ValueObject>(item) ? own(item, 'id') : item;
    if (id instanceof Unresolved) return id;
  }
  return undefined;
}
