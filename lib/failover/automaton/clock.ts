/** The clock of a gateway, in milliseconds since the start. */
export interface Clock {
  readonly now: number;
  /** The start, in milliseconds since 1970. */
  readonly start: number;
  /**
   * Schedules a function to run later, never synchronously. Functions for the same time run in the order in which they
   * were scheduled.
   */
  schedule(delay: number, run: () => void): void;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that only moves when it is told to. Hours pass instantly and deterministically. */
export class VirtualClock implements Clock {
  private time = 0;
  private scheduled = 0;
  /** A binary heap with the next event at the front. */
  private readonly events: Event[] = [];

  constructor(readonly start: number) {}

  get now(): number {
    return this.time;
  }

  schedule(delay: number, run: () => void): void {
    const event = { at: this.time + (delay > 0 ? delay : 0), order: this.scheduled++, run };
    let index = this.events.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, this.events[parent])) break;
      this.events[index] = this.events[parent];
      index = parent;
    }
    this.events[index] = event;
  }

  /** Advances to the next event and runs it. Returns false if there is no event up to the given time. */
  runNext(until?: number): boolean {
    const next = this.events.at(0);
    if (!next || (until !== undefined && next.at > until)) return false;
    this.removeFirst();
    this.time = next.at;
    next.run();
    return true;
  }

  /** Runs all events that are due in the next `milliseconds`, and advances the clock to their end. */
  advance(milliseconds: number): void {
    const until = this.time + milliseconds;
    while (this.runNext(until));
    this.time = until;
  }

  private removeFirst(): void {
    const { events } = this;
    const last = events.pop();
    if (!last || events.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && isBefore(events[child + 1], events[child])) child++;
      if (!isBefore(events[child], last)) break;
      events[index] = events[child];
      index = child;
    }
    events[index] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
