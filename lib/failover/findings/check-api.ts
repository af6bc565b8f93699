import { BODILESS_METHODS } from '../automaton';
import {
  ApiModel,
  ASSUMED_FAILURES,
  failuresToTrip,
  MemberModel,
  membersAhead,
  OnlyRun,
  priorityGroups,
  RetryModel,
  SentElsewhere,
  unitsOf,
} from '../model';
import { checkSurvival } from './check-survival';
import { finding, Finding, Report } from './finding';
import { counted, excerpt, listed } from './wording';

const IDEMPOTENT_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];

/** Checks the policies of an API, and which failures it survives with the pools that it uses. */
export function checkApi(api: ApiModel): Finding[] {
  const found: Finding[] = [];
  const report: Report = (code, message, remedy, level) => {
    found.push(finding(code, api.address, message, remedy, level));
  };
  const retry = retryOf(api);
  checkPolicies(api, report);
  for (const name of api.undeclaredBackends ?? []) reportUndeclared(api.name, name, retry, report);
  if (api.sentElsewhere) reportElsewhere(api.name, api.sentElsewhere, report);
  if (api.onlyRun) reportOnlyRun(api, api.onlyRun, report);
  else if (api.sentElsewhere !== 'all' && !api.attributeFaults) checkPools(api, retry, report);
  if (retry) checkRepetition(api, retry, report);
  checkUnits(api, report);
  return dropRepeated(found);
}

/** Checks which failures the API survives with each of its pools, by playing them. */
function checkPools(api: ApiModel, retry: RetryModel | undefined, report: Report): void {
  checkChoices(api, report);
  for (const pool of api.unknownPools ?? []) reportUnknownMembers(api.name, pool, retry, report);
  for (const pool of api.pools) {
    if (retry) for (const member of membersAhead(pool)) checkKnown(member, report);
    checkSurvival(retry ? api : { ...api, retry: undefined }, pool, report);
  }
  if (retry) checkCondition(retry, report);
  const canFailOver = api.pools.some(({ members }) => members.length > 1);
  if (retry && canFailOver) reportUnknownNumbers(api, retry, report);
}

/** AF204. */
function reportUnknownNumbers({ name, forwardTimeout }: ApiModel, retry: RetryModel, report: Report): void {
  const { count, interval, delta, maxInterval, firstFastRetry } = retry;
  const numbers = {
    ...{ count, interval, delta, 'max-interval': maxInterval, 'first-fast-retry': firstFastRetry },
    'forward timeout': forwardTimeout,
  };
  const unknown = Object.entries(numbers).flatMap(([what, number]) => (number === 'unknown' ? what : []));
  if (unknown.length === 0) return;
  report(
    'AF204',
    `the ${listed(unknown)} of API '${name}' ${unknown.length === 1 ? 'is' : 'are'} not known here: ` +
      `behavior that depends on ${unknown.length === 1 ? 'it' : 'them'} is not evaluated`,
    'Use literal values, or run its policies under every failure with apim-failover prove. ' +
      'If a value comes from a variable or a parameter, set it with --var or a parameters file',
  );
}

const WHAT_RUNS: Readonly<Record<OnlyRun, string>> = {
  'switches backends': 'switches backends between attempts in its own policies',
  'nests retries': 'has one retry inside another',
  'forwards again': 'forwards a request in several places',
};

/** AF204. */
function reportOnlyRun({ name }: ApiModel, onlyRun: OnlyRun, report: Report): void {
  report(
    'AF204',
    `API '${name}' ${WHAT_RUNS[onlyRun]}: whether it fails over is not evaluated here`,
    'Run its policies under every failure with apim-failover prove',
  );
}

/** AF204. */
function reportElsewhere(name: string, requests: SentElsewhere, report: Report): void {
  report(
    'AF204',
    requests === 'all'
      ? `policies of API '${name}' may send its requests to a backend outside its pool: whether it fails over is not evaluated here`
      : `policies of API '${name}' may send some of its requests to a backend outside its pool: whether those fail over is not evaluated here`,
    'Run its policies under every failure with apim-failover prove',
  );
}

/** Returns the retry of the API, if it makes any retries. */
function retryOf({ retry }: ApiModel): RetryModel | undefined {
  return retry && (retry.count === 'unknown' || retry.count > 0) ? retry : undefined;
}

/** AF008. */
function checkPolicies(api: ApiModel, report: Report): void {
  for (const name of api.missingBackends) {
    report(
      'AF008',
      `a policy of API '${api.name}' names the backend '${name}', which does not exist`,
      'Name an existing backend, or declare it first',
    );
  }
  for (const fault of api.attributeFaults ?? []) {
    report('AF012', `in the policies of API '${api.name}', ${fault}`, 'Correct the value');
  }
  if ((api.forwardsPerAttempt ?? 1) > 1) {
    report(
      'AF011',
      `API '${api.name}' forwards each attempt ${api.forwardsPerAttempt} times: its retry contains ${api.forwardsPerAttempt} forward-request policies`,
      'Keep only one forward-request in the retry',
    );
  }
  if (api.backendSectionChildren > 1) {
    report(
      'AF008',
      `a <backend> section of API '${api.name}' has ${api.backendSectionChildren} direct children; only one is allowed, including <base />`,
      'Put them into one policy',
    );
  }
}

