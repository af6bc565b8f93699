import type { Fault } from '../automaton';
import { Course, isHealthy, Sent } from './course';

/** A pattern in which requests arrive while backends fail. */
export type Arrivals = (course: Course) => void;

/** The failing backends, and how they fail. */
export interface Failing {
  readonly faults: ReadonlyMap<string, Fault>;
  /** Returns whether a client received a response as if nothing had failed. */
  readonly isAnswered: (sent: Pick<Sent, 'exchange'>) => boolean;
  /** The number of requests of which one must succeed if the circuits of failing backends open at all. */
  readonly mostTries: number;
  /** The number of circuits in each gateway instance. */
  readonly circuits: number;
  /** The milliseconds without an open circuit after which no circuit will open. */
  readonly longestTrying: number;
}

const BURST = 10;
const STEADY = 24;
const MOST_AT_RANDOM = 12;
/** The number of closings of a circuit to observe. */
const CYCLES = 2;

/**
 * Single requests, one after the other: a first request, more requests until one succeeds, one just before and one when
 * a circuit closes, and some after all backends have recovered, until every circuit is closed.
 */
export function alone(failing: Failing, units: number): Arrivals {
  return (course) => {
    course.fail(failing.faults);
    sendToEach(course, units);
    sendUntilAnswered(course, failing);
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const closing = course.nextClosing;
      if (closing === undefined) break;
      course.waitUntil(closing - 1);
      sendToEach(course, units);
      course.waitUntil(closing);
      sendToEach(course, units);
    }
    course.recover();
    sendToEach(course, units);
    for (let closings = 0; closings < failing.circuits * units; closings++) {
      const closing = course.nextClosing;
      if (closing === undefined) break;
      course.waitUntil(closing);
      sendToEach(course, units);
    }
  };
}

/** A burst of simultaneous requests, followed by single requests. */
export function burst(failing: Failing): Arrivals {
  return (course) => {
    course.fail(failing.faults);
    course.send(BURST);
    sendUntilAnswered(course, failing);
  };
}

/**
 * Requests at a steady rate without waiting for responses, so that a circuit opens and closes while other requests are
 * in progress.
 */
export function steady(failing: Failing, every: number): Arrivals {
  return at(
    failing,
    Array.from({ length: STEADY }, (_, index) => index * every),
  );
}

/** Requests at pseudo-random times derived from the seed, some of them simultaneous. */
export function atRandom(failing: Failing, span: number, seed: number): Arrivals {
  let state = seed;
  // A linear congruential generator. Any generator is suitable if it is deterministic.
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  random();
  const count = 3 + Math.floor(random() * MOST_AT_RANDOM);
  const times: number[] = [];
  while (times.length < count) {
    const time = Math.round(random() * span);
    const together = random() < 0.3 ? 1 + Math.floor(random() * 4) : 1;
    for (let sent = 0; sent < together; sent++) times.push(time);
  }
  return at(
    failing,
    times.sort((a, b) => a - b),
  );
}

/** Requests at the given times. */
export function at(failing: Failing, times: readonly number[]): Arrivals {
  return (course) => {
    course.fail(failing.faults);
    course.sendAt(times);
    sendUntilAnswered(course, failing);
  };
}

/** A request that arrives a given time before a circuit closes that a first request opened. */
export function beforeClosing(failing: Failing, circuit: number, ahead: number): Arrivals {
  return (course) => {
    course.fail(failing.faults);
    course.send();
    for (let passed = 0; passed < circuit; passed++) {
      if (course.nextClosing !== undefined) course.waitUntil(course.nextClosing);
    }
    sendAhead(course, ahead);
    sendUntilAnswered(course, failing);
  };
}

/**
 * One attempt at a backend fails before the failure begins, which begins an interval. The failure begins later, so that
 * a request is still in progress when that interval ends.
 *
 * @param delay the milliseconds from the end of the earlier attempt to the failure
 */
export function afterEarlierFailure(failing: Failing, backend: string, delay: number): Arrivals {
  return (course) => {
    const faults = lasting(failing.faults);
    course.isSlowed = true;
    for (let turn = 0; turn < failing.mostTries; turn++) {
      const [{ exchange }] = course.failOnce(new Map([...faults].filter(([each]) => each === backend)));
      const failed = exchange.attempts.find((each) => each.backend === backend && !isHealthy(each));
      if (!failed) continue;
      course.waitUntil(failed.at + failed.duration + delay);
      course.fail(faults);
      course.send();
      sendUntilAnswered(course, failing);
      return;
    }
  };
}

/** Returns faults that take at least two milliseconds, so that other events can occur during an attempt. */
export function lasting(faults: ReadonlyMap<string, Fault>): ReadonlyMap<string, Fault> {
  return new Map(
    [...faults].map(([backend, fault]) => [backend, { ...fault, latency: Math.max(2, fault.latency ?? 0) }]),
  );
}

/** Some backends fail first, and all of them fail just before the first circuit closes again. */
export function oneAfterTheOther(failing: Failing, first: readonly string[], ahead: number): Arrivals {
  return (course) => {
    course.fail(new Map([...failing.faults].filter(([backend]) => first.includes(backend))));
    course.send();
    const closing = course.nextClosing;
    if (closing === undefined) return;
    course.waitUntil(closing - ahead);
    course.fail(failing.faults);
    course.send();
    sendUntilAnswered(course, failing);
  };
}

function sendAhead(course: Course, ahead: number): void {
  const closing = course.nextClosing;
  if (closing === undefined) return;
  course.waitUntil(closing - ahead);
  course.send();
}

/** Sends one request to each gateway unit, one after the other. */
function sendToEach(course: Course, units: number): void {
  for (let sent = 0; sent < units; sent++) course.send();
}

/**
 * Sends requests one after the other until one succeeds, up to the number that must open the circuits of the failing
 * backends.
 */
function sendUntilAnswered(course: Course, { isAnswered, mostTries, longestTrying }: Failing): void {
  const begun = course.now;
  for (let tries = 0; tries < mostTries; tries++) {
    if (course.send().every(isAnswered)) return;
    if (course.now - begun > longestTrying && course.nextClosing === undefined) return;
  }
}
