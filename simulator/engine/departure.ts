import type { Clock } from '../../lib/failover';

/** Signals that a client no longer waits: it disconnected or has its response. Much cheaper than an AbortSignal. */
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

/** Runs a callback once: after a delay, or when the client no longer waits. */
export function afterOrLeft(
  clock: Clock,
  milliseconds: number,
  departure: Departure | undefined,
  run: () => void,
): void {
  // The clock keeps scheduled callbacks until they are due, so release everything that belongs to a client that left.
  let waiting: (() => void) | undefined = run;
  const end = (): void => {
    const due = waiting;
    waiting = undefined;
    departure?.off(end);
    due?.();
  };
  clock.schedule(departure?.hasHappened ? 0 : milliseconds, end);
  departure?.on(end);
}
