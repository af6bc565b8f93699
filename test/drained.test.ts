import { TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import {
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  HttpMethod,
  PoolMember,
  PriorityPool,
  RegionalFailover,
  RegionalFailoverProps,
} from '../lib';
import { Gateway, guarantees } from '../simulator';
import { annotations, Block, isNotCompared, newService, newStack, OPERATION, resources, synth } from './support/stack';

const NAMES = ['a', 'b', 'c', 'd'];

/** Regions `a`, `b` and so on, some of them drained. */
function regional(
  isDrained: readonly (boolean | undefined)[],
  options: Partial<RegionalFailoverProps> = {},
): TerraformStack {
  const stack = newStack();
  new RegionalFailover(stack, 'Orders', {
    ...{ name: 'orders', path: 'orders', operations: [{ ...OPERATION, method: HttpMethod.GET }] },
    regions: isDrained.map((drained, index) => ({
      name: NAMES[index],
      apiManagement: newService(stack, `apim-${NAMES[index]}`),
      url: `https://${NAMES[index]}.example.com`,
      drained,
    })),
    ...options,
  });
  return stack;
}

/** The name of each pool with its members as `priority backend`, and the rest of the stack without members. */
function membersAndRest(stack: TerraformStack): { members: string[][]; rest: unknown } {
  const json = synth(stack);
  const names = new Map(
    Object.entries(json.resource?.azurerm_api_management_backend ?? {}).map(([id, { name }]) => [id, String(name)]),
  );
  const members: string[][] = [];
  for (const block of Object.values(json.resource?.azapi_resource ?? {})) {
    const { pool } = (block.body as { properties: { pool: { services: Block[] } } }).properties;
    members.push(pool.services.map(({ id, priority }) => `${String(priority)} ${names.get(String(id).split('.')[1])}`));
    pool.services = [];
  }
  return { members, rest: json };
}

/** The regions, of which one at least is not drained, and one at least is. */
const someDrained = fc
  .array(fc.boolean(), { minLength: 2, maxLength: 4 })
  .filter((all) => all.includes(true) && all.includes(false));

describe('a drained region', () => {
  test('leaves every pool, in which the others keep their priorities', () => {
    expect(membersAndRest(regional([false, true, false])).members).toEqual([
      ['1 a', '3 c'],
      ['2 c', '3 a'],
      ['1 c', '2 a'],
    ]);
  });

  const BACKEND = '<set-header name="x-a" exists-action="override"><value>1</value></set-header>';
  const options = fc.record(
    {
      policies: fc.constant({ backend: BACKEND }),
      retry: fc.constantFrom({ interval: Duration.seconds(2) }, { count: 12 }),
      latencyBudget: fc.constantFrom(Duration.seconds(30), Duration.minutes(5)),
      forwardTimeout: fc.constantFrom(Duration.seconds(2)),
      circuitBreaker: fc.constantFrom(
        CircuitBreakerRule.gatewayFailures({ count: 1, tripDuration: Duration.minutes(2) }),
        CircuitBreakerRule.throttling(),
      ),
    },
    { requiredKeys: [] },
  );

  test('changes the pools alone, warns of nothing new, and fails no synth that succeeded', () => {
    fc.assert(
      fc.property(someDrained, options, (isDrained, given) => {
        const [all, back] = [undefined, false].map((drained) => {
          const stack = regional(
            isDrained.map(() => drained),
            given,
          );
          isNotCompared(stack);
          return stack;
        });
        const some = regional(isDrained, given);
        let before: ReturnType<typeof membersAndRest>;
        try {
          before = membersAndRest(all);
        } catch {
          return;
        }
        const now = membersAndRest(some);
        expect(now.rest).toEqual(before.rest);
        const drained = NAMES.filter((_, index) => isDrained[index]);
        expect(now.members).toEqual(
          before.members.map((pool) => pool.filter((member) => !drained.includes(member.split(' ')[1]))),
        );
        expect(codesOf(some, 'warn').filter((code) => !codesOf(all, 'warn').includes(code))).toEqual([]);
        expect(Testing.synth(back)).toBe(Testing.synth(all));
      }),
      { numRuns: 15 },
    );
  });

  test('receives no request, whatever fails, and the others survive it as far as one of them is healthy', async () => {
    for (const isDrained of [
      [true, false],
      [false, true, false],
      [true, true, false],
      [true, true, false, false],
    ]) {
      const drained = NAMES.filter((_, index) => isDrained[index]);
      const { guarantees: all, notProved } = await guarantees(Testing.synth(regional(isDrained)));
      expect(notProved).toEqual([]);
      expect(all.length).toBeGreaterThan(0);
      for (const { failure, first, then, after, verdict } of all) {
        expect(drained.filter((name) => failure.backends.includes(name))).toEqual([]);
        expect(drained.filter((name) => [first, then, after].some(({ backend }) => backend === name))).toEqual([]);
        const left = isDrained.length - drained.length - failure.backends.length;
        expect(verdict).toBe(left > 0 ? 'survives' : 'no healthy backend');
      }
    }
  });

  const FAILURES: Readonly<Record<string, (backend: ReturnType<Gateway['backend']>) => unknown>> = {
    'status 503': (backend) => backend.respondsWith(503),
    'refused connections': (backend) => backend.refusesConnections(),
    'no response': (backend) => backend.hangs(),
    'every second request': (backend) => backend.respondsWith([503, 200, 503, 200, 503]),
  };

  test.each(Object.keys(FAILURES))('receives no request while the others fail with %s', async (kind) => {
    const json = Testing.synth(regional([false, true, false]));
    for (const service of ['apim-a', 'apim-b', 'apim-c']) {
      for (const failing of [[], ['a'], ['c'], ['a', 'c']]) {
        const gateway = await Gateway.fromTerraform(json, { apiManagement: service });
        failing.forEach((name) => FAILURES[kind](gateway.backend(name)));
        const reached = new Set<string | undefined>();
        for (let request = 0; request < 6; request++) {
          const { attempts } = await gateway.send({ method: 'GET', path: '/orders/' });
          attempts.forEach(({ backend }) => reached.add(backend));
          gateway.clock.advance(Duration.seconds(11));
        }
        expect(reached).not.toContain('b');
        expect(reached.size).toBeGreaterThan(0);
      }
    }
  });

  test('is told, and the only backend that is left is no warning', () => {
    expect(annotations(regional([true, false])).map((line) => line.replace(/ The forward timeout.*/, ''))).toEqual([
      "main/Orders/a/Pool info 'a' is drained: pool 'load-balanced-pool' sends it no requests.",
      expect.stringMatching(/^main\/Orders\/a\/Api info AF108 .* Acknowledged: 'a' is drained$/),
      'main/Orders/a/Api info',
      "main/Orders/b/Pool info 'a' is drained: pool 'load-balanced-pool' sends it no requests.",
      expect.stringMatching(/^main\/Orders\/b\/Api info AF108 .* Acknowledged: 'a' is drained$/),
      'main/Orders/b/Api info',
    ]);
    expect(codesOf(regional([true, false], { retry: { count: 5 } }), 'warn')).toEqual([]);
  });

  test('that a policy names receives its requests all the same: a warning says so', () => {
    const inbound = '<set-backend-service backend-id="b" />';
    const isB = / warn 'b' is drained, but still receives the requests of policies that name it\.$/;
    const named = annotations(regional([false, true], { policies: { inbound } }));
    expect(named.filter((line) => isB.test(line))).toHaveLength(2);
    const operations = [{ ...OPERATION, policies: { inbound } }];
    expect(annotations(regional([false, true], { operations })).filter((line) => isB.test(line))).toHaveLength(2);
    expect(annotations(regional([true, false], { policies: { inbound } })).join('\n')).not.toContain(' warn ');
  });

  test('keeps the acknowledgements of the caller', () => {
    const acknowledge = [
      { code: 'AF106', reason: 'a model' },
      { code: 'AF108', reason: 'mine' },
    ];
    const stack = regional([true, false], { acknowledge, circuitBreaker: CircuitBreakerRule.throttling() });
    const told = annotations(stack);
    expect(told.filter((line) => line.includes(' warn '))).toEqual([]);
    expect(told.filter((line) => /AF108 .* Acknowledged: mine$/.test(line))).toHaveLength(2);
  });
});

describe('a drained member', () => {
  function pooled(stack: TerraformStack, isDrained: readonly boolean[]): PriorityPool {
    const apiManagement = newService(stack);
    const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool' });
    isDrained.forEach((drained, index) => pool.addMember(memberOf(stack, NAMES[index], index, drained)));
    new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
    return pool;
  }

  function memberOf(stack: TerraformStack, name: string, priority: number, drained: boolean): PoolMember {
    const url = `https://${name}.example.com`;
    const backend = new CircuitBreakerBackend(stack, name, { apiManagement: newServiceOnce(stack), name, url });
    return { backend, priority, drained };
  }

  test('added later stays out too, and is still a member of the construct', () => {
    const stack = newStack();
    const pool = pooled(stack, [false, true]);
    expect(membersAndRest(stack).members).toEqual([['0 a']]);
    expect(pool.members?.map(({ drained }) => drained)).toEqual([false, true]);
    expect(resources(stack, 'azurerm_api_management_api_policy')[0].xml_content).toContain('count="4"');
  });

  test('counts for the numbers of the policy, and not for the attempts that a request needs now', () => {
    const attempts = (isDrained: readonly boolean[]): number => {
      const stack = newStack();
      const apiManagement = newService(stack);
      const members = isDrained.map((drained, index) => memberOf(stack, NAMES[index], index, drained));
      const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
      const options = { name: 'orders', path: 'orders', operations: [OPERATION] };
      return new FailoverApi(stack, 'Api', { apiManagement, pool, ...options }).attemptsToFailOver;
    };
    expect(attempts([false, false, false])).toBe(9);
    expect(attempts([false, true, false])).toBe(5);
    expect(attempts([false, true, true])).toBe(1);
  });

  test('is not the only one', () => {
    const stack = newStack();
    pooled(stack, [true, true]);
    expect(() => synth(stack)).toThrow('[main/Pool] members: 2 members, all drained; at least one must not be drained');
  });

  test('is not the only one of an imported pool', () => {
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/backends/shared';
    const stack = newStack();
    isNotCompared(stack);
    PriorityPool.fromPoolId(stack, 'Pool', id, [memberOf(stack, 'a', 1, true)]);
    expect(() => synth(stack)).toThrow('[main/Pool] members: 1 member, all drained; at least one must not be drained');
    expect(() => synth(stack)).not.toThrow('AF001');
  });

  test('of an imported pool is not counted as its member, but for the numbers of the policy', () => {
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/backends/shared';
    const stack = newStack();
    // The JSON does not hold the pool.
    isNotCompared(stack);
    const apiManagement = newService(stack);
    const members = [memberOf(stack, 'a', 1, false), memberOf(stack, 'b', 2, true)];
    const pool = PriorityPool.fromPoolId(stack, 'Pool', id, members);
    new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
    expect(resources(stack, 'azurerm_api_management_api_policy')[0].xml_content).toContain('count="4"');
    expect(annotations(stack).filter((line) => line.includes('AF108'))).toEqual([
      expect.stringMatching(/ info .* Acknowledged: 'b' is drained$/),
    ]);
  });
});

function newServiceOnce(stack: TerraformStack): ReturnType<typeof newService> {
  return (stack.node.tryFindChild('Service-apim') as ReturnType<typeof newService> | undefined) ?? newService(stack);
}

function codesOf(stack: TerraformStack, level: string): string[] {
  return annotations(stack).flatMap((line) => (line.includes(` ${level} `) ? (/AF\d+/.exec(line)?.[0] ?? line) : []));
}
