import { BackendModel, checkApi, Finding, PoolModel } from '../../../lib/failover';
import { api, backend, backendWith, codes, lines, pair, pool, retry } from '../models';

/** A wide interval, so that only the number of attempts matters. */
const counting = (name: string, count: number): BackendModel => backendWith(name, { count, interval: 100_000 });

const withCount = (model: PoolModel, count: number | 'unknown'): Finding[] =>
  checkApi(api([model], { retry: retry({ count }) })).filter(({ code }) => code !== 'AF105');

test('findings are about the API', () => {
  expect(withCount(pair(), 1)).toMatchObject([{ address: 'main/api' }]);
});

describe('AF004: fewer attempts than the breakers need', () => {
  test.each<[string, PoolModel, number, string, string]>([
    ['one breaker', pair(), 2, 'with attempt 4', "'local' trips after 3 failures"],
    ['one failure', pair(counting('local', 2)), 1, 'with attempt 3', "'local' trips after 2 failures"],
    [
      'two members of one group',
      pool([[counting('a', 1), counting('b', 4)], [backend('c')]]),
      4,
      'with attempt 6',
      "'a' trips after 1 failure, 'b' trips after 4 failures",
    ],
    [
      'two groups',
      pool([[counting('a', 2)], [counting('b', 4)], [backend('c')]]),
      5,
      'with attempt 7',
      "'a' trips after 2 failures, 'b' trips after 4 failures",
    ],
    [
      'a breaker that is not known, which needs one failure at the least',
      pool([[counting('a', 5)], [backend('b', { breaker: 'unknown' })], [backend('c')]]),
      5,
      'with attempt 7 at the earliest',
      "'a' trips after 5 failures, 'b' trips after one failure or more",
    ],
  ])('holds for %s, one attempt short; not with one more', (_, model, count, attempt, breakers) => {
    expect(lines(withCount(model, count).filter(({ code }) => code === 'AF004'))).toEqual([
      `error: AF004 the retry makes ${count + 1} attempts (count ${count}), and pool 'pool' reaches its last priority group ` +
        `${attempt}: ${breakers}. Set the retry count to ${count + 1} or more.`,
    ]);
    expect(codes(withCount(model, count + 1))).not.toContain('AF004');
  });

  test('where no retry count is enough, the breakers are to change', () => {
    expect(lines(withCount(pool([[counting('a', 50)], [counting('b', 1)], [backend('c')]]), 50))).toEqual([
      "error: AF004 the retry makes 51 attempts (count 50), and pool 'pool' reaches its last priority group with attempt 52: " +
        "'a' trips after 50 failures, 'b' trips after 1 failure. " +
        'Lower the counts of these circuit breakers: a retry count of 51 is needed, and 50 is the most.',
    ]);
    expect(lines(withCount(pair(counting('a', 10_000)), 50))).toEqual([
      "error: AF004 the retry makes 51 attempts (count 50), and pool 'pool' reaches its last priority group with attempt 10001: " +
        "'a' trips after 10000 failures. " +
        'Lower the counts of these circuit breakers: a retry count of 10000 is needed, and 50 is the most.',
    ]);
    expect(withCount(pair(counting('a', 50)), 49)).toMatchObject([{ remedy: 'Set the retry count to 50 or more' }]);
    expect(withCount(pair(counting('a', 50)), 50)).toEqual([]);
  });

  test('does not hold where the retry count is not known', () => {
    expect(withCount(pair(), 'unknown')).toEqual([]);
  });

  test('does not hold without a retry', () => {
    expect(codes(checkApi(api([pair()], { retry: undefined })))).not.toContain('AF004');
    expect(codes(withCount(pair(), 0))).not.toContain('AF004');
  });

  test('does not hold where AF002 does: no number of attempts is enough', () => {
    expect(withCount(pair(backend('bare', { breaker: undefined })), 1)).toEqual([]);
  });

  test('does not hold for what the last group needs', () => {
    expect(withCount(pair(backend('local'), backendWith('remote', { count: 100 })), 3)).toEqual([]);
  });

  test('holds for one of two pools', () => {
    const other = pool([[counting('far', 7)], [backend('near')]], { name: 'other' });
    expect(withCount(pair(), 7)).toEqual([]);
    expect(checkApi(api([pair(), other], { retry: retry({ count: 6 }) })).map(({ message }) => message)).toEqual([
      "the retry makes 7 attempts (count 6), and pool 'other' reaches its last priority group with attempt 8: " +
        "'far' trips after 7 failures",
    ]);
  });
});

describe('AF107: the attempts needed cannot be known', () => {
  const OWN_COUNT = 'choose the retry count yourself and acknowledge this (3 failures are assumed by default).';
  const percentage = (value: number | 'unknown'): BackendModel =>
    backendWith('local', { count: undefined, percentage: value });

  test.each([
    [10, "backend 'local' trips at a percentage of failures (10 %), "],
    ['unknown', "backend 'local' trips at a percentage of failures, "],
  ] as const)('holds for a percentage: %s', (value, start) => {
    expect(lines(withCount(pair(percentage(value)), 3))).toEqual([
      `warning: AF107 ${start}so the attempts needed depend on the traffic and cannot be known. Use a count, or ${OWN_COUNT}`,
    ]);
  });

  test.each([
    ['a breaker', backend('local', { breaker: 'unknown' })],
    ['a count', backendWith('local', { count: 'unknown' })],
  ])('holds for %s that is not known', (_, local) => {
    expect(lines(withCount(pair(local), 3))).toEqual([
      "warning: AF107 the failures that trip backend 'local' are not known here, so the attempts needed cannot be known. " +
        `Say what its circuit breaker counts, or ${OWN_COUNT}`,
    ]);
  });

  test.each<[string, PoolModel]>([
    ['for a count', pair()],
    ['for a percentage in the last priority group', pair(backend('local'), percentage(10))],
    ['for no breaker, which is AF002', pair(backend('local', { breaker: undefined }))],
  ])('does not hold %s', (_, model) => {
    expect(withCount(model, 3)).toEqual([]);
  });

  test('does not hold without a retry', () => {
    expect(codes(withCount(pair(percentage(10)), 0))).toEqual(['AF109']);
  });
});
