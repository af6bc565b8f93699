import { checkRetryAfter } from './check-retry-after';
import { finding, Finding } from './finding';
import { BackendModel, FailureCounts } from '../model';
import { FIRST_STATUS_CODE, LAST_STATUS_CODE } from '../model';
import { named } from './wording';

/**
 * Checks a backend on its own: its circuit breaker rule, and whether its service supports circuit breakers.
 *
 * @param isMember whether a pool contains the backend; the pool then reports what its members have in common.
 */
export function checkBackend(backend: BackendModel, isMember = false): Finding[] {
  const { breaker, address, name, service } = backend;
  if (!breaker) return [];
  const found: Finding[] = [];
  if (service.skuName.startsWith('Consumption')) {
    found.push(
      finding(
        'AF003',
        address,
        `backend '${name}' has a circuit breaker, but the SKU ${service.skuName} of its service does not support circuit breakers`,
        'Use another tier, or remove the circuit breaker and forgo failover',
      ),
    );
  }
  if (breaker === 'unknown') return found;
  for (const fault of [...countFaults(breaker), ...breakerFaults(breaker)]) {
    found.push(
      finding(
        'AF006',
        address,
        `the circuit breaker of backend '${name}' cannot trip as written: ${fault}`,
        'Correct the rule',
      ),
    );
  }
  found.push(...checkRetryAfter(backend, isMember));
  return found;
}

/** Returns the faults of a count. The Terraform providers accept any number. */
function countFaults({ count }: FailureCounts): string[] {
  if (typeof count !== 'number' || (Number.isInteger(count) && count >= 1)) return [];
  return [`count ${count} is not a positive whole number`];
}

/** Returns the faults that keep the rule from ever tripping (AF006). */
export function breakerFaults({ count, percentage, statusCodeRanges, errorReasons }: FailureCounts): string[] {
  const faults: string[] = [];
  if (count !== undefined && percentage !== undefined) {
    faults.push(`it has both ${named('count', count)} and ${named('percentage', percentage)}; exactly one is allowed`);
  }
  if (count === undefined && percentage === undefined) {
    faults.push('it has neither count nor percentage; exactly one is needed');
  }
  if (statusCodeRanges.length === 0 && errorReasons.length === 0) {
    faults.push('nothing counts as a failure; at least one status code range or error reason is needed');
  }
  for (const { min, max } of statusCodeRanges) {
    if (min !== 'unknown' && max !== 'unknown' && min > max) {
      faults.push(`status code range min ${min} is greater than its max ${max}`);
    }
    for (const [bound, value] of Object.entries({ min, max })) {
      if (value === 'unknown' || isStatusCode(value)) continue;
      faults.push(
        `status code range ${bound} ${value} is not a whole number from ${FIRST_STATUS_CODE} to ${LAST_STATUS_CODE}`,
      );
    }
  }
  return faults;
}

function isStatusCode(value: number): boolean {
  return Number.isInteger(value) && value >= FIRST_STATUS_CODE && value <= LAST_STATUS_CODE;
}
