import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  FailoverApi,
  FailoverApiOptions,
  ICircuitBreakerBackend,
  IPriorityPool,
  PoolMember,
  PriorityPool,
} from '../lib';
import { annotations, apiPolicy, isNotCompared, newService, newStack, OPERATION, synth } from './support/stack';

const SERVICE = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

/** A pool of the caller's own, as the interface allows it. */
class OwnPool extends Construct implements IPriorityPool {
  readonly poolName = 'own';
  readonly poolId = `${SERVICE}/backends/own`;
  readonly apiManagementName: string = 'apim';
  members?: PoolMember[];

  constructor(stack: TerraformStack, members: unknown) {
    super(stack, 'Pool');
    this.members = members as PoolMember[];
  }
}

let stack: TerraformStack;
beforeEach(() => {
  stack = newStack();
  // The JSON does not hold these pools and their backends.
  isNotCompared(stack);
});

function member(name: string, priority: number, rule = CircuitBreakerRule.gatewayFailures()): PoolMember {
  return {
    backend: CircuitBreakerBackend.fromBackendId(stack, name, `${SERVICE}/backends/${name}`, rule),
    priority,
  };
}

function newApi(
  pool: IPriorityPool,
  options: Partial<FailoverApiOptions> = {},
  apiManagement = newService(stack),
): FailoverApi {
  return new FailoverApi(stack, 'Api', {
    ...{ apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] },
    ...options,
  });
}