/** AF108, AF110: checks whether there is a second backend. */
function checkChoices(api: ApiModel, report: Report): void {
  const { name, pools } = api;
  const retry = retryOf(api);
  if (retry && pools.length === 0 && !api.unknownPools && !api.undeclaredBackends) {
    report(
      'AF108',
      `API '${name}' ${retries(retry)}, but uses no pool: every attempt goes to the same backend`,
      'Use a pool with two priorities, or remove the retry',
    );
  }
  for (const pool of pools) {
    if (priorityGroups(pool)?.length !== 1) continue;
    if (retry && pool.members.length === 1) {
      report(
        'AF108',
        `API '${name}' ${retries(retry)}, but every attempt goes to the same backend of pool '${pool.name}': ` +
          'it has one priority group, and there is nothing to fail over to',
        'Add a second priority to the pool, or remove the retry',
      );
    } else if (!retry && pool.members.length === 1) {
      report(
        'AF110',
        `API '${name}' uses pool '${pool.name}', which has one member: there is nothing to fail over to`,
        'Add a second priority to the pool',
      );
    }
  }
}

const OWN_COUNT = `choose the retry count yourself (${ASSUMED_FAILURES} failures are assumed by default)`;

/** AF107, AF204. */
function reportUnknownMembers(name: string, pool: string, retry: RetryModel | undefined, report: Report): void {
  const unknown = `the members of pool '${pool}' are not known here`;
  if (retry) {
    report(
      'AF107',
      `${unknown}, so the number of attempts needed is not known`,
      `Specify the members of the pool, or ${OWN_COUNT}`,
    );
  } else {
    report(
      'AF204',
      `${unknown}: whether API '${name}' fails over is not evaluated here`,
      'Specify the members of the pool',
    );
  }
}

/** AF107, AF204. */
function reportUndeclared(name: string, backend: string, retry: RetryModel | undefined, report: Report): void {
  report(
    retry ? 'AF107' : 'AF204',
    `a policy of API '${name}' names the backend '${backend}', which is not declared in this Terraform: ` +
      'if it is deployed elsewhere, whether requests fail over cannot be evaluated here',
    'Declare it in the same Terraform, or correct the name',
  );
}

/** AF107. */
function checkKnown(member: MemberModel, report: Report): void {
  if (failuresToTrip(member) !== 'unknown') return;
  const { name, breaker, isUndeclared } = member.backend;
  const percentage = typeof breaker === 'object' ? breaker.percentage : undefined;
  if (percentage === undefined) {
    report(
      'AF107',
      `the failures that trip the circuit breaker of backend '${name}' are not known here, so the number of attempts needed is not known`,
      isUndeclared
        ? 'Declare the backend in the same Terraform, or make sure that the retry makes enough attempts'
        : `Specify the circuit breaker rule of the backend, or ${OWN_COUNT}`,
    );
  } else {
    report(
      'AF107',
      `the circuit breaker of backend '${name}' trips at a percentage of failures${percentage === 'unknown' ? '' : ` (${percentage} %)`}, ` +
        'so the number of attempts needed depends on the traffic',
      `Use a count, or ${OWN_COUNT}`,
    );
  }
}

/** AF203. */
function checkCondition({ shownCondition, decision }: RetryModel, report: Report): void {
  if (decision) return;
  report(
    'AF203',
    `the retry condition ${excerpt(shownCondition)} cannot be read here, so it is not known whether it covers what the circuit breakers count`,
    'Compare context.Response.StatusCode with numbers and context.Response with null, or run apim-failover prove',
    'note',
  );
}

function retries({ count }: RetryModel): string {
  return count === 'unknown' ? 'retries' : `retries ${counted(count, 'time')}`;
}

/** AF007, AF202. */
function checkRepetition(api: ApiModel, retry: RetryModel, report: Report): void {
  const { name, methods, bufferRequestBody, onlyRun, forwardsPerAttempt = 1 } = api;
  const withBody = methodsOtherThan([...BODILESS_METHODS], methods);
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
  const isCounted = retry.count !== 'unknown' && (onlyRun === undefined || onlyRun === 'switches backends');
  report(
    'AF202',
    `${repeated ?? 'any operation, idempotent or not,'} of API '${name}' may be sent ` +
      (isCounted ? `up to ${(Number(retry.count) + 1) * forwardsPerAttempt} times` : 'more than once'),
    'Make sure that the backends can process the same request more than once',
  );
}

/**
 * For example, `PATCH, POST`; empty if there are none, undefined if the methods are not known. They are sorted, because
 * Terraform JSON does not keep the order of operations.
 */
function methodsOtherThan(others: readonly string[], methods: readonly string[] | undefined): string | undefined {
  const names = new Set(methods?.map((method) => method.toUpperCase()));
  return (
    methods &&
    [...names]
      .filter((name) => !others.includes(name))
      .sort()
      .join(', ')
  );
}

/** AF201. */
function checkUnits({ name, pools, service }: ApiModel, report: Report): void {
  const units = unitsOf(service.skuName);
  if (units <= 1 || !pools.some((pool) => membersAhead(pool).length > 0)) return;
  report(
    'AF201',
    `the service of API '${name}' has ${units} units (${service.skuName}), and each gateway instance opens its circuits independently`,
    'Expect the first requests on each instance to need the attempts of a failover',
  );
}

/** Drops repeated findings, because two pools of one API may have the same problem. */
function dropRepeated(found: readonly Finding[]): Finding[] {
  return [...new Map(found.map((f) => [`${f.code} ${f.message}`, f])).values()];
}
