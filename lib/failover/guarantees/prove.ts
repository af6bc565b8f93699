import {
  DEFAULT_ASSUMPTIONS,
  Fault,
  GatewayAssumptions,
  PlayedAttempt,
  PlayedExchange,
  PlayedGateway,
} from '../automaton';
import { alone, Arrivals, at, atRandom, beforeClosing, burst, Failing, oneAfterTheOther, steady } from './arrivals';
import { isDuring, smallestCounterexample } from './counterexample';
import { Course, repeat, Sent } from './course';
import { Assumed, Assuming, canHold, deciding, eachAssumption, holds, sizeOf } from './every-assumption';
import { MOST_IN_EVERY_SET } from './failing-sets';
import type { FailureKind } from './failure-kinds';
import type { Answer, Guarantee, Verdict } from './guarantee';
import type { PlayLimit } from './play-limit';
import { howOften, worst, worstAnswer } from './verdict';

/** What is proved: a gateway that can be started afresh, and what may happen to its backends. */
export interface Subject {
  /** The backends by priority, the first to be used first. */
  readonly groups: readonly (readonly string[])[];
  /** What makes two members of a group alike. */
  readonly kindOf: (backend: string) => string;
  readonly kinds: readonly FailureKind[];
  /** The failures that open the circuits of these backends at the most. */
  readonly failuresToOpen: (backends: readonly string[]) => number;
  /** The shortest trip duration of these backends, in milliseconds; Infinity where none has a circuit breaker. */
  readonly shortestTrip: (backends: readonly string[]) => number;
  /** The requests until every member of a group has had its turn. */
  readonly turns: number;
  /** The longest in which a circuit breaker counts, in milliseconds. */
  readonly longestInterval: number;
  /** The gateway instances of the service. */
  readonly units: number;
  /** The status that a client gets when all backends are healthy. */
  readonly healthyStatus: number;
  readonly start: (assumptions: GatewayAssumptions, units: number) => PlayedGateway;
  /** How much may be played of all its failures; left out where somebody else bounds that. */
  readonly limit?: PlayLimit;
}

/** More requests than this are not sent to open a circuit. */
const MOST_TRIES = 20_000;
/** More moments than this within an exchange are not tried for the closing of a circuit. */
const MOST_MOMENTS = 6;
const FEW_MOMENTS = 2;
/** At most so many others surround a request, found in so many steps, at so many places, so many together. */
const MOST_OTHERS = 100;
const MOST_STEPS = 12;
const PLACES = 6;
const TOGETHER = [1, 3, 8];
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

/** The proof of one failure. */
export class Proof {
  /** The assumptions that something asked for. */
  readonly asked = new Set<keyof Assumed>();
  private readonly failing: Failing;
  private readonly isAnyHealthy: boolean;

  constructor(
    private readonly subject: Subject,
    private readonly backends: readonly string[],
    private readonly kind: FailureKind,
    /** What is assumed in any case. */
    private readonly given: Assumed = {},
  ) {
    const { groups, failuresToOpen, units, turns, longestInterval } = subject;
    this.isAnyHealthy = backends.length < groups.flat().length;
    this.failing = {
      faults: new Map(backends.map((backend): [string, Fault] => [backend, kind.fault])),
      isAnswered: ({ exchange }) => this.isAnswered(exchange),
      mostTries: this.isAnyHealthy ? Math.min(MOST_TRIES, 1 + units * (failuresToOpen(backends) + turns)) : 1,
      circuits: groups.flat().length,
      longestTrying: 2 * longestInterval,
    };
  }

