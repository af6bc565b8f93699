import { ASSUMED_FAILURES, attempts, failuresAhead, hangThatStillTrips, tripsInOrder, waitsBetween } from './budget';
import { finding, Finding, FindingCode } from './finding';
import { ApiModel, MemberModel, PoolModel, RetryDecision, RetryModel } from './model';
import { failuresToTrip, membersAhead, priorityGroups } from './priority-groups';
import { formatStatusCodes, statusCodesIn, without } from './status-codes';

/** The reason that API Management gives in `context.LastError.Reason` when a forward takes too long. */
const TIMEOUT_REASON = 'Timeout';

const IDEMPOTENT_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];
const BODILESS_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** What can be said of an API: its retry and its policies, against the breakers of the pools it uses. */
export function checkApi(api: ApiModel): Finding[] {
  const found: Finding[] = [];
  const report = (code: FindingCode, message: string, remedy: string): void => {
    found.push(finding(code, api.address, message, remedy));
  };
  const { retry } = api;
  checkPolicies(api, report);
  checkPoolsHaveFailover(api, report);
  if (retry && (retry.count === 'unknown' || retry.count > 0)) {
    for (const pool of api.pools.filter(hasFailover)) {
      checkAttempts(pool, retry, report);
      checkTiming(pool, retry, api, report);
      if (retry.decision) checkOutcomes(pool, retry.decision, report);
    }
    checkCondition(retry, report);
    checkRepetition(api, retry, report);
  }
  checkUnits(api, report);
  return dropRepeated(found);
}

type Report = (code: FindingCode, message: string, remedy: string) => void;

function hasFailover(pool: PoolModel): boolean {
  return membersAhead(pool).length > 0;
}

/** AF008. */
function checkPolicies(api: ApiModel, report: Report): void {
  for (const name of api.missingBackends) {
    report(
      'AF008',
      `a policy of API '${api.name}' names the backend '${name}', which does not exist`,
      'Name one that does, or declare it first',
    );
  }
  if (api.backendSectionChildren > 1) {
    report(
      'AF008',
      `a <backend> section of API '${api.name}' has ${api.backendSectionChildren} direct children; one is allowed, <base /> included`,
      'Put them into one policy',
    );
  }
}

/** AF108, AF109. */
function checkPoolsHaveFailover({ name, pools, retry }: ApiModel, report: Report): void {
  const withFailover = pools.filter(hasFailover);
  const priorities = withFailover.map((pool) => priorityGroups(pool)?.length ?? 0);
  if (!retry || retry.count === 0) {
    withFailover.forEach((pool, index) =>
      report(
        'AF109',
        `API '${name}' has no retry, and pool '${pool.name}' has ${priorities[index]} priority groups: ` +
          'a request that meets the failing backend fails, and only later ones fail over',
        'Add a retry',
      ),
    );
    return;
  }
  const unknown = pools.some((pool) => !priorityGroups(pool));
  if (withFailover.length > 0 || unknown) return;
  report(
    'AF108',
    pools.length === 0
      ? `API '${name}' retries ${retry.count} times, and uses no pool: every attempt goes to the same backend`
      : `API '${name}' retries ${retry.count} times, and pool '${pools[0]?.name}' has one priority group: there is nothing to fail over to`,
    'Give the pool a second priority, or leave the retry out',
  );
}

/** AF004, AF107. */
function checkAttempts(pool: PoolModel, retry: RetryModel, report: Report): void {
  for (const member of membersAhead(pool)) {
    if (failuresToTrip(member) !== 'unknown') continue;
    const { breaker, name } = member.backend;
    const percentage = typeof breaker === 'object' ? breaker.percentage : undefined;
    report(
      'AF107',
      percentage === undefined
        ? `the failures that trip backend '${name}' are not known here, so the attempts needed cannot be known`
        : `backend '${name}' trips at ${percentage} % failures, so the attempts needed depend on the traffic and cannot be known`,
      percentage === undefined
        ? `Say what its circuit breaker is, or give a retry count of your own (by default ${ASSUMED_FAILURES} failures are assumed)`
        : `Use a count, or give a retry count of your own (by default ${ASSUMED_FAILURES} failures are assumed)`,
    );
  }
  const failures = failuresAhead(pool);
  const made = attempts(retry.count);
  if (failures === undefined || made === 'unknown' || made > failures) return;
  report(
    'AF004',
    `the retry makes ${made} attempts (count ${retry.count}), and pool '${pool.name}' reaches its last priority group ` +
      `with attempt ${failures + 1}: ${failuresOf(membersAhead(pool))}`,
    `Set the retry count to ${failures} or more`,
  );
}

function failuresOf(members: readonly MemberModel[]): string {
  return members.map((member) => `'${member.backend.name}' trips after ${failuresToTrip(member)} failures`).join(', ');
}

