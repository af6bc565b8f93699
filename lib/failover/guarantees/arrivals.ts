import type { Fault } from '../automaton';
import type { Course, Sent } from './course';

/** A way in which requests arrive while backends fail. */
export type Arrivals = (course: Course) => void;

/** Which backends fail, and how. */
export interface Failing {
  readonly faults: ReadonlyMap<string, Fault>;
  /** Whether a client was answered as if nothing had failed. */
  readonly isAnswered: (sent: Pick<Sent, 'exchange'>) => boolean;
  /** The requests of which one must be answered if failing circuits open at all. */
  readonly mostTries: number;
  /** The circuits that each gateway instance has. */
  readonly circuits: number;
  /** After so many milliseconds without an open circuit none will open. */
  readonly longestTrying: number;
}

const BURST = 10;
const STEADY = 24;
const MOST_AT_RANDOM = 12;
/** How often a circuit is watched while it closes. */
const CYCLES = 2;

/**
 * One after the other: a first request, the next ones until one is answered, one just before and one when a circuit
 * closes, and some after all backends have recovered, until every circuit has closed.
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

/** Many at once, then one more. */
export function burst(failing: Failing): Arrivals {
  return (course) => {
    course.fail(failing.faults);
    course.send(BURST);
    sendUntilAnswered(course, failing);
  };
}

/** One after the other without waiting for answers, so that a circuit opens and closes while others are on their way. */
export function steady(failing: Failing, every: number): Arrivals {
  return at(
    failing,
    Array.from({ length: STEADY }, (_, index) => index * every),
  );
}

/** Requests at times that follow from the seed, some of them together. */
export function atRandom(failing: Failing, span: number, seed: number): Arrivals {
  let state = seed;
  // A linear congruential generator: any will do, as long as it always gives the same.
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

/** Requests at these times. */
export function at(failing: Failing, times: readonly number[]): Arrivals {
  return (course) => {
    course.fail(failing.faults);
    course.sendAt(times);
    sendUntilAnswered(course, failing);
  };
}

/** A request that arrives so long before the circuit of this number closes, after a first one has opened it. */
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

/** Some backends fail first, and all of them just before the first circuit closes again. */
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

/** One request after the other, as many as there are gateway units. */
function sendToEach(course: Course, units: number): void {
  for (let sent = 0; sent < units; sent++) course.send();
}

/** One after the other, until one is answered: at the most as many as must open the circuits that stand in the way. */
function sendUntilAnswered(course: Course, { isAnswered, mostTries, longestTrying }: Failing): void {
  const begun = course.now;
  for (let tries = 0; tries < mostTries; tries++) {
    if (course.send().every(isAnswered)) return;
    if (course.now - begun > longestTrying && course.nextClosing === undefined) return;
  }
}
