import { ApiModel, checkApi, PoolModel, RetryModel } from '../../../lib/failover';
import { api, backend, lines, member, pair, pool, retry, service } from '../models';

const found = (over: Partial<ApiModel>, pools?: readonly PoolModel[]): string[] => lines(checkApi(api(pools, over)));

test('nothing is said of a sound API', () => {
  expect(found({})).toEqual([]);
});

describe('AF007: a retry without a buffered request body', () => {
  const unbuffered = (methods: string): string =>
    `error: AF007 API 'orders' retries without buffering the request body, and ${methods} can carry one: ` +
    'the second attempt fails with a length mismatch. Set buffer-request-body="true" on forward-request.';

  test.each([
    [['PUT'], 'PUT'],
    [['DELETE'], 'DELETE'],
    [['GET', 'put', 'HEAD', 'DELETE', 'PUT'], 'DELETE, PUT'],
    [undefined, 'its operations'],
  ])('holds for %j', (methods, named) => {
    expect(found({ bufferRequestBody: false, methods })).toContain(unbuffered(named));
  });

  test.each<[string, Partial<ApiModel>]>([
    ['methods without a body', { bufferRequestBody: false, methods: ['GET', 'head', 'OPTIONS', 'TRACE'] }],
    ['no operations', { bufferRequestBody: false, methods: [] }],
    ['a buffered body', { bufferRequestBody: true, methods: ['PUT', 'DELETE'] }],
  ])('does not hold for %s', (_, over) => {
    expect(found(over)).toEqual([]);
  });

  test.each([undefined, retry({ count: 0 })])('does not hold without a retry', (none) => {
    const over = { retry: none, bufferRequestBody: false, methods: ['PUT'] };
    expect(found(over, [pool([[backend('local')]])])).toEqual([expect.stringContaining('AF110')]);
  });
});

describe('AF008: a policy that API Management refuses', () => {
  test('holds for each backend that does not exist', () => {
    expect(found({ missingBackends: ['gone', 'lost'] })).toEqual(
      ['gone', 'lost'].map(
        (name) =>
          `error: AF008 a policy of API 'orders' names the backend '${name}', which does not exist. ` +
          'Name an existing backend, or declare it first.',
      ),
    );
  });

  test('holds for two children of <backend>; not for one, or none', () => {
    expect(found({ backendSectionChildren: 2 })).toEqual([
      "error: AF008 a <backend> section of API 'orders' has 2 direct children; only one is allowed, including <base />. " +
        'Put them into one policy.',
    ]);
    expect(found({ backendSectionChildren: 1 })).toEqual([]);
    expect(found({ backendSectionChildren: 0 })).toEqual([]);
  });
});

describe('AF204: only running the policies tells', () => {
  test.each<[NonNullable<ApiModel['onlyRun']>, string]>([
    ['switches backends', 'switches backends between attempts in its own policies'],
    ['nests retries', 'has one retry inside another'],
    ['forwards again', 'forwards a request in several places'],
  ])('%s: nothing else is said of what it survives', (onlyRun, what) => {
    const line =
      `note: AF204 API 'orders' ${what}: whether it fails over is not evaluated here. ` +
      'Run its policies under every failure with apim-failover prove.';
    expect(found({ onlyRun, retry: retry({ count: 1 }) })).toEqual([line]);
    expect(found({ onlyRun }, [])).toEqual([line]);
  });
});

