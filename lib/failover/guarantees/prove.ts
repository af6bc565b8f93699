import { TIMEOUT } from '../model';
import { dependsOnPercentage, riskOfOthers } from './risk-of-others';
import type { PlanChange, Subject } from './subject';
import { DEFAULT_ASSUMPTIONS, Fault, PlayedExchange, turningFirstTo } from '../automaton';
import { alone, Arrivals, Failing } from './arrivals';
import {
  errorScript,
  ErrorScript,
  firstErrorOf,
  isDuring,
  PlayedCourse,
  smallestCounterexample,
} from './counterexample';
import { Course, isHealthy, longestOf, repeat, Sent } from './course';
import { Assumed, Assuming, canHold, deciding, eachAssumption, holds, sizeOf } from './every-assumption';
import type { FailureKind } from './failure-kinds';
import { isSplit } from './failing-sets';
import { withDividedIntervals } from './fixed-intervals';
import type { Answer, Guarantee, Verdict } from './guarantee';
import { failuresToOpen } from './rules';
import { howOften, worst, worstAnswer } from './verdict';
import { WorstArrivals } from './worst-arrivals';

/** The maximum number of requests that are sent to open a circuit. */
const MOST_TRIES = 20_000;

/** The proof of one failure. */
export class Proof {
  /** The assumptions that were read. */
  readonly asked = new Set<keyof Assumed>();
  private readonly failing: Failing;
  private readonly isAnyHealthy: boolean;

  constructor(
    private readonly subject: Subject,
    private readonly backends: readonly string[],
    private readonly kind: FailureKind,
    /** The assumptions that are fixed. */
    private readonly given: Assumed = {},
  ) {
    const { groups, ruleOf, units, turns } = subject;
    const all = groups.flat();
    this.isAnyHealthy = backends.length < all.length;
    const failures = backends.reduce((sum, backend) => sum + failuresToOpen(ruleOf(backend)), 0);
    this.failing = {
      faults: new Map(backends.map((backend): [string, Fault] => [backend, kind.fault])),
      isAnswered: ({ exchange }) => this.isAnswered(exchange),
      mostTries: this.isAnyHealthy ? Math.min(MOST_TRIES, 1 + units * (failures + turns)) : 1,
      circuits: all.length,
      longestTrying: 2 * Math.max(0, ...all.map((backend) => ruleOf(backend)?.interval ?? 0)),
    };
  }

