/** Values by name, each evaluated once. */
export class Lazy<T> {
  private readonly values = new Map<string, T>();
  private readonly pending = new Set<string>();

  /** @param loop - returns the value of a name whose evaluation needs the name itself */
  get(name: string, evaluate: () => T, loop: () => T): T {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    if (this.pending.has(name)) return loop();
    this.pending.add(name);
    const value = evaluate();
    this.pending.delete(name);
    this.values.set(name, value);
    return value;
  }
}