  guarantee(): Guarantee {
    const { backends, kind, subject } = this;
    const single = this.play(alone(this.failing, 1), 1);
    const several = subject.units > 1 ? [this.play(alone(this.failing, subject.units), subject.units)] : [];
    // Where nobody is answered anyway, no arrivals can be worse.
    const canBeWorse = single.runs.some(({ result }) => result.verdict !== 'fails');
    const others =
      this.isAnyHealthy && canBeWorse
        ? this.arrivals(single.runs[0].result).map((arrivals) => this.play(arrivals, 1))
        : [];
    const played = [single, ...[...several, ...others].map((each) => inViewOf(single, each))];
    const runs = played.flatMap((each) => each.runs);
    for (const { assumed } of runs) for (const name of Object.keys(assumed)) this.asked.add(name as keyof Assumed);
    const verdict = worst(runs.map(({ result }) => result.verdict));
    const candidate = smallest(
      played
        .filter((each) => each.runs.some(({ result }) => result.verdict === verdict))
        .map((each) => deciding(each.runs, (result) => result.verdict === verdict)),
    );
    const otherwise = worst(
      runs.filter(({ assumed }) => !holds(candidate, assumed)).map(({ result }) => result.verdict),
    );
    // Where something else makes it as bad, no assumption decides.
    const isDecided = sizeOf(candidate) > 0 && otherwise !== verdict;
    const decidedBy = isDecided ? candidate : {};
    const counterexample =
      verdict === 'survives' || !this.isAnyHealthy
        ? undefined
        : smallestCounterexample(
            played.flatMap(({ runs: of, units }) =>
              of.map(({ assumed, result }) => ({ assumed, course: result.course, units })),
            ),
            (assumptions, units) => subject.start(assumptions, units),
            (exchange) => this.isAnswered(exchange),
          );
    const inSequence = [single, ...several].flatMap((each) => each.runs.map(({ result }) => result.course));
    const firsts = single.runs.map(({ result }) => this.answerTo(result.course.sent[0]));
    return {
      failure: { backends, how: kind.how, ...(kind.statusCodes !== undefined && { statusCodes: kind.statusCodes }) },
      verdict,
      first: worstAnswer(firsts),
      firstIsAnswered: howOften(firsts),
      then: worstAnswer(
        inSequence.flatMap((course) =>
          course.sent
            .slice(1)
            .filter(isDuring)
            .map((sent) => this.answerTo(sent)),
        ),
      ),
      after: worstAnswer(
        inSequence.flatMap((course) => course.sent.filter(isAfter).map((sent) => this.answerTo(sent))),
      ),
      settled: inSequence.some(({ isSettled }) => !isSettled) ? null : Math.max(...inSequence.map(settlingOf)) / 1000,
      longest: runs.reduce((most, { result }) => Math.max(most, longestOf(result.course)), 0) / 1000,
      decidedBy,
      ...(isDecided && { otherwise }),
      ...(verdict === 'survives' && this.isAtRisk(runs) && { isAtRisk: true }),
      ...(counterexample && { counterexample }),
    };
  }

  /** Whether every request that is played is answered; ends with the first that is not. */
  isSurvived(): boolean {
    const { failing, subject } = this;
    const isSurvivedBy = (arrivals: Arrivals, units: number): boolean => {
      for (const { result } of this.runs(arrivals, units)) if (result.verdict !== 'survives') return false;
      return true;
    };
    if (!isSurvivedBy(alone(failing, 1), 1)) return false;
    if (subject.units > 1 && !isSurvivedBy(alone(failing, subject.units), subject.units)) return false;
    const [single] = this.runs(alone(failing, 1), 1);
    return this.arrivals(single.result).every((arrivals) => isSurvivedBy(arrivals, 1));
  }

  /** Whether a circuit that opens just after an attempt has begun can be closed again when the next one begins. */
  private isAtRisk(runs: readonly Assuming<Run>[]): boolean {
    const trip = this.subject.shortestTrip(this.backends);
    return runs.some(({ result }) =>
      result.course.sent.filter(isDuring).some(({ exchange: { attempts } }) =>
        attempts.some(({ backend, at: begun }, index) => {
          const next = attempts.at(index + 1);
          return next !== undefined && this.backends.includes(backend) && next.at - begun >= trip;
        }),
      ),
    );
  }

  /** The arrivals that can matter beside single requests. */
  private arrivals({ course }: Run): Arrivals[] {
    const { failing, backends } = this;
    const [{ exchange }] = course.sent;
    const patterns = [
      burst(failing),
      ...this.steadily(exchange),
      ...this.meanwhile(exchange),
      ...this.atRandom(course),
      ...this.surrounded(exchange),
      ...this.whileFlapping(),
    ];
    // With one failing backend, an attempt goes to it or is answered: when its circuit closes is all the same, unless
    // healthy answers are tried again.
    if (backends.length < 2 && exchange.attempts.findIndex(isHealthy) === exchange.attempts.length - 1) return patterns;
    const moments = momentsOf(exchange, this.isLarge ? FEW_MOMENTS : MOST_MOMENTS);
    for (const ahead of moments) {
      for (const circuit of [0, 1]) patterns.push(beforeClosing(failing, circuit, ahead));
      for (const first of this.firstToFail()) patterns.push(oneAfterTheOther(failing, first, ahead));
    }
    return patterns;
  }

  /**
   * Others come before a request and while it is under way, wherever that costs it one more attempt: they open circuits
   * that close again before its next attempt, or take the turns of healthy members. Looked for step by step.
   */
  private surrounded(alone: PlayedExchange): Arrivals[] {
    const shared = this.subject.groups.filter((members) => isSplit(members, this.backends));
    const turns = Math.min(MOST_TURNS, Math.max(1, ...shared.map(({ length }) => length)));
    const start = Math.max(SHORTEST_SPAN, alone.duration);
    return range(0, turns - 1).flatMap((turn) => this.surround(start, turn));
  }

