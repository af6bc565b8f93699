/** Time as the gateway sees it: milliseconds since it began. */
export interface Clock {
  readonly now: number;
  /** When it began: milliseconds since 1970. */
  readonly start: number;
  /** Runs something later, never at once: what is scheduled first for a time runs first. */
  schedule(delay: number, run: () => void): void;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until somebody moves it: hours pass in no time, and always in the same way. */
export class VirtualClock implements Clock {
  private time = 0;
  private scheduled = 0;
  /** A binary heap, the next event first. */
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

  /** Moves on to the next event and runs it; false if there is none up to the time. */
  runNext(until?: number): boolean {
    const next = this.events.at(0);
    if (!next || (until !== undefined && next.at > until)) return false;
    this.removeFirst();
    this.time = next.at;
    next.run();
    return true;
  }

  /** Runs what is due in the next `milliseconds`, and stands at their end. */
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