  guarantee(): Guarantee {
    const { backends, kind, subject } = this;
    const single = this.play(alone(this.failing, 1), 1);
    const several = subject.units > 1 ? [this.play(alone(this.failing, subject.units), subject.units)] : [];
    const inSequence = [single, ...several].flatMap((each) => each.runs.map(({ result }) => result.course));
    // If no request succeeds anyway, no arrivals can be worse.
    const canBeWorse = single.runs.some(({ result }) => result.verdict !== 'fails');
    const others =
      this.isAnyHealthy && canBeWorse
        ? [...this.arrivals(single.runs[0].result)].map((arrivals) => withoutAnswered(this.play(arrivals, 1)))
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
    // If the verdict is equally bad otherwise, no assumption decides it.
    const isDecided = sizeOf(candidate) > 0 && otherwise !== verdict;
    const decidedBy = isDecided ? candidate : {};
    const counterexample =
      verdict === 'survives' || !this.isAnyHealthy
        ? undefined
        : smallestCounterexample(
            played.flatMap(({ runs: of, units }) =>
              of.flatMap(({ assumed, result: { course } }) => (course ? [{ assumed, course, units }] : [])),
            ),
            (assumptions, units) => subject.start(assumptions, units),
            (exchange) => this.isAnswered(exchange),
          );
    const risk = verdict === 'survives' ? this.risk() : otherwise === 'survives' ? this.riskOtherwise(decidedBy) : {};
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
      longest: [...runs, ...this.divided()].reduce((most, { result }) => Math.max(most, result.longest), 0) / 1000,
      decidedBy,
      ...(isDecided && { otherwise }),
      ...risk,
      ...(counterexample && { counterexample }),
    };
  }

  /** Returns the first course in which a request fails; undefined if all requests succeed in all courses. */
  firstError(): ErrorScript | undefined {
    const { failing, subject } = this;
    let single: FullRun | undefined;
    const errorIn = (arrivals: Arrivals, units: number): ErrorScript | undefined => {
      for (const { assumed, result } of this.runs(arrivals, units)) {
        const { verdict, course } = result;
        if (verdict !== 'survives') return errorScript({ assumed, course, units }, (each) => this.isAnswered(each));
        single ??= result;
      }
      return undefined;
    };
    const inSequence = errorIn(alone(failing, 1), 1);
    if (inSequence || !single) return inSequence;
    const { units } = subject;
    const others = (units > 1 ? errorIn(alone(failing, units), units) : undefined) ?? this.errorByTurns();
    if (others) return others;
    for (const arrivals of this.arrivals(single)) {
      const error = errorIn(arrivals, 1);
      if (error) return error;
    }
    return undefined;
  }

  /** Returns whether a request fails in a given course. */
  isError({ phases, requests, assumed, units, areTurnsTaken = false }: ErrorScript): boolean {
    const assumptions = { ...DEFAULT_ASSUMPTIONS, ...assumed, ...this.given };
    const gateway = this.subject.start(assumptions, units, areTurnsTaken ? this.takingTurns : undefined);
    const exchanges = repeat(gateway, { phases, requests });
    this.subject.limit?.take(exchanges.reduce((sum, { attempts }) => sum + 1 + attempts.length, 0));
    return exchanges.some((exchange) => !this.isAnswered(exchange));
  }

  private risk(): Pick<Guarantee, 'risk' | 'attemptsAtRisk'> {
    const { subject, backends, kind, given } = this;
    const lost = this.lostByTurns();
    const error = lost && firstErrorOf(lost.course, (each) => this.isAnswered(each));
    if (error) return { risk: 'turns', attemptsAtRisk: error.exchange.attempts };
    if (dependsOnPercentage(subject, backends)) return { risk: 'percentage' };
    const risk = riskOfOthers(subject, backends, kind, given);
    return risk ? { risk } : {};
  }

  /**
   * Returns the risk under assumptions that do not decide the verdict. The earlier failures that are played are followed
   * by a success, and those of other APIs need not be: fixed intervals can end between the failures of a request
   * whatever a success does.
   */
  private riskOtherwise(decidedBy: Assumed): Pick<Guarantee, 'risk'> {
    const { subject, backends, kind, given } = this;
    if (decidedBy.failureWindow !== 'fixed' || sizeOf(decidedBy) === 1) return {};
    return riskOfOthers(subject, backends, kind, given) === 'intervals' ? { risk: 'intervals' } : {};
  }

  private errorByTurns(): ErrorScript | undefined {
    const lost = this.lostByTurns();
    const script = lost && errorScript(lost, (each) => this.isAnswered(each));
    return script && { ...script, areTurnsTaken: true };
  }

  /**
   * Returns a course in which a request fails while other requests take all turns of the healthy members in its group.
   */
  private lostByTurns(): PlayedCourse | undefined {
    const { backends, failing, subject } = this;
    if (!subject.groups.some((members) => isSplit(members, backends))) return undefined;
    for (const { assumed, result } of this.runs(alone(failing, 1), 1, this.takingTurns)) {
      if (result.verdict !== 'survives') return { assumed, course: result.course, units: 1 };
    }
    return undefined;
  }

  private readonly takingTurns: PlanChange = (plan) => turningFirstTo(plan, new Set(this.backends));

  /** Returns the runs of a request while intervals that began with earlier failures end between its own failures. */
  private divided(): Assuming<FullRun>[] {
    const arrivals: Arrivals = (course) => {
      course.fail(this.failing.faults);
      course.send();
    };
    return this.isAnyHealthy ? [...this.runs(arrivals, 1, withDividedIntervals)] : [];
  }

  /** Returns the arrivals that can matter in addition to single requests. */
  private arrivals({ course }: FullRun): Generator<Arrivals> {
    return new WorstArrivals(this.subject, this.backends, this.kind, this.failing, this.given).beside(course);
  }

  private play(arrivals: Arrivals, units: number): Played<FullRun> {
    return { runs: [...this.runs(arrivals, units)], units };
  }

  /** Yields the runs under every assumption, one by one. */
  private runs(arrivals: Arrivals, units: number, change?: PlanChange): Generator<Assuming<FullRun>> {
    return eachAssumption((assumptions): FullRun => {
      const course = new Course(this.subject.start(assumptions, units, change), this.subject.limit);
      arrivals(course);
      return { course, verdict: this.verdictOf(course), longest: longestOf(course) };
    }, this.given);
  }

  private verdictOf({ sent }: Course): Verdict {
    if (!this.isAnyHealthy) return 'no healthy backend';
    const during = sent.filter(isDuring).map(({ exchange }) => this.isAnswered(exchange));
    if (during.every(Boolean)) return 'survives';
    return during.some(Boolean) ? 'survives later' : 'fails';
  }

  private isAnswered({ statusCode, attempts }: PlayedExchange): boolean {
    return isHealthy(attempts.at(-1)) && this.subject.healthyStatuses.has(statusCode);
  }

  private answerTo({ exchange }: Sent): Answer {
    const { statusCode, attempts, duration } = exchange;
    const copies = attempts.filter(
      (each) => each.statusCode !== undefined || (each.reason === TIMEOUT && this.kind.mayExecute),
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

/** The runs of one pattern of arrivals under every assumption. */
interface Played<R extends Run> {
  readonly runs: readonly Assuming<R>[];
  readonly units: number;
}

interface Run {
  readonly verdict: Verdict;
  /** The longest time that a client waited, in milliseconds. */
  readonly longest: number;
  /** The course; undefined when it is no longer needed. */
  readonly course?: Course;
}

type FullRun = Required<Run>;

/** Drops the courses without errors. There are thousands of them, and they would use most of the memory. */
function withoutAnswered({ runs, units }: Played<FullRun>): Played<Run> {
  const kept = ({ course, ...run }: FullRun): Run => (run.verdict === 'survives' ? run : { ...run, course });
  return { runs: runs.map(({ assumed, result }) => ({ assumed, result: kept(result) })), units };
}

/**
 * Adjusts the verdicts of a pattern of arrivals: if all its requests fail, but single requests on the same gateway
 * succeed later, only some requests fail.
 */
function inViewOf(single: Played<Run>, { runs, units }: Played<Run>): Played<Run> {
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

/** Returns the time from the recovery to the last request, which was sent when the last circuit closed. */
function settlingOf({ phases, sent }: Course): number {
  return Math.max(0, (sent.at(-1)?.at ?? 0) - (phases.at(-1)?.from ?? 0));
}
