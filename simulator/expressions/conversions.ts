import { invalidCast, invalidOperation, nullReference } from './errors';
import { runtimeType } from './runtime-type';
import * as t from './types';
import {
  CharValue,
  Convert,
  DateTimeOffsetValue,
  DateTimeValue,
  DecimalValue,
  DoubleValue,
  EnumValue,
  GuidValue,
  IntegerValue,
  RecordValue,
  TimeSpanValue,
  Value,
} from './value';
import { PairValue } from './collection';
import { enumValue, supertype } from './library/declare';
import { boxed, fits, integral, isInteger, isNumeric, numeric } from './numeric';
import { TO_TOKEN, tokenOf, fromToken } from './token-casts';
import { FROM_XML, fromXml } from './xml/casts';
import { XNamespaceValue, XNameValue } from './xml/tree';

/** An implicit conversion. The lower its cost, the better an overload fits. */
export interface Conversion {
  readonly cost: number;
  /** Omitted if the value does not change. */
  readonly convert?: Convert;
}

const WIDENING: Readonly<Record<string, readonly string[]>> = {
  sbyte: ['short', 'int', 'long', 'float', 'double', 'decimal'],
  byte: ['short', 'ushort', 'int', 'uint', 'long', 'ulong', 'float', 'double', 'decimal'],
  short: ['int', 'long', 'float', 'double', 'decimal'],
  ushort: ['int', 'uint', 'long', 'ulong', 'float', 'double', 'decimal'],
  char: ['ushort', 'int', 'uint', 'long', 'ulong', 'float', 'double', 'decimal'],
  int: ['long', 'float', 'double', 'decimal'],
  uint: ['long', 'ulong', 'float', 'double', 'decimal'],
  long: ['float', 'double', 'decimal'],
  ulong: ['float', 'double', 'decimal'],
  float: ['double'],
};

export function implicit(from: t.Type, to: t.Type, constant?: Value): Conversion | undefined {
  if (from === to) return { cost: 0 };
  if (from === t.NEVER) return { cost: 0 };
  if (from === t.NULL) return t.allowsNull(to) && to !== t.VOID ? { cost: to === t.OBJECT ? 2 : 1 } : undefined;
  if (from === t.VOID || to === t.VOID) return undefined;
  if (to.name === '?') {
    const inner = implicit(t.underlying(from), to.args[0], constant);
    if (!inner) return undefined;
    return { cost: inner.cost + 1, convert: from.name === '?' ? throughNull(inner.convert) : inner.convert };
  }
  const wider = from.name in WIDENING ? WIDENING[from.name].indexOf(to.name) : -1;
  if (wider >= 0) return { cost: wider + 1, convert: numeric(from, to) };
  if (isConstantFor(to, from, constant)) return { cost: 7, convert: numeric(from, to) };
  if (to === t.TOKEN && TO_TOKEN.has(t.underlying(from).text)) return { cost: 9, convert: tokenOf };
  if (from.name === 'DateTime' && to.name === 'DateTimeOffset')
    return { cost: 3, convert: (value) => new DateTimeOffsetValue((value as DateTimeValue).ticks) };
  if (from === t.STRING && (to.name === 'XName' || to.name === 'XNamespace')) return { cost: 3, convert: nameFrom(to) };
  if (to === t.OBJECT) return { cost: 15, convert: t.underlying(from) === t.BYTE ? boxed : undefined };
  return reference(from, to);
}

function nameFrom({ name }: t.Type): Convert {
  return (text) => {
    if (text === null) return null;
    if (name === 'XNamespace') return new XNamespaceValue(text as string);
    const match = /^\{([^}]*)\}(.+)$/.exec(text as string);
    return match ? new XNameValue(match[1], match[2]) : new XNameValue('', text as string);
  };
}

/** A constant is converted to a smaller or an unsigned type if its value is in the range. */
function isConstantFor(to: t.Type, from: t.Type, constant: Value | undefined): boolean {
  if (from === t.INT) return typeof constant === 'number' && isInteger(to) && fits(BigInt(constant), to);
  return from === t.LONG && to === t.ULONG && typeof constant === 'bigint' && constant >= 0n;
}

function throughNull(convert: Convert | undefined): Convert | undefined {
  return convert && ((value) => (value === null ? null : convert(value)));
}

/** Converts from a class to a base class, or from a list to one of its interfaces. */
function reference(from: t.Type, to: t.Type): Conversion | undefined {
  const above = supertype(from, to.name);
  if (!above) return undefined;
  const isSame =
    above === to ||
    (above.args.length === to.args.length && above.args.every((arg, index) => varies(arg, to.args[index])));
  return isSame ? { cost: above === to ? 5 : 6 } : undefined;
}

