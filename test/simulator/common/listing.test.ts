import { listed } from '../../../simulator/common/listing';

const names = Array.from({ length: 22 }, (_, index) => `n${index + 1}`);
const shown = names.slice(0, 20).join(', ');

test.each([
  [2, 'n1, n2'],
  [20, shown],
  [21, `${shown}, n21`],
  [22, `${shown}, 2 more`],
])('%i names', (count, text) => {
  expect(listed(names.slice(0, count))).toBe(text);
});
