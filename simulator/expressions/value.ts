import { bounded, budget } from './budget';
import { Type } from './types';

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

/** The bytes of an object, and of an item of a list. */
const OBJECT = 64;
const PLACE = 16;

/** An array, a list, or the result of a query. */
export class SequenceValue {
  /** Changes whenever the items of a list change, which ends its enumerations. */
  version = 0;

  constructor(
    readonly kind: 'array' | 'list' | 'sequence' | 'set',
    readonly elementType: Type,
    private readonly held: Value[],
  ) {
    budget.allocate(OBJECT + PLACE * held.length);
  }

  get items(): Value[] {
    return this.held;
  }

  add(item: Value): void {
    budget.allocate(PLACE);
    this.version++;
    this.held.push(item);
  }

  insert(index: number, item: Value): void {
    budget.allocate(PLACE);
    this.version++;
    this.held.splice(index, 0, item);
  }
}

/** The result of a query. Like in C#, its items are determined each time that it is enumerated, one by one. */
export class QueryValue extends SequenceValue {
  constructor(
    elementType: Type,
    private readonly enumerate: () => Iterable<Value>,
  ) {
    super('sequence', elementType, []);
  }

  override get items(): Value[] {
    const items: Value[] = [];
    for (const item of this.each()) {
      budget.allocate(PLACE);
      items.push(item);
    }
    return items;
  }

  *each(): Iterable<Value> {
    for (const item of this.enumerate()) {
      budget.spend(1);
      yield item;
    }
  }
}

/** A `HashSet`, whose items are found by their keys. */
export class SetValue extends SequenceValue {
  private readonly keys = new Set<Value>();

  constructor(elementType: Type, items: readonly Value[]) {
    super('set', elementType, []);
    for (const item of items) this.addNew(item);
  }

  /** Adds an item. Returns false if the set contains an equal item. */
  addNew(item: Value): boolean {
    const key = keyOf(item);
    if (this.keys.has(key)) return false;
    budget.allocate(OBJECT);
    this.keys.add(key);
    this.add(item);
    return true;
  }

  has(item: Value): boolean {
    return this.keys.has(keyOf(item));
  }
}

export class PairValue {
  constructor(
    readonly key: Value,
    readonly value: Value,
    readonly keyType: Type,
    readonly valueType: Type,
  ) {}
}

export class DictionaryValue {
  readonly entries = new Map<Value, PairValue>();
  /** Changes whenever an entry is set, which ends the enumerations of the entries. */
  version = 0;

  constructor(
    readonly keyType: Type,
    readonly valueType: Type,
    private readonly ignoresCase = false,
  ) {
    budget.allocate(4 * OBJECT);
  }

  get(key: Value): PairValue | undefined {
    return this.entries.get(this.keyOf(key));
  }

  set(key: Value, value: Value): void {
    budget.allocate(2 * OBJECT);
    this.version++;
    const own = this.keyOf(key);
    // A known key stays as it is; with an IgnoreCase comparer, it can differ from the new one.
    const known = this.entries.get(own);
    this.entries.set(own, new PairValue(known ? known.key : key, value, this.keyType, this.valueType));
  }

  delete(key: Value): boolean {
    return this.entries.delete(this.keyOf(key));
  }

  private keyOf(key: Value): Value {
    return keyOf(this.ignoresCase && typeof key === 'string' ? key.toUpperCase() : key);
  }
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
}

/**
 * A time with offset zero, since the gateway's clock shows UTC. Its text includes the offset, like that of a local
 * time.
 */
export class DateTimeOffsetValue extends DateTimeValue {
  constructor(ticks: bigint) {
    super(ticks, 'Local');
  }
}

export class TimeSpanValue {
  constructor(readonly ticks: bigint) {}
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
  if (value instanceof DateTimeOffsetValue) return `moment ${value.ticks}`;
  if (value instanceof DateTimeValue) return `date ${value.ticks}`;
  if (value instanceof TimeSpanValue) return `span ${value.ticks}`;
  if (value instanceof DoubleValue) return `double ${value.value}`;
  if (value instanceof DecimalValue) return decimalKey(value);
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
