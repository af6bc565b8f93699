/** The counters of rate limits and concurrency limits, by policy and key. */
export class Counters {
  private readonly calls = new Map<string, number[]>();
  private readonly running = new Map<string, number>();

  /** The calls of the last `period` milliseconds, oldest first. */
  callsWithin(key: string, now: number, period: number): readonly number[] {
    const calls = this.calls.get(key);
    if (!calls) return [];
    let past = 0;
    while (past < calls.length && calls[past] <= now - period) past++;
    if (past > 0) calls.splice(0, past);
    return calls;
  }

  addCall(key: string, now: number): void {
    const calls = this.calls.get(key);
    if (calls) calls.push(now);
    else this.calls.set(key, [now]);
  }

  /** Enters a section for at most `most` concurrent requests; returns false if it is full. */
  enter(key: string, most: number): boolean {
    const running = this.running.get(key) ?? 0;
    if (running >= most) return false;
    this.running.set(key, running + 1);
    return true;
  }

  leave(key: string): void {
    const running = (this.running.get(key) ?? 1) - 1;
    if (running > 0) this.running.set(key, running);
    else this.running.delete(key);
  }
}
