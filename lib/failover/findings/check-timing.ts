import { attempts, forwards, hangThatStillTrips, Trip, tripsInOrder, waitsBetween } from './budget';
import { Report } from './finding';
import { Known, PoolModel, RetryModel } from '../model';
import { failuresToTrip, membersAhead } from '../model';
import { counted, seconds } from './wording';

/** The reason that API Management gives in `context.LastError.Reason` when a forward takes too long. */
const TIMEOUT_REASON = 'Timeout';

/** AF104, where no error reason counts a timeout. */
export function checkTimeoutCounts(pool: PoolModel, report: Report): void {
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

/** What the retry's waits and the forward's timeout do to the breakers ahead of the last priority group. */
export function checkTiming(pool: PoolModel, retry: RetryModel, forwardTimeout: Known<number>, report: Report): void {
  for (const trip of tripsInOrder(pool)) {
    if (checkWaits(trip, retry, report)) continue;
    checkHang(trip, retry, forwardTimeout, report);
    checkReturn(trip, retry, report);
  }
}

/** AF005, and whether it holds. */
function checkWaits(trip: Trip, retry: RetryModel, report: Report): boolean {
  const { member, breaker, firstFailure, lastFailure } = trip;
  const { interval } = breaker;
  const waits = waitsBetween(retry, firstFailure, lastFailure);
  if (!waits || interval === 'unknown' || firstFailure === lastFailure || waits.least < interval) return false;
  report(
    'AF005',
    `the ${failuresToTrip(member)} failures that trip backend '${member.backend.name}' lie at least ${seconds(waits.least)} ` +
      `apart by the retry's waits, and its interval is ${seconds(interval)}: they cannot trip it`,
    "Shorten the retry's waits, or lengthen the interval",
  );
  return true;
}

/** AF104, where the failures of a hanging backend come too slowly. */
function checkHang(trip: Trip, retry: RetryModel, forwardTimeout: Known<number>, report: Report): void {
  const { member, breaker, firstFailure, lastFailure } = trip;
  const { interval } = breaker;
  const waits = waitsBetween(retry, firstFailure, lastFailure);
  const hang = hangThatStillTrips(trip, retry);
  if (!waits || hang === undefined || interval === 'unknown') return;
  if (forwardTimeout === 'unknown' || forwardTimeout <= hang) return;
  const tries = forwards(trip);
  const hanging = tries * forwardTimeout;
  const upTo = waits.least === waits.most ? '' : 'up to ';
  report(
    'AF104',
    `a hanging backend '${member.backend.name}' ${hanging + waits.least > interval ? 'never trips' : 'may never trip'}: ` +
      `${counted(tries, 'forward')} of ${seconds(forwardTimeout)} with ${upTo}${seconds(waits.most)} of waits ` +
      `${tries === 1 ? 'takes' : 'take'} ${upTo}${seconds(hanging + waits.most)}, and its interval is ${seconds(interval)}`,
    hang > 0
      ? `Set the forward timeout to ${seconds(hang)} or less, or lengthen the interval`
      : "Shorten the retry's waits, or lengthen the interval",
  );
}

/** AF105. */
function checkReturn({ member, breaker, lastFailure }: Trip, retry: RetryModel, report: Report): void {
  const { tripDuration } = breaker;
  const made = attempts(retry.count);
  if (made === 'unknown' || tripDuration === 'unknown') return;
  const waits = waitsBetween(retry, lastFailure, made);
  if (!waits || made <= lastFailure || waits.least < tripDuration) return;
  report(
    'AF105',
    `backend '${member.backend.name}' is back in use ${seconds(tripDuration)} after attempt ${lastFailure}, and the retry ` +
      `goes on for at least ${seconds(waits.least)}, to attempt ${made}: the last attempts go to the failing backend again`,
    'Lengthen the trip duration, or retry less often',
  );
}
