import { counted, grouped, type Risk, seconds } from '../../lib/failover';
import { firstLines, listed, quoted } from '../common/listing';
import type { Comparison, Difference } from './comparison';
import { howText, Matrix, placeText, secondsOf, valueText, verdictText } from './matrix';
import { isOverBudget, isUnsurvived, keyOf, leavesOneHealthy, ProofReport, ReportedGap } from './proof-report';
import type { UnusedBackends } from './unused-backends';

/** Additions to a report that is printed as text. */
export interface TextOptions {
  /** Seconds. */
  readonly budget?: number;
  readonly against?: Comparison;
}

/** Returns the notes of a matrix. */
export function notesOf({ slowest, request: { passedOn, backends, oneUrl }, rows }: Matrix, budget?: number): string[] {
  const notes: string[] = [];
  if (slowest) {
    const { failure, longest } = slowest;
    notes.push(
      `A client waits at most ${secondsOf(longest, budget)} while a backend is healthy: ${failureText(failure.backends, [failure])}`,
    );
  } else if (backends.flat().length > 1) {
    notes.push('No failure that leaves a backend healthy was simulated: nothing is proved about failover');
  } else {
    notes.push(`There is no second backend to fail over to: while ${backends.flat().join()} fails, none is healthy`);
  }
  const copies = Math.max(0, ...rows.flatMap(({ guarantees }) => guarantees.map(({ first }) => first.copies)));
  if (copies > 1) notes.push(`Backends may execute the same request up to ${copies} times`);
  if (passedOn !== '') {
    notes.push(`Status ${passedOn} is returned to the client: no circuit breaker counts it, and no retry covers it`);
  }
  const risks = new Set(rows.flatMap(({ guarantees }) => guarantees.flatMap(({ risk }) => risk ?? [])));
  for (const risk of risks) notes.push(`At risk: ${RISKS[risk]}`);
  for (const names of oneUrl) {
    notes.push(`Too optimistic: backends ${quoted(names)} have the same URL, so they fail together (AF115)`);
  }
  return notes;
}

/** The risks from sequences of other requests, with remedies. */
const RISKS: Readonly<Record<Risk, string>> = {
  closing:
    'circuits can stay closed, or open and close again, while a request is in progress, so a certain sequence of other requests can keep ' +
    'the request from a healthy backend; shorten the forward timeout or the waits of the retry, or lengthen the trip durations and ' +
    'the intervals of the circuit breakers',
  intervals:
    'if Azure counts failures in fixed intervals, an interval can end between the failures of a request, so that failing backends receive ' +
    'all of its attempts; check reports a sufficient retry count (AF004)',
  percentage:
    'a circuit opens at a percentage of failures, so successful requests before the failure can keep it closed for all attempts of a ' +
    'request; use a count',
  turns:
    'other requests can take every turn of the healthy members that share a priority, so that all attempts of a request go to ' +
    'failing members whose circuits are still closed; retry often enough to open those circuits',
};

/** Lists what is not proved and why. Entries with the same reason share a line. */
export function gapLines({ notProved }: Pick<ProofReport, 'notProved'>, title = 'Not proved:'): string[] {
  const gaps = grouped(notProved, ({ service, message }) => JSON.stringify([service, message]));
  const lines = [...gaps.values()].map(([gap, ...others]) => {
    const more = others.length === 0 ? '' : ` (and ${others.length.toLocaleString('en')} more)`;
    return `  ${gapText(gap)}${more}: ${gap.message}`;
  });
  return lines.length === 0 ? [] : [title, ...firstLines(lines)];
}

/** Lists the parts of the input that were passed over. */
export function warningLines({ warnings }: Pick<ProofReport, 'warnings'>): string[] {
  return warnings.length === 0 ? [] : ['Warnings:', ...firstLines(warnings).map((warning) => `  ${warning}`)];
}

function gapText({ service, api, operation, product, region, request }: ReportedGap): string {
  if (api === null) return service;
  if (request !== null && operation !== null) return placeText({ service, api, operation, product, region, request });
  return `${service}: API ${api}${operation === null ? '' : `, operation ${operation}`}`;
}

/** Returns the summary of a report. */
export function summaryOf(report: ProofReport, { budget }: TextOptions): string[] {
  const tried = report.guarantees.filter(leavesOneHealthy);
  const lost = tried.filter(isUnsurvived);
  const over = tried.filter((each) => isOverBudget(each, budget));
  const atRisk = tried.filter((each) => each.risk !== undefined && !isUnsurvived(each)).length;
  const survived =
    `${tried.length - lost.length} of ${tried.length} failures that leave a backend healthy are survived` +
    (atRisk === 0 ? '' : `, ${atRisk} of them at risk`) +
    (budget === undefined ? '' : `, ${over.length} take longer than the budget of ${seconds(budget)}`);
  return [
    tried.length > 0 ? survived : nothingTried(report),
    ...new Set(lost.filter(({ decidedBy }) => decidedBy.length > 0).map((each) => `  ${verdictText(each)}`)),
    ...(lost.length > 0 ? [NEXT_STEPS] : []),
    ...limitsOf(report),
  ];
}

/** The next steps for failures that are not survived. */
const NEXT_STEPS =
  '  apim-failover check reports what to change; --counterexamples FOLDER writes a scenario for each, to use with simulate and serve';

function nothingTried({ guarantees }: ProofReport): string {
  return guarantees.length === 0
    ? 'Nothing is proved'
    : 'No failover is proved: no simulated failure leaves a backend healthy';
}

