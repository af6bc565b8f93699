/** That a client waits no more: it left, or has its answer. An AbortSignal tells as much, at a tenth of what a request costs. */
export class Departure {
  private hasCome = false;
  private readonly listeners = new Set<() => void>();

  get hasHappened(): boolean {
    return this.hasCome;
  }

  happen(): void {
    if (this.hasCome) return;
    this.hasCome = true;
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  }

  on(listener: () => void): void {
    this.listeners.add(listener);
  }

  off(listener: () => void): void {
    this.listeners.delete(listener);
  }
}
