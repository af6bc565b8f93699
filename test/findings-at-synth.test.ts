import { readFileSync } from 'node:fs';
import { Lazy, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerBackendProps,
  CircuitBreakerRule,
  CircuitBreakerRuleOptions,
  Duration,
  ErrorReason,
  FailoverApiProps,
  PriorityPool,
  RetryCondition,
} from '../lib';
import { finding } from '../lib/failover';
import { raiseFindings } from '../lib/private/raise-findings';
import { scenario } from './support/scenario';
import { annotations, isNotCompared, newService, newStack, OPERATION, synth } from './support/stack';

/** The rule of the article. */
const ARTICLE_RULE: CircuitBreakerRuleOptions = {
  name: 'rule',
  tripDuration: Duration.seconds(30),
  acceptRetryAfter: true,
  failureCondition: {
    count: 3,
    interval: Duration.seconds(15),
    statusCodeRanges: [{ min: 502, max: 504 }],
    errorReasons: [ErrorReason.BACKEND_CONNECTION_FAILURE],
  },
};

test('AF012: a value in custom policies that API Management does not accept', () => {
  const backend = '<retry condition="@(true)" count="60" interval="1"><trace source="a">b</trace></retry>';
  const inbound = '<set-variable name="n" value="1" />';
  const outbound = '<retry condition="@(true)" count="@(60)" interval="{{wait}}"><set-body>a</set-body></retry>';
  const { stack } = scenario(undefined, { policies: { backend, inbound, outbound } });
  expect(() => synth(stack)).toThrow(
    `AF012 in the policies of API 'resilient-api', the count of a <retry> is "60"; a whole number of 1 to 50 is needed. Correct the value.`,
  );
});

test('AF204: a retry in policies.backend around a forward, as `check` reports it', () => {
  const backend =
    '<retry condition="@(false)" count="1" interval="1"><forward-request buffer-request-body="true" /></retry>';
  const { stack } = scenario(undefined, { policies: { backend } });
  expect(annotations(stack)).toEqual(
    expect.arrayContaining([expect.stringContaining("AF204 API 'resilient-api' has one retry inside another")]),
  );
});

/** AF204, in part. */
const SENT = {
  all: "AF204 policies of API 'resilient-api' may send its requests to a backend outside its pool",
  some: "AF204 policies of API 'resilient-api' may send some of its requests to a backend outside its pool",
};

const elsewhere = (stack: TerraformStack): string[] =>
  annotations(stack).flatMap((each) => /info AF204 [^:]*/.exec(each) ?? []);

const codes = (stack: TerraformStack): string[] => [
  ...new Set(annotations(stack).map((line) => `${line.split(' ')[1]} ${line.split(' ')[2]}`)),
];

