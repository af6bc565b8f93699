import type { Verdict } from '../../../lib/failover';
import { compare, Comparison } from '../../../simulator/prove/comparison';
import type { ProofReport, ReportedRequest } from '../../../simulator/prove/proof-report';
import { comparisonLines } from '../../../simulator/prove/proof-notes';
import { ANSWER, PLACE, report } from './reports';

type Given = readonly [backend: string, verdict: Verdict, longest?: number, attempts?: number];

const proof = (...all: readonly Given[]) =>
  report(
    all.map(([backend, verdict, longest = 2, attempts = 1]) => ({
      ...{ failure: { backends: [backend], how: 'refused' }, verdict, longest, first: { ...ANSWER, attempts } },
    })),
  );
const names = ({ better, worse, added, removed }: Comparison): unknown =>
  [better, worse, added, removed].map((all) => all.map(({ failure }) => failure.backends[0]));
const lostIn = (before: ProofReport, now: ProofReport): string[] =>
  compare(before, now).lost.map(
    ({ failure, now: young, reason }) =>
      `${failure.backends.join('+')}${failure.statusCodes ? ` ${failure.statusCodes}` : ''}: ${reason ?? young?.verdict}`,
  );

test('a verdict counts before a wait, and that before attempts', () => {
  const before = proof(['a', 'survives later', 9], ['b', 'survives', 1], ['c', 'survives', 5], ['d', 'survives', 5, 4]);
  const now = proof(['a', 'survives', 20], ['b', 'fails', 0], ['c', 'survives', 6, 1], ['d', 'survives', 5, 3]);
  expect(names(compare(before, now))).toEqual([['a', 'd'], ['c'], [], []]);
  expect(lostIn(before, now)).toEqual(['b: fails']);
  expect(names(compare(now, before))).toEqual([['b', 'c'], ['d'], [], []]);
  expect(lostIn(now, before)).toEqual(['a: survives later']);
});

test('what depends on an assumption now is worse where it is worse otherwise too', () => {
  const depending = report([{ verdict: 'fails', decidedBy: [{ assumption: 'x', value: 1 }], otherwise: 'survives' }]);
  const plain = report([{ verdict: 'fails' }]);
  expect(compare(depending, plain).worse).toHaveLength(1);
  expect(compare(plain, depending).better).toHaveLength(1);
});

test('what one of the two does not prove is neither added nor removed, and what was not proved before is told', () => {
  const gap = {
    ...PLACE,
    operation: null,
    product: null,
    region: null,
    request: null,
    message: 'it has no operations',
  };
  const unproved = { ...proof(), notProved: [gap] };
  const proved = proof(['a', 'survives']);
  expect(names(compare(unproved, proved))).toEqual([[], [], [], []]);
  expect(names(compare(proved, unproved))).toEqual([[], [], [], []]);
  expect(comparisonLines(compare(unproved, proved))).toEqual([
    'No change',
    'Not proved before, so not compared:',
    '  apim: API orders: it has no operations',
  ]);
  const elsewhere = { ...proof(), notProved: [{ ...gap, api: 'other' }] };
  expect(names(compare(elsewhere, proved))).toEqual([[], [], ['a'], []]);
});

test('what is at risk now is worse, however long it takes', () => {
  const [safe, risky] = [report([{ longest: 9 }]), report([{ longest: 5, risk: 'turns' }])];
  expect(compare(safe, risky).worse.map(({ now }) => now?.verdict)).toEqual(['survives, at risk']);
  expect(compare(risky, safe).better).toHaveLength(1);
});

test('failures are the same whatever the order of their backends, and in the same place only', () => {
  const of = (backends: readonly string[], product: string | null) =>
    report([{ ...PLACE, product, failure: { backends, how: 'hang' } }]);
  expect(names(compare(of(['a', 'b'], null), of(['b', 'a'], null)))).toEqual([[], [], [], []]);
  expect(names(compare(of(['a'], null), of(['a'], 'gold')))).toEqual([[], [], ['a'], ['a']]);
});

