import { finding, formatFinding } from '../../../lib/failover';

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

test('of several levels the heaviest is meant, unless another is named', () => {
  expect(finding('AF004', 'main/api', 'too few', 'Make more').level).toBe('error');
  expect(finding('AF004', 'main/api', 'too few', 'Make more', 'warning').level).toBe('warning');
});

test('the type check refuses a level that the code does not have', () => {
  // @ts-expect-error a note is none of its levels
  finding('AF004', 'main/api', 'too few', 'Make more', 'note');
  // @ts-expect-error it is always a warning
  finding('AF109', 'main/api', 'there is no retry', 'Add one', 'error');
});