/** Returns the limits of the proofs. */
function limitsOf({ requests, passedOver, notChecked }: ProofReport): string[] {
  const alone = requests.filter(({ backends }) => backends.flat().length === 1);
  const apis = new Set(alone.map(({ service, api }) => `API ${api} of ${service}`));
  return [
    ...(apis.size > 0 ? [`  without a second backend, so without failover: ${listed([...apis])}`] : []),
    ...(passedOver.length > 0 ? [`  skipped policies: ${listed(passedOver)}`] : []),
    ...(notChecked.length > 0 ? [`  policies that accepted every request: ${listed(notChecked)}`] : []),
  ];
}

/** The legend of a matrix. */
export const LEGEND = [
  'first request: sent alone while the backends fail; then: the worst result of the requests that follow;',
  'after recovery: the worst result after all backends are healthy; settled: the time until all circuits are closed again',
];

/** For example, `memberChoice ('each forward', 'each set-backend-service')`. */
export function assumptionTexts({ assumptions }: ProofReport): string[] {
  return assumptions.map(({ name, values }) => `${name} (${values.map(valueText).join(', ')})`);
}

/** Returns the lines of a comparison. */
export function comparisonLines(comparison: Comparison): string[] {
  const { lost, better, worse, added, removed, unused, notProvedBefore } = comparison;
  const isOfUnused = ({ place, failure }: Difference): boolean =>
    unused.some(
      (each) => keyOf(each.place) === keyOf(place) && failure.backends.some((b) => each.backends.includes(b)),
    );
  const parts = [
    ...part('No longer survived', lost, true),
    ...part('Better', better),
    ...part('Worse', worse, true),
    ...part('Added', added),
    ...unusedLines(unused, removed.filter(isOfUnused)),
    ...part(
      'Removed',
      removed.filter((each) => !isOfUnused(each)),
    ),
  ];
  return [
    ...(parts.length === 0 ? ['No change'] : parts),
    ...gapLines({ notProved: notProvedBefore }, 'Not proved before, so not compared:'),
  ];
}

/** Lists the backends that left the pools, in place of all the failures that include them. */
function unusedLines(unused: readonly UnusedBackends[], removed: readonly Difference[]): string[] {
  if (unused.length === 0) return [];
  const lines = unused.map(({ place, backends }) => `  ${placeText(place)}: ${backends.join(', ')}`);
  return [`No longer used, which removes ${counted(removed.length, 'failure')}:`, ...firstLines(lines)];
}

function part(title: string, differences: readonly Difference[], isWorse = false): string[] {
  if (differences.length === 0) return [];
  const textOf = (each: Difference): string => changeText(each, isWorse);
  const alike = grouped(differences, (each) => JSON.stringify([each.place, each.failure.backends, textOf(each)]));
  const lines = [...alike.values()].map((group) => {
    const [{ place, failure }] = group;
    const failures = group.map((each) => each.failure);
    return `  ${placeText(place)}: ${failureText(failure.backends, failures)}: ${textOf(group[0])}`;
  });
  return [`${title}: ${counted(differences.length, 'failure')}`, ...firstLines(lines)];
}

/** What became of a failure that was survived. */
const REASONS = { 'passed on': 'clients receive the status', 'no failover': 'there is no failover' } as const;

/**
 * For example, `still "survives"; a client waits up to 38 s instead of 32 s`. If the verdict got worse, a shorter wait
 * is left out, because it is no improvement: an error came sooner.
 */
function changeText({ before, now, reason }: Difference, isWorse: boolean): string {
  if (!before) return now ? `"${now.verdict}"; ${waitText(secondsOf(now.longest))}` : '';
  if (reason) return `was "${before.verdict}"; now ${REASONS[reason]}`;
  if (!now) return `was "${before.verdict}"; ${waitText(secondsOf(before.longest), true)}`;
  const isSame = before.verdict === now.verdict;
  const isApart = secondsOf(now.longest) !== secondsOf(before.longest);
  const isShorterOnly = isWorse && !isSame && now.longest < before.longest;
  const [wait, earlier] = [now.longest, before.longest].map(isApart ? (each) => secondsOf(each) : seconds);
  return [
    isSame ? `still "${now.verdict}"` : `now "${now.verdict}" instead of "${before.verdict}"`,
    ...(wait === earlier || isShorterOnly ? [] : [changedWaitText(earlier, wait)]),
    ...(isSame && now.attempts !== before.attempts
      ? [`the first request takes ${counted(now.attempts, 'attempt')} instead of ${before.attempts}`]
      : []),
  ].join('; ');
}

const NO_WAIT = seconds(0);

/** For example, `a client waits up to 38 s`. */
function waitText(wait: string, isPast = false): string {
  if (wait === NO_WAIT) return `a client ${isPast ? 'received' : 'receives'} the response at once`;
  return `a client ${isPast ? 'waited' : 'waits'} up to ${wait}`;
}

/** For example, `a client waits up to 38 s instead of 32 s`. */
function changedWaitText(before: string, now: string): string {
  return `${waitText(now)} instead of ${now === NO_WAIT ? `after up to ${before}` : before}`;
}

/** For example, `func-a + func-b (refused, hang)`. */
export function failureText(backends: readonly string[], failures: readonly Difference['failure'][]): string {
  return `${backends.join(' + ')} (${failures.map(howText).join(', ')})`;
}
