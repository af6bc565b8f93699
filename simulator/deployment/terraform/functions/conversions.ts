import { Functions, giveUp, Refusal, refuse, TerraformFunction } from '../language/function';
import { hideValue, revealValue } from '../language/sensitive';
import { unknownIn, unresolved } from '../language/symbols';
import { convert } from '../language/convert';
import { isMixed, nullOf, Type, typeOf, unify } from '../language/types';
import { Invalid, TypedNull, Unresolved, Value } from '../../value';

/** Returns a function that returns its argument after it has marked it. */
function marking(mark: (value: Value) => void): TerraformFunction {
  return {
    unknowns: 'all',
    seesTypes: true,
    run: ([value = null]) => {
      mark(value);
      return value;
    },
  };
}

/** Conversions of types, and functions that handle errors. */
export const CONVERSIONS: Functions = {
  can: {
    unknowns: 'all',
    handlesErrors: true,
    isQuick: true,
    seesTypes: true,
    run: ([value]) => succeeds(value ?? null),
  },
  issensitive: { unknowns: 'all', run: () => giveUp('whether a value is sensitive is not determined') },
  nonsensitive: marking(revealValue),
  sensitive: marking(hideValue),
  tobool: { seesTypes: true, run: ([value]) => convert(value ?? null, 'bool') },
  tolist: { unknowns: 'nested', seesTypes: true, run: ([value]) => collection(value ?? null, 'list') },
  tomap: { unknowns: 'nested', seesTypes: true, run: ([value]) => collection(value ?? null, 'map') },
  tonumber: { seesTypes: true, run: ([value]) => convert(value ?? null, 'number') },
  toset: { unknowns: 'nested', seesTypes: true, run: ([value]) => collection(value ?? null, 'set') },
  tostring: { unknowns: 'all', seesTypes: true, run: ([value]) => convert(value ?? null, 'string') },
  try: { unknowns: 'all', handlesErrors: true, isQuick: true, seesTypes: true, run: attempted },
};

function collection(value: Value, kind: 'list' | 'set' | 'map'): Value {
  const of = typeOf(value);
  if (value === null) return nullOf({ kind, item: 'any' });
  const types = typesIn(of, kind);
  const item = unify(types);
  if (item === undefined) return refuse('the items of a collection have different types');
  if (value instanceof TypedNull) return nullOf({ kind, item });
  if (kind !== 'map' && isMixed(item, types)) return refuse('the items of a collection have no common type');
  const converted = convert(value, { kind, item });
  if (converted instanceof Unresolved) throw new Refusal(converted);
  return converted;
}

/** Returns the types of the items of a value that can be converted to a collection. */
function typesIn(type: Type, kind: 'list' | 'set' | 'map'): readonly Type[] {
  if (typeof type === 'object' && (kind === 'map') === (type.kind === 'map' || type.kind === 'object')) {
    if (type.kind === 'tuple') return type.items;
    return type.kind === 'object' ? [...type.attributes.values()] : [type.item];
  }
  if (type === 'unknown') return giveUp('the type of a value is not known');
  return refuse(`a value cannot be converted to a ${kind}`);
}

/** Returns whether the value is not an error. */
function succeeds(value: Value): Value {
  const unknown = unknownIn(value);
  if (unknown instanceof Invalid) return false;
  // An error can still occur in what is not known.
  return unknown ? unresolved(unknown, 'can(', [value]) : true;
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