  /** @param turn the requests that arrive just ahead of the one that others surround */
  private surround(start: number, turn: number): Arrivals[] {
    const requests = (others: readonly number[]): number[] => {
      const sorted = [...others].sort((a, b) => a - b);
      const early = sorted.filter((time) => time < start);
      return [...early, ...Array<number>(turn + 1).fill(start), ...sorted.slice(early.length)];
    };
    const play = (others: readonly number[]): PlayedExchange =>
      this.repeated(requests(others))[others.filter((time) => time < start).length + turn];
    let others: readonly number[] = [];
    let exchange = play(others);
    for (let step = 0; step < MOST_STEPS && this.isAnswered(exchange); step++) {
      const { length } = exchange.attempts;
      const last = exchange.attempts[length - 1].at - 1;
      const moments = new Set([last, ...places(start + exchange.duration)]);
      const more = [...moments]
        .flatMap((moment) => TOGETHER.map((count) => [...others, ...Array<number>(count).fill(Math.max(0, moment))]))
        .find((each) => {
          const turned = play(each);
          return !this.isAnswered(turned) || turned.attempts.length > length;
        });
      if (!more || more.length > MOST_OTHERS) break;
      others = more;
      exchange = play(others);
    }
    return others.length + turn > 0 ? [at(this.failing, requests(others))] : [];
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

  private repeated(requests: readonly number[]): PlayedExchange[] {
    const phases = [{ from: 0, faults: this.failing.faults }];
    const exchanges = repeat(this.subject.start({ ...DEFAULT_ASSUMPTIONS, ...this.given }, 1), { phases, requests });
    this.subject.limit?.take(exchanges.reduce((sum, { attempts }) => sum + 1 + attempts.length, 0));
    return exchanges;
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

  private play(arrivals: Arrivals, units: number): Played {
    return { runs: [...this.runs(arrivals, units)], units };
  }

  /** One after the other, under every assumption. */
  private runs(arrivals: Arrivals, units: number): Generator<Assuming<Run>> {
    return eachAssumption((assumptions): Run => {
      const course = new Course(this.subject.start(assumptions, units), this.subject.limit);
      arrivals(course);
      return { course, verdict: this.verdictOf(course) };
    }, this.given);
  }

  private verdictOf({ sent }: Course): Verdict {
    if (!this.isAnyHealthy) return 'no healthy backend';
    const during = sent.filter(isDuring).map(({ exchange }) => this.isAnswered(exchange));
    if (during.every(Boolean)) return 'survives';
    return during.some(Boolean) ? 'survives later' : 'fails';
  }

  private isAnswered({ statusCode, attempts }: PlayedExchange): boolean {
    return isHealthy(attempts.at(-1)) && statusCode === this.subject.healthyStatus;
  }

  private answerTo({ exchange }: Sent): Answer {
    const { statusCode, attempts, duration } = exchange;
    const copies = attempts.filter(
      (each) => each.statusCode !== undefined || (each.reason === 'Timeout' && this.kind.mayExecute),
    );
    return {
      statusCode,
      backend: attempts.at(-1)?.backend,
      attempts: attempts.length,
      seconds: duration / 1000,
      copies: copies.length,
      isAnswered: this.isAnswered(exchange),
    };
  }
}

/** One way of arriving, under every assumption. */
interface Played {
  readonly runs: readonly Assuming<Run>[];
  readonly units: number;
}

interface Run {
  readonly course: Course;
  readonly verdict: Verdict;
}

/**
 * Requests that arrive in one way may all get errors, and still others of the same gateway are answered: then it fails
 * only for some of them.
 */
function inViewOf(single: Played, { runs, units }: Played): Played {
  const answersLater = (assumed: Assumed): boolean =>
    single.runs.every((run) => run.result.verdict !== 'fails' || !canHold(run.assumed, assumed));
  const seen = runs.map(({ assumed, result }) =>
    result.verdict === 'fails' && answersLater(assumed)
      ? { assumed, result: { ...result, verdict: 'survives later' as const } }
      : { assumed, result },
  );
  return { runs: seen, units };
}

function smallest(decidings: readonly Assumed[]): Assumed {
  return decidings.reduce((a, b) => (sizeOf(b) < sizeOf(a) ? b : a), decidings[0] ?? {});
}

function isAfter({ isAfterRecovery }: Sent): boolean {
  return isAfterRecovery;
}

/** From the recovery to the last request that a circuit's closing was waited for. */
function settlingOf({ phases, sent }: Course): number {
  return Math.max(0, (sent.at(-1)?.at ?? 0) - (phases.at(-1)?.from ?? 0));
}

function isHealthy(attempt: PlayedAttempt | undefined): boolean {
  return attempt?.statusCode === 200;
}

function longestOf({ sent }: Course): number {
  return sent.reduce((most, { exchange }) => Math.max(most, exchange.duration), 0);
}

function isSplit(members: readonly string[], backends: readonly string[]): boolean {
  return members.some((member) => backends.includes(member)) && members.some((member) => !backends.includes(member));
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
