import type { Value } from '../expressions/value';

/** The internal cache of a service, whose values expire. */
export class ValueCache {
  private readonly entries = new Map<string, { readonly value: Value; readonly until: number }>();

  get(key: string, now: number): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (now < entry.until) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, now: number, milliseconds: number): void {
    this.entries.set(key, { value, until: now + milliseconds });
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
