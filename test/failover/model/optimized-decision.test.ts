import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const CONDITION = '@(context.Response == null || context.LastError != null || context.Response.StatusCode == 503)';

/** A decision of its own copy of the module: V8 knows nothing of it yet. */
function freshDecision(): (statusCode: number) => unknown {
  let read: typeof import('../../../lib/failover').readRetryDecision | undefined;
  jest.isolateModules(() => {
    read = jest.requireActual<typeof import('../../../lib/failover')>(
      '../../../lib/failover/model/retry-decision',
    ).readRetryDecision;
  });
  const decide = read?.(CONDITION);
  return (statusCode) => decide?.({ statusCode, isAnswer: true, lastError: null });
}

// V8 optimizes what is called often, on another thread. Node 20 and 22 got a decision wrong if garbage was collected in
// the meantime, so each round collects it at another moment.
test('a condition decides alike before and after V8 optimizes it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  const wrong = new Set<number>();
  for (let moment = 400; moment <= 16_000; moment += 400) {
    const decide = freshDecision();
    for (let call = 0; call < moment + 500; call++) {
      if (call === moment) collect({ type: 'minor' });
      const statusCode = 200 + (call % 400);
      if (decide(statusCode) !== (statusCode === 503 ? 'retried' : 'not retried')) wrong.add(statusCode);
    }
  }
  expect([...wrong]).toEqual([]);
});
