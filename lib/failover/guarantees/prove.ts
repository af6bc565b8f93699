import { DEFAULT_ASSUMPTIONS, Fault, GatewayAssumptions, PlayedExchange, PlayedGateway } from '../automaton';
import { alone, Arrivals, at, beforeClosing, burst, Failing, oneAfterTheOther } from './arrivals';
import { Course, repeat, Script, Sent } from './course';
import { Assumed, Assuming, canHold, deciding, holds, sizeOf, underEveryAssumption } from './every-assumption';
import type { FailureKind } from './failure-kinds';
import type { Answer, Counterexample, Guarantee, Verdict } from './guarantee';

/** What is proved: a gateway that can be started afresh, and what may happen to its backends. */
export interface Subject {
  /** The backends by priority, the first to be used first. */
  readonly groups: readonly (readonly string[])[];
  /** What makes two members of a group alike. */
  readonly kindOf: (backend: string) => string;
  readonly kinds: readonly FailureKind[];
  /** The failures that open the circuits of these backends at the most. */
  readonly failuresToOpen: (backends: readonly string[]) => number;
  /** The longest in which a circuit breaker counts, in milliseconds. */
  readonly longestInterval: number;
  /** The gateway instances of the service. */
  readonly units: number;
  /** The status that a client gets when all backends are healthy. */
  readonly healthyStatus: number;
  readonly start: (assumptions: GatewayAssumptions, units: number) => PlayedGateway;
}

