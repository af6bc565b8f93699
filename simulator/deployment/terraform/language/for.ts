import { Invalid, isList, isObject, Unresolved, Value, ValueObject, Whole } from '../../value';
import type { Budget } from './budget';
import type { Expression, For } from './expression';
import { unknownOf } from './configured';
import { kindOf, sortedEntries } from './kinds';
import { bind, Scope } from './scope';
import { hideDerived } from './sensitive';
import { withoutSymbol } from './symbols';
import { objectOf, tupleOf } from './structures';
import { partOfText } from './text';
import { itemOf } from './types';
import { described, toBool, toText } from './convert';

type Evaluate = (expression: Expression, scope?: Scope) => Value;

/** Evaluates a `for` expression. If the number of items or a key is not known, nothing is known. */
export function evaluateFor(loop: For, scope: Scope | undefined, valueOf: Evaluate, budget: Budget): Value {
  const scopes = scopesOf(loop, scope, valueOf, budget);
  if (scopes instanceof Unresolved) return scopes;
  if (!loop.key) return tupleOf(scopes.map((within) => valueOf(loop.value, within)));
  const entries = new Map<string, Value[]>();
  for (const within of scopes) {
    const key = toText(valueOf(loop.key, within));
    if (key instanceof Unresolved) return withoutSymbol(key);
    if (key === null) return new Invalid('a key is null');
    const values = entries.get(key) ?? [];
    if (values.length > 0 && !loop.isGrouped) return new Invalid('two items of a for expression have the same key');
    values.push(valueOf(loop.value, within));
    entries.set(key, values);
  }
  return objectOf([...entries].map(([key, values]) => [key, loop.isGrouped ? tupleOf(values) : (values[0] ?? null)]));
}

/** Evaluates the directive `%{ for }`: the concatenation of its texts. */
export function joinFor(loop: For, scope: Scope | undefined, valueOf: Evaluate, budget: Budget): Value {
  const scopes = scopesOf(loop, scope, valueOf, budget);
  if (scopes instanceof Unresolved) return scopes;
  const texts: string[] = [];
  for (const within of scopes) {
    const part = partOfText(valueOf(loop.value, within));
    if (part instanceof Unresolved) return part;
    texts.push(part);
    budget.text(part.length);
  }
  return hideDerived(texts, texts.join(''));
}

/** Returns the scope of each item that the condition includes. */
function scopesOf(loop: For, outer: Scope | undefined, valueOf: Evaluate, budget: Budget): Scope[] | Unresolved {
  const items = itemsOf(valueOf(loop.collection, outer));
  if (items instanceof Unresolved) return items;
  budget.items(items.length);
  budget.spend(2 * items.length);
  const scopes: Scope[] = [];
  for (const [key, value] of items) {
    const keyed = loop.keyName === undefined ? outer : bind(outer, loop.keyName, key);
    const scope = bind(keyed, loop.valueName, value);
    const isIncluded = loop.condition ? toBool(valueOf(loop.condition, scope)) : true;
    if (isIncluded instanceof Unresolved) return withoutSymbol(isIncluded);
    if (isIncluded === null) return new Invalid('a condition is null');
    if (isIncluded) scopes.push(scope);
  }
  return scopes;
}

/** Returns the keys and values of a collection in Terraform's order. */
export function itemsOf(value: Value): (readonly [key: Value, value: Value])[] | Unresolved {
  if (value instanceof Unresolved) return withoutSymbol(value);
  if (isList(value)) {
    const isSet = kindOf(value) === 'set';
    return value.map((item, index) => [isSet ? item : index, itemOf(value, item, index)] as const);
  }
  const unknown = unknownOf(value);
  if (unknown) return withoutSymbol(unknown);
  if (isObject<ValueObject>(value) && kindOf(value) !== 'json') {
    return sortedEntries<Value>(value).map(([name, item]) => [name, itemOf(value, item, name)] as const);
  }
  if (value instanceof Whole)
    return new Unresolved(`the attributes of ${value.address} are known only after deployment`);
  return new Invalid(`${described(value)} is used where a list or a map is needed`);
}
