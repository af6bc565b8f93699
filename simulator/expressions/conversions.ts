import { CSharpException, formatException, invalidCast, invalidOperation, nullReference } from './errors';
import { formatValue } from './format';
import { parseDate } from './format-date';
import { parseDecimal } from './format-number';
import { JProperty, JToken, JValue } from './json';
import { runtimeType } from './runtime-type';
import * as t from './types';
import { CharValue, DateTimeValue, DecimalValue, DoubleValue, EnumValue, GuidValue, Value } from './value';
import { enumValue, supertype } from './library/declare';

export type Convert = (value: Value) => Value;

/** A conversion that C# makes by itself; the cheaper, the better an overload fits. */
export interface Conversion {
  readonly cost: number;
  /** Left out where the value stays as it is. */
  readonly convert?: Convert;
}

const WIDENING: Readonly<Record<string, readonly string[]>> = {
  byte: ['int', 'long', 'float', 'double', 'decimal'],
  char: ['int', 'long', 'float', 'double', 'decimal'],
  int: ['long', 'float', 'double', 'decimal'],
  long: ['float', 'double', 'decimal'],
  float: ['double'],
};
const NUMERIC = new Set(['byte', 'char', 'int', 'long', 'float', 'double', 'decimal']);
const TO_TOKEN = new Set(
  ['string', 'bool', 'byte[]', 'DateTime', 'Guid', 'TimeSpan', 'Uri', ...NUMERIC].filter((name) => name !== 'char'),
);

export function isNumeric({ name }: t.Type): boolean {
  return NUMERIC.has(name);
}

/** Whether values of a type hold null. */
export function allowsNull(type: t.Type): boolean {
  return !t.isStruct(type);
}

export function implicit(from: t.Type, to: t.Type, constant?: Value): Conversion | undefined {
  if (from === to) return { cost: 0 };
  if (from === t.NEVER) return { cost: 0 };
  if (from === t.NULL) return allowsNull(to) && to !== t.VOID ? { cost: to === t.OBJECT ? 2 : 1 } : undefined;
  if (from === t.VOID || to === t.VOID) return undefined;
  if (to.name === '?') {
    const inner = implicit(t.underlying(from), to.args[0], constant);
    if (!inner) return undefined;
    return { cost: inner.cost + 1, convert: from.name === '?' ? throughNull(inner.convert) : inner.convert };
  }
  const wider = from.name in WIDENING ? WIDENING[from.name].indexOf(to.name) : -1;
  if (wider >= 0) return { cost: wider + 1, convert: numeric(from, to) };
  if (to === t.BYTE && from === t.INT && typeof constant === 'number' && constant >= 0 && constant < 256)
    return { cost: 1 };
  if (to === t.TOKEN && TO_TOKEN.has(t.underlying(from).text)) return { cost: 9, convert: tokenOf };
  if (to === t.OBJECT) return from === t.BYTE ? undefined : { cost: 15 };
  return reference(from, to);
}

function throughNull(convert: Convert | undefined): Convert | undefined {
  return convert && ((value) => (value === null ? null : convert(value)));
}

/** From a class to one above it, from a list to the interfaces that it has. */
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

/** A conversion that is asked for by a cast; undefined where C# has none. */
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
  if (t.isEnum(to) && from === t.INT) return { cost: 0, convert: (value) => enumValue(to, value as number) };
  if (t.isEnum(from) && isNumeric(to)) {
    const widen = numeric(t.INT, to);
    return { cost: 0, convert: (value) => widen((value as EnumValue).number) };
  }
  if (supertype(from, 'JToken') && TO_TOKEN.has(t.underlying(to).text)) return { cost: 0, convert: fromToken(to) };
  const isDown = from === t.OBJECT || supertype(to, from.name) !== undefined || isInterface(from) || isInterface(to);
  return isDown && !(t.isStruct(from) && t.isStruct(to)) ? { cost: 0, convert: unboxing(to) } : undefined;
}

function isInterface({ name }: t.Type): boolean {
  return /^I[A-Z]/.test(name);
}

/** Whether a value, which is not null, is of a type. */
export function isOfType(value: NonNullable<Value>, to: t.Type): boolean {
  const wanted = t.underlying(to);
  if (wanted === t.OBJECT) return true;
  const actual = runtimeType(value);
  return actual === wanted || reference(actual, wanted) !== undefined;
}

