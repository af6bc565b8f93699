import type { Verdict } from '../../../lib/failover';
import { compare, Comparison } from '../../../simulator/prove/comparison';
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

test('a verdict counts before a wait, and that before attempts', () => {
  const before = proof(['a', 'survives later', 9], ['b', 'survives', 1], ['c', 'survives', 5], ['d', 'survives', 5, 4]);
  const now = proof(['a', 'survives', 20], ['b', 'fails', 0], ['c', 'survives', 6, 1], ['d', 'survives', 5, 3]);
  expect(names(compare(before, now))).toEqual([['a', 'd'], ['b', 'c'], [], []]);
  expect(names(compare(now, before))).toEqual([['b', 'c'], ['a', 'd'], [], []]);
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
    compare(proof(['a', 'survives'], ['gone', 'survives']), proof(['a', 'fails', 3], ...many)),
  );
  expect(lines.slice(0, 4)).toEqual([
    'Worse: 1 failure',
    '  apim: API orders, GET /orders/ (operation get): a (refused): now "fails" instead of "survives"; a client waits up to 3 s instead of 2 s',
    'Added: 30 failures',
    '  apim: API orders, GET /orders/ (operation get): backend-0 (refused): "fails"; a client waits up to 2 s',
  ]);
  expect(lines.slice(-3)).toEqual([
    '... and 10 more',
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
