import {
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  FailoverApiOptions,
  PriorityPool,
} from '../lib';
import { annotations, newService, newStack, OPERATION } from './support/stack';

const API = { name: 'orders', path: 'orders', operations: [OPERATION] };

describe('what the synth tells of the forward timeout that was chosen', () => {
  const told = (options: Partial<FailoverApiOptions>, circuitBreaker?: CircuitBreakerRule): string => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const members = ['local', 'remote'].map((name, index) => ({
      priority: index + 1,
      backend: new CircuitBreakerBackend(stack, name, {
        ...{ apiManagement, name, url: `https://${name}.example.com`, circuitBreaker },
        acknowledge: [{ code: 'AF106', reason: 'test' }],
      }),
    }));
    const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
    const acknowledge = [{ code: 'AF112', reason: 'test' }];
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool, acknowledge, ...options });
    return annotations(stack)
      .filter((line) => line.includes('The forward timeout'))
      .join('\n')
      .replace('main/Api info ', '');
  };
  const INTERVAL =
    'the longest interval of the circuit breakers. That interval applies because latencyBudget is not set';
  const SLOW = 'A backend that takes longer to respond counts as failed; set forwardTimeout to choose another timeout.';
  const longest = (timeout: string, budget: string): string =>
    `The forward timeout is ${timeout} s: the longest timeout in whole seconds that prevents no failover${budget}. ${SLOW}`;

  test.each<[string, Partial<FailoverApiOptions>, CircuitBreakerRule | undefined, string]>([
    ['by default', {}, undefined, longest('14', ` and keeps every client's wait within ${INTERVAL}`)],
    [
      'within a budget',
      { latencyBudget: Duration.seconds(30) },
      undefined,
      longest('6', " and keeps every client's wait within the latency budget of 30 s"),
    ],
    [
      'where no timeout keeps the budget, of which AF112 tells',
      { latencyBudget: Duration.seconds(1) },
      undefined,
      longest('28', ''),
    ],
    [
      'where the circuit breakers count no timeout',
      {},
      CircuitBreakerRule.throttling({ interval: Duration.minutes(1) }),
      longest('30', ` and keeps every client's wait within ${INTERVAL}`),
    ],
    [
      'of less than a second',
      { latencyBudget: Duration.seconds(4) },
      undefined,
      'The forward timeout is only 0.25 s, and many healthy backends take longer to respond. A timeout of one ' +
        'second would prevent a failover, or make a client wait longer than the latency budget of 4 s. To allow a ' +
        'longer timeout, set a longer latencyBudget, a longer trip duration or a lower count of the circuit breakers, or set forwardTimeout.',
    ],
    [
      'where the waits alone exceed the interval, which is not kept then',
      { retry: { interval: Duration.seconds(20) } },
      CircuitBreakerRule.gatewayFailures({ interval: Duration.seconds(30), tripDuration: Duration.minutes(2) }),
      longest('4', ''),
    ],
    ['where it is given', { forwardTimeout: Duration.seconds(5) }, undefined, ''],
  ])('%s', (_, options, rule, text) => {
    expect(told(options, rule)).toBe(text);
  });
});
