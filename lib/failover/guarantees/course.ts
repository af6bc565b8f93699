import type { Fault, PlayedAttempt, PlayedExchange, PlayedGateway } from '../automaton';
import type { PlayLimit } from './play-limit';

/** The faults of the backends from a time on, in milliseconds. */
interface Phase {
  readonly from: number;
  readonly faults: ReadonlyMap<string, Fault>;
}

/** A request that was sent, and its outcome. */
export interface Sent {
  readonly at: number;
  /** The index of the phase in which the request was sent. */
  readonly phase: number;
  /**
   * The index of the sending that the request belongs to. Requests that are sent together are in progress at the same
   * time.
   */
  readonly sending: number;
  /** Whether every backend was healthy when the request was sent. */
  readonly isAfterRecovery: boolean;
  readonly exchange: PlayedExchange;
}

/** The chronological course of events on a gateway: faults begin and requests are sent. */
export class Course {
  readonly phases: Phase[] = [];
  readonly sent: Sent[] = [];
  /** Whether responses are slowed down, so that clients wait longer than they would. */
  isSlowed = false;
  private isRecovered = false;
  private sendings = 0;

  /** @param limit the limit on how much is played */
  constructor(
    private readonly gateway: PlayedGateway,
    private readonly limit?: PlayLimit,
  ) {}

  get now(): number {
    return this.gateway.clock.now;
  }

  /** Sets the faults of the backends from now on. */
  fail(faults: ReadonlyMap<string, Fault>): void {
    // Requests that are sent when a phase begins belong to that phase. Otherwise, the course could not be repeated.
    if (this.sent.some(({ at }) => at === this.now)) this.waitUntil(this.now + 1);
    this.begin(faults);
  }

  /** Sends a request while backends fail, which recover after a millisecond: the attempt in progress fails. */
  failOnce(faults: ReadonlyMap<string, Fault>): Sent[] {
    this.fail(faults);
    this.gateway.clock.schedule(1, () => this.begin(new Map()));
    return this.send();
  }

  /** Makes all backends healthy from now on. */
  recover(): void {
    this.begin(new Map());
    this.isRecovered = true;
  }

  /** Sends simultaneous requests, and waits for all of them. */
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

  /** Waits until a time, if it is in the future. */
  waitUntil(time: number): void {
    this.gateway.clock.advance(Math.max(0, time - this.now));
  }

  /** Whether every circuit is closed. */
  get isSettled(): boolean {
    return this.nextClosing === undefined;
  }

  /** The time at which the first of the currently open circuits closes. */
  get nextClosing(): number | undefined {
    return this.gateway.closings().at(0);
  }
}

/** The times of requests and the phases of faults, which are sufficient to repeat a course. */
export interface Script {
  readonly phases: readonly Phase[];
  readonly requests: readonly number[];
}

/** Repeats a course, and returns the outcome of each request. */
export function repeat(gateway: PlayedGateway, { phases, requests }: Script): PlayedExchange[] {
  const { clock } = gateway;
  const exchanges: PlayedExchange[] = [];
  for (const { from, faults } of phases) clock.schedule(from, () => gateway.setFaults(faults));
  requests.forEach((at, index) => clock.schedule(at, () => gateway.send((exchange) => (exchanges[index] = exchange))));
  while (clock.runNext());
  return exchanges;
}

/** Returns the longest time that a client waited, in milliseconds; 0 if responses were slowed down. */
export function longestOf({ sent, isSlowed }: Course): number {
  if (isSlowed) return 0;
  return sent.reduce((most, { exchange }) => Math.max(most, exchange.duration), 0);
}

/** Returns whether a healthy backend responded. */
export function isHealthy(attempt: PlayedAttempt | undefined): boolean {
  return attempt?.statusCode === 200;
}
