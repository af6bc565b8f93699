import { asList, Functions, giveUp, Refusal, refuse } from '../language/function';
import { hideValue, revealValue } from '../language/sensitive';
import { unknownIn, unresolved } from '../language/symbols';
import { convert, toBool, toNumber, toText, typeOf, unify } from '../language/types';
import { Invalid, isObject, Unresolved, Value, ValueObject } from '../../value';

/** Conversions of types, and functions that handle errors. */
export const CONVERSIONS: Functions = {
  can: { unknowns: 'all', handlesErrors: true, run: ([value]) => succeeds(value ?? null) },
  issensitive: { unknowns: 'all', run: () => giveUp('whether a value is sensitive is not determined') },
  nonsensitive: { unknowns: 'all', run: ([value]) => after(revealValue, value) },
  sensitive: { unknowns: 'all', run: ([value]) => after(hideValue, value) },
  tobool: { run: ([value]) => toBool(value ?? null) },
  tolist: { unknowns: 'nested', run: ([value]) => collection(value ?? null, 'list') },
  tomap: { unknowns: 'nested', run: ([value]) => collection(value ?? null, 'map') },
  tonumber: { run: ([value]) => toNumber(value ?? null) },
  toset: { unknowns: 'nested', run: ([value]) => collection(value ?? null, 'set') },
  tostring: { unknowns: 'all', run: ([value]) => (value instanceof Unresolved ? value : toText(value ?? null)) },
  try: { unknowns: 'all', handlesErrors: true, run: attempted },
};

/** Returns the value after an action with it. */
function after(act: (value: Value) => void, value: Value = null): Value {
  act(value);
  return value;
}

function collection(value: Value, kind: 'list' | 'set' | 'map'): Value {
  if (value === null) return null;
  const items = kind === 'map' ? (isObject<ValueObject>(value) ? Object.values<Value>(value) : asMap()) : asList(value);
  const item = unify(items.map(typeOf));
  if (item === undefined) return refuse('the items of a collection have different types');
  const converted = convert(value, { kind, item });
  if (converted instanceof Unresolved) throw new Refusal(converted);
  return converted;
}

function asMap(): never {
  return refuse('a list or a string cannot be converted to a map');
}

/** Returns whether the value is not an error. */
function succeeds(value: Value): Value {
  const unknown = unknownIn(value);
  if (unknown instanceof Invalid) return false;
  if (unknown && unknown.symbol === undefined) return unknown;
  // An error can still occur where nothing is known.
  return value instanceof Unresolved ? unresolved(value, 'can(', [value]) : true;
}

/** Returns the first value that is not an error. */
function attempted(values: readonly Value[]): Value {
  for (const [index, value] of values.entries()) {
    const unknown = unknownIn(value);
    if (unknown instanceof Invalid) continue;
    if (unknown && unknown.symbol === undefined) return unknown;
    const isLast = index === values.length - 1;
    return value instanceof Unresolved && !isLast ? unresolved(value, 'try(', values.slice(index)) : value;
  }
  return refuse('all arguments of try are errors');
}