function varies(from: t.Type, to: t.Type): boolean {
  if (from === to) return true;
  return !t.isStruct(from) && from.name !== '?' && (to === t.OBJECT || reference(from, to) !== undefined);
}

/** Returns the conversion of a cast; undefined if C# has none. */
export function explicit(from: t.Type, to: t.Type, constant?: Value): Conversion | undefined {
  const known = implicit(from, to, constant);
  if (known) return known;
  if (from === t.NULL) return { cost: 0, convert: unboxing(to) };
  if (from.name === '?' && to.name !== '?') {
    const inner = explicit(from.args[0], to);
    return (
      inner && {
        cost: 0,
        convert: (value) => {
          if (value === null) throw invalidOperation('Nullable object must have a value.');
          return inner.convert ? inner.convert(value) : value;
        },
      }
    );
  }
  if (to.name === '?' && from !== t.OBJECT && supertype(from, 'JToken') === undefined) {
    const inner = explicit(t.underlying(from), to.args[0]);
    return inner && { cost: 0, convert: throughNull(inner.convert) };
  }
  if (isNumeric(from) && isNumeric(to)) return { cost: 0, convert: numeric(from, to) };
  if (t.isEnum(to) && isInteger(from)) return { cost: 0, convert: (value) => enumValue(to, Number(integral(value))) };
  if (t.isEnum(from) && isNumeric(to)) {
    const widen = numeric(t.INT, to);
    return { cost: 0, convert: (value) => widen((value as EnumValue).number) };
  }
  if ((from.name === 'XElement' || from.name === 'XAttribute') && FROM_XML.has(t.underlying(to).text))
    return { cost: 0, convert: fromXml(to) };
  if (supertype(from, 'JToken') && TO_TOKEN.has(t.underlying(to).text)) return { cost: 0, convert: fromToken(to) };
  const isDown = from === t.OBJECT || supertype(to, from.name) !== undefined || isInterface(from) || isInterface(to);
  return isDown && !(t.isStruct(from) && t.isStruct(to)) ? { cost: 0, convert: unboxing(to) } : undefined;
}

function isInterface({ name }: t.Type): boolean {
  return /^I[A-Z]/.test(name);
}

/** Returns whether a value, which is not null, is of a type. */
export function isOfType(value: NonNullable<Value>, to: t.Type): boolean {
  const wanted = t.underlying(to);
  if (wanted === t.OBJECT) return true;
  const actual = runtimeType(value);
  return actual === wanted || reference(actual, wanted) !== undefined;
}

/** Returns the value of an `object` as a value of its type. */
export function unboxed(value: Value): Value {
  return value instanceof IntegerValue && value.type === t.BYTE ? Number(value.value) : value;
}

function unboxing(to: t.Type): Convert {
  const mayBeNull = t.allowsNull(to);
  return (value) => {
    if (value === null) {
      if (mayBeNull) return null;
      throw nullReference();
    }
    if (isOfType(value, to)) return unboxed(value);
    throw invalidCast(t.runtimeName(runtimeType(value)), t.runtimeName(t.underlying(to)));
  };
}

/** Returns the default value of a type: `default(T)`. */
export function defaultOf(type: t.Type): Value {
  switch (type.name) {
    case 'int':
    case 'byte':
      return 0;
    case 'long':
      return 0n;
    case 'bool':
      return false;
    case 'char':
      return CharValue.of(0);
    case 'sbyte':
    case 'short':
    case 'ushort':
    case 'uint':
    case 'ulong':
      return new IntegerValue(type, 0n);
    case 'float':
      return new DoubleValue(0, true);
    case 'double':
      return new DoubleValue(0);
    case 'decimal':
      return new DecimalValue(0n, 0);
    case 'DateTime':
      return new DateTimeValue(0n, 'Unspecified');
    case 'DateTimeOffset':
      return new DateTimeOffsetValue(0n);
    case 'TimeSpan':
      return new TimeSpanValue(0n);
    case 'Guid':
      return new GuidValue('00000000-0000-0000-0000-000000000000');
    case 'tuple':
      return new RecordValue(type, type.args.map(defaultOf));
    case 'KeyValuePair':
      return new PairValue(defaultOf(type.args[0]), defaultOf(type.args[1]), type.args[0], type.args[1]);
    default:
      return t.isEnum(type) ? enumValue(type, 0) : null;
  }
}

/** Returns the common type of two branches. */
export function common(a: t.Type, b: t.Type, aConstant?: Value, bConstant?: Value): t.Type | undefined {
  if (implicit(b, a, bConstant)) return a;
  if (implicit(a, b, aConstant)) return b;
  if (a === t.NULL && t.isStruct(b)) return t.lifted(b);
  if (b === t.NULL && t.isStruct(a)) return t.lifted(a);
  return undefined;
}
