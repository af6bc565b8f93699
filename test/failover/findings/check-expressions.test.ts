import { check, formatFinding } from '../../../lib/failover';

test('AF009 says what is wrong with an expression, and where', () => {
  const found = check({
    backends: [],
    pools: [],
    apis: [],
    expressionFaults: [
      { address: 'policy.orders', expression: '@(1 +\n )', reason: "')' is not expected", line: 3, column: 20 },
    ],
  });
  expect(found.map(({ address, level }) => [address, level])).toEqual([['policy.orders', 'error']]);
  expect(found.map(formatFinding)).toEqual([
    "AF009 the expression @(1 + ) has a syntax error at line 3, column 20 of the policy: ')' is not expected. Correct the C#.",
  ]);
});