/** AF005, AF104, AF105. */
function checkTiming(pool: PoolModel, retry: RetryModel, api: ApiModel, report: Report): void {
  checkTimeoutCounts(pool, report);
  const made = attempts(retry.count);
  for (const trip of tripsInOrder(pool) ?? []) {
    const { breaker, member, firstFailure, lastFailure } = trip;
    const { interval, tripDuration } = breaker;
    const name = member.backend.name;
    const waits = waitsBetween(retry, firstFailure, lastFailure);
    if (!waits || interval === 'unknown') continue;
    const failures = failuresToTrip(member);
    if (lastFailure > firstFailure && waits.least >= interval) {
      report(
        'AF005',
        `the ${failures} failures that trip backend '${name}' lie at least ${waits.least} s apart by the retry's waits, ` +
          `and its interval is ${interval} s: it never trips within one request`,
        "Shorten the retry's waits, or lengthen the interval",
      );
      continue;
    }
    const hang = hangThatStillTrips(trip, retry);
    if (api.forwardTimeout !== 'unknown' && hang !== undefined && api.forwardTimeout > hang) {
      const tries = lastFailure - firstFailure + 1;
      report(
        'AF104',
        `a hanging backend '${name}' never trips: ${tries} forwards of ${api.forwardTimeout} s with ${waits.most} s of waits ` +
          `take ${round(tries * api.forwardTimeout + waits.most)} s, and its interval is ${interval} s`,
        `Set the forward timeout to ${hang > 0 ? `${Math.floor(hang * 1000) / 1000} s` : 'less'} or less, or lengthen the interval`,
      );
    }
    if (made === 'unknown' || tripDuration === 'unknown' || made <= lastFailure) continue;
    const afterTrip = waitsBetween(retry, lastFailure, made);
    if (afterTrip && afterTrip.least >= tripDuration) {
      report(
        'AF105',
        `backend '${name}' is back in use ${tripDuration} s after attempt ${lastFailure}, and the retry goes on for ` +
          `${afterTrip.least} s, to attempt ${made}: the last attempts go to the failing backend again`,
        'Lengthen the trip duration, or retry less often',
      );
    }
  }
}

/** AF104, where no error reason counts a timeout. */
function checkTimeoutCounts(pool: PoolModel, report: Report): void {
  for (const { backend } of membersAhead(pool)) {
    const { breaker, name } = backend;
    if (!breaker || breaker === 'unknown' || breaker.errorReasons.includes(TIMEOUT_REASON)) continue;
    report(
      'AF104',
      `a hanging backend '${name}' never trips: its error reasons (${breaker.errorReasons.join(', ') || 'none'}) ` +
        `do not count a timeout`,
      `Add the error reason '${TIMEOUT_REASON}'`,
    );
  }
}

/** AF103, AF203. */
function checkCondition({ condition, decision }: RetryModel, report: Report): void {
  if (!decision) {
    report(
      'AF203',
      `the retry condition ${condition} cannot be read here, so whether it covers what the breakers count is not known`,
      'Compare context.Response.StatusCode with numbers and context.Response with null, or prove it by a simulation',
    );
  } else if (decision.noResponse === 'fails') {
    report(
      'AF103',
      `the retry condition ${condition} reads the response, and there is none when the backend cannot be reached: ` +
        'the condition fails instead of trying again',
      'Ask for context.Response == null first',
    );
  }
}

/** AF101, AF102. */
function checkOutcomes(pool: PoolModel, decision: RetryDecision, report: Report): void {
  for (const { backend } of membersAhead(pool)) {
    const { breaker, name } = backend;
    if (!breaker || breaker === 'unknown') continue;
    const counted = statusCodesIn(breaker.statusCodeRanges);
    if (!counted) continue;
    const burned = without(decision.statusCodes, counted);
    if (burned.size > 0) {
      report(
        'AF101',
        `status ${formatStatusCodes(burned)} is tried again, and the breaker of '${name}' does not count it: ` +
          'all attempts burn on that backend',
        'Count it in the breaker, or do not retry it',
      );
    }
    const leaked = without(counted, decision.statusCodes);
    if (leaked.size > 0) {
      report(
        'AF102',
        `status ${formatStatusCodes(leaked)} counts as a failure of '${name}' and is not tried again: ` +
          'it reaches the client until the circuit opens',
        'Retry it, or do not count it',
      );
    }
    if (breaker.errorReasons.length > 0 && decision.noResponse === 'not retried') {
      report(
        'AF102',
        `${breaker.errorReasons.join(', ')} counts as a failure of '${name}', and a missing response is not tried again: ` +
          'it reaches the client until the circuit opens',
        'Retry where context.Response == null',
      );
    }
  }
}

/** AF007, AF202. */
function checkRepetition({ name, methods, bufferRequestBody }: ApiModel, retry: RetryModel, report: Report): void {
  const most = attempts(retry.count);
  const withBody = methods?.filter((method) => !BODILESS_METHODS.includes(method.toUpperCase()));
  if (!bufferRequestBody && withBody?.length !== 0) {
    report(
      'AF007',
      `API '${name}' retries without buffering the request body, and ${withBody?.join(', ') ?? 'its operations'} can carry one: ` +
        'the second attempt fails with a length mismatch',
      'Set buffer-request-body="true" on forward-request',
    );
  }
  const repeated = methods?.filter((method) => !IDEMPOTENT_METHODS.includes(method.toUpperCase()));
  if (repeated?.length !== 0) {
    report(
      'AF202',
      `${repeated?.join(', ') ?? 'an operation that is not idempotent'} of API '${name}' may be sent up to ${most} times`,
      'Make sure that the backends take the same request twice',
    );
  }
}

/** AF201. */
function checkUnits({ name, pools, service }: ApiModel, report: Report): void {
  const units = Number(/_(\d+)$/.exec(service.skuName)?.[1] ?? 1);
  if (units <= 1 || !pools.some(hasFailover)) return;
  report(
    'AF201',
    `the service of API '${name}' has ${units} units (${service.skuName}), and each trips its circuits on its own`,
    'Expect the first requests on each unit to take the attempts of a failover',
  );
}

/** Two pools of one API may share what is wrong with it. */
function dropRepeated(found: readonly Finding[]): Finding[] {
  return [...new Map(found.map((f) => [`${f.code} ${f.message}`, f])).values()];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
