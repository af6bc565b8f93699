import { readFileSync } from 'node:fs';
import { TerraformStack, Testing } from 'cdktf';
import {
  CircuitBreakerBackend,
  CircuitBreakerRule,
  CircuitBreakerRuleProps,
  Duration,
  FailoverApi,
  FailoverApiProps,
  PriorityPool,
  RetryCondition,
} from '../lib';
import { annotations, newService, newStack, OPERATION, synth } from './support/stack';

/** The rule of the article. */
const ARTICLE_RULE: CircuitBreakerRuleProps = {
  name: 'rule',
  tripDuration: Duration.seconds(30),
  acceptRetryAfter: true,
  failureCondition: {
    count: 3,
    interval: Duration.seconds(15),
    statusCodeRanges: [{ min: 502, max: 504 }],
    errorReasons: ['BackendConnectionFailure'],
  },
};

function scenario(
  circuitBreaker: CircuitBreakerRule | undefined,
  api: Partial<FailoverApiProps> = {},
): { stack: TerraformStack; pool: PriorityPool } {
  const stack = newStack();
  const apiManagement = newService(stack);
  const members = ['func-primary', 'func-secondary'].map((name, index) => ({
    backend: new CircuitBreakerBackend(stack, name, {
      apiManagement,
      name,
      url: `https://${name}.azurewebsites.net`,
      circuitBreaker,
    }),
    priority: index + 1,
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'load-balanced-pool', members });
  new FailoverApi(stack, 'Api', {
    apiManagement,
    pool,
    name: 'resilient-api',
    path: 'resilient-api',
    operations: [OPERATION],
    ...api,
  });
  return { stack, pool };
}

const codes = (stack: TerraformStack): string[] => [
  ...new Set(annotations(stack).map((line) => `${line.split(' ')[1]} ${line.split(' ')[2]}`)),
];

describe('findings at synth', () => {
  test("the article's settings: four warnings, no error", () => {
    const { stack } = scenario(CircuitBreakerRule.custom(ARTICLE_RULE), {
      retry: {
        count: 3,
        interval: Duration.seconds(1),
        firstFastRetry: true,
        condition: RetryCondition.expression('@(context.Response.StatusCode >= 500)'),
      },
      forwardTimeout: Duration.seconds(240),
    });
    expect(() => synth(stack)).not.toThrow();
    expect(codes(stack).sort()).toEqual(['info AF202', 'warn AF101', 'warn AF103', 'warn AF104', 'warn AF106']);
    expect(annotations(stack).filter((line) => line.startsWith('main/Api'))).toMatchSnapshot();
  });

  test('the defaults: nothing above a note', () => {
    expect(codes(scenario(undefined).stack)).toEqual(['info AF202']);
    expect(codes(scenario(CircuitBreakerRule.gatewayFailures()).stack)).toEqual(['info AF202']);
  });

  test('an error fails the synth, with the path and what to change', () => {
    const { stack } = scenario(undefined, { retry: { count: 2 } });
    const message =
      "[main/Api] AF004 the retry makes 3 attempts (count 2), and pool 'load-balanced-pool' reaches its last priority " +
      "group with attempt 4: 'func-primary' trips after 3 failures. Set the retry count to 3 or more.";
    expect(() => synth(stack)).toThrow(message);
    expect(() => Testing.fullSynth(stack)).toThrow(message);
  });

  test('an error that is acknowledged lets the synth pass, and is listed with its reason', () => {
    const { stack } = scenario(undefined, {
      retry: { count: 2 },
      acknowledge: [{ code: 'AF004', reason: 'the second request fails over' }],
    });
    expect(() => Testing.fullSynth(stack)).not.toThrow();
    expect(annotations(stack)).toContainEqual(
      expect.stringMatching(/^main\/Api info AF004 .* Acknowledged: the second request fails over$/),
    );
  });

  test('a warning that is acknowledged is none any more', () => {
    const { stack } = scenario(undefined, {
      retry: { count: 0 },
      acknowledge: [{ code: 'AF109', reason: 'clients retry' }],
    });
    expect(codes(stack)).toEqual(['info AF109']);
  });

  test('synthesizing twice says everything once', () => {
    const { stack } = scenario(undefined);
    const first = annotations(stack);
    expect(annotations(stack)).toEqual(first);
  });

  test('annotations reach the manifest that the command line prints', () => {
    const { stack } = scenario(CircuitBreakerRule.throttling());
    const manifest = JSON.parse(readFileSync(`${Testing.fullSynth(stack)}/manifest.json`, 'utf8')) as {
      stacks: { main: { annotations: { constructPath: string; level: string; message: string }[] } };
    };
    expect(manifest.stacks.main.annotations).toContainEqual(
      expect.objectContaining({
        constructPath: 'main/func-primary',
        level: '@cdktf/warn',
        message: expect.stringMatching(/^AF106 /) as string,
      }),
    );
  });

  test.each<[string, CircuitBreakerRule | undefined, Partial<FailoverApiProps>]>([
    ['AF002', CircuitBreakerRule.none(), {}],
    ['AF005', undefined, { retry: { interval: Duration.seconds(60) } }],
  ])('%s is an error', (code, rule, api) => {
    expect(() => synth(scenario(rule, api).stack)).toThrow(code);
  });

  test.each<[string, CircuitBreakerRule | undefined, Partial<FailoverApiProps>]>([
    ['AF101', undefined, { retry: { condition: RetryCondition.statusCodes({ min: 500, max: 504 }) } }],
    ['AF102', undefined, { retry: { condition: RetryCondition.statusCodes({ min: 502, max: 503 }) } }],
    ['AF104', undefined, { forwardTimeout: Duration.seconds(20) }],
    ['AF105', undefined, { retry: { count: 10, interval: Duration.seconds(5) } }],
    ['AF106', CircuitBreakerRule.throttling(), {}],
    [
      'AF107',
      CircuitBreakerRule.custom({
        ...ARTICLE_RULE,
        failureCondition: { ...ARTICLE_RULE.failureCondition, count: undefined, percentage: 50 },
      }),
      {},
    ],
    ['AF109', undefined, { retry: { count: 0 } }],
  ])('%s is a warning', (code, rule, api) => {
    expect(codes(scenario(rule, api).stack)).toContain(`warn ${code}`);
  });

  test('AF203 is a note', () => {
    const condition = RetryCondition.expression('@(context.Response?.StatusCode.ToString() == "503")');
    expect(codes(scenario(undefined, { retry: { condition } }).stack)).toContain('info AF203');
  });
});
