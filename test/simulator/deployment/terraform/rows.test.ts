import { evaluated } from './evaluated';
import { ROWS } from './rows';

test.each(ROWS)('%s', (expression, value) => {
  expect(evaluated(expression)).toEqual(value);
});
