import { bounded, budget } from './budget';
import { Type } from './types';
import { XNamespaceValue, XNameValue } from './xml/tree';

/**
 * A C# value at run time. `int` and `byte` are numbers, and `long` is a bigint. Values without a counterpart in
 * JavaScript are instances of the classes below or of `json.ts`, or objects of the context.
 */
export type Value = null | boolean | number | bigint | string | object;

/** A lambda or local function. */
export type Callable = (...args: Value[]) => Value;

export class CharValue {
  private static readonly cache = new Map<number, CharValue>();
  private constructor(readonly code: number) {}

  /** One object for each character, so that they can be compared by identity. */
  static of(code: number): CharValue {
    let char = CharValue.cache.get(code);
    if (!char) CharValue.cache.set(code, (char = new CharValue(code)));
    return char;
  }

  get text(): string {
    return String.fromCharCode(this.code);
  }
}

export class DoubleValue {
  constructor(
    readonly value: number,
    readonly isSingle = false,
  ) {}
}

/**
 * An integer of a type that has no representation of its own: `sbyte`, `short`, `ushort`, `uint`, and `ulong`, and a
 * `byte` as an `object`.
 */
export class IntegerValue {
  constructor(
    readonly type: Type,
    readonly value: bigint,
  ) {}
}

/** `units` divided by 10 to the power of `scale`. */
export class DecimalValue {
  constructor(
    readonly units: bigint,
    readonly scale: number,
  ) {}
}

/** A tuple, or an object of an anonymous type. */
export class RecordValue {
  constructor(
    readonly type: Type,
    readonly values: readonly Value[],
  ) {}
}

export class EnumValue {
  constructor(
    readonly type: Type,
    readonly name: string,
    readonly number: number,
  ) {}
}

type DateKind = 'Utc' | 'Local' | 'Unspecified';

/** Ticks of 100 ns since the year 1. */
export class DateTimeValue {
  constructor(
    readonly ticks: bigint,
    readonly kind: DateKind,
  ) {}

  /** The time that a clock at its place shows, in ticks. */
  get clock(): bigint {
    return this.ticks;
  }
}

/** A moment, in ticks of UTC, with the offset of a clock from UTC. Like that of a local time, its text includes it. */
export class DateTimeOffsetValue extends DateTimeValue {
  constructor(
    ticks: bigint,
    readonly offset = 0n,
  ) {
    super(ticks, 'Local');
  }

  override get clock(): bigint {
    return this.ticks + this.offset;
  }
}

export class TimeSpanValue {
  constructor(readonly ticks: bigint) {}
}

/** An absolute `Uri`. */
export class UriValue {
  constructor(
    readonly original: string,
    readonly url: URL,
  ) {}
}

export class GuidValue {
  constructor(readonly text: string) {}
}

/** The result of an `out` parameter. */
export class OutCell {
  value: Value = null;
}

/** Returns a map key that is equal for equal C# values. */
export function keyOf(value: Value): Value {
  if (typeof value === 'string') budget.scan(value.length);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof GuidValue) return `guid ${value.text}`;
  if (value instanceof XNameValue || value instanceof XNamespaceValue) return bounded(`xml ${value.text}`);
  if (value instanceof UriValue) return `uri ${value.url.href.replace(/#.*/s, '')}`;
  if (value instanceof DateTimeOffsetValue) return `moment ${value.ticks}`;
  if (value instanceof DateTimeValue) return `date ${value.ticks}`;
  if (value instanceof TimeSpanValue) return `span ${value.ticks}`;
  if (value instanceof DoubleValue) return `double ${value.value}`;
  if (value instanceof DecimalValue) return decimalKey(value);
  if (value instanceof EnumValue) return `${value.type.text} ${value.number}`;
  if (value instanceof IntegerValue) return `${value.type.text} ${value.value}`;
  if (value instanceof RecordValue) return bounded(`record ${value.type.text} ${value.values.map(partKey).join(' ')}`);
  return value;
}

function decimalKey({ units, scale }: DecimalValue): string {
  let [digits, places] = [units, scale];
  for (; places > 0 && digits % 10n === 0n; places--) digits /= 10n;
  return `decimal ${digits} ${places}`;
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** Returns a key for a part of a record; values that are compared by identity receive a number. */
function partKey(value: Value): string {
  const key = keyOf(value);
  if (typeof key !== 'object' || key === null) return `${typeof key}:${String(key).length}:${String(key)}`;
  let number = numbers.get(key);
  if (number === undefined) numbers.set(key, (number = ++last));
  return `#${number}`;
}

export type Convert = (value: Value) => Value;
