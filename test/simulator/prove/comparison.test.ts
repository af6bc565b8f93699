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
    'Worse: 1',
    '  apim: API orders, GET /orders/ (operation get): a (refused): was survives, 2 s at the most; is fails, 3 s at the most',
    'Added: 30',
    '  apim: API orders, GET /orders/ (operation get): backend-0 (refused): fails, 2 s at the most',
  ]);
  expect(lines.slice(-3)).toEqual([
    '... and 10 more',
    'Removed: 1',
    '  apim: API orders, GET /orders/ (operation get): gone (refused): was survives, 2 s at the most',
  ]);
  expect(comparisonLines(compare(proof(['a', 'fails']), proof(['a', 'fails'])))).toEqual([
    'Nothing got better or worse',
  ]);
});
