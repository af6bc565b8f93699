import { TerraformStack } from 'cdktf';
import { CircuitBreakerBackend, CircuitBreakerRule, IApiManagement, PriorityPool, RegionalFailover } from '../lib';
import { scenario } from './support/scenario';
import { annotations, isNotCompared, newService, newStack, OPERATION } from './support/stack';

describe('AF106, of members that accept Retry-After', () => {
  const THROTTLING = CircuitBreakerRule.throttling();
  const saying = (stack: TerraformStack): string[] =>
    annotations(stack).flatMap(
      (line) => /^(\S+ \S+) AF106 (.*?) accepts? Retry-After/.exec(line)?.slice(1).join(': ') ?? [],
    );
  const newBackend = (stack: TerraformStack, id: string, acknowledged?: string): CircuitBreakerBackend =>
    new CircuitBreakerBackend(stack, id, {
      apiManagement: (stack.node.tryFindChild('Service-apim') as IApiManagement | undefined) ?? newService(stack),
      name: id,
      url: `https://${id}.example.com`,
      circuitBreaker: THROTTLING,
      acknowledge: acknowledged === undefined ? undefined : [{ code: 'AF106', reason: acknowledged }],
    });
  const newPoolOf = (backends: CircuitBreakerBackend[], acknowledged?: string): PriorityPool => {
    const [{ node }] = backends;
    const stack = TerraformStack.of(node.scope as TerraformStack);
    return new PriorityPool(stack, 'Pool', {
      apiManagement: stack.node.findChild('Service-apim') as IApiManagement,
      name: 'pool',
      members: backends.map((backend) => ({ backend })),
      acknowledge: acknowledged === undefined ? undefined : [{ code: 'AF106', reason: acknowledged }],
    });
  };

  test('is said once, at the pool', () => {
    const { stack } = scenario(THROTTLING);
    expect(saying(stack)).toEqual([
      "main/Pool warn: backends 'func-primary' and 'func-secondary' of pool 'load-balanced-pool'",
    ]);
  });

  test('is said at a backend that is in no pool, until one takes it', () => {
    const stack = newStack();
    isNotCompared(stack);
    const [member] = ['member', 'lone'].map((id) => newBackend(stack, id));
    const pool = newPoolOf([member]);
    expect(saying(stack)).toEqual([
      "main/lone warn: backend 'lone'",
      "main/Pool warn: backend 'member' of pool 'pool'",
    ]);
    const later = newBackend(stack, 'later');
    pool.addMember({ backend: later });
    expect(saying(stack)).not.toContain("main/later warn: backend 'later'");
    expect(saying(stack)).toContain("main/Pool warn: backends 'member' and 'later' of pool 'pool'");
  });

  test('is listed at a member that acknowledges it, and left out at the pool', () => {
    const stack = newStack();
    newPoolOf([newBackend(stack, 'ours', 'it is ours'), newBackend(stack, 'theirs')]);
    expect(saying(stack)).toEqual([
      "main/ours info: backend 'ours'",
      "main/Pool warn: backend 'theirs' of pool 'pool'",
    ]);
    expect(annotations(stack)[0]).toMatch(/ Acknowledged: it is ours$/);
  });

  test('is acknowledged at the pool for all of them', () => {
    const stack = newStack();
    newPoolOf([newBackend(stack, 'a'), newBackend(stack, 'b')], 'both are ours');
    expect(saying(stack)).toEqual(["main/Pool info: backends 'a' and 'b' of pool 'pool'"]);
  });

  test('is acknowledged once for each region', () => {
    const stack = newStack();
    new RegionalFailover(stack, 'Failover', {
      regions: ['north', 'west'].map((name) => ({
        name,
        apiManagement: newService(stack, `apim-${name}`),
        url: `https://${name}.example.com`,
      })),
      circuitBreaker: THROTTLING,
      name: 'orders',
      path: 'orders',
      operations: [OPERATION],
      acknowledge: [{ code: 'AF106', reason: 'they are ours' }],
    });
    expect(saying(stack)).toEqual([
      "main/Failover/north/Pool info: backends 'north' and 'west' of pool 'load-balanced-pool'",
      "main/Failover/west/Pool info: backends 'west' and 'north' of pool 'load-balanced-pool'",
    ]);
  });
});
