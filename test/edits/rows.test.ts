import { apply } from './apply';
import { program } from './program';
import { PROPS } from './props';
import { REFUSED } from './refused';
import { ROWS, titleOf } from './rows';
import { inWords } from './words';

describe('an edit of what is deployed', () => {
  test.each(ROWS.map((row) => [titleOf(row), row] as const))('%s', (title, row) => {
    const otherStack = row.otherStack && program(row.otherStack);
    const outcome = apply(program(row.before), program(row.after), { otherStack });
    const refusal = REFUSED.get(title);
    expect(outcome.refusals.length > 0).toBe(refusal !== undefined);
    expect(outcome.refusals.filter((each) => !each.includes(String(refusal)))).toEqual([]);
    expect(outcome.faults).toEqual([]);
    expect(inWords(outcome)).toEqual(row.happens);
  });

  test.each(PROPS)('%s: %s is edited', (construct, prop) => {
    expect(ROWS.some((row) => row.construct === construct && row.prop === prop)).toBe(true);
  });

  test('every row has a title of its own', () => {
    expect(new Set(ROWS.map(titleOf)).size).toBe(ROWS.length);
  });

  test('every refusal is that of a row', () => {
    expect([...REFUSED.keys()].filter((title) => !ROWS.some((row) => titleOf(row) === title))).toEqual([]);
  });
});