describe('a pool of the caller', () => {
  const NONE = CircuitBreakerRule.none();
  const AF002 =
    "AF002 backend 'a' at priority 1 of pool 'own' has no circuit breaker: it is never out of use, so priority 2 is never reached";

  test.each<[string, () => PoolMember[], string]>([
    ['a member without a circuit breaker', () => [member('a', 1, NONE), member('b', 2)], AF002],
    ['no members', () => [], "AF001 pool 'own' has no members; 1 to 30 are allowed"],
  ])('has the findings of an imported one: %s', (_, membersOf, fault) => {
    const members = membersOf();
    newApi(new OwnPool(stack, members));
    expect(() => synth(stack)).toThrow(`[main/Api] ${fault}`);
    PriorityPool.fromPoolId(stack, 'Imported', `${SERVICE}/backends/own`, members);
    expect(() => synth(stack)).toThrow(`[main/Imported] ${fault}`);
  });

  test('whose findings can be acknowledged at the API', () => {
    const acknowledge = [{ code: 'AF002', reason: 'it is known' }];
    newApi(new OwnPool(stack, [member('a', 1, NONE), member('b', 2)]), { acknowledge });
    expect(annotations(stack)[0]).toMatch(/^main\/Api info AF002 .* Acknowledged: it is known$/);
  });

  test('whose members are not known is like an imported one', () => {
    newApi(new OwnPool(stack, undefined));
    expect(annotations(stack)[0]).toContain("main/Api warn AF107 the members of pool 'own' are not known here");
  });

  test('tells its members that it contains them, so that a finding about both is said once', () => {
    const apiManagement = newService(stack);
    const backend = new CircuitBreakerBackend(stack, 'a', {
      ...{ apiManagement, name: 'a', url: 'https://a.example.com' },
      circuitBreaker: CircuitBreakerRule.throttling(),
    });
    newApi(new OwnPool(stack, [{ backend, priority: 1 }, member('b', 2)]), {}, apiManagement);
    const told = annotations(stack).filter((line) => line.includes('AF106'));
    expect(told).toEqual([expect.stringContaining("main/Api warn AF106 backend 'a' of pool 'own'")]);
  });

  test.each<[string, () => PoolMember]>([
    ['another', () => member('c', 1, CircuitBreakerRule.gatewayFailures({ count: 10 }))],
    ['the same, with another priority', () => ({ ...member('c', 3), weight: 1 })],
  ])('may have other members later, as many as before: %s', (_, other) => {
    const pool = new OwnPool(stack, [member('a', 1), member('b', 2)]);
    const api = newApi(pool);
    expect(api.attemptsToFailOver).toBe(5);
    const [, second] = pool.members ?? [];
    pool.members = [other(), second];
    expect(api.attemptsToFailOver).toBe(second.priority === 2 && pool.members[0].priority === 1 ? 19 : 5);
    expect(apiPolicy(stack)).toContain(`count="${api.attemptsToFailOver - 1}"`);
    expect(api._model().pools[0].members[0].backend.name).toBe('c');
  });

  test('may have another priority in the same member later', () => {
    const changed = { ...member('a', 1) } as { backend: ICircuitBreakerBackend; priority: number };
    const pool = new OwnPool(stack, [changed, member('b', 2)]);
    const api = newApi(pool);
    expect(api.attemptsToFailOver).toBe(5);
    changed.priority = 2;
    expect(api.attemptsToFailOver).toBe(1);
  });

  const NEEDED = 'a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId';

  test.each<[string, () => unknown, string]>([
    [
      'members that are none',
      () => [{ backend: { nope: 1 } }, null],
      `main/Api: 2 errors\n  pool.members[0].backend: an object; ${NEEDED}\n` +
        '  pool.members[1]: null; an object with a backend is needed',
    ],
    ['null', () => null, 'main/Api: pool.members: null; a list is needed, or undefined if the members are not known'],
    [
      'a backend without a rule',
      () => [{ backend: Object.assign(new Construct(stack, 'B'), { ...BACKEND, circuitBreaker: {} }) }],
      `main/Api: pool.members[0].backend: the construct 'main/B'; ${NEEDED}`,
    ],
    [
      'a backend with credentials that are none',
      () => [{ backend: Object.assign(new Construct(stack, 'B'), { ...BACKEND, credentials: ['key'] }) }],
      `main/Api: pool.members[0].backend: the construct 'main/B'; ${NEEDED}`,
    ],
    [
      'a priority that is none',
      () => [{ ...member('a', 101) }],
      'main/Api: pool.members[0].priority: 101; a whole number from 0 to 100 is allowed',
    ],
  ])('is refused with %s', (_, members, message) => {
    const pool = new OwnPool(stack, members());
    expect(() => newApi(pool)).toThrow(new Error(message));
  });

  test('is refused as a regional pool, too', () => {
    const pool = new OwnPool(stack, [null]);
    const main = PriorityPool.fromPoolId(stack, 'Main', `${SERVICE}/backends/main`);
    expect(() => newApi(main, { regionalPools: [{ region: 'Norway East', pool }] } as object)).toThrow(
      'main/Api: regionalPools[0].pool.members[0]: null; an object with a backend is needed',
    );
  });

  test('fails the synth with its path if its members turn out to be none', () => {
    const pool = new OwnPool(stack, [member('a', 1), member('b', 2)]);
    const api = newApi(pool);
    pool.members = [null as never];
    const message = 'main/Pool: members[0]: null; an object with a backend is needed';
    expect(() => api.attemptsToFailOver).toThrow(message);
    expect(() => synth(stack)).toThrow(message);
  });
});

const BACKEND = {
  ...{ backendName: 'b', backendId: `${SERVICE}/backends/b`, apiManagementName: 'apim' },
  ...{ circuitBreaker: CircuitBreakerRule.none(), credentials: [] as BackendCredentials[] },
};

test('the policy is created after every resource of a pool of the caller', () => {
  class Wrapping extends Construct implements IPriorityPool {
    readonly poolName = 'wrapping';
    readonly poolId = `${SERVICE}/backends/wrapping`;
    readonly apiManagementName: string = 'apim';
    constructor() {
      super(stack, 'Pool');
      new TerraformResource(this, 'Group', { terraformResourceType: 'terraform_data' });
      new TerraformResource(this, 'Made', { terraformResourceType: 'terraform_data' });
    }
  }
  newApi(new Wrapping());
  const { azurerm_api_management_api_policy: policies = {} } = synth(stack).resource ?? {};
  const [{ depends_on: dependsOn }] = Object.values(policies);
  expect(dependsOn).toEqual([
    expect.stringMatching(/^terraform_data\.Pool_Group_/),
    expect.stringMatching(/^terraform_data\.Pool_Made_/),
  ]);
});
