import { isObject, Json, JsonObject, symbolic, Unresolved, Value } from '../value';
import { Deployable, Doubt, Owner } from './deployable';
import { Locals, NO_LOCALS, within } from './locals';
import { propertyOf, textIn } from './select';
import { partsOf, textOf, unknown } from './symbols';

/** A resource whose children are expanded, even if its own condition is false. */
interface Parent {
  readonly type: string;
  readonly names: readonly string[] | Unresolved;
  readonly locals: Locals;
}

const TOP: Parent = { type: '', names: [], locals: NO_LOCALS };

/**
 * Returns the resources of a template, one for each iteration of a copy, without those whose condition is false.
 *
 * @param doubt - why it is not known whether the template is deployed
 */
export function expand(owner: Owner, resources: Json | undefined, doubt?: Doubt, parent = TOP): Deployable[] {
  return listed(resources).flatMap(([symbolicName, json]) => {
    if (!isObject<JsonObject>(json)) return [];
    const copy = propertyOf(json, 'copy');
    if (!isObject<JsonObject>(copy)) return expandOne(owner, json, parent, { symbolicName, doubt });
    const count = owner.evaluator.count(copy, parent.locals);
    const name = textIn(copy, 'name');
    if (count instanceof Unresolved) {
      const index = unknown(count.reason, `copyIndex('${name}')`);
      return expandOne(
        owner,
        json,
        { ...parent, locals: within(parent.locals, name, index) },
        { symbolicName, doubt: doubt ?? { by: 'copy', why: count } },
      );
    }
    return Array.from({ length: count }).flatMap((_, index) =>
      expandOne(
        owner,
        json,
        { ...parent, locals: within(parent.locals, name, index) },
        { symbolicName: symbolicName && `${symbolicName}[${index}]`, doubt },
      ),
    );
  });
}

/** Resources are a list, or an object with symbolic names. */
function listed(json: Json | undefined): (readonly [name: string | undefined, json: Json])[] {
  if (Array.isArray(json)) return (json as Json[]).map((each) => [undefined, each]);
  return isObject<JsonObject>(json) ? Object.entries(json) : [];
}

function expandOne(
  owner: Owner,
  json: JsonObject,
  parent: Parent,
  { symbolicName, doubt }: { readonly symbolicName?: string; readonly doubt?: Doubt },
): Deployable[] {
  const { locals } = parent;
  const given = textIn(json, 'type');
  // The type of a child is relative to its parent, unless it is a full type.
  const isRelative = parent.type !== '' && !given.split('/')[0].includes('.');
  const type = isRelative ? `${parent.type}/${given}` : given;
  const before = isRelative ? parent.names : [];
  const names = before instanceof Unresolved ? before : namesOf(owner, json, type, before, locals);
  const children = expand(owner, propertyOf(json, 'resources'), doubt, { type, names, locals });
  const condition = conditionOf(owner, json, locals);
  if (condition === false) return children;
  const ownDoubt: Doubt | undefined = condition === true ? undefined : { by: 'condition', why: condition };
  return [new Deployable(owner, { json, type, names, locals, symbolicName, doubt: doubt ?? ownDoubt }), ...children];
}

function conditionOf(owner: Owner, json: JsonObject, locals: Locals): boolean | Unresolved {
  const given = propertyOf(json, 'condition');
  if (given === undefined) return true;
  const value = owner.evaluator.value(given, locals);
  if (typeof value === 'boolean' || value instanceof Unresolved) return value;
  return value === 'true' || value === 'false' ? value === 'true' : unknown('the condition is neither true nor false');
}

/** Splits the name at each slash that does not belong to a value that is not known. */
function namesOf(
  owner: Owner,
  json: JsonObject,
  type: string,
  before: readonly string[],
  locals: Locals,
): readonly string[] | Unresolved {
  const given = propertyOf(json, 'name');
  const value: Value = given === undefined ? unknown('the resource has no name') : owner.evaluator.value(given, locals);
  const text = textOf(value);
  if (text === undefined) return value instanceof Unresolved ? value : unknown('the name is not a string');
  const names = [...before, ...segmentsOf(text)];
  const needed = type.split('/').length - 1;
  if (names.length === needed) return names;
  return unknown(
    `the name has ${names.length} segment${names.length === 1 ? '' : 's'}, and the type ${type} needs ${needed}`,
  );
}

function segmentsOf(name: string): string[] {
  const segments = [''];
  for (const { text, isSymbol } of partsOf(name)) {
    const [first, ...rest] = isSymbol ? [symbolic(text)] : text.split('/');
    segments.push((segments.pop() ?? '') + first, ...rest);
  }
  return segments;
}
