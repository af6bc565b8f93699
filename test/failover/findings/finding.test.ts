import { FINDING_LEVELS, finding, formatFinding } from '../../../lib/failover';

test('the codes, and the level of each', () => {
  const coded = (level: string): string[] =>
    Object.entries(FINDING_LEVELS)
      .filter(([, each]) => each === level)
      .map(([code]) => code);
  expect(coded('error')).toEqual([
    ...['AF001', 'AF002', 'AF003', 'AF004', 'AF005', 'AF006', 'AF007', 'AF008', 'AF009'],
  ]);
  expect(coded('warning')).toEqual([
    ...['AF101', 'AF102', 'AF103', 'AF104', 'AF105', 'AF106', 'AF107', 'AF108', 'AF109'],
  ]);
  expect(coded('note')).toEqual(['AF201', 'AF202', 'AF203']);
});

test('a finding has the level of its code, and stands on one line', () => {
  const found = finding('AF109', 'main/api', 'there is no retry', 'Add one');
  expect(found).toEqual({
    code: 'AF109',
    level: 'warning',
    address: 'main/api',
    message: 'there is no retry',
    remedy: 'Add one',
  });
  expect(formatFinding(found)).toBe('AF109 there is no retry. Add one.');
});