describe('AF108: a retry with no failover behind it', () => {
  const flat = pool([[backend('a')]], { name: 'flat' });

  test.each<[RetryModel['count'], string]>([
    [3, 'retries 3 times'],
    [1, 'retries 1 time'],
    ['unknown', 'retries'],
  ])('holds for a pool of one group, and for no pool; count %s', (count, retries) => {
    expect(found({ retry: retry({ count }) }, [flat])).toEqual([
      `warning: AF108 API 'orders' ${retries}, but every attempt goes to the same backend of pool 'flat': ` +
        'it has one priority group, and there is nothing to fail over to. ' +
        'Add a second priority to the pool, or remove the retry.',
    ]);
    expect(found({ retry: retry({ count }) }, [])).toEqual([
      `warning: AF108 API 'orders' ${retries}, but uses no pool: every attempt goes to the same backend. ` +
        'Use a pool with two priorities, or remove the retry.',
    ]);
  });

  test('holds for the one of several pools that has one group', () => {
    expect(found({}, [pair(), flat])).toEqual([
      expect.stringContaining(
        "AF108 API 'orders' retries 4 times, but every attempt goes to the same backend of pool 'flat'",
      ),
    ]);
  });

  test.each<[string, PoolModel[]]>([
    ['two groups', [pair()]],
    ['an empty pool, which is AF001', [pool([])]],
  ])('does not hold for %s', (_, pools) => {
    expect(found({}, pools)).toEqual([]);
  });

  test.each<RetryModel['count']>([1, 3, 'unknown'])('does not hold for members that take turns; count %s', (count) => {
    // Nothing of a refused connection is retried, but other failures are.
    const condition = 'context.Response == null || context.Response.StatusCode >= 502';
    const members = [member(backend('a'), 1, { weight: 90 }), member(backend('b'), 1, { weight: 10 })];
    for (const equal of [pool([[backend('a'), backend('b')]]), pool([], { members })]) {
      const lines = found({ retry: retry({ count, condition: `@(${condition})` }) }, [equal]);
      expect(lines.filter((line) => line.includes('AF108'))).toEqual([]);
    }
  });

  test.each([undefined, retry({ count: 0 })])('does not hold without a retry', (none) => {
    expect(found({ retry: none }, [flat])).toEqual([expect.stringContaining('AF110')]);
    expect(found({ retry: none }, [])).toEqual([]);
  });
});

describe('AF107, AF204: a backend that may be deployed elsewhere', () => {
  const undeclaredBackends = ['shared'];
  const told =
    "a policy of API 'orders' names the backend 'shared', which is not declared in this Terraform: if it is deployed " +
    'elsewhere, whether requests fail over cannot be evaluated here. Declare it in the same Terraform, or correct the name.';

  test('is a warning with a retry, and a note without one', () => {
    expect(found({ undeclaredBackends }, [])).toEqual([`warning: AF107 ${told}`]);
    expect(found({ undeclaredBackends, retry: undefined }, [])).toEqual([`note: AF204 ${told}`]);
  });

  test('the remedy for a member is to declare it', () => {
    const far = backend('far', { breaker: 'unknown', isUndeclared: true });
    expect(found({}, [pair(far)])).toContainEqual(
      "warning: AF107 the failures that trip the circuit breaker of backend 'far' are not known here, so the number of attempts needed is not known. " +
        'Declare the backend in the same Terraform, or make sure that the retry makes enough attempts.',
    );
  });
});

describe('AF107, AF204: a pool whose members are not known', () => {
  const unknownPools = ['shared'];

  test('a retry may not be enough for it', () => {
    const line =
      "warning: AF107 the members of pool 'shared' are not known here, so the number of attempts needed is not known. " +
      'Specify the members of the pool, or choose the retry count yourself (3 failures are assumed by default).';
    expect(found({ unknownPools }, [])).toEqual([line]);
    expect(found({ unknownPools, retry: retry({ count: 1 }) })).toEqual([line, expect.stringContaining('AF004')]);
  });

  test('without a retry, nothing is judged', () => {
    expect(found({ unknownPools, retry: undefined }, [])).toEqual([
      "note: AF204 the members of pool 'shared' are not known here: whether API 'orders' fails over is not evaluated here. " +
        'Specify the members of the pool.',
    ]);
  });

  test('it does not hide what is wrong with the others', () => {
    const flat = pool([[backend('a')]], { name: 'flat' });
    expect(found({ unknownPools }, [flat])).toEqual([
      expect.stringContaining("AF108 API 'orders' retries 4 times"),
      expect.stringContaining("AF107 the members of pool 'shared'"),
    ]);
  });
});

