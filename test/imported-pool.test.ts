import { TerraformVariable } from 'cdktf';
import { CircuitBreakerBackend, FailoverApi, IPriorityPool, PriorityPool } from '../lib';
import {
  annotations,
  apiPolicy,
  isNotCompared,
  newPool,
  newService,
  newStack,
  OPERATION,
  resource,
} from './support/stack';

const SERVICE = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const ID = `${SERVICE}/backends/shared`;
const API = { name: 'orders', path: 'orders', operations: [OPERATION] };

describe('PriorityPool.fromPoolId', () => {
  test('makes nothing, and knows what the id says', () => {
    const stack = newStack();
    const pool = PriorityPool.fromPoolId(stack, 'Pool', ID);
    expect(pool).toMatchObject({ poolId: ID, poolName: 'shared', apiManagementName: 'apim', members: undefined });
    expect(pool.node.children).toEqual([]);
  });

  /** An API with a pool that is in no Terraform: `check` knows its name alone. */
  function apiWith(make: (stack: ReturnType<typeof newStack>) => IPriorityPool, options: object = {}) {
    const stack = newStack();
    const apiManagement = newService(stack);
    const api = new FailoverApi(stack, 'Api', { ...API, ...options, apiManagement, pool: make(stack) });
    return { stack, api };
  }

  test('without members, it is taken for two backends, one behind the other, and a warning says so', () => {
    const { stack, api } = apiWith((scope) => PriorityPool.fromPoolId(scope, 'Pool', ID));
    expect(apiPolicy(stack)).toContain('backend-id="shared"');
    expect(apiPolicy(stack)).toContain('count="4"');
    expect(resource(stack, 'azurerm_api_management_api_policy')).not.toHaveProperty('depends_on');
    expect(api.attemptsToFailOver).toBe(5);
    expect(annotations(stack)).toEqual([
      "main/Api warn AF107 the members of pool 'shared' are not known here, so the number of attempts needed is not known. " +
        'Specify the members of the pool, or choose the retry count yourself (3 failures are assumed by default).',
      expect.stringContaining('info AF202'),
      expect.stringContaining(`info The forward timeout is ${api.forwardTimeout.toSeconds()} s`),
    ]);
    expect(api.forwardTimeout.toSeconds()).toBeLessThan(60);
  });

  test('without members and without a retry, a note says that nothing is judged', () => {
    const { stack } = apiWith((scope) => PriorityPool.fromPoolId(scope, 'Pool', ID), { retry: { count: 0 } });
    expect(annotations(stack)).toEqual([
      "main/Api info AF204 the members of pool 'shared' are not known here: whether API 'orders' fails over is not " +
        'evaluated here. Specify the members of the pool.',
    ]);
  });

  test('with its members, it is judged like one that is made here', () => {
    const members = (stack: ReturnType<typeof newStack>, ...priorities: number[]) =>
      priorities.map((priority, index) => ({
        priority,
        backend: CircuitBreakerBackend.fromBackendId(stack, `B${index}`, `${SERVICE}/backends/b${index}`),
      }));
    const { stack } = apiWith((scope) => PriorityPool.fromPoolId(scope, 'Pool', ID, members(scope, 1, 1)), {
      retry: { count: 4 },
    });
    expect(annotations(stack).join('\n')).not.toContain('AF107');
    isNotCompared(stack);
    const behind = apiWith((scope) => PriorityPool.fromPoolId(scope, 'Pool', ID, members(scope, 1, 2)));
    isNotCompared(behind.stack);
    expect(annotations(behind.stack)[0]).toContain(
      "AF107 the failures that trip the circuit breaker of backend 'b0' are not known here",
    );
  });

  test('as one of the pools of an API with regions: what is known of the others is still judged', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const norway = PriorityPool.fromPoolId(stack, 'Norway', ID);
    const regionalPools = [{ region: 'Norway East', pool: norway }];
    const pool = newPool(stack, apiManagement);
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool, regionalPools, retry: { count: 1 }, acknowledge: [] });
    const said = stack.node.findAll().flatMap(({ node }) => node.validate());
    expect(said).toEqual([expect.stringContaining('AF004')]);
    expect(annotations(stack)).toContainEqual(expect.stringContaining("AF107 the members of pool 'shared'"));
  });

  test('of a token, taken apart in Terraform', () => {
    const { stack } = apiWith((scope) =>
      PriorityPool.fromPoolId(scope, 'Pool', new TerraformVariable(scope, 'pool-id', {}).stringValue),
    );
    expect(apiPolicy(stack)).toContain('backend-id="${split("/", var.pool-id)[10]}"');
  });

  test('refuses what is no id, and members that cannot be its own', () => {
    const stack = newStack();
    const apiManagement = newService(stack, 'other');
    const backend = new CircuitBreakerBackend(stack, 'B', { apiManagement, name: 'b', url: 'https://b.example.com' });
    const members = [{ backend, priority: 101 }];
    expect(() => PriorityPool.fromPoolId(stack, 'A', 'shared')).toThrow(
      'main/A: poolId: "shared"; the full ID of a pool is needed',
    );
    expect(() => PriorityPool.fromPoolId(stack, 'P', ID, members)).toThrowErrorMatchingInlineSnapshot(`
     "main/P: 2 errors
       members[0].priority: 101; a whole number from 0 to 100 is allowed
       members: the pool belongs to apim but contains 'b' of other; only backends of its own service are allowed"
    `);
    expect(() => PriorityPool.fromPoolId(stack, 'Q', ID, 'b' as never)).toThrow(
      'main/Q: members: a string of 1 character',
    );
  });

  test('is no member of a pool', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const backend = PriorityPool.fromPoolId(stack, 'Shared', ID) as never;
    expect(() => new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members: [{ backend }] })).toThrow(
      "main/Pool: members[0].backend: it is the pool 'shared'; only single backends are allowed",
    );
  });
});