/** More requests than this are not sent to open a circuit. */
const MOST_TRIES = 20_000;
/** More moments than this within an exchange are not tried for the closing of a circuit. */
const MOST_MOMENTS = 6;
/** More requests than this do not surround another, and no more than so many at one time. */
const MOST_OTHERS = 100;
const MOST_AT_ONCE = 8;

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
  ) {
    const { groups, failuresToOpen, units, longestInterval } = subject;
    this.isAnyHealthy = backends.length < groups.flat().length;
    this.failing = {
      faults: new Map(backends.map((backend): [string, Fault] => [backend, kind.fault])),
      isAnswered: ({ exchange }) => this.isAnswered(exchange),
      mostTries: this.isAnyHealthy ? Math.min(MOST_TRIES, 1 + units * failuresToOpen(backends)) : 1,
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
      this.isAnyHealthy && canBeWorse ? this.arrivals(single).map((arrivals) => this.play(arrivals, 1)) : [];
    const played = [single, ...[...several, ...others].map((each) => inViewOf(single, each))];
    const runs = played.flatMap((each) => each.runs);
    for (const { assumed } of runs) for (const name of Object.keys(assumed)) this.asked.add(name as keyof Assumed);
    const verdict = worst(runs.map(({ result }) => result.verdict));
    const decidedBy = smallest(
      played
        .filter((each) => each.runs.some(({ result }) => result.verdict === verdict))
        .map((each) => deciding(each.runs, (result) => result.verdict === verdict)),
    );
    const rest = runs.filter(({ assumed }) => !holds(decidedBy, assumed)).map(({ result }) => result.verdict);
    const isDecided = sizeOf(decidedBy) > 0;
    const counterexample = verdict === 'survives' || !this.isAnyHealthy ? undefined : this.smallestOf(played);
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
      longest:
        Math.max(...runs.flatMap(({ result }) => result.course.sent.map(({ exchange }) => exchange.duration))) / 1000,
      decidedBy,
      ...(isDecided && { otherwise: worst(rest) }),
      ...(counterexample && { counterexample }),
    };
  }

  /** The arrivals that can matter beside single requests. */
  private arrivals(single: Played): Arrivals[] {
    const { failing, backends } = this;
    const patterns = [burst(failing), ...this.amongOthers()];
    // With one failing backend, an attempt goes to it or is answered: when its circuit closes is all the same.
    if (backends.length < 2) return patterns;
    const moments = momentsOf(single.runs[0].result.course.sent[0].exchange);
    for (const ahead of moments) {
      for (const circuit of [0, 1]) patterns.push(beforeClosing(failing, circuit, ahead));
      for (const first of this.firstToFail()) patterns.push(oneAfterTheOther(failing, first, ahead));
    }
    return patterns;
  }

  /**
   * Where a group has failing members and healthy ones, whose turn it is depends on other requests too: as many arrive
   * before each attempt of the first one as it takes to turn it to a failing member.
   */
  private amongOthers(): Arrivals[] {
    const shared = this.subject.groups.filter((members) => isSplit(members, this.backends));
    if (shared.length === 0) return [];
    let times = [0];
    let [exchange] = this.repeated(times);
    while (this.isAnswered(exchange) && times.length < MOST_OTHERS) {
      const { length } = exchange.attempts;
      const before = Math.max(0, exchange.attempts[length - 1].at - 1);
      const crowded = range(1, MOST_AT_ONCE)
        .map((others) => [...times, ...Array<number>(others).fill(before)])
        .find((more) => {
          const [turned] = this.repeated(more);
          return !this.isAnswered(turned) || turned.attempts.length > length;
        });
      if (!crowded) break;
      times = crowded;
      [exchange] = this.repeated(times);
    }
    return times.length > 1 ? [at(this.failing, times)] : [];
  }

  private repeated(requests: readonly number[]): PlayedExchange[] {
    const phases = [{ from: 0, faults: this.failing.faults }];
    return repeat(this.subject.start(DEFAULT_ASSUMPTIONS, 1), { phases, requests });
  }

  /** The failing backends of each group, which may fail before those of the groups behind it. */
  private firstToFail(): string[][] {
    const groups = this.subject.groups.map((members) => members.filter((member) => this.backends.includes(member)));
    return groups.filter((members) => members.length > 0 && members.length < this.backends.length);
  }

  private play(arrivals: Arrivals, units: number): Played {
    const runs = underEveryAssumption((assumptions): Run => {
      const course = new Course(this.subject.start(assumptions, units));
      arrivals(course);
      return { course, verdict: this.verdictOf(course) };
    });
    return { runs, units };
  }

  private verdictOf({ sent }: Course): Verdict {
    if (!this.isAnyHealthy) return 'no healthy backend';
    const during = sent.filter(isDuring).map(({ exchange }) => this.isAnswered(exchange));
    if (during.every(Boolean)) return 'survives';
    return during.some(Boolean) ? 'survives later' : 'fails';
  }

  /** The shortest course with an error, with as little assumed as possible; on one gateway instance if that is enough. */
  private smallestOf(played: readonly Played[]): Counterexample | undefined {
    const failed = played.flatMap(({ runs, units }) =>
      runs.flatMap(({ assumed, result: { course } }) => {
        const error = course.sent.find((each) => isDuring(each) && !this.isAnswered(each.exchange));
        return error ? [{ assumed: unusual(assumed), course, error, units }] : [];
      }),
    );
    failed.sort(
      (a, b) => a.units - b.units || a.error.sending - b.error.sending || sizeOf(a.assumed) - sizeOf(b.assumed),
    );
    for (const scriptOf of [script, spreadScript]) {
      for (const { assumed, course, error, units } of failed) {
        const counterexample = this.shrink(scriptOf(course, error), assumed, units);
        if (counterexample) return counterexample;
      }
    }
    return undefined;
  }

  /** Leaves out the requests that an error does not need; undefined if there is none. */
  private shrink(script: Script, assumed: Assumed, units: number): Counterexample | undefined {
    const lastError = (requests: readonly number[]): { readonly index: number; readonly statusCode: number } => {
      const assumptions = { ...DEFAULT_ASSUMPTIONS, ...assumed };
      const exchanges = repeat(this.subject.start(assumptions, units), { ...script, requests });
      const index = exchanges.map((exchange) => this.isAnswered(exchange)).lastIndexOf(false);
      return { index, statusCode: exchanges.at(index)?.statusCode ?? 0 };
    };
    let { requests } = script;
    let error = lastError(requests);
    if (error.index < 0) return undefined;
    for (let index = requests.length - 1; index >= 0 && requests.length > 1; index--) {
      const fewer = requests.filter((_, each) => each !== index);
      const other = lastError(fewer);
      if (other.index >= 0) [requests, error] = [fewer, other];
    }
    return { ...script, requests, units, assumed, error: error.index, statusCode: error.statusCode };
  }

  private isAnswered({ statusCode, attempts }: PlayedExchange): boolean {
    return attempts.at(-1)?.statusCode === 200 && statusCode === this.subject.healthyStatus;
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

/** The course up to an error, with all that was sent together with it. */
function script({ phases, sent }: Course, error: Sent): Script {
  const requests = sent.filter(({ sending }) => sending <= error.sending).map(({ at }) => at);
  return { phases: phases.slice(0, error.phase + 1), requests: requests.sort((a, b) => a - b) };
}

/**
 * The same with a millisecond between what was sent one after the other and took no time: a course waits for an answer
 * before it sends the next request, and whoever repeats it sends at given times.
 */
function spreadScript({ phases, sent }: Course, error: Sent): Script {
  const requests: number[] = [];
  let [sending, at] = [-1, -1];
  for (const each of [...sent].sort((a, b) => a.sending - b.sending || a.at - b.at)) {
    if (each.sending > error.sending) break;
    at = each.sending === sending ? Math.max(at, each.at) : Math.max(at + 1, each.at);
    sending = each.sending;
    requests.push(at);
  }
  return { phases: phases.slice(0, error.phase + 1), requests };
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

const VERDICTS: readonly Verdict[] = ['survives', 'survives later', 'fails', 'no healthy backend'];

export function worst(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))];
}

