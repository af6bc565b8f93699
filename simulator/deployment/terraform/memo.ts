import { Unresolved, Value } from '../value';

/** Represents a value while it is computed. */
class Pending {
  /** The value that is returned if it is requested meanwhile. */
  loop?: Unresolved;
}

/** Caches values by reference. A value that depends on itself is unresolved. */
export class Memo {
  /** Created with the first value, since most resources are never evaluated. */
  private values?: Map<string, Value | Pending | undefined>;

  /** @param owner - the resource that a relative reference belongs to */
  get<T extends Value | undefined>(reference: string, evaluate: () => T, owner?: string): Value | T {
    const values = (this.values ??= new Map<string, Value | Pending | undefined>());
    const known = values.get(reference);
    if (known instanceof Pending) {
      return (known.loop ??= new Unresolved(`${owner === undefined ? '' : `${owner}.`}${reference} refers to itself`));
    }
    if (known !== undefined || values.has(reference)) return known as Value | T;
    values.set(reference, new Pending());
    const value = evaluate();
    values.set(reference, value);
    return value;
  }
}
