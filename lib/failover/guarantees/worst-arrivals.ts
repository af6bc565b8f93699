import { DEFAULT_ASSUMPTIONS, PlayedExchange, PlayedGateway } from '../automaton';
import {
  afterEarlierFailure,
  Arrivals,
  at,
  atRandom,
  beforeClosing,
  burst,
  Failing,
  lasting,
  oneAfterTheOther,
  steady,
} from './arrivals';
import { Course, isHealthy, longestOf } from './course';
import type { Assumed } from './every-assumption';
import { isSplit, MOST_IN_EVERY_SET } from './failing-sets';
import type { FailureKind } from './failure-kinds';
import type { Subject } from './subject';

/** The maximum number of moments in an exchange that are tried for the closing of a circuit. */
const MOST_MOMENTS = 6;
const FEW_MOMENTS = 2;
/**
 * Limits of the search for requests that surround a request: their number, the steps, the moments, and how many arrive
 * together.
 */
const MOST_OTHERS = 100;
const MOST_STEPS = 12;
const PLACES = 6;
const TOGETHER = [1, 3, 8];
/** The maximum number of requests that take the turns of healthy members until it is the turn of a failing one. */
const MOST_TOGETHER = 5;
/** The number of random patterns, and their length as a multiple of the longest request. */
const RANDOM_PATTERNS = 6;
const ROUNDS = 2;
/** In milliseconds. */
const SHORTEST_SPAN = 1000;
/** The maximum number of turns of a group at which a request begins. */
const MOST_TURNS = 4;
/** The maximum number of moments in a request at which another one begins. */
const MOST_OVERLAPS = 16;
/** The number of requests that begin while one is in progress. */
const STEPS_OF_A_REQUEST = 8;
/** The number of steps into which the downtime of a flapping backend is divided for trying requests. */
const FLAPPING_STEPS = 5;

/** The outcome of a request that other requests surround. */
interface Surrounded {
  readonly exchange: PlayedExchange;
  /** Whether a circuit is open when the request ends. */
  readonly leavesOpen: boolean;
}

/** Searches for the arrivals of requests under which a failure is hardest to survive. */
export class WorstArrivals {
  constructor(
    private readonly subject: Subject,
    private readonly backends: readonly string[],
    private readonly kind: FailureKind,
    private readonly failing: Failing,
    /** The assumptions that are fixed. */
    private readonly given: Assumed,
  ) {}

  /** Yields the arrivals that can matter in addition to a course of single requests. The search is lazy. */
  *beside(course: Course): Generator<Arrivals> {
    const { failing, backends } = this;
    const [{ exchange }] = course.sent;
    yield burst(failing);
    yield* this.afterEarlierFailures();
    yield* this.steadily(exchange);
    yield* this.meanwhile(exchange);
    yield* this.atRandom(course);
    yield* this.surrounded(exchange);
    yield* this.whileFlapping();
    // With one failing backend, only other requests can interfere when its circuit closes, and the search above covers
    // them, unless healthy responses are retried.
    if (backends.length < 2 && exchange.attempts.findIndex(isHealthy) === exchange.attempts.length - 1) return;
    const moments = momentsOf(exchange, this.isLarge ? FEW_MOMENTS : MOST_MOMENTS);
    for (const ahead of moments) {
      for (const circuit of [0, 1]) yield beforeClosing(failing, circuit, ahead);
      for (const first of this.firstToFail()) yield oneAfterTheOther(failing, first, ahead);
    }
  }

  /**
   * If failures are counted in fixed intervals, an earlier failure may begin an interval that ends just before the
   * failure of a request that would open the circuit, and the next interval counts anew.
   */
  private afterEarlierFailures(): Arrivals[] {
    const course = new Course(this.start(), this.subject.limit);
    course.fail(lasting(this.failing.faults));
    const [{ exchange }] = course.send();
    // While the first priority is healthy, no other one receives requests.
    const [first = []] = this.subject.groups;
    return first.flatMap((backend) => {
      const { count = 0, interval = 0 } = this.subject.ruleOf(backend) ?? {};
      const failures = exchange.attempts.filter((each) => each.backend === backend && !isHealthy(each));
      if (count < 3 || failures.length < count) return [];
      const last = failures[count - 2];
      const delay = interval - (last.at + last.duration - exchange.at);
      return delay > 0 ? [afterEarlierFailure(this.failing, backend, delay)] : [];
    });
  }

  /**
   * Adds other requests before and during a request wherever they cost it another attempt: they open circuits that
   * close again before its next attempt, or take the turns of healthy members. The search runs step by step, and a
   * second time without steps that leave a circuit open, because they may end the search too early.
   */
  private *surrounded(alone: PlayedExchange): Generator<Arrivals> {
    const shared = this.subject.groups.filter((members) => isSplit(members, this.backends));
    const turns = Math.min(MOST_TURNS, Math.max(1, ...shared.map(({ length }) => length)));
    const start = Math.max(SHORTEST_SPAN, alone.duration);
    for (const turn of range(0, turns - 1)) {
      for (const mayOpen of shared.length > 0 ? [true, false] : [true]) yield* this.surround(start, turn, mayOpen);
    }
  }

