import { ASSUMED_FAILURES, MOST_RETRIES } from '../model';
import { attempts, fewestFailuresAhead } from './budget';
import { Report } from './finding';
import { MemberModel, PoolModel, RetryModel } from '../model';
import { failuresToTrip, membersAhead } from '../model';
import { counted } from './wording';

/** Whether the retry's attempts are enough to fail over: AF004, and AF107 where that cannot be known. */
export function checkAttempts(pool: PoolModel, retry: RetryModel, report: Report): void {
  const ahead = membersAhead(pool);
  const unknown = ahead.filter((member) => failuresToTrip(member) === 'unknown');
  for (const member of unknown) reportUnknown(member, report);
  const failures = fewestFailuresAhead(pool);
  const made = attempts(retry.count);
  if (failures === undefined || made === 'unknown' || made > failures) return;
  report(
    'AF004',
    `the retry makes ${counted(made, 'attempt')} (count ${retry.count}), and pool '${pool.name}' reaches its last priority group ` +
      `with attempt ${failures + 1}${unknown.length > 0 ? ' at the earliest' : ''}: ${ahead.map(tripsAfter).join(', ')}`,
    failures <= MOST_RETRIES
      ? `Set the retry count to ${failures} or more`
      : `Lower the counts of these circuit breakers: a retry count of ${failures} is needed, and ${MOST_RETRIES} is the most`,
  );
}

function tripsAfter(member: MemberModel): string {
  const failures = failuresToTrip(member);
  const needed = typeof failures === 'number' ? counted(failures, 'failure') : 'one failure or more';
  return `'${member.backend.name}' trips after ${needed}`;
}

/** AF107. */
function reportUnknown({ backend: { name, breaker } }: MemberModel, report: Report): void {
  const percentage = typeof breaker === 'object' ? breaker.percentage : undefined;
  const ownCount = `choose the retry count yourself and acknowledge this (${ASSUMED_FAILURES} failures are assumed by default)`;
  if (percentage === undefined) {
    report(
      'AF107',
      `the failures that trip backend '${name}' are not known here, so the attempts needed cannot be known`,
      `Say what its circuit breaker counts, or ${ownCount}`,
    );
  } else {
    report(
      'AF107',
      `backend '${name}' trips at a percentage of failures${percentage === 'unknown' ? '' : ` (${percentage} %)`}, ` +
        'so the attempts needed depend on the traffic and cannot be known',
      `Use a count, or ${ownCount}`,
    );
  }
}
