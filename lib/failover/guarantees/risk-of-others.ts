import type { Fault, GatewayAssumptions } from '../automaton';
import { Course } from './course';
import { Assumed, eachAssumption } from './every-assumption';
import type { FailureKind } from './failure-kinds';
import type { FailingCircuit } from './failing-circuit';
import { mayReceiveEvery, mayReceiveEveryInFixedIntervals } from './received';
import { failuresToOpen } from './rules';
import type { Subject } from './subject';

/**
 * Returns how other requests may keep a request from reaching a healthy backend: circuits open and close again at such
 * moments, or intervals that began with the failures of other requests end between its own. Undefined if neither is
 * possible.
 *
 * @param backends the backends that fail
 * @param given the assumptions that are fixed
 */
export function riskOfOthers(
  subject: Subject,
  backends: readonly string[],
  kind: FailureKind,
  given: Assumed,
): 'closing' | 'intervals' | undefined {
  const circuits = aheadOfHealthy(subject, backends).map((each) => circuitOf(each, subject, kind));
  if (circuits.length === 0) return undefined;
  const all = timesUnderEveryAssumption(subject, kind, given).filter((times) => !isUpDuring(times, kind.fault));
  if (all.some((times) => mayReceiveEvery(circuits, times))) return 'closing';
  return all.some((times) => mayReceiveEveryInFixedIntervals(circuits, times)) ? 'intervals' : undefined;
}

/**
 * Returns whether a failing circuit ahead opens at a percentage of failures. Successful requests before the failure count
 * too, so a request may need more failures than it makes.
 */
export function dependsOnPercentage(subject: Subject, backends: readonly string[]): boolean {
  return aheadOfHealthy(subject, backends).some((each) => subject.ruleOf(each)?.percentage !== undefined);
}

/** Returns the failing backends that come before a healthy one, or take turns with it. */
export function aheadOfHealthy({ groups, mayBeIdle }: Subject, backends: readonly string[]): string[] {
  const isHealthy = (each: string): boolean => !backends.includes(each) && !mayBeIdle(each);
  const first = groups.findIndex((members) => members.some(isHealthy));
  const ahead = first < 0 ? groups : groups.slice(0, first + 1);
  return ahead.flat().filter((each) => backends.includes(each));
}

/** The times are the same whichever backends fail. */
const alreadyTimed = new WeakMap<Subject, Map<string, readonly (readonly number[])[]>>();

function timesUnderEveryAssumption(
  subject: Subject,
  kind: FailureKind,
  given: Assumed,
): readonly (readonly number[])[] {
  const known = alreadyTimed.get(subject) ?? new Map<string, readonly (readonly number[])[]>();
  alreadyTimed.set(subject, known);
  const key = JSON.stringify([kind.how, given]);
  let times = known.get(key);
  if (!times) {
    const runs = eachAssumption((assumptions) => timesOfAttempts(subject, kind, assumptions), given);
    known.set(key, (times = [...runs].map(({ result }) => result)));
  }
  return times;
}

function circuitOf(
  backend: string,
  { ruleOf }: Subject,
  { fault: { retryAfter, flaps } }: FailureKind,
): FailingCircuit {
  const rule = ruleOf(backend);
  if (!rule) return { failures: Infinity, interval: Infinity, trip: Infinity };
  const asked = rule.acceptRetryAfter && retryAfter !== undefined ? 1000 * retryAfter : Infinity;
  // Between two failures of a flapping backend, a phase in which it is healthy may clear its failures.
  const healthy = flaps === undefined ? Infinity : flaps + 1;
  return {
    failures: failuresToOpen(rule),
    interval: rule.interval,
    trip: Math.min(rule.tripDuration, asked, healthy),
  };
}

/** Returns when the attempts of a request begin if all of them fail and no circuit opens, in milliseconds. */
function timesOfAttempts(subject: Subject, { fault }: FailureKind, assumptions: GatewayAssumptions): number[] {
  const gateway = subject.start(assumptions, 1, ({ pools }) => ({ pools, rules: new Map() }));
  const failing: Fault = { ...fault, flaps: undefined };
  const course = new Course(gateway, subject.limit);
  course.fail(new Map(subject.groups.flat().map((backend) => [backend, failing])));
  return course.send().flatMap(({ exchange }) => exchange.attempts.map(({ at }) => at - exchange.at));
}

/** Returns whether one of these attempts must meet a healthy phase of a flapping backend. */
function isUpDuring(times: readonly number[], { flaps = Infinity }: Fault): boolean {
  return times[times.length - 1] >= flaps && times.every((time, index) => time - (times[index - 1] ?? 0) <= flaps);
}