describe('findings at synth', () => {
  test('annotations carry no stack trace: it would be that of the synth, with the paths of this machine', () => {
    const { stack } = scenario(CircuitBreakerRule.custom(ARTICLE_RULE));
    expect(annotations(stack).length).toBeGreaterThan(1);
    const metadata = stack.node.findAll().flatMap(({ node }) => node.metadata);
    const traces = metadata.filter(({ type }) => type.startsWith('@cdktf/')).map(({ trace }) => trace);
    expect(new Set(traces)).toEqual(new Set([undefined]));
  });

  test("the article's settings: warnings, no error", () => {
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
    expect(codes(stack).sort()).toEqual([
      'info AF202',
      'warn AF004',
      'warn AF101',
      'warn AF103',
      'warn AF104',
      'warn AF106',
      'warn AF111',
    ]);
    expect(annotations(stack).filter((line) => line.startsWith('main/Api'))).toMatchSnapshot();
  });

  test('the defaults: nothing above a note', () => {
    // The forward timeout that was chosen is told, too.
    expect(codes(scenario(undefined).stack)).toEqual(['info AF202', 'info The']);
    expect(codes(scenario(CircuitBreakerRule.gatewayFailures()).stack)).toEqual(['info AF202', 'info The']);
  });

  test('an error fails the synth, with the path and what to change', () => {
    const { stack } = scenario(undefined, { retry: { count: 2 } });
    const message =
      "[main/Api] AF004 the retry makes 3 attempts (count 2), but pool 'load-balanced-pool' needs 4 attempts to reach its last " +
      "priority group, or 5 after an earlier failure: the circuit breaker of 'func-primary' trips after 3 failures. " +
      'Set the retry count to 4 or more.';
    expect(() => synth(stack)).toThrow(message);
    expect(() => Testing.fullSynth(stack)).toThrow(message);
  });

  test('one retry too few for fixed intervals is a warning, and one more is enough', () => {
    const { stack } = scenario(undefined, { retry: { count: 3 } });
    expect(annotations(stack)).toContainEqual(
      expect.stringMatching(/^main\/Api warn AF004 .*in fixed intervals.* Set the retry count to 4 or more\.$/),
    );
    expect(() => synth(stack)).not.toThrow();
    expect(codes(scenario(undefined, { retry: { count: 4 } }).stack)).not.toContain('warn AF004');
  });

  const FAR = '<set-backend-service backend-id="far" />';
  const POOL = '<set-backend-service backend-id="load-balanced-pool" />';
  const when = (policies: string): string => `<choose><when condition="@(true)">${policies}</when></choose>`;

  test.each<[string, 'all' | 'some' | undefined]>([
    [FAR, 'all'],
    [POOL + FAR, 'all'],
    ['<set-backend-service base-url="https://far.example.com" />', 'all'],
    ['<set-backend-service backend-id="@(&quot;load-balanced-pool&quot;)" />', 'some'],
    [when(FAR), 'some'],
    [FAR + when(POOL), 'some'],
    ['<set-backend-service backend-id="@(context.Request.Method)" />', 'some'],
    ['<set-backend-service backend-id="{{backend}}" />', 'some'],
    [FAR + when('<set-backend-service backend-id="{{backend}}" />'), 'some'],
    [when(FAR) + POOL, undefined],
    [FAR + POOL, undefined],
    [when(POOL), undefined],
    ['<trace source="a"><message>b</message></trace>', undefined],
  ])("what the caller's own policies send elsewhere is not judged: %s", (inbound, sent) => {
    const { stack } = scenario(undefined, { policies: { inbound } }, ['far']);
    if (inbound.includes('{{')) isNotCompared(stack);
    expect(elsewhere(stack)).toEqual(sent ? [`info ${SENT[sent]}`] : []);
    expect(annotations(stack).some((each) => each.includes('AF111'))).toBe(sent !== 'all' && inbound.includes('set-'));
  });

  test('an operation may send its requests elsewhere, too', () => {
    const own = { ...OPERATION, operationId: 'own', urlTemplate: '/own', policies: { inbound: FAR } };
    const { stack } = scenario(undefined, { operations: [OPERATION, own] }, ['far']);
    expect(elsewhere(stack)).toEqual([`info ${SENT.some}`]);
  });

  test('an operation may send its requests back to the pool: then that is judged', () => {
    const own = { ...OPERATION, operationId: 'own', urlTemplate: '/own', policies: { inbound: POOL } };
    const { stack } = scenario(
      undefined,
      { policies: { inbound: FAR }, operations: [OPERATION, own], retry: { count: 1 } },
      ['far'],
    );
    expect(elsewhere(stack)).toEqual([`info ${SENT.some}`]);
    expect(() => synth(stack)).toThrow(/AF004/);
  });

  test('the level is that of the finding, where its code has several', () => {
    const stack = newStack();
    for (const level of ['error', 'warning'] as const) {
      const found = finding('AF004', '', `an ${level}`, 'Set the retry count', level);
      raiseFindings(new Construct(stack, level), () => [found]);
    }
    expect(annotations(stack)).toEqual(['main/warning warn AF004 an warning. Set the retry count.']);
    expect(() => synth(stack)).toThrow('[main/error] AF004 an error. Set the retry count.');
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
        constructPath: 'main/Pool',
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
    ['AF104', undefined, { forwardTimeout: Duration.seconds(30) }],
    [
      'AF105',
      CircuitBreakerRule.gatewayFailures({ tripDuration: Duration.seconds(1) }),
      { forwardTimeout: Duration.seconds(5) },
    ],
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

  test.each([
    ['with a header that counts attempts', 'x-attempts', ['info AF204']],
    ['without it', undefined, []],
  ])('a backend by a variable of any name may be chosen by the number of the attempt, %s', (_, header, expected) => {
    const backend = '<set-backend-service backend-id="@((string)context.Variables[context.Request.Method])" />';
    // The test compares what the check says.
    const { stack } = scenario(undefined, { attemptCountHeader: header, policies: { backend } });
    expect(codes(stack).filter((code) => code === 'info AF204')).toEqual(expected);
  });

  test('AF115 is a warning, at synth and in check, also for what azapi declares', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const at = (name: string, url: string, more: Partial<CircuitBreakerBackendProps> = {}) =>
      new CircuitBreakerBackend(stack, name, { apiManagement, name, url, ...more });
    const members = [
      at('l', 'https://orders.example.com/a$b'),
      at('r', 'https://Orders.example.com:443/a$b/', {
        credentials: [BackendCredentials.backendManagedIdentity({ resource: 'api://orders' })],
      }),
      at('a', Lazy.stringValue({ produce: () => 'https://late.example.com' })),
      at('b', Lazy.stringValue({ produce: () => 'https://latest.example.com' })),
    ];
    new PriorityPool(stack, 'Pool', { apiManagement, name: 'p', members: members.map((backend) => ({ backend })) });
    expect(annotations(stack)).toEqual([
      expect.stringMatching(/^main\/Pool warn AF115 backends 'l' and 'r' of pool 'p' have the same URL/),
    ]);
  });

  test('AF203 is a note', () => {
    const condition = RetryCondition.expression('@(context.Response?.StatusCode.ToString() == "503")');
    expect(codes(scenario(undefined, { retry: { condition } }).stack)).toContain('info AF203');
  });
});
