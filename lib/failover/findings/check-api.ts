import { attempts } from './budget';
import { checkAttempts } from './check-attempts';
import { checkCondition, checkOutcomes } from './check-condition';
import { checkTimeoutCounts, checkTiming } from './check-timing';
import { finding, Finding, Report } from './finding';
import { ApiModel, PoolModel, RetryModel } from '../model';
import { membersAhead, priorityGroups } from '../model';
import { unitsOf } from '../model';
import { counted } from './wording';

const IDEMPOTENT_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];
const BODILESS_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** What can be said of an API: its retry and its policies, against the breakers of the pools it uses. */
export function checkApi(api: ApiModel): Finding[] {
  const found: Finding[] = [];
  const report: Report = (code, message, remedy) => {
    found.push(finding(code, api.address, message, remedy));
  };
  const retry = retryOf(api);
  const pools = api.pools.filter(hasFailover);
  checkPolicies(api, report);
  checkPoolsHaveFailover(api, report);
  for (const pool of pools) checkTimeoutCounts(pool, report);
  if (retry) {
    for (const pool of pools) {
      checkAttempts(pool, retry, report);
      checkTiming(pool, retry, api.forwardTimeout, report);
      if (retry.decision) checkOutcomes(pool, retry.decision, report);
    }
    checkCondition(retry, report);
    checkRepetition(api, retry, report);
  }
  checkUnits(api, report);
  return dropRepeated(found);
}

/** The API's retry, if it retries at all. */
function retryOf({ retry }: ApiModel): RetryModel | undefined {
  return retry && (retry.count === 'unknown' || retry.count > 0) ? retry : undefined;
}

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
function checkPoolsHaveFailover(api: ApiModel, report: Report): void {
  const { name, pools } = api;
  const retry = retryOf(api);
  if (retry && pools.length === 0) {
    report(
      'AF108',
      `API '${name}' ${retries(retry)}, and uses no pool: every attempt goes to the same backend`,
      'Use a pool with two priorities, or leave the retry out',
    );
  }
  for (const pool of pools) {
    const groups = priorityGroups(pool)?.length ?? 0;
    if (retry && groups === 1) {
      report(
        'AF108',
        `API '${name}' ${retries(retry)}, and pool '${pool.name}' has one priority group: there is nothing to fail over to`,
        'Give the pool a second priority, or leave the retry out',
      );
    } else if (!retry && groups > 1) {
      report(
        'AF109',
        `API '${name}' has no retry, and pool '${pool.name}' has ${groups} priority groups: ` +
          'a request that meets the failing backend fails, and only later ones fail over',
        'Add a retry',
      );
    }
  }
}

function retries({ count }: RetryModel): string {
  return count === 'unknown' ? 'retries' : `retries ${counted(count, 'time')}`;
}

/** AF007, AF202. */
function checkRepetition({ name, methods, bufferRequestBody }: ApiModel, retry: RetryModel, report: Report): void {
  const withBody = methodsOtherThan(BODILESS_METHODS, methods);
  if (!bufferRequestBody && withBody !== '') {
    report(
      'AF007',
      `API '${name}' retries without buffering the request body, and ${withBody ?? 'its operations'} can carry one: ` +
        'the second attempt fails with a length mismatch',
      'Set buffer-request-body="true" on forward-request',
    );
  }
  const repeated = methodsOtherThan(IDEMPOTENT_METHODS, methods);
  if (repeated === '') return;
  const most = attempts(retry.count);
  report(
    'AF202',
    `${repeated ?? 'any operation, idempotent or not,'} of API '${name}' may be sent ` +
      (most === 'unknown' ? 'more than once' : `up to ${most} times`),
    'Make sure that the backends take the same request twice',
  );
}

/** As in `POST, PATCH`; empty if there are none, undefined if the methods are not known. */
function methodsOtherThan(others: readonly string[], methods: readonly string[] | undefined): string | undefined {
  const names = new Set(methods?.map((method) => method.toUpperCase()));
  return methods && [...names].filter((name) => !others.includes(name)).join(', ');
}

/** AF201. */
function checkUnits({ name, pools, service }: ApiModel, report: Report): void {
  const units = unitsOf(service.skuName);
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
