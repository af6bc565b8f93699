import { decisionAfter, DEFAULT_ASSUMPTIONS, errorAfter, NO_ERROR, RetryDecision } from '../../../lib/failover';

const onError: RetryDecision = ({ lastError }) => (lastError === null ? 'not retried' : 'retried');

test.each([
  ['response and error', 'retried'],
  ['error', 'retried'],
  ['response', 'not retried'],
] as const)('an exhausted pool that leaves %s: what is kept of it, %s', (exhaustedPool, decision) => {
  const assumptions = { ...DEFAULT_ASSUMPTIONS, exhaustedPool, lastErrorAfterRetry: 'kept' as const };
  const earlier = errorAfter({ isExhausted: true }, NO_ERROR);
  expect(decisionAfter({ statusCode: 500 }, earlier, onError, assumptions)).toBe(decision);
});

test('what a failed forward left is kept where an exhausted pool leaves a response alone', () => {
  const assumptions = {
    ...DEFAULT_ASSUMPTIONS,
    exhaustedPool: 'response' as const,
    lastErrorAfterRetry: 'kept' as const,
  };
  const earlier = errorAfter({ isExhausted: true }, errorAfter({ reason: 'Timeout' }, NO_ERROR));
  expect(decisionAfter({ statusCode: 500 }, earlier, onError, assumptions)).toBe('retried');
});
