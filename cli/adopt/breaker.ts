import { breakerFaults, type BreakerModel, CONNECTION_FAILURE, GATEWAY_FAILURES, TIMEOUT } from '../../lib/failover';
import { freeBytes, RULE_NAME } from '../../lib/private/rules';
import { isAllowed } from './allowed';
import { array, call, type Code, object, raw, shortObject, string } from './code';
import { durationCode, isWholeDuration } from './durations';
import type { Program } from './program';

const LONGEST = 31_536_000;
const LONGEST_REASON = freeBytes(200);

/** Returns why no `CircuitBreakerRule` can express the rule; undefined if one can. */
export function ruleFault(name: string, breaker: BreakerModel): string | undefined {
  const [fault] = breakerFaults(breaker);
  if (fault !== undefined) return `the circuit breaker rule ${fault}`;
  if (!isAllowed(name, RULE_NAME)) return 'the name of the circuit breaker rule is not valid';
  if (!isWholeDuration(breaker.interval, LONGEST)) return 'the interval of the circuit breaker is not in whole seconds';
  if (!isWholeDuration(breaker.tripDuration, LONGEST)) return 'the trip duration is not in whole seconds';
  if (!breaker.errorReasons.every((reason) => isAllowed(reason, LONGEST_REASON))) return 'an error reason is not valid';
  if (breaker.statusCodeRanges.length > 10 || breaker.errorReasons.length > 10) return 'the rule has too many entries';
  const isCount = breaker.count === undefined || (Number.isInteger(breaker.count) && Number(breaker.count) <= 10_000);
  const isShare = breaker.percentage === undefined || Number.isInteger(breaker.percentage);
  return isCount && isShare ? undefined : 'the count or percentage of the rule is not valid';
}

/** Returns the code of the rule; undefined for the default rule. */
export function ruleCode(name: string, breaker: BreakerModel, program: Program): Code | undefined {
  const { count, interval, tripDuration, acceptRetryAfter } = breaker;
  if (name === 'gateway-failures' && !acceptRetryAfter && countsGatewayFailures(breaker)) {
    const changes = [
      ['count', count === 3 ? undefined : raw(String(count))],
      ['interval', interval === 60 ? undefined : durationCode(Number(interval), program)],
      ['tripDuration', tripDuration === 30 ? undefined : durationCode(Number(tripDuration), program)],
    ] as const;
    if (changes.every(([, value]) => value === undefined)) return undefined;
    return call(`${program.own('CircuitBreakerRule')}.gatewayFailures`, [object(changes)]);
  }
  const condition = object([
    ['count', count === undefined ? undefined : raw(String(count))],
    ['percentage', breaker.percentage === undefined ? undefined : raw(String(breaker.percentage))],
    ['interval', durationCode(Number(interval), program)],
    ['statusCodeRanges', some(breaker.statusCodeRanges.map(rangeCode))],
    ['errorReasons', some(breaker.errorReasons.map((reason) => reasonCode(reason, program)))],
  ]);
  return call(`${program.own('CircuitBreakerRule')}.custom`, [
    object([
      ['name', string(name)],
      ['tripDuration', durationCode(Number(tripDuration), program)],
      ['acceptRetryAfter', acceptRetryAfter ? raw('true') : undefined],
      ['failureCondition', condition],
    ]),
  ]);
}

function countsGatewayFailures({ count, percentage, statusCodeRanges, errorReasons }: BreakerModel): boolean {
  const [range, ...others] = statusCodeRanges;
  const isRange = others.length === 0 && range?.min === GATEWAY_FAILURES.min && range.max === GATEWAY_FAILURES.max;
  const areReasons = errorReasons.length === 2 && errorReasons[0] === CONNECTION_FAILURE && errorReasons[1] === TIMEOUT;
  return count !== undefined && percentage === undefined && isRange && areReasons;
}

function rangeCode({ min, max }: BreakerModel['statusCodeRanges'][number]): Code {
  return shortObject([
    ['min', raw(String(min))],
    ['max', raw(String(max))],
  ]);
}

function reasonCode(reason: string, program: Program): Code {
  const errorReason = program.own('ErrorReason');
  if (reason === CONNECTION_FAILURE) return raw(`${errorReason}.BACKEND_CONNECTION_FAILURE`);
  if (reason === TIMEOUT) return raw(`${errorReason}.TIMEOUT`);
  return call(`${errorReason}.of`, [string(reason)]);
}

function some(items: readonly Code[]): Code | undefined {
  return items.length === 0 ? undefined : array(items);
}