test('is told with what was and what is; of many changes the first', () => {
  const many = Array.from({ length: 30 }, (_, index): Given => [`backend-${index}`, 'fails']);
  const lines = comparisonLines(
    compare(proof(['a', 'survives'], ['gone', 'survives']), proof(['a', 'fails', 3], ['b', 'survives', 2], ...many)),
  );
  expect(lines.slice(0, 5)).toEqual([
    'No longer survived: 1 failure',
    '  apim: API orders, GET /orders/ (operation get): a (refused): now "fails" instead of "survives"; a client waits up to 3 s instead of 2 s',
    'Added: 31 failures',
    '  apim: API orders, GET /orders/ (operation get): b (refused): "survives"; a client waits up to 2 s',
    '  apim: API orders, GET /orders/ (operation get): backend-0 (refused): "fails"; a client waits up to 2 s',
  ]);
  expect(lines.slice(-3)).toEqual([
    '... and 11 more',
    'Removed: 1 failure',
    '  apim: API orders, GET /orders/ (operation get): gone (refused): was "survives"; a client waited up to 2 s',
  ]);
  expect(comparisonLines(compare(proof(['a', 'fails']), proof(['a', 'fails'])))).toEqual(['No change']);
});

test('failures that changed alike are one line, with their longest waits or else the attempts of the first request', () => {
  const of = (longest: number, attempts: number) =>
    report(
      ['hang', 'unreachable'].map((how) => ({
        ...{ failure: { backends: ['a'], how }, longest, first: { ...ANSWER, attempts } },
      })),
    );
  expect(comparisonLines(compare(of(32, 4), of(38, 4)))).toEqual([
    'Worse: 2 failures',
    '  apim: API orders, GET /orders/ (operation get): a (hang, unreachable): still "survives"; a client waits up to 38 s instead of 32 s',
  ]);
  expect(comparisonLines(compare(of(32, 4), of(32, 3)))[1]).toMatch(
    /: still "survives"; the first request takes 3 attempts instead of 4$/,
  );
});

test('a response without a wait comes at once', () => {
  const wait = /a client .*/;
  const texts = [
    [0, 3],
    [3, 0],
  ].map(
    ([before, now]) =>
      wait.exec(comparisonLines(compare(proof(['a', 'survives', before]), proof(['a', 'survives', now])))[1])?.[0],
  );
  expect(texts).toEqual([
    'a client waits up to 3 s instead of 0 s',
    'a client receives the response at once instead of after up to 3 s',
  ]);
  expect(comparisonLines(compare(proof(['gone', 'fails', 0]), proof(['new', 'fails', 0])))).toEqual([
    'Added: 1 failure',
    expect.stringMatching(/: "fails"; a client receives the response at once$/),
    'Removed: 1 failure',
    expect.stringMatching(/: was "fails"; a client received the response at once$/),
  ]);
});

test('an error that comes sooner than a response did is not told as a shorter wait', () => {
  const lines = comparisonLines(compare(proof(['a', 'survives', 3]), proof(['a', 'fails', 0])));
  expect(lines[1]).toMatch(/: now "fails" instead of "survives"$/);
  const better = comparisonLines(compare(proof(['a', 'fails', 3]), proof(['a', 'survives', 1])));
  expect(better[1]).toMatch(/; a client waits up to 1 s instead of 3 s$/);
});

test('a status that stands for others is told as the matrix tells it', () => {
  const failure = { backends: ['a'], how: 'status 503', statusCodes: '502-504' };
  expect(comparisonLines(compare(report([{ failure }]), report([{ failure, verdict: 'fails' }])))[1]).toMatch(
    /: a \(status 502-504\): now "fails" instead of "survives"$/,
  );
});

test('while everything is down, an error that comes later is no change unless it goes over the budget', () => {
  const before = proof(['a', 'no healthy backend', 42, 4], ['b', 'no healthy backend', 2]);
  const now = proof(['a', 'no healthy backend', 50, 5], ['b', 'no healthy backend', 1]);
  expect(names(compare(before, now))).toEqual([[], [], [], []]);
  expect(names(compare(before, now, 60))).toEqual([[], [], [], []]);
  expect(names(compare(before, now, 45))).toEqual([[], ['a'], [], []]);
  expect(names(compare(now, before, 45))).toEqual([['a'], [], [], []]);
});

