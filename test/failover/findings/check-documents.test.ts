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
    "AF009 the expression @(1 + ) does not compile at line 3, column 20 of the policy: ')' is not expected. Correct the C#.",
  ]);
  expect(found).toMatchObject([{ line: 3, column: 20 }]);
});

test('AF116 says what the reference does not have, and where', () => {
  const fault = "<retry> has no attribute cuont (did you mean 'count'?)";
  const found = check({
    ...{ backends: [], pools: [], apis: [] },
    referenceFaults: [{ address: 'policy.orders', fault, line: 3, column: 20 }],
  });
  expect(found).toMatchObject([{ code: 'AF116', level: 'warning', address: 'policy.orders', line: 3, column: 20 }]);
  expect(found.map(formatFinding)).toEqual([
    `AF116 at line 3, column 20 of the policy, ${fault}. Correct or remove it.`,
  ]);
});
