import { Readable } from 'node:stream';
import { milliseconds, TIME } from '../../lib/failover';
import type { RequestMessage, ResponseMessage } from '../common/message';
import { immediate, Step } from '../engine/step';
import { countedBy, increment, keyOf, ofSubscription, refusal } from './limits';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

/** Limits each subscription. @see https://learn.microsoft.com/azure/api-management/quota-policy */
export function quota(source: PolicySource): Step {
  return limit(source, ofSubscription(source), 0);
}

/** @see https://learn.microsoft.com/azure/api-management/quota-by-key-policy */
export function quotaByKey(source: PolicySource): Step {
  const first = source.constant('first-period-start') ?? '0001-01-01T00:00:00Z';
  const start = Date.parse(first);
  if (Number.isNaN(start)) source.fault('first-period-start is not a date such as 2026-01-31T00:00:00Z');
  return limit(source, keyOf(source), start);
}

const KILOBYTE = 1024;

/** @param first - the start of the first period, in milliseconds since 1970 */
function limit(source: PolicySource, key: Reading<string>, first: number): Step {
  const calls = source.number('calls', { least: 1 });
  const bandwidth = source.number('bandwidth', { least: 1 });
  if (!calls && !bandwidth) source.fault('calls or bandwidth is needed');
  const renewal = source.requiredNumber('renewal-period', TIME);
  const counted = increment(source);
  const refused = refusal(source, 403, 'QuotaExceeded');
  return immediate((exchange) => {
    const { counters } = exchange.services;
    const counter = key(exchange);
    exchange.work.keep();
    const length = milliseconds(renewal(exchange));
    const past = exchange.now() - first;
    // A period of 0 never ends.
    const period = length === 0 ? 0 : Math.floor(past / length);
    const seconds = length === 0 ? 0 : Math.ceil(((period + 1) * length - past) / 1000);
    const mine = countedBy(exchange);
    const isOver = (what: string, most: number): boolean =>
      !mine.has(counter) && counters.usedIn(`${what} ${counter}`, period) >= most;
    const refuse = (what: string): 'failed' =>
      refused(exchange, seconds, `Out of ${what} quota. Quota will be replenished in ${timeOf(seconds)}.`);
    if (calls && isOver('calls', calls(exchange))) return refuse('call volume');
    if (bandwidth && isOver('bytes', bandwidth(exchange) * KILOBYTE)) return refuse('bandwidth');
    const received = bytesOf(exchange.request);
    counted(exchange, (count) => {
      if (mine.has(counter)) return;
      mine.add(counter);
      counters.useIn(`calls ${counter}`, period, count);
      exchange.atEnd.add(() => counters.useIn(`bytes ${counter}`, period, received + bytesOf(exchange.answer())));
    });
    return 'next';
  });
}

/** The bytes of a body; of a stream, those that its headers announce. */
function bytesOf({ body: { content }, headers }: RequestMessage | ResponseMessage): number {
  if (content instanceof Readable) return Number(headers.get('content-length') ?? 0) || 0;
  return content === undefined ? 0 : Buffer.byteLength(content);
}

/** For example, `00:01:30`. */
function timeOf(seconds: number): string {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
}