describe('AF109: several groups and no retry', () => {
  test.each<[string, RetryModel | undefined]>([
    ['no retry', undefined],
    ['a retry count of 0', retry({ count: 0 })],
  ])('holds for %s', (_, none) => {
    expect(found({ retry: none }, [pool([[backend('a')], [backend('b')], [backend('c')]])])).toEqual([
      "warning: AF109 API 'orders' has no retry, and pool 'pool' has 3 priority groups: " +
        'a request that reaches the failing backend fails, and only later requests fail over. Add a retry.',
    ]);
  });

  test('holds for each pool that has several', () => {
    const pools = [pair(), pool([[backend('a')]], { name: 'flat' }), { ...pair(), name: 'other' }];
    expect(found({ retry: undefined }, pools)).toEqual([
      expect.stringContaining("AF110 API 'orders' uses pool 'flat'"),
      expect.stringContaining("AF109 API 'orders' has no retry, and pool 'pool' has 2 priority groups"),
      expect.stringContaining("AF109 API 'orders' has no retry, and pool 'other' has 2 priority groups"),
    ]);
  });

  test('does not hold with a retry, be it one whose count is not known', () => {
    expect(found({ retry: retry({ count: 'unknown' }) })).toEqual([expect.stringContaining('AF204')]);
  });
});

describe('AF201: several gateway units', () => {
  test.each([
    ['Premium_2', 2],
    ['StandardV2_10', 10],
  ])('holds for %s', (skuName, units) => {
    expect(found({ service: service({ skuName }) })).toEqual([
      `note: AF201 the service of API 'orders' has ${units} units (${skuName}), and each gateway instance opens its circuits independently. ` +
        'Expect the first requests on each instance to need the attempts of a failover.',
    ]);
  });

  test.each(['Premium_1', 'Developer_1', 'Consumption_0', 'Premium', 'unknown'])('does not hold for %s', (skuName) => {
    expect(found({ service: service({ skuName }) })).toEqual([]);
  });

  test('does not hold without failover', () => {
    const over = { service: service({ skuName: 'Premium_2' }), retry: undefined };
    expect(found(over, [pool([[backend('local')]])])).toEqual([expect.stringContaining('AF110')]);
  });
});

describe('AF202: a method that is not idempotent is sent again', () => {
  const again = (methods: string, times: string): string =>
    `note: AF202 ${methods} of API 'orders' may be sent ${times}. Make sure that the backends can process the same request more than once.`;

  test.each([
    [['POST'], 4, again('POST', 'up to 5 times')],
    [['POST', 'GET', 'patch', 'PUT', 'POST'], 4, again('PATCH, POST', 'up to 5 times')],
    [undefined, 4, again('any operation, idempotent or not,', 'up to 5 times')],
    [['POST'], 'unknown', again('POST', 'more than once')],
  ] as const)('holds for %j with retry count %s', (methods, count, line) => {
    const known = found({ methods, retry: retry({ count }) }).filter((each) => !each.includes('AF204'));
    expect(known).toEqual([line]);
  });

  test('does not hold for idempotent methods', () => {
    expect(found({ methods: ['GET', 'head', 'OPTIONS', 'TRACE', 'PUT', 'Delete'] })).toEqual([]);
    expect(found({ methods: [] })).toEqual([]);
  });

  test('does not hold without a retry', () => {
    const flat = pool([[backend('local')]]);
    expect(found({ methods: ['POST'], retry: undefined }, [flat])).toEqual([expect.stringContaining('AF110')]);
    expect(found({ methods: ['POST'], retry: retry({ count: 0 }) }, [flat])).toEqual([
      expect.stringContaining('AF110'),
    ]);
  });
});

test('what two pools share is said once', () => {
  const remote = backend('remote');
  const pools = ['north', 'south'].map((name) => pool([[backend('local')], [remote]], { name }));
  expect(found({ forwardTimeout: 300 }, pools)).toHaveLength(1);
});
