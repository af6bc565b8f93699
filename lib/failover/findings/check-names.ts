import { DeclarationModel } from '../model';
import { finding, Finding } from './finding';
import { counted, listed } from './wording';

/**
 * Finds declarations whose names or paths clash within a service (AF010). Every clashing declaration has the finding.
 */
export function checkNames(declarations: readonly DeclarationModel[]): Finding[] {
  const groups = new Map<string, DeclarationModel[]>();
  const keys = declarations.map(clashKeys);
  for (const [index, declaration] of declarations.entries()) {
    for (const key of keys[index]) {
      const group = groups.get(key);
      if (group) group.push(declaration);
      else groups.set(key, [declaration]);
    }
  }
  if (groups.size === keys.flat().length) return [];
  for (const group of groups.values()) group.sort(byName);
  const messages = new Map<Group, string>();
  const messageOf = (group: Group): string => {
    const message = messages.get(group) ?? nameClash(group);
    messages.set(group, message);
    return message;
  };
  return declarations.flatMap((declaration, index) => {
    const [sameName = [], samePath = []] = keys[index].map((key) => groups.get(key) ?? []);
    return checkName(declaration, sameName, samePath, messageOf);
  });
}

type Group = readonly DeclarationModel[];

/** Checks one declaration against the declarations that share its name or its path, each sorted by name. */
export function checkName(
  declaration: DeclarationModel,
  sameName: Group,
  samePath: Group,
  messageOf: (sameName: Group) => string = nameClash,
): Finding[] {
  const { address, kind } = declaration;
  const remedy = kind === 'named value' ? NAMED_VALUE_REMEDY : NAME_REMEDY;
  const path = pathClash(declaration, samePath);
  return [
    ...(sameName.length > 1 ? [finding('AF010', address, messageOf(sameName), remedy)] : []),
    ...(path === undefined ? [] : [finding('AF010', address, path, PATH_REMEDY)]),
  ];
}

const NAME_REMEDY = 'Give each a unique name';

const NAMED_VALUE_REMEDY =
  'Give each a unique name (the constructs name the named value of a credential after the backend and the header or ' +
  'function app)';

const PATH_REMEDY = 'Give each API a unique path, or make the APIs different versions in one version set';

/**
 * Returns the keys of a declaration: one for the name, and one for the path of an API. Only declarations that share a
 * key can clash.
 */
export function clashKeys({ kind, service, name, revision, path }: DeclarationModel): string[] {
  const keyOf = (...parts: readonly (string | undefined)[]): string =>
    JSON.stringify([service, ...parts]).toLowerCase();
  if (kind === 'named value') return [keyOf('namedValues', name)];
  if (kind !== 'API') return [keyOf('backends', name)];
  return [keyOf('apis', name, revision), ...(path === undefined ? [] : [keyOf('paths', path)])];
}

/** Compares clashing declarations by name, so that messages do not depend on the order of declaration. */
export function byName({ name: one }: DeclarationModel, { name: other }: DeclarationModel): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * For example, `1 backend and 1 pool of one service have the name 'orders'`. The message is the same for all clashing
 * declarations.
 */
function nameClash(group: Group): string {
  const kinds = new Map<string, number>();
  for (const { kind } of group) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const whose = listed([...kinds].sort().map(([kind, count]) => counted(count, kind)));
  const names = [...new Set(group.map(({ name }) => name))].sort().map((name) => `'${name}'`);
  const [{ revision }] = group;
  return (
    `${whose} of one service have the name ${listed(names, 'or')}` +
    (revision === undefined || revision === '1' ? '' : ` and revision ${revision}`) +
    (names.length > 1 ? ', which Azure treats as the same' : '') +
    (kinds.size > 1 ? '; in Azure, pools and backends share their names' : '')
  );
}

const MOST_NAMED = 3;

/** Undefined if only other revisions and versions of the API have the path. */
function pathClash(api: DeclarationModel, samePath: Group): string | undefined {
  const names = new Set<string>();
  for (const other of samePath) {
    if (refuses(api, other)) names.add(other.name);
    if (names.size > MOST_NAMED) break;
  }
  if (names.size === 0) return undefined;
  const named = [...names].slice(0, MOST_NAMED);
  const others = [...named.map((name) => `'${name}'`), ...(names.size > MOST_NAMED ? ['others'] : [])];
  return `API '${api.name}' has the path '/${api.path}', which ${listed(others)} of its service also ${names.size === 1 ? 'has' : 'have'}`;
}

/** Returns whether the two APIs cannot have the same path. */
function refuses(one: DeclarationModel, other: DeclarationModel): boolean {
  if (one.name.toLowerCase() === other.name.toLowerCase()) return false;
  return !mayBeInOneSet(one, other) || one.version === other.version;
}

function mayBeInOneSet({ versionSet: one }: DeclarationModel, { versionSet: other }: DeclarationModel): boolean {
  if (one === undefined || other === undefined) return false;
  return one === 'unknown' || other === 'unknown' || one.toLowerCase() === other.toLowerCase();
}
