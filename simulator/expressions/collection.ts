import { budget } from './budget';
import { Type } from './types';
import { keyOf, Value } from './value';

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

  /** Replaces all items. Returns the number by which they became fewer. */
  replace(items: readonly Value[]): number {
    const before = this.held.length;
    this.version++;
    this.held.length = 0;
    for (const item of items) this.held.push(item);
    return before - items.length;
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

  constructor(
    elementType: Type,
    items: readonly Value[],
    private readonly ignoresCase = false,
  ) {
    super('set', elementType, []);
    for (const item of items) this.addNew(item);
  }

  /** Adds an item. Returns false if the set contains an equal item. */
  addNew(item: Value): boolean {
    const key = this.keyOf(item);
    if (this.keys.has(key)) return false;
    budget.allocate(OBJECT);
    this.keys.add(key);
    this.add(item);
    return true;
  }

  has(item: Value): boolean {
    return this.keys.has(this.keyOf(item));
  }

  remove(item: Value): boolean {
    const key = this.keyOf(item);
    return this.keys.has(key) && this.keep((one) => this.keyOf(one) !== key);
  }

  /** Keeps only the items that pass a test. Returns whether an item was removed. */
  keep(test: (item: Value) => boolean): boolean {
    const kept = this.items.filter(test);
    budget.spend(4 * this.items.length);
    if (kept.length === this.items.length) return false;
    this.version++;
    this.keys.clear();
    this.items.length = 0;
    for (const item of kept) this.addNew(item);
    return true;
  }

  private keyOf(item: Value): Value {
    return keyOf(this.ignoresCase && typeof item === 'string' ? item.toUpperCase() : item);
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
  /** Changes whenever an entry is set, which ends the enumerations of the entries. */
  version = 0;

  constructor(
    readonly keyType: Type,
    readonly valueType: Type,
    private readonly ignoresCase = false,
    readonly entries = new Map<Value, PairValue>(),
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
