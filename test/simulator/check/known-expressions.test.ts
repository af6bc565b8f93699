import { ATTEMPT_COUNT } from '../../../lib/policy';
import { loadCSharp } from '../../../simulator/expressions';

// `check` does not compile them.
test.each(Object.entries(ATTEMPT_COUNT))('the expression of the attempt count, %s, is valid C#', async (_, text) => {
  expect((await loadCSharp()).faults(text)).toEqual([]);
});
