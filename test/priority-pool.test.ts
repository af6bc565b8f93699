import { TerraformVariable } from 'cdktf';
import { CircuitBreakerBackend, PriorityPool } from '../lib';
import { annotations, Block, newPool, newService, newStack, resource, synth } from './support/stack';

const POOL = 'azapi_resource';

describe('PriorityPool', () => {
  test('with priorities', () => {
    const stack = newStack();
    newPool(stack, newService(stack));
    expect(resource(stack, POOL)).toMatchSnapshot();
    expect(annotations(stack)).toEqual([]);
  });

  test('with weights, title and description', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const [a, b] = ['a', 'b'].map(
      (name) => new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` }),
    );
    new PriorityPool(stack, 'Pool', {
      apiManagement,
      name: 'pool',
      title: 'Orders',
      description: 'Two ${locals}',
      members: [
        { backend: a, weight: 80 },
        { backend: b, weight: 20 },
      ],
    });
    expect(resource(stack, POOL).body).toMatchSnapshot();
  });

  test('session affinity and a failure response choose the preview version', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const backend = new CircuitBreakerBackend(stack, 'a', { apiManagement, name: 'a', url: 'https://a.example.com' });
    new PriorityPool(stack, 'Pool', {
      apiManagement,
      name: 'pool',
      members: [{ backend }],
      sessionAffinity: { cookieName: 'orders-session' },
      failureResponse: { statusCode: 529 },
    });
    const { type, body } = resource(stack, POOL);
    expect({ type, body }).toMatchSnapshot();
  });

  test.each([
    ['sessionAffinity', { failureResponse: { statusCode: 529 } }],
    ['failureResponse', { sessionAffinity: { cookieName: 'orders-session' } }],
  ])('a plan shows a weight or a %s that was added by hand', (name, given) => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const [a, b] = ['a', 'b'].map(
      (name) => new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` }),
    );
    const members = [{ backend: a, weight: 0 }, { backend: b }];
    new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members, ...given });
    // Terraform's null, which azapi compares as absent. cdktf omits a null.
    const { pool } = (resource(stack, POOL).body as { properties: { pool: Block } }).properties;
    expect(pool.services).toMatchObject([{ weight: 0 }, { weight: '${null}' }]);
    expect(pool[name]).toBe('${null}');
    expect(pool[Object.keys(given)[0]]).toBeInstanceOf(Object);
  });

  test('a member added later is synthesized like the others', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    pool.addMember({
      backend: new CircuitBreakerBackend(stack, 'third', {
        apiManagement,
        name: 'third',
        url: 'https://third.example.com',
      }),
      priority: 3,
    });
    expect(servicesOf(resource(stack, POOL))).toMatchObject([{ priority: 1 }, { priority: 2 }, { priority: 3 }]);
  });

  test('what cannot be a member is refused, and not kept', () => {
    const stack = newStack();
    const pool = newPool(stack, newService(stack));
    const [{ backend }] = pool.members ?? [];
    expect(() => pool.addMember({ backend, priority: 101 })).toThrowErrorMatchingInlineSnapshot(`
     "main/Pool: 2 errors
       members[2].priority: 101; a whole number from 0 to 100 is allowed
       members: the pool contains 'local' more than once; each backend is allowed once"
    `);
    expect(servicesOf(resource(stack, POOL))).toHaveLength(2);
  });

  test('the list that is asked for cannot change the pool', () => {
    const stack = newStack();
    const pool = newPool(stack, newService(stack));
    pool.members?.pop();
    expect(servicesOf(resource(stack, POOL))).toHaveLength(2);
  });

  test('no members at all fails the synth', () => {
    const stack = newStack();
    new PriorityPool(stack, 'Pool', { apiManagement: newService(stack), name: 'pool' });
    expect(() => synth(stack)).toThrow("[main/Pool] AF001 pool 'pool' has no members; 1 to 30 are allowed");
  });

  test('a priority that Terraform knows later stays one expression, and so a number', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const priority = new TerraformVariable(stack, 'priority', { type: 'number' });
    const backend = new CircuitBreakerBackend(stack, 'a', { apiManagement, name: 'a', url: 'https://a.example.com' });
    new PriorityPool(stack, 'Pool', {
      apiManagement,
      name: 'pool',
      members: [{ backend, priority: priority.numberValue, weight: 1 }],
    });
    expect(servicesOf(resource(stack, POOL))).toMatchObject([{ priority: '${var.priority}', weight: 1 }]);
  });
});

function servicesOf(pool: Block): unknown[] {
  return (pool.body as { properties: { pool: { services: unknown[] } } }).properties.pool.services;
}