function unboxing(to: t.Type): Convert {
  const mayBeNull = allowsNull(to);
  return (value) => {
    if (value === null) {
      if (mayBeNull) return null;
      throw nullReference();
    }
    if (isOfType(value, to)) return value;
    throw invalidCast(t.runtimeName(runtimeType(value)), t.runtimeName(t.underlying(to)));
  };
}

/** Conversion between numbers without checks of range, as in an unchecked context. */
export function numeric(from: t.Type, to: t.Type): Convert {
  const { name } = to;
  if (from === to) return (value) => value;
  return (value) => toNumeric(value, name);
}

function toNumeric(value: Value, to: string): Value {
  switch (to) {
    case 'int':
      return Number(BigInt.asIntN(32, integral(value)));
    case 'byte':
      return Number(BigInt.asUintN(8, integral(value)));
    case 'char':
      return CharValue.of(Number(BigInt.asUintN(16, integral(value))));
    case 'long':
      return BigInt.asIntN(64, integral(value));
    case 'decimal':
      return toDecimal(value);
    case 'float':
      return new DoubleValue(Math.fround(toDouble(value)), true);
    default:
      return new DoubleValue(toDouble(value));
  }
}

function integral(value: Value): bigint {
  if (value instanceof DecimalValue) return value.units / 10n ** BigInt(value.scale);
  if (value instanceof DoubleValue) {
    return Number.isFinite(value.value) && Math.abs(value.value) < 2 ** 63
      ? BigInt(Math.trunc(value.value))
      : -(2n ** 63n);
  }
  if (value instanceof CharValue) return BigInt(value.code);
  return BigInt(value as number | bigint);
}

export function toDouble(value: Value): number {
  if (value instanceof DoubleValue) return value.value;
  if (value instanceof DecimalValue) return Number(value.units) / 10 ** value.scale;
  if (value instanceof CharValue) return value.code;
  return Number(value);
}

export function toDecimal(value: Value): DecimalValue {
  if (value instanceof DecimalValue) return value;
  if (value instanceof DoubleValue) {
    const parsed = Number.isFinite(value.value)
      ? parseDecimal(value.value.toPrecision(15).replace(/\.?0+$/, ''))
      : undefined;
    if (!parsed) throw overflow('Decimal');
    return parsed;
  }
  return new DecimalValue(integral(value), 0);
}

export function overflow(type: string): CSharpException {
  return new CSharpException('OverflowException', `Value was either too large or too small for ${type}.`);
}

/** What a value becomes in JSON. */
export function tokenOf(value: Value): JToken {
  if (value === null) return new JValue(null, 'Null');
  if (value instanceof JToken) return value;
  if (typeof value === 'string') return new JValue(value, 'String');
  if (typeof value === 'boolean') return new JValue(value, 'Boolean');
  if (typeof value === 'number') return new JValue(BigInt(value), 'Integer');
  if (typeof value === 'bigint') return new JValue(value, 'Integer');
  if (value instanceof DoubleValue || value instanceof DecimalValue) return new JValue(value, 'Float');
  if (value instanceof DateTimeValue) return new JValue(value, 'Date');
  if (value instanceof GuidValue) return new JValue(value, 'Guid');
  if (value instanceof URL) return new JValue(value, 'Uri');
  if (value instanceof CharValue) return new JValue(value.text, 'String');
  if (value instanceof Uint8Array) return new JValue(value, 'Bytes');
  throw new CSharpException(
    'ArgumentException',
    `Could not determine JSON object type for type ${t.runtimeName(runtimeType(value))}.`,
  );
}

/** The casts that Newtonsoft gives a token: `(string)token`, `(int)token`, `(bool?)token`. */
export function fromToken(to: t.Type): Convert {
  const wanted = t.underlying(to);
  return (given) => {
    const token = given instanceof JProperty ? given.value : given;
    if (token === null) {
      if (allowsNull(to)) return null;
      throw new CSharpException('ArgumentNullException', "Value cannot be null. (Parameter 'value')");
    }
    if (!(token instanceof JValue)) throw cannotConvert(token as JToken, wanted);
    if (token.kind === 'Null' && allowsNull(to)) return null;
    return scalarFromToken(token, wanted);
  };
}

