/** What was used at a time: calls, or tokens. */
interface Use {
  readonly at: number;
  readonly count: number;
}

/** The counters of rate limits, quotas and concurrency limits, by policy and key. */
export class Counters {
  private readonly uses = new Map<string, { readonly list: Use[]; total: number }>();
  private readonly periods = new Map<string, { readonly period: number; total: number }>();
  private readonly running = new Map<string, number>();

  /** What was used in the last `period` milliseconds, and when the first of it was used. */
  usedWithin(key: string, now: number, period: number): { readonly total: number; readonly since: number } {
    const uses = this.uses.get(key);
    if (!uses) return { total: 0, since: now };
    const { list } = uses;
    let past = 0;
    while (past < list.length && list[past].at <= now - period) uses.total -= list[past++].count;
    if (past > 0) list.splice(0, past);
    return { total: uses.total, since: list[0]?.at ?? now };
  }

  use(key: string, at: number, count = 1): void {
    const uses = this.uses.get(key) ?? { list: [], total: 0 };
    this.uses.set(key, uses);
    uses.list.push({ at, count });
    uses.total += count;
  }

  /** What was used in a numbered period. */
  usedIn(key: string, period: number): number {
    const known = this.periods.get(key);
    return known?.period === period ? known.total : 0;
  }

  useIn(key: string, period: number, count: number): void {
    this.periods.set(key, { period, total: this.usedIn(key, period) + count });
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
