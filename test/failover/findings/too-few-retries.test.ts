import { api, backend, backendWith, pair, pool, retry } from '../models';
import { guaranteesOf } from '../../../lib/failover';
import { codesOf, found, local, regions, span } from './found';

describe('AF004', () => {
  const tooFew = (attempts: number): string =>
    `AF004 the retry makes ${attempts} attempts (count ${attempts - 1}), but`;
  const goal = 'attempts to reach its last priority group';
  const divided = ', and if Azure counts failures in fixed intervals, an interval can end between these failures.';

  test('is an error where the second priority is not reached within a request', () => {
    expect(found(pair(), { count: 2 })).toEqual([
      `error: ${tooFew(3)} pool 'pool' needs 4 ${goal}, or 5 after an earlier failure: the circuit breaker of 'local' trips after 3 failures. Set the retry count to 4 or more.`,
    ]);
  });

  test('is a warning where only an earlier failure in fixed intervals needs a retry more; not with that retry', () => {
    expect(found(pair(), { count: 3 })).toEqual([
      `warning: ${tooFew(4)} after an earlier failure, pool 'pool' may need 5 ${goal}: the circuit breaker of 'local' trips after 3 failures${divided} Set the retry count to 4 or more.`,
    ]);
    expect(found(pair(), { count: 4 })).toEqual([]);
  });

  test('names no intervals where the circuit opens after so few failures that none can end between them', () => {
    expect(found(local({ count: 2 }), { count: 1 })).toEqual([
      `error: ${tooFew(2)} pool 'pool' needs 3 ${goal}: the circuit breaker of 'local' trips after 2 failures. Set the retry count to 2 or more.`,
    ]);
    expect(found(local({ count: 2 }), { count: 2 })).toEqual([]);
  });

  test('is a warning where intervals of several circuits may end at moments that no known pattern has', () => {
    const [count, forwardTimeout] = [7, 0.5];
    const risks = guaranteesOf(api([regions()], { retry: retry({ count }), forwardTimeout }), regions())?.guarantees;
    expect(new Set(risks?.map(({ verdict, risk }) => risk && `${verdict}, ${risk}`))).toEqual(
      new Set([undefined, 'survives, intervals']),
    );
    expect(found(regions(), { count }, { forwardTimeout })).toEqual([
      `warning: ${tooFew(8)} after earlier failures, pool 'pool' may need 9 ${goal}: the circuit breaker of 'a' trips after 3 failures, the circuit breaker of 'b' trips after 3 failures` +
        `${divided} Set the retry count to 8 or more.`,
    ]);
    expect(found(regions(), { count: 8 }, { forwardTimeout })).toEqual([]);
  });

  test('is a warning where only a later priority is not reached: three tiers on purpose', () => {
    const throttling = { count: 1, statusCodeRanges: [{ min: 429, max: 429 }] };
    const tiers = pool([
      [backendWith('a', { ...throttling, count: 2 })],
      [backendWith('b', throttling)],
      [backend('c')],
    ]);
    expect(codesOf(found(tiers, { count: 2, condition: span(429, 429) }))).toEqual(['warning AF004']);
    expect(found(tiers, { count: 3, condition: span(429, 429) })).toEqual([]);
  });

  test('is a warning where other requests can take the turns of healthy members', () => {
    const turns = pool([[backend('a'), backend('b')]]);
    expect(codesOf(found(turns, { count: 1 }))).toEqual(['warning AF004']);
    expect(found(turns, { count: 3 })).toEqual([
      "warning: AF004 the retry makes 4 attempts (count 3), but after an earlier failure, pool 'pool' may need 5 attempts to reach a healthy backend while 'a' fails: " +
        `the circuit breaker of 'a' trips after 3 failures${divided} Set the retry count to 4 or more.`,
    ]);
    expect(found(turns, { count: 4 })).toEqual([]);
  });

  test('holds whatever the waits and the condition are, where they are not known', () => {
    expect(codesOf(found(pair(), { count: 2, interval: 'unknown' }))).toEqual(['error AF004', 'note AF204']);
    expect(codesOf(found(pair(), { count: 2, decision: undefined }))).toEqual(['error AF004', 'note AF203']);
    expect(codesOf(found(pair(), { count: 3, interval: 'unknown' }))).toEqual(['warning AF004', 'note AF204']);
    expect(codesOf(found(pair(), { count: 3, decision: undefined }))).toEqual(['warning AF004', 'note AF203']);
    expect(codesOf(found(pair(), { count: 4, decision: undefined }))).toEqual(['note AF203']);
  });
});
