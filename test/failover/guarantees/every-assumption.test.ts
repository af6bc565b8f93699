import { deciding, GatewayAssumptions, underEveryAssumption } from '../../../lib/failover';

const runs = <T>(run: (assumptions: GatewayAssumptions) => T): string[] =>
  underEveryAssumption(run).map(({ assumed, result }) => `${JSON.stringify(assumed)} ${String(result)}`);

test('what nobody asks for is not varied', () => {
  expect(runs(() => 'same')).toEqual(['{} same']);
});

test('what is asked for is varied; what is asked for only then, only then', () => {
  const found = runs((assumptions) => (assumptions.successResets ? assumptions.lateFailures : 'not asked'));
  expect(found.sort()).toEqual([
    '{"successResets":false} not asked',
    '{"successResets":true,"lateFailures":"counted"} counted',
    '{"successResets":true,"lateFailures":"ignored"} ignored',
  ]);
});

test('what decides is the fewest assumptions that make it so', () => {
  const all = underEveryAssumption(
    ({ successResets, failureWindow, lateFailures }) =>
      successResets && failureWindow === 'fixed' && lateFailures !== undefined,
  );
  expect(all).toHaveLength(8);
  expect(deciding(all, (result) => result)).toEqual({ successResets: true, failureWindow: 'fixed' });
  expect(deciding(all, () => true)).toEqual({});
  expect(deciding(all, () => false)).toEqual({});
});

test('what is given holds in every run', () => {
  const all = underEveryAssumption(({ successResets, failureWindow }) => [successResets, failureWindow], {
    successResets: true,
  });
  expect(all.map(({ result }) => result)).toEqual(
    expect.arrayContaining([
      [true, 'sliding'],
      [true, 'fixed'],
    ]),
  );
  expect(all).toHaveLength(2);
});