function cannotConvert(token: JToken, to: t.Type): CSharpException {
  const kind = token instanceof JValue ? token.kind : runtimeType(token).name.slice(1);
  return new CSharpException(
    'ArgumentException',
    `Can not convert ${kind} to ${t.runtimeName(to).replace('System.', '')}.`,
  );
}

function scalarFromToken(token: JValue, wanted: t.Type): Value {
  const { value, kind } = token;
  if (wanted === t.STRING) {
    if (kind === 'Bytes') return Buffer.from(value as Uint8Array).toString('base64');
    return formatValue(token);
  }
  if (value === null) throw cannotConvert(token, wanted);
  if (wanted === t.BOOL) {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return value !== 0n;
    if (value instanceof DoubleValue) return value.value !== 0;
    const text = formatValue(value).trim().toLowerCase();
    if (kind === 'String' && (text === 'true' || text === 'false')) return text === 'true';
    throw kind === 'String'
      ? formatException('String was not recognized as a valid Boolean.')
      : cannotConvert(token, wanted);
  }
  if (isNumeric(wanted)) return numberFromToken(token, wanted);
  if (wanted.name === 'DateTime' && kind === 'String') {
    const parsed = parseDate(value as string);
    if (!parsed) throw formatException('String was not recognized as a valid DateTime.');
    return parsed.date;
  }
  if (wanted.name === 'Guid' && kind === 'String') return new GuidValue((value as string).toLowerCase());
  if (runtimeType(value) === wanted) return value;
  throw cannotConvert(token, wanted);
}

function numberFromToken(token: JValue, wanted: t.Type): Value {
  const { value } = token;
  if (typeof value === 'boolean') return toNumeric(value ? 1 : 0, wanted.name);
  if (typeof value === 'string') {
    const parsed = parseDecimal(value);
    if (!parsed || (parsed.scale > 0 && /^(int|long|byte)$/.test(wanted.name))) throw formatException();
    return inRange(parsed, wanted);
  }
  if (typeof value === 'bigint' || value instanceof DoubleValue || value instanceof DecimalValue)
    return inRange(value, wanted);
  throw cannotConvert(token, wanted);
}

const RANGES: Readonly<Record<string, readonly [bigint, bigint, string]>> = {
  int: [-(2n ** 31n), 2n ** 31n - 1n, 'an Int32'],
  long: [-(2n ** 63n), 2n ** 63n - 1n, 'an Int64'],
  byte: [0n, 255n, 'an unsigned byte'],
};

/** As `Convert` does it: checked, and halves rounded to the even number. */
export function inRange(value: Value, wanted: t.Type): Value {
  if (!Object.hasOwn(RANGES, wanted.name)) return toNumeric(value, wanted.name);
  const [least, most, name] = RANGES[wanted.name];
  const exact = rounded(value);
  if (exact === undefined || exact < least || exact > most) throw overflow(name);
  return toNumeric(exact, wanted.name);
}

function rounded(value: Value): bigint | undefined {
  if (value instanceof DoubleValue)
    return Number.isFinite(value.value) ? BigInt(roundHalfEven(value.value)) : undefined;
  if (value instanceof DecimalValue) {
    const by = 10n ** BigInt(value.scale);
    const low = value.units / by - (value.units < 0n && value.units % by !== 0n ? 1n : 0n);
    const twice = (value.units - low * by) * 2n;
    return twice > by || (twice === by && low % 2n !== 0n) ? low + 1n : low;
  }
  return integral(value);
}

export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
}

/** The value of a type that no one gave a value: `default(T)`. */
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
    case 'float':
      return new DoubleValue(0, true);
    case 'double':
      return new DoubleValue(0);
    case 'decimal':
      return new DecimalValue(0n, 0);
    case 'DateTime':
      return new DateTimeValue(0n, 'Unspecified');
    case 'Guid':
      return new GuidValue('00000000-0000-0000-0000-000000000000');
    default:
      return t.isEnum(type) ? enumValue(type, 0) : null;
  }
}

/** The type that two branches have in common. */
export function common(a: t.Type, b: t.Type, aConstant?: Value, bConstant?: Value): t.Type | undefined {
  if (implicit(b, a, bConstant)) return a;
  if (implicit(a, b, aConstant)) return b;
  if (a === t.NULL && t.isStruct(b)) return t.lifted(b);
  if (b === t.NULL && t.isStruct(a)) return t.lifted(a);
  return undefined;
}