  /**
   * @param turn the number of requests that arrive just before the surrounded request
   * @param mayOpen whether the other requests may leave a circuit open
   */
  private surround(start: number, turn: number, mayOpen: boolean): Arrivals[] {
    const { failing } = this;
    const requests = (others: readonly number[]): number[] => {
      const sorted = [...others].sort((a, b) => a - b);
      const early = sorted.filter((time) => time < start);
      return [...early, ...Array<number>(turn + 1).fill(start), ...sorted.slice(early.length)];
    };
    const play = (others: readonly number[]): Surrounded =>
      this.oneOf(requests(others), others.filter((time) => time < start).length + turn);
    let others: readonly number[] = [];
    let { exchange } = play(others);
    for (let step = 0; step < MOST_STEPS && failing.isAnswered({ exchange }); step++) {
      const { length } = exchange.attempts;
      const { at: last } = exchange.attempts[length - 1];
      const together = mayOpen ? TOGETHER : range(1, MOST_TOGETHER);
      const moments = new Set([last - 1, ...(mayOpen ? [] : [last]), ...places(start + exchange.duration)]);
      const more = [...moments]
        .flatMap((moment) => together.map((count) => [...others, ...Array<number>(count).fill(Math.max(0, moment))]))
        .find((each) => {
          const { exchange: turned, leavesOpen } = play(each);
          if (!failing.isAnswered({ exchange: turned })) return true;
          return turned.attempts.length > length && (mayOpen || !leavesOpen);
        });
      if (!more || more.length > MOST_OTHERS) break;
      others = more;
      ({ exchange } = play(others));
    }
    return others.length + turn > 0 ? [at(failing, requests(others))] : [];
  }

  /**
   * Adds a second request while the first is in progress, just before one of its attempts begins or ends. The second
   * request may waste an attempt on a backend whose circuit opens at that moment.
   */
  private meanwhile({ at: begun, attempts }: PlayedExchange): Arrivals[] {
    const moments = attempts.flatMap(({ at: from, duration }) => [from - begun - 1, from - begun + duration - 1]);
    const distinct = [...new Set(moments)].filter((moment) => moment > 0);
    return spread(distinct, this.isLarge ? FEW_MOMENTS : MOST_OVERLAPS).map((moment) => at(this.failing, [0, moment]));
  }

  /** Covers unforeseen cases: requests at random times while others are in progress, the same in every proof. */
  private atRandom(course: Course): Arrivals[] {
    const span = ROUNDS * Math.max(SHORTEST_SPAN, longestOf(course));
    return range(1, this.isLarge ? FEW_MOMENTS : RANDOM_PATTERNS).map((seed) => atRandom(this.failing, span, seed));
  }

  /** If a request takes time, others arrive in the meantime. */
  private steadily({ duration }: PlayedExchange): Arrivals[] {
    return duration > 0 ? [steady(this.failing, Math.ceil(duration / STEPS_OF_A_REQUEST))] : [];
  }

  /** A flapping backend may be at any point of its cycle when a request arrives. */
  private whileFlapping(): Arrivals[] {
    const { flaps = 0 } = this.kind.fault;
    const step = flaps / FLAPPING_STEPS;
    return flaps > 0
      ? range(1, 2 * FLAPPING_STEPS - 1).map((index) => at(this.failing, [Math.round(index * step)]))
      : [];
  }

  /** Returns the outcome of the request with this index, without waiting for requests that take longer. */
  private oneOf(requests: readonly number[], number: number): Surrounded {
    const gateway = this.start();
    const { clock } = gateway;
    let exchange: PlayedExchange | undefined;
    let attempts = 0;
    gateway.setFaults(this.failing.faults);
    requests.forEach((at, index) =>
      clock.schedule(at, () =>
        gateway.send((done) => {
          attempts += 1 + done.attempts.length;
          if (index === number) exchange = done;
        }),
      ),
    );
    while (!exchange && clock.runNext());
    this.subject.limit?.take(attempts);
    if (!exchange) throw new Error('a request does not end');
    return { exchange, leavesOpen: gateway.closings().length > 0 };
  }

  private start(): PlayedGateway {
    return this.subject.start({ ...DEFAULT_ASSUMPTIONS, ...this.given }, 1);
  }

  /** Returns the failing backends of each group, which may fail before those of the groups behind it. */
  private firstToFail(): string[][] {
    const groups = this.subject.groups.map((members) => members.filter((member) => this.backends.includes(member)));
    const some = groups.filter((members) => members.length > 0 && members.length < this.backends.length);
    return this.isLarge ? [...new Set([some[0], some[some.length - 1]])].filter(Boolean) : some;
  }

  /** Whether so many backends fail that not all arrivals are tried. */
  private get isLarge(): boolean {
    return this.backends.length > MOST_IN_EVERY_SET;
  }
}

/** Returns evenly spaced moments from 0 to a time. */
function places(until: number): number[] {
  return range(0, PLACES - 1).map((index) => Math.round((index * until) / PLACES));
}

/** Returns up to `most` evenly spread values, from the first to the last. */
function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  const step = (values.length - 1) / (most - 1);
  return range(0, most - 1).map((index) => values[Math.round(index * step)]);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/**
 * Returns when an exchange switches to another backend and when its last attempt begins, each also a millisecond later.
 */
function momentsOf({ at, attempts }: PlayedExchange, most: number): number[] {
  const turns = attempts.filter(({ backend }, index) => index === 0 || attempts[index - 1].backend !== backend);
  const times = new Set([...turns.slice(0, most), ...attempts.slice(-1)].map((attempt) => attempt.at - at));
  return [...times].flatMap((time) => [time, time + 1]);
}
