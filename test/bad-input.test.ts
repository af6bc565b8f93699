import { TerraformStack } from 'cdktf';
import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerBackendProps,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  FailoverApiProps,
  FailureCondition,
  PoolMember,
  PriorityPool,
  PriorityPoolProps,
  RegionalFailover,
  Retry,
  RetryCondition,
} from '../lib';
import { newPool, newService, newStack, OPERATION } from './support/stack';

/** The message of the one error that the constructor throws. */
function faultsOf(create: (stack: TerraformStack) => unknown): string {
  try {
    create(newStack());
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

const LONG = 'x'.repeat(81);

describe('ApiManagement', () => {
  test('a name and a resource group that are none', () => {
    const message = faultsOf((stack) =>
      ApiManagement.fromLookup(stack, 'Apim', { name: 'a_b', resourceGroupName: 'rg.' }),
    );
    expect(message).toMatchInlineSnapshot(`
     "main/Apim: 2 faults
       name: "a_b"; 1 to 50 letters, digits and hyphens are allowed
       resourceGroupName: "rg."; 1 to 90 letters of ASCII, digits, underscores, hyphens, periods and parentheses are allowed, no period last"
    `);
  });

  test('an id that is none', () => {
    const message = faultsOf((stack) => ApiManagement.fromAttributes(stack, 'Apim', { apiManagementId: 'apim' }));
    expect(message).toMatchInlineSnapshot(
      `"main/Apim: apiManagementId: "apim"; the full id of a service is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ApiManagement/service/<name>"`,
    );
  });
});

describe('CircuitBreakerBackend', () => {
  const backend = (props: Partial<CircuitBreakerBackendProps>): string =>
    faultsOf(
      (stack) =>
        new CircuitBreakerBackend(stack, 'Backend', {
          apiManagement: newService(stack),
          name: 'orders',
          url: 'https://orders.example.com',
          ...props,
        }),
    );

  const rule = (failureCondition: Partial<FailureCondition>, tripDuration = Duration.seconds(30)): string =>
    backend({
      circuitBreaker: CircuitBreakerRule.custom({
        name: 'rule',
        tripDuration,
        failureCondition: {
          count: 3,
          interval: Duration.seconds(15),
          statusCodeRanges: [{ min: 500, max: 599 }],
          ...failureCondition,
        },
      }),
    });

  test('everything wrong at once is one error', () => {
    const message = backend({
      name: LONG,
      url: 'orders.example.com',
      title: '',
      circuitBreaker: CircuitBreakerRule.custom({
        name: 'a rule',
        tripDuration: Duration.seconds(0),
        failureCondition: { interval: Duration.minutes(-1), statusCodeRanges: [{ min: 503, max: 500 }] },
      }),
      acknowledge: [{ code: 'AF999', reason: ' ' }],
    });
    expect(message).toMatchInlineSnapshot(`
     "main/Backend: 10 faults
       name: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; 1 to 80 letters, digits, underscores and hyphens are allowed, no hyphen first or last
       url: "orders.example.com"; an http or https URL of up to 2000 characters is allowed, as in https://orders.example.com
       title: ""; 1 to 300 bytes of UTF-8 are allowed, no control characters
       circuitBreaker.name: "a rule"; 1 to 80 letters, digits and hyphens are allowed, no hyphen first or last
       circuitBreaker.tripDuration: 0 s; whole seconds over 0, up to 31536000 s, are allowed
       circuitBreaker.failureCondition.interval: -60 s; whole seconds over 0, up to 31536000 s, are allowed
       circuitBreaker.failureCondition: it has neither count nor percentage; exactly one is needed
       circuitBreaker.failureCondition: status code range min 503 is over its max 500
       acknowledge[0].code: "AF999"; one of AF001, AF002, AF003, AF004, AF005, AF006, AF007, AF008, AF101, AF102, AF103, AF104, AF105, AF106, AF107, AF108, AF109, AF201, AF202, AF203 is allowed
       acknowledge[0].reason: " "; a reason is needed"
    `);
  });

  test.each([
    ['orders.example.com'],
    ['ftp://orders.example.com'],
    ['https://'],
    ['https:/orders.example.com'],
    ['https://user:pass@orders.example.com'],
    ['https://orders example.com'],
    ['https://${host}'],
    [`https://orders.example.com/${'x'.repeat(2000)}`],
    [''],
  ])('%j is no URL of a backend', (url) => {
    expect(backend({ url })).toMatch(
      /^main\/Backend: url: ".*; an http or https URL of up to 2000 characters is allowed/,
    );
  });

  test.each<[string, string, string]>([
    [
      'both of count and percentage',
      rule({ percentage: 5 }),
      'it has both count 3 and percentage 5; exactly one is allowed',
    ],
    ['neither', rule({ count: undefined }), 'it has neither count nor percentage; exactly one is needed'],
    ['count 0', rule({ count: 0 }), 'failureCondition.count: 0; a whole number from 1 to 10000 is allowed'],
    [
      'count 10001',
      rule({ count: 10_001 }),
      'failureCondition.count: 10001; a whole number from 1 to 10000 is allowed',
    ],
    ['percentage 101', rule({ count: undefined, percentage: 101 }), '101; a whole number from 1 to 100 is allowed'],
    ['nothing that counts', rule({ statusCodeRanges: [] }), 'nothing counts as a failure'],
    [
      'min over max',
      rule({ statusCodeRanges: [{ min: 503, max: 500 }] }),
      'status code range min 503 is over its max 500',
    ],
    [
      'min under 200',
      rule({ statusCodeRanges: [{ min: 199, max: 500 }] }),
      'status code range min 199 is not a whole number from 200 to 599',
    ],
    [
      'max over 599',
      rule({ statusCodeRanges: [{ min: 500, max: 600 }] }),
      'status code range max 600 is not a whole number from 200 to 599',
    ],
    [
      '11 ranges',
      rule({ statusCodeRanges: Array<{ min: number; max: number }>(11).fill({ min: 500, max: 500 }) }),
      'there are 11; up to 10 are allowed',
    ],
    ['11 reasons', rule({ errorReasons: Array<string>(11).fill('Timeout') }), 'there are 11; up to 10 are allowed'],
    ['an interval of 0', rule({ interval: Duration.seconds(0) }), 'interval: 0 s; whole seconds over 0'],
    [
      'an interval of half a second',
      rule({ interval: Duration.seconds(0.5) }),
      'interval: 0.5 s; whole seconds over 0',
    ],
    [
      'an interval that is no number',
      rule({ interval: Duration.seconds(NaN) }),
      'interval: NaN s; whole seconds over 0',
    ],
    [
      'an interval without end',
      rule({ interval: Duration.hours(Infinity) }),
      'interval: Infinity s; whole seconds over 0',
    ],
    ['a negative trip duration', rule({}, Duration.minutes(-1)), 'tripDuration: -60 s; whole seconds over 0'],
  ])('a rule with %s', (_, message, expected) => {
    expect(message).toMatch(/^main\/Backend: circuitBreaker\./);
    expect(message).toContain(expected);
  });

  test('credentials that are none, or sent twice', () => {
    const message = backend({
      credentials: [
        BackendCredentials.header('a b', 'x'),
        BackendCredentials.header('x-a', 'one,two'),
        BackendCredentials.namedValue('X-A', 'named value'),
        BackendCredentials.certificate('abc'),
        BackendCredentials.keyVaultSecret({ header: 'x-b', secretId: 'secret' }),
      ],
    });
    expect(message).toMatchInlineSnapshot(`
     "main/Backend: 6 faults
       credentials[0].name: "a b"; an HTTP header name of up to 256 characters is allowed
       credentials[1].value: a text of 7 characters; printable ASCII is allowed, and no comma: the azurerm provider splits the value there
       credentials[2].namedValueName: "named value"; 1 to 256 letters, digits, underscores, periods and hyphens are allowed
       credentials[2]: the header x-a is sent already; each is allowed once
       credentials[3].thumbprint: "abc"; a thumbprint of 40 to 64 hexadecimal digits is needed
       credentials[4].secretId: "secret"; the id of a Key Vault's secret is needed, as in https://vault.vault.azure.net/secrets/name"
    `);
  });

  test('a function app that is none', () => {
    const message = faultsOf((stack) =>
      CircuitBreakerBackend.forFunctionApp(stack, 'Backend', {
        apiManagement: newService(stack),
        functionApp: { name: 'func_app', resourceGroupName: '', subscriptionId: 'mine' },
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "main/Backend: 3 faults
       functionApp.name: "func_app"; 1 to 60 letters, digits and hyphens are allowed, no hyphen first or last
       functionApp.resourceGroupName: ""; 1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, no period last
       functionApp.subscriptionId: "mine"; a subscription id is needed, as in 00000000-0000-0000-0000-000000000000"
    `);
  });

  test('an id of a backend that is none', () => {
    expect(faultsOf((stack) => CircuitBreakerBackend.fromBackendId(stack, 'Backend', '/backends/orders'))).toMatch(
      /^main\/Backend: backendId: "\/backends\/orders"; the full id of a backend is needed/,
    );
  });
});

describe('PriorityPool', () => {
  const pool = (members: (stack: TerraformStack) => PoolMember[], props: Partial<PriorityPoolProps> = {}): string =>
    faultsOf((stack) => {
      const apiManagement = newService(stack);
      return new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members: members(stack), ...props });
    });

  const backends = (stack: TerraformStack, count: number, service = newService(stack, 'apim2')): PoolMember[] =>
    Array.from({ length: count }, (_, index) => ({
      backend: new CircuitBreakerBackend(stack, `B${index}`, {
        apiManagement: service,
        name: `b${index}`,
        url: 'https://b.example.com',
      }),
    }));

  const own = (stack: TerraformStack, count: number): PoolMember[] =>
    backends(stack, count, stack.node.findChild('Service-apim') as never);

  test('31 members', () => {
    expect(pool((stack) => own(stack, 31))).toBe('main/Pool: members: the pool has 31 members; 1 to 30 are allowed');
  });

  test('priorities and weights out of range', () => {
    const message = pool((stack) => {
      const [a, b, c] = own(stack, 3);
      return [
        { ...a, priority: -1 },
        { ...b, priority: 101, weight: 0.5 },
        { ...c, weight: NaN },
      ];
    });
    expect(message).toMatchInlineSnapshot(`
     "main/Pool: 4 faults
       members[0].priority: -1; a whole number from 0 to 100 is allowed
       members[1].priority: 101; a whole number from 0 to 100 is allowed
       members[1].weight: 0.5; a whole number from 0 to 100 is allowed
       members[2].weight: NaN; a whole number from 0 to 100 is allowed"
    `);
  });

  test('a member twice, and one of another service', () => {
    const message = pool((stack) => {
      const [a] = own(stack, 1);
      return [a, a, { backend: CircuitBreakerBackend.fromBackendId(stack, 'Other', idOf('elsewhere')) }];
    });
    expect(message).toMatchInlineSnapshot(`
     "main/Pool: 2 faults
       members: the pool holds 'b0' more than once; each backend is allowed once
       members: the pool belongs to apim and holds 'b' of elsewhere; only backends of its own service are allowed"
    `);
  });

  test('a pool in a pool', () => {
    const message = pool((stack) => {
      const inner = new PriorityPool(stack, 'Inner', { apiManagement: newService(stack, 'b'), name: 'inner' });
      return [{ backend: inner as never }];
    });
    expect(message).toBe("main/Pool: members[0].backend: it is the pool 'inner'; only single backends are allowed");
  });

  test('names and a failure response that are none', () => {
    const message = pool(() => [], {
      name: '-pool',
      sessionAffinity: { cookieName: 'a cookie' },
      failureResponse: { statusCode: 99 },
    });
    expect(message).toMatchInlineSnapshot(`
     "main/Pool: 3 faults
       name: "-pool"; 1 to 80 letters, digits, underscores and hyphens are allowed, no hyphen first or last
       sessionAffinity.cookieName: "a cookie"; an HTTP header name of up to 256 characters is allowed
       failureResponse.statusCode: 99; a whole number from 200 to 599 is allowed"
    `);
  });

  function idOf(service: string): string {
    return `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/${service}/backends/b`;
  }
});

describe('FailoverApi', () => {
  const api = (props: Partial<FailoverApiProps>): string =>
    faultsOf((stack) => {
      const apiManagement = newService(stack);
      const base = { apiManagement, pool: newPool(stack, apiManagement), name: 'orders', path: 'orders' };
      return new FailoverApi(stack, 'Api', { ...base, operations: [OPERATION], ...props });
    });
  const retry = (settings: Retry): string => api({ retry: settings });

  test('much wrong at once is one error', () => {
    const message = api({
      name: 'a/b',
      path: '/orders/',
      protocols: ['ftp'],
      version: 'v1',
      attemptCountHeader: 'attempt count',
      forwardTimeout: Duration.seconds(241),
      operations: [OPERATION, { ...OPERATION, method: 'post', urlTemplate: 'orders' }],
    });
    expect(message).toMatchInlineSnapshot(`
     "main/Api: 9 faults
       name: "a/b"; 1 to 256 characters are allowed, none of them a space or one of * # & + : < > ? / \\ % { } " ' \` ;
       path: "/orders/"; up to 400 letters, digits and - _ . : / are allowed, no slash first or last
       version: it stands without versionSetId; both or neither are allowed
       attemptCountHeader: "attempt count"; an HTTP header name of up to 256 characters is allowed
       protocols: ["ftp"]; one or both of 'http' and 'https' are allowed
       forwardTimeout: 241 s; whole milliseconds over 0, up to 240 s, are allowed
       operations[1].method: "post"; an HTTP method in capital letters is allowed
       operations[1].urlTemplate: "orders"; a path from / on is allowed, of up to 1000 characters, with parameters in braces as in /orders/{id} and no $ or % before them
       operations[1].operationId: "process"; each is allowed once"
    `);
  });

  test.each<[string, string, string]>([
    ['count 51', retry({ count: 51 }), 'retry.count: 51; a whole number from 0 to 50 is allowed'],
    ['count -1', retry({ count: -1 }), 'retry.count: -1; a whole number from 0 to 50 is allowed'],
    ['an interval of 0', retry({ interval: Duration.seconds(0) }), 'retry.interval: 0 s; whole seconds over 0'],
    ['half a second', retry({ interval: Duration.milliseconds(500) }), 'retry.interval: 0.5 s; whole seconds over 0'],
    [
      'a longest wait alone',
      retry({ maxInterval: Duration.seconds(5) }),
      'retry.delta: there is none, and a maxInterval; with a maxInterval it is needed',
    ],
    [
      'no expression',
      retry({ condition: RetryCondition.expression('true') }),
      'one policy expression is needed, @(...) or @{...}',
    ],
    [
      'half an expression',
      retry({ condition: RetryCondition.expression('@(a") + "') }),
      'one policy expression is needed',
    ],
    ['no status codes', retry({ condition: RetryCondition.statusCodes() }), 'at least one range is needed'],
    [
      'min over max',
      retry({ condition: RetryCondition.statusCodes({ min: 503, max: 502 }) }),
      'min 503 is over its max 502',
    ],
  ])('a retry with %s', (_, message, expected) => {
    expect(message).toMatch(/^main\/Api: /);
    expect(message).toContain(expected);
  });

  test.each([
    ['<set-header', 'line 1, column 1: <set-header> is not closed'],
    ['<a>\n  <b></a>', 'line 2, column 6: </a> closes <b>'],
    ['<a b="@(x"/>', 'line 1, column 7: an expression is not closed'],
    ['text', 'policies are needed, as XML elements'],
    ['<base />', '<base> is written for you'],
    ['<policies><inbound /></policies>', '<policies> is written for you'],
  ])('policy text %j', (inbound, expected) => {
    const message = api({ policies: { inbound } });
    expect(message).toMatch(/^main\/Api: policies\.inbound: /);
    expect(message).toContain(expected);
  });

  test('a policy that names a backend which does not exist', () => {
    expect(api({ policies: { inbound: '<set-backend-service backend-id="nobody" />' } })).toBe(
      "main/Api: policies: AF008 they name the backend 'nobody', which does not exist; declared so far are 'local', " +
        "'remote', 'pool' (one made elsewhere is declared with CircuitBreakerBackend.fromBackendId)",
    );
  });

  test('no operations, or an OpenAPI document beside them', () => {
    expect(api({ operations: [] })).toContain('operations: there are none, and no openApi document');
  });

  test('a pool of another service', () => {
    const message = faultsOf((stack) => {
      const pool = newPool(stack, newService(stack, 'theirs'));
      return new FailoverApi(stack, 'Api', {
        apiManagement: newService(stack, 'ours'),
        pool,
        name: 'orders',
        path: 'orders',
        operations: [OPERATION],
      });
    });
    expect(message).toContain("pool: the pool 'pool' belongs to the service theirs; only pools of ours are allowed");
  });
});

describe('RegionalFailover', () => {
  test('one region, with neither function app nor URL', () => {
    const message = faultsOf(
      (stack) =>
        new RegionalFailover(stack, 'Orders', {
          name: 'orders',
          path: 'orders',
          operations: [OPERATION],
          regions: [{ name: 'a b', apiManagement: newService(stack) }],
        }),
    );
    expect(message).toMatchInlineSnapshot(`
     "main/Orders: 3 faults
       regions: there are 1; two or more are needed
       regions[0].name: "a b"; 1 to 60 letters, digits and hyphens are allowed, no hyphen first or last
       regions[0]: there is no functionApp and no url; one is needed"
    `);
  });
});

describe('what a caller in JavaScript may leave out', () => {
  const missing = (message: string): void => {
    expect(message).toMatch(/^main\/X: /);
    expect(message).not.toMatch(/is not a function|Cannot read|undefined is not/);
  };

  test.each<[string, (stack: TerraformStack) => unknown]>([
    ['the props of a lookup', (stack) => ApiManagement.fromLookup(stack, 'X', undefined as never)],
    ['the props of a backend', (stack) => new CircuitBreakerBackend(stack, 'X', undefined as never)],
    ['a service', (stack) => new CircuitBreakerBackend(stack, 'X', { name: 'a', url: 'https://a.b' } as never)],
    [
      'a function app',
      (stack) => CircuitBreakerBackend.forFunctionApp(stack, 'X', { apiManagement: newService(stack) } as never),
    ],
    ['the props of a pool', (stack) => new PriorityPool(stack, 'X', undefined as never)],
    [
      'a backend',
      (stack) => new PriorityPool(stack, 'X', { apiManagement: newService(stack), name: 'p', members: [{} as never] }),
    ],
    ['the props of an API', (stack) => new FailoverApi(stack, 'X', undefined as never)],
    [
      'a pool',
      (stack) =>
        new FailoverApi(stack, 'X', {
          apiManagement: newService(stack),
          name: 'a',
          path: 'a',
          operations: [OPERATION],
        } as never),
    ],
    ['regions', (stack) => new RegionalFailover(stack, 'X', { name: 'a', path: 'a' } as never)],
  ])('%s', (_, create) => {
    missing(faultsOf(create));
  });
});
