import { DEFAULT_ASSUMPTIONS, PlayedExchange } from '../automaton';
import { Arrivals, at, atRandom, beforeClosing, burst, Failing, oneAfterTheOther, steady } from './arrivals';
import { Course, isHealthy, longestOf } from './course';
import type { Assumed } from './every-assumption';
import { isSplit, MOST_IN_EVERY_SET } from './failing-sets';
import type { FailureKind } from './failure-kinds';
import type { Subject } from './subject';

/** More moments than this within an exchange are not tried for the closing of a circuit. */
const MOST_MOMENTS = 6;
const FEW_MOMENTS = 2;
/** At most so many others surround a request, found in so many steps, at so many places, so many together. */
const MOST_OTHERS = 100;
const MOST_STEPS = 12;
const PLACES = 6;
const TOGETHER = [1, 3, 8];
/** So many at the most take the turns of healthy members until it is that of a failing one. */
const MOST_TOGETHER = 5;
/** So many patterns of requests at random, over so many times the longest that one takes. */
const RANDOM_PATTERNS = 6;
const ROUNDS = 2;
/** Milliseconds. */
const SHORTEST_SPAN = 1000;
/** In no more places than these of a group's turns a request begins. */
const MOST_TURNS = 4;
/** More moments than these within a request are not tried for another one to begin. */
const MOST_OVERLAPS = 16;
/** So many requests begin while one is under way. */
const STEPS_OF_A_REQUEST = 8;
/** In so many steps of the time that a flapping backend is away, a request is tried. */
const FLAPPING_STEPS = 5;

/** What comes of a request that others surround. */
interface Surrounded {
  readonly exchange: PlayedExchange;
  /** Whether a circuit is open when it is over. */
  readonly leavesOpen: boolean;
}

/** Looks for the arrivals of requests under which a failure is hardest to survive. */
export class WorstArrivals {
  constructor(
    private readonly subject: Subject,
    private readonly backends: readonly string[],
    private readonly kind: FailureKind,
    private readonly failing: Failing,
    /** What is assumed in any case. */
    private readonly given: Assumed,
  ) {}

  /** The arrivals that can matter beside those of a course in which single requests came; each is looked for when it is asked for. */
  *beside(course: Course): Generator<Arrivals> {
    const { failing, backends } = this;
    const [{ exchange }] = course.sent;
    yield burst(failing);
    yield* this.steadily(exchange);
    yield* this.meanwhile(exchange);
    yield* this.atRandom(course);
    yield* this.surrounded(exchange);
    yield* this.whileFlapping();
    // With one failing backend, other requests alone can spoil its circuit's closing, and those are looked for above,
    // unless healthy answers are tried again.
    if (backends.length < 2 && exchange.attempts.findIndex(isHealthy) === exchange.attempts.length - 1) return;
    const moments = momentsOf(exchange, this.isLarge ? FEW_MOMENTS : MOST_MOMENTS);
    for (const ahead of moments) {
      for (const circuit of [0, 1]) yield beforeClosing(failing, circuit, ahead);
      for (const first of this.firstToFail()) yield oneAfterTheOther(failing, first, ahead);
    }
  }

  /**
   * Others come before a request and while it is under way, wherever that costs it one more attempt: they open circuits
   * that close again before its next attempt, or take the turns of healthy members. Looked for step by step, and once
   * more without any step that leaves a circuit open, which may end the search too early.
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
   * @param turn the requests that arrive just ahead of the one that others surround
   * @param mayOpen whether they may leave a circuit open
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
   * A second request while the first is under way, just before one of its attempts begins or is over: it may use up an
   * attempt of its own on a backend whose circuit opens at that moment.
   */
  private meanwhile({ at: begun, attempts }: PlayedExchange): Arrivals[] {
    const moments = attempts.flatMap(({ at: from, duration }) => [from - begun - 1, from - begun + duration - 1]);
    const distinct = [...new Set(moments)].filter((moment) => moment > 0);
    return spread(distinct, this.isLarge ? FEW_MOMENTS : MOST_OVERLAPS).map((moment) => at(this.failing, [0, moment]));
  }

  /** What nobody has thought of: requests at any times while others are under way, the same in every proof. */
  private atRandom(course: Course): Arrivals[] {
    const span = ROUNDS * Math.max(SHORTEST_SPAN, longestOf(course));
    return range(1, this.isLarge ? FEW_MOMENTS : RANDOM_PATTERNS).map((seed) => atRandom(this.failing, span, seed));
  }

  /** Where a request takes time, others come meanwhile. */
  private steadily({ duration }: PlayedExchange): Arrivals[] {
    return duration > 0 ? [steady(this.failing, Math.ceil(duration / STEPS_OF_A_REQUEST))] : [];
  }

  /** A backend that comes and goes may be in any part of that when a request arrives. */
  private whileFlapping(): Arrivals[] {
    const { flaps = 0 } = this.kind.fault;
    const step = flaps / FLAPPING_STEPS;
    return flaps > 0
      ? range(1, 2 * FLAPPING_STEPS - 1).map((index) => at(this.failing, [Math.round(index * step)]))
      : [];
  }

  /** What comes of the request of this number; those that go on longer are not waited for. */
  private oneOf(requests: readonly number[], number: number): Surrounded {
    const gateway = this.subject.start({ ...DEFAULT_ASSUMPTIONS, ...this.given }, 1);
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
    if (!exchange) throw new Error('a request has no end');
    return { exchange, leavesOpen: gateway.closings().length > 0 };
  }

  /** The failing backends of each group, which may fail before those of the groups behind it. */
  private firstToFail(): string[][] {
    const groups = this.subject.groups.map((members) => members.filter((member) => this.backends.includes(member)));
    const some = groups.filter((members) => members.length > 0 && members.length < this.backends.length);
    return this.isLarge ? [...new Set([some[0], some[some.length - 1]])].filter(Boolean) : some;
  }

  /** So many backends fail that not every way of arriving is tried. */
  private get isLarge(): boolean {
    return this.backends.length > MOST_IN_EVERY_SET;
  }
}

/** Moments from 0 to a time, evenly apart. */
function places(until: number): number[] {
  return range(0, PLACES - 1).map((index) => Math.round((index * until) / PLACES));
}

/** No more than so many of them, from the first to the last. */
function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  const step = (values.length - 1) / (most - 1);
  return range(0, most - 1).map((index) => values[Math.round(index * step)]);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** When an exchange turns to another backend, and when it is tried the last time; also a millisecond later. */
function momentsOf({ at, attempts }: PlayedExchange, most: number): number[] {
  const turns = attempts.filter(({ backend }, index) => index === 0 || attempts[index - 1].backend !== backend);
  const times = new Set([...turns.slice(0, most), ...attempts.slice(-1)].map((attempt) => attempt.at - at));
  return [...times].flatMap((time) => [time, time + 1]);
}
