import { Unresolved, Value } from './value';

/** Stands for a value while it is being reckoned. */
class Pending {
  /** What it is to whoever asks meanwhile. */
  loop?: Unresolved;
}

/** Values by what refers to them, each reckoned once; one that needs itself cannot be told. */
export class Memo {
  /** Made with the first value: of most resources, nothing is ever reckoned. */
  private values?: Map<string, Value | Pending | undefined>;

  /** @param owner - what the reference belongs to, where it is not whole by itself */
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
