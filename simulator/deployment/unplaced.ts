import { nameAndRevision } from './apis';
import type { Declaration } from './declaration';
import { NOTHING_KNOWN, type ReadingFaults } from './reading-faults';

/**
 * Returns the declarations, with each policy whose owner is not known in every service that it can belong to. Any other
 * resource stays in a service of its own, with a warning.
 */
export function withUnplaced(declarations: readonly Declaration[], faults: ReadingFaults): Declaration[] {
  if (!declarations.some(hasUnknownName)) return [...declarations];
  const services = [...new Map(declarations.map(({ service }) => [service.toLowerCase(), service])).values()];
  const owners = new Set(declarations.filter(({ isUpdate }) => !isUpdate).flatMap(keysOf));
  return declarations.flatMap((declaration) => {
    const { service, kind, resource } = declaration;
    if (!hasUnknownName(declaration) || isUnplaced(declaration) || owners.has(ownerOf(declaration))) return declaration;
    if (!kind.endsWith('policies')) {
      const isAlone = owners.has(`${service}\n`.toLowerCase()) || !services.some((other) => isOther(service, other));
      if (!isAlone) faults.warn(resource, `its service is not known; ${NOTHING_KNOWN}`);
      return declaration;
    }
    const possible = services.filter((other) => couldBe(service, other));
    return possible.map((each) => ({ ...declaration, service: each, isUnplaced: true as const }));
  });
}

/** Returns whether two names, of which parts may not be known, can be equal. */
export function couldBe(one: string, other: string): boolean {
  const [parts, others] = [one, other].map((name) => name.toLowerCase().split('/workspaces/'));
  return parts.length === others.length && parts.every((part, index) => partCouldBe(part, others[index]));
}

function partCouldBe(one: string, other: string): boolean {
  if (!isUnknown(one)) return isUnknown(other) ? partCouldBe(other, one) : one === other;
  const [start, end] = endsOf(one);
  if (!isUnknown(other)) {
    return other.startsWith(start) && other.endsWith(end) && other.length >= start.length + end.length;
  }
  const [otherStart, otherEnd] = endsOf(other);
  const starts = start.startsWith(otherStart) || otherStart.startsWith(start);
  return starts && (end.endsWith(otherEnd) || otherEnd.endsWith(end));
}

/** Returns the known text before the first unknown part, and the text after the last. */
function endsOf(name: string): readonly [string, string] {
  return [name.slice(0, name.indexOf('${')), name.slice(name.lastIndexOf('}') + 1)];
}

export function hasUnknownName({ service, names }: Declaration): boolean {
  return [service, ...names].some(isUnknown);
}

function isUnknown(name: string): boolean {
  return name.includes('${');
}

function isOther(one: string, other: string): boolean {
  return one.toLowerCase() !== other.toLowerCase() && couldBe(one, other);
}

/** Returns the keys under which `ownerOf` finds what the declaration declares. */
function keysOf({ service, kind, names }: Declaration): string[] {
  if (kind === '') return [`${service}\n`.toLowerCase()];
  // A service whose APIs are declared is known by its name.
  if (kind === 'apis') return [`${service}\n`, keyOf(service, kind, names)].map((key) => key.toLowerCase());
  return [keyOf(service, kind, names).toLowerCase()];
}

/** Returns the key of the resource that a policy belongs to; of the service for other resources. */
function ownerOf({ service, kind, names }: Declaration): string {
  const owner = kind.split('/').slice(0, -1).join('/');
  if (!kind.endsWith('policies') || owner === '') return `${service}\n`.toLowerCase();
  const isApi = owner === 'apis/operations' && !isUnknown(names[1]);
  return (isApi ? keyOf(service, 'apis', names) : keyOf(service, owner, names)).toLowerCase();
}

function keyOf(service: string, kind: string, names: readonly string[]): string {
  const depth = kind.split('/').length;
  return [service, kind, ...names.slice(0, depth).map((name) => nameAndRevision(name)[0])].join('\n');
}

/** Returns whether a policy can belong to any API, operation or product whose name is possible. */
export function isUnplaced({ isUnplaced: isMarked, resource, names }: Declaration): boolean {
  return isMarked === true || (resource.repeated !== undefined && names.some((name) => name.includes('${')));
}
