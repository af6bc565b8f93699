import { Unresolved, Value } from './value';

/** Values by what refers to them, each reckoned once; one that needs itself cannot be told. */
export class Memo {
  private readonly values = new Map<string, Value | undefined>();

  get<T extends Value | undefined>(reference: string, evaluate: () => T): Value | T {
    if (this.values.has(reference)) return this.values.get(reference) as Value | T;
    this.values.set(reference, new Unresolved(`${reference} refers to itself`));
    const value = evaluate();
    this.values.set(reference, value);
    return value;
  }
}
