import type { Fault, PlayedAttempt, PlayedExchange, PlayedGateway } from '../automaton';
import type { PlayLimit } from './play-limit';

/** Which backends have which faults, from a time on, in milliseconds. */
export interface Phase {
  readonly from: number;
  readonly faults: ReadonlyMap<string, Fault>;
}

/** A request that was sent, and what came of it. */
export interface Sent {
  readonly at: number;
  /** The phase in which it was sent, counted from 0. */
  readonly phase: number;
  /** Which sending it was part of, counted from 0: what is sent together goes on at the same time. */
  readonly sending: number;
  /** Whether every backend was healthy when it was sent. */
  readonly isAfterRecovery: boolean;
  readonly exchange: PlayedExchange;
}

/** What happens to a gateway, in the order of time: faults begin, requests are sent. */
export class Course {
  readonly phases: Phase[] = [];
  readonly sent: Sent[] = [];
  private isRecovered = false;
  private sendings = 0;

  /** @param limit how much may be played */
  constructor(
    private readonly gateway: PlayedGateway,
    private readonly limit?: PlayLimit,
  ) {}

  get now(): number {
    return this.gateway.clock.now;
  }

  /** From now on these backends have these faults. */
  fail(faults: ReadonlyMap<string, Fault>): void {
    // What is sent at the time at which a phase begins is sent in it: otherwise nobody could repeat the course.
    if (this.sent.some(({ at }) => at === this.now)) this.waitUntil(this.now + 1);
    this.begin(faults);
  }

  /** From now on all backends are healthy. */
  recover(): void {
    this.begin(new Map());
    this.isRecovered = true;
  }

  /** Sends so many requests at once, and waits for all of them. */
  send(count = 1): Sent[] {
    return this.sendAt(Array.from({ length: count }, () => this.now));
  }

  /** Sends a request at each of these times, in ascending order, and waits for all of them. */
  sendAt(times: readonly number[]): Sent[] {
    const { clock } = this.gateway;
    const { now, isRecovered: isAfterRecovery } = this;
    const phase = this.phases.length - 1;
    const sending = this.sendings++;
    const done: Sent[] = [];
    for (const at of times) {
      const send = (): void =>
        this.gateway.send((exchange) => done.push({ at, phase, sending, isAfterRecovery, exchange }));
      if (at <= now) send();
      else clock.schedule(at - now, send);
    }
    while (done.length < times.length && clock.runNext());
    for (const each of done) this.sent.push(each);
    this.limit?.take(done.reduce((sum, { exchange }) => sum + 1 + exchange.attempts.length, 0));
    return done;
  }

  private begin(faults: ReadonlyMap<string, Fault>): void {
    this.gateway.setFaults(faults);
    this.phases.push({ from: this.now, faults });
  }

  /** Waits until a time; at once if that is over. */
  waitUntil(time: number): void {
    this.gateway.clock.advance(Math.max(0, time - this.now));
  }

  /** Whether every circuit is closed. */
  get isSettled(): boolean {
    return this.nextClosing === undefined;
  }

  /** When the first of the circuits that are open now closes. */
  get nextClosing(): number | undefined {
    return this.gateway.closings().at(0);
  }
}

/** The times at which requests are sent, and what is faulty when: enough to repeat a course. */
export interface Script {
  readonly phases: readonly Phase[];
  readonly requests: readonly number[];
}

/** Repeats a course, and says what came of each of its requests. */
export function repeat(gateway: PlayedGateway, { phases, requests }: Script): PlayedExchange[] {
  const { clock } = gateway;
  const exchanges: PlayedExchange[] = [];
  for (const { from, faults } of phases) clock.schedule(from, () => gateway.setFaults(faults));
  requests.forEach((at, index) => clock.schedule(at, () => gateway.send((exchange) => (exchanges[index] = exchange))));
  while (clock.runNext());
  return exchanges;
}

/** The longest that a client waited, in milliseconds. */
export function longestOf({ sent }: Course): number {
  return sent.reduce((most, { exchange }) => Math.max(most, exchange.duration), 0);
}

/** Whether a backend that does not fail has answered. */
export function isHealthy(attempt: PlayedAttempt | undefined): boolean {
  return attempt?.statusCode === 200;
}