function worstAnswer(answers: readonly Answer[]): Answer {
  return answers.reduce((a, b) => (isWorse(b, a) ? b : a));
}

function isWorse(a: Answer, b: Answer): boolean {
  if (a.isAnswered !== b.isAnswered) return !a.isAnswered;
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.attempts > b.attempts);
}

/** Whether a guarantee is as good as another of the same failure. */
export function isNoWorse(guarantee: Guarantee, other: Guarantee): boolean {
  if (worst([guarantee.verdict, other.verdict]) !== other.verdict) return false;
  return OFTEN.indexOf(guarantee.firstIsAnswered) <= OFTEN.indexOf(other.firstIsAnswered);
}

const OFTEN: readonly Guarantee['firstIsAnswered'][] = ['always', 'sometimes', 'never'];

function howOften(answers: readonly Answer[]): Guarantee['firstIsAnswered'] {
  if (answers.every(({ isAnswered }) => isAnswered)) return 'always';
  return answers.some(({ isAnswered }) => isAnswered) ? 'sometimes' : 'never';
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

/** What is assumed otherwise than it is by default. */
function unusual(assumed: Assumed): Assumed {
  return Object.fromEntries(
    Object.entries(assumed).filter(([name, value]) => DEFAULT_ASSUMPTIONS[name as keyof Assumed] !== value),
  );
}

function isDuring({ isAfterRecovery }: Sent): boolean {
  return !isAfterRecovery;
}

function isAfter({ isAfterRecovery }: Sent): boolean {
  return isAfterRecovery;
}

/** From the recovery to the last request that a circuit's closing was waited for. */
function settlingOf({ phases, sent }: Course): number {
  return Math.max(0, (sent.at(-1)?.at ?? 0) - (phases.at(-1)?.from ?? 0));
}

function isSplit(members: readonly string[], backends: readonly string[]): boolean {
  return members.some((member) => backends.includes(member)) && members.some((member) => !backends.includes(member));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** When an exchange turns to another backend, and when it is tried the last time; also a millisecond later. */
function momentsOf({ at, attempts }: PlayedExchange): number[] {
  const turns = attempts.filter(({ backend }, index) => index === 0 || attempts[index - 1].backend !== backend);
  const times = new Set([...turns.slice(0, MOST_MOMENTS), ...attempts.slice(-1)].map((attempt) => attempt.at - at));
  return [...times].flatMap((time) => [time, time + 1]);
}