describe('what is no longer survived', () => {
  const both = proof(['a', 'survives'], ['b', 'survives later'], ['a+b', 'no healthy backend']);
  const alone = (backend: string, place: Partial<ReportedRequest> = {}): ProofReport => {
    const { operation = 'get', api = 'orders', product = null } = place;
    const given = { api, operation, product, operations: [operation] };
    const failure = { backends: [backend], how: 'refused' };
    return report([{ ...given, failure, verdict: 'no healthy backend' }], [{ ...given, backends: [[backend]] }]);
  };

  test('a backend was removed: what is left has no failover, and the failure of the removed one reaches no request', () => {
    const comparison = compare(both, alone('a'));
    expect(lostIn(both, alone('a'))).toEqual(['a: no healthy backend']);
    expect(comparison.unused).toEqual([{ place: PLACE, backends: ['b'] }]);
    expect(comparison.removed.map(({ failure }) => failure.backends)).toEqual([['b'], ['a+b']]);
    expect(lostIn(both, alone('b'))).toEqual(['b: no healthy backend']);
  });

  test('a backend was removed, and enough are left: nothing is lost but what needed it', () => {
    const of = (...backends: readonly (readonly [string, Verdict])[]): ProofReport =>
      report(
        backends.map(([names, verdict]) => ({ failure: { backends: names.split('+'), how: 'refused' }, verdict })),
        [{ backends: backends.filter(([names]) => names.length === 1).map(([name]) => [name]) }],
      );
    const three = of(['a', 'survives'], ['b', 'survives'], ['c', 'survives'], ['a+b', 'survives'], ['a+c', 'survives']);
    const two = of(['a', 'survives'], ['b', 'survives'], ['a+b', 'no healthy backend']);
    expect(lostIn(three, two)).toEqual(['a+b: no healthy backend']);
    expect(comparisonLines(compare(three, two))).toEqual([
      'No longer survived: 1 failure',
      '  apim: API orders, GET /orders/ (operation get): a + b (refused): now "no healthy backend" instead of "survives"',
      'No longer used, which removes 2 failures:',
      '  apim: API orders, GET /orders/ (operation get): c',
    ]);
  });

  test('all backends were replaced by one', () => {
    expect(lostIn(both, alone('c'))).toEqual(['a: no failover', 'b: no failover']);
    expect(compare(both, alone('c')).unused).toEqual([]);
  });

  test('with a new name of the operation, or for each product, too', () => {
    for (const place of [{ operation: 'read' }, { product: 'gold' }]) {
      expect(lostIn(both, alone('a', place))).toEqual(['a: no failover']);
    }
  });

  test('not where the API is gone, or has failover with other backends', () => {
    expect(lostIn(both, alone('a', { api: 'other' }))).toEqual([]);
    expect(lostIn(both, report([], []))).toEqual([]);
    expect(lostIn(both, proof(['c', 'survives'], ['d', 'survives']))).toEqual([]);
  });

  test('nor because an operation beside it never had failover', () => {
    const other = alone('a', { operation: 'status' });
    const together = (one: ProofReport): ProofReport => ({
      ...one,
      guarantees: [...one.guarantees, ...other.guarantees],
      requests: [...one.requests, ...other.requests],
    });
    expect(lostIn(together(both), other)).toEqual([]);
    expect(lostIn(together(both), together(alone('a')))).toHaveLength(1);
  });

  test('nor where it cannot be proved any more, or was not survived', () => {
    const gap = { ...PLACE, operation: null, product: null, region: null, request: null, message: 'unknown' };
    expect(lostIn(both, { ...report([], []), notProved: [gap] })).toEqual([]);
    expect(lostIn(proof(['a', 'fails']), alone('a'))).toEqual([]);
  });

  test('a status of a failure is passed on to clients, but for those that can be regular responses', () => {
    const counting = (statusCodes: string, passedOn: string): ProofReport =>
      report([{ failure: { backends: ['a'], how: 'status 503', statusCodes } }], [{ passedOn }]);
    const before = counting('404, 429, 500-599', '400-403, 405-428, 430-499');
    const now = counting('503-599', '400-502');
    expect(lostIn(before, now)).toEqual(['a 429, 500-502: passed on']);
    expect(comparisonLines(compare(before, now))).toEqual([
      'No longer survived: 1 failure',
      '  apim: API orders, GET /orders/ (operation get): a (status 429, 500-502): was "survives"; now clients receive the status',
    ]);
    expect(lostIn(before, counting('429, 500-599', '400-428, 430-499'))).toEqual([]);
    expect(lostIn(now, before)).toEqual([]);
  });
});
