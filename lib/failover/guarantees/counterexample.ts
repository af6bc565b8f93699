import { DEFAULT_ASSUMPTIONS, GatewayAssumptions, PlayedExchange, PlayedGateway } from '../automaton';
import { Course, repeat, Script, Sent } from './course';
import { Assumed, sizeOf } from './every-assumption';
import type { Counterexample } from './guarantee';

/** A course that was played, and its assumptions. */
export interface PlayedCourse {
  readonly course: Course;
  readonly assumed: Assumed;
  /** The number of gateway instances. */
  readonly units: number;
}

/** A repeatable course with an error, and its assumptions. */
export interface ErrorScript extends Script, Pick<Counterexample, 'assumed' | 'units'> {
  /** Whether the failing backends take every turn. */
  readonly areTurnsTaken?: boolean;
}

type Start = (assumptions: GatewayAssumptions, units: number) => PlayedGateway;
type IsAnswered = (exchange: PlayedExchange) => boolean;

/**
 * Returns the shortest course with an error, with as few assumptions as possible, and on one gateway instance if
 * possible.
 */
export function smallestCounterexample(
  played: readonly PlayedCourse[],
  start: Start,
  isAnswered: IsAnswered,
): Counterexample | undefined {
  const failed = played.flatMap(({ assumed, course, units }) => {
    const error = firstErrorOf(course, isAnswered);
    return error ? [{ assumed: unusual(assumed), units, plain: script(course, error), course, error }] : [];
  });
  failed.sort(
    (a, b) =>
      a.units - b.units || a.plain.requests.length - b.plain.requests.length || sizeOf(a.assumed) - sizeOf(b.assumed),
  );
  for (const scriptOf of [script, spreadScript, laterScript]) {
    for (const { assumed, course, error, units } of failed) {
      const counterexample = shrink(scriptOf(course, error), assumed, units, start, isAnswered);
      if (counterexample) return counterexample;
    }
  }
  return undefined;
}

/** The maximum number of requests for which dispensable ones are left out. Each try plays all remaining requests. */
const MOST_LEFT_OUT = 200;

/** Leaves out the requests that are not needed for an error; undefined if there is no error. */
function shrink(
  script: Script,
  assumed: Assumed,
  units: number,
  start: Start,
  isAnswered: IsAnswered,
): Counterexample | undefined {
  const lastError = (requests: readonly number[]): { readonly index: number; readonly statusCode: number } => {
    const assumptions = { ...DEFAULT_ASSUMPTIONS, ...assumed };
    const exchanges = repeat(start(assumptions, units), { ...script, requests });
    const index = exchanges.map(isAnswered).lastIndexOf(false);
    return { index, statusCode: exchanges.at(index)?.statusCode ?? 0 };
  };
  let { requests } = script;
  let error = lastError(requests);
  if (error.index < 0) return undefined;
  const isShort = requests.length <= MOST_LEFT_OUT;
  for (let index = requests.length - 1; isShort && index >= 0 && requests.length > 1; index--) {
    const fewer = requests.filter((_, each) => each !== index);
    const other = lastError(fewer);
    if (other.index >= 0) [requests, error] = [fewer, other];
  }
  return { ...script, requests, units, assumed, error: error.index, statusCode: error.statusCode };
}

/** Returns a course up to its first error, in repeatable form; undefined if there is no error. */
export function errorScript({ course, assumed, units }: PlayedCourse, isAnswered: IsAnswered): ErrorScript | undefined {
  const error = firstErrorOf(course, isAnswered);
  return error && { ...script(course, error), assumed, units };
}

/** Returns the first request that fails while backends fail. */
export function firstErrorOf({ sent }: Course, isAnswered: IsAnswered): Sent | undefined {
  return sent.find((each) => isDuring(each) && !isAnswered(each.exchange));
}

/** Returns the course up to an error, with all requests that were sent together with it. */
function script({ phases, sent }: Course, error: Sent): Script {
  const requests = sent.filter(({ sending }) => sending <= error.sending).map(({ at }) => at);
  return { phases: phases.slice(0, error.phase + 1), requests: requests.sort((a, b) => a - b) };
}

/**
 * Like `script`, with a millisecond between consecutive requests that took no time: a course waits for a response
 * before it sends the next request, but a repetition sends requests at fixed times.
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

/**
 * Like `script`, with all but the first requests a millisecond later: if requests are sent at the very time at which an
 * attempt ends, a course and a repetition process them in different order.
 */
function laterScript(course: Course, error: Sent): Script {
  const { phases, requests } = script(course, error);
  return { phases, requests: requests.map((at) => (at > requests[0] ? at + 1 : at)) };
}

/** Returns the assumptions that differ from the defaults. */
function unusual(assumed: Assumed): Assumed {
  return Object.fromEntries(
    Object.entries(assumed).filter(([name, value]) => DEFAULT_ASSUMPTIONS[name as keyof Assumed] !== value),
  );
}

export function isDuring({ isAfterRecovery }: Sent): boolean {
  return !isAfterRecovery;
}
