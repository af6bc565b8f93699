import './support/no-stack-traces';
import fc from 'fast-check';
import {
  ApiManagement,
  ApiManagementAttributes,
  ApiManagementLookupOptions,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerBackendProps,
  CircuitBreakerRule,
  FailoverApi,
  FailoverApiProps,
  FunctionAppBackendProps,
  PoolMember,
  PriorityPool,
  PriorityPoolProps,
  RegionalFailover,
  RegionalFailoverProps,
} from '../lib';
import { childElements, PolicyElement, PolicyNode, readPolicyNodes } from '../lib/policy';
import { validate } from './support/accepted-by-azure';
import { check, expectRefusal, RUNS, synthesized } from './support/made-or-refused';
import { isNotCompared } from './support/stack';
import * as arbitraries from './support/props';
import { asTerraformHasIt, Props, World } from './support/props';
import {
  at,
  backendNamed,
  Block,
  Json,
  only,
  policyOf,
  readTemplate,
  resourcesOf,
  section,
  textOf,
} from './support/terraform-json';

/**
 * Whatever a construct is given, it either refuses it, with one error that names the construct and what is wrong, or it
 * makes a stack that Terraform, the providers and API Management can read.
 */

/** A text of the caller's own stands in the JSON as it was given. */
function expectUnchanged(actual: Json | undefined, given: unknown): void {
  if (typeof given !== 'string') return expect(actual).toBeUndefined();
  expect(readTemplate(textOf(actual)).text).toBe(asTerraformHasIt(given));
}

/** The caller's own policies stand last in their section, as they were given. */
function expectPolicies(nodes: readonly PolicyNode[], given: unknown): void {
  const own = readPolicyNodes(asTerraformHasIt(typeof given === 'string' ? given : ''));
  expect(withoutPositions(nodes.slice(nodes.length - own.length))).toEqual(withoutPositions(own));
}

function withoutPositions(nodes: readonly PolicyNode[]): unknown {
  return JSON.parse(
    JSON.stringify(nodes, (key, value: unknown) => (/^(position|valuePositions)$/.test(key) ? undefined : value)),
  );
}

/** A service is seen by what belongs to it. */
function makeBackendOf(world: World, apiManagement: ReturnType<typeof ApiManagement.fromLookup>): void {
  new CircuitBreakerBackend(world.stack, 'Backend', { apiManagement, name: 'a', url: 'https://a.example.com' });
}

describe('ApiManagement', () => {
  test('fromLookup', () => {
    check(arbitraries.propsOf(arbitraries.lookup), (world, props) => {
      makeBackendOf(world, ApiManagement.fromLookup(world.stack, 'Thing', props as ApiManagementLookupOptions));
    });
  });

  test('fromAttributes', () => {
    check(arbitraries.propsOf(arbitraries.attributes), (world, props) => {
      makeBackendOf(world, ApiManagement.fromAttributes(world.stack, 'Thing', props as ApiManagementAttributes));
    });
  });
});

describe('CircuitBreakerBackend', () => {
  function expectBackend({ title, description, proxy }: Props['props'], block: Block): void {
    expectUnchanged(block.title, title);
    expectUnchanged(block.description, description);
    const { username, password } = (proxy ?? {}) as Record<string, unknown>;
    expectUnchanged(at(block, 'proxy', 'username'), username);
    expectUnchanged(at(block, 'proxy', 'password'), password);
  }

  test('by its URL', () => {
    check(
      arbitraries.propsOf(arbitraries.backend),
      (world, props) => new CircuitBreakerBackend(world.stack, 'Thing', props as CircuitBreakerBackendProps),
      (props, json) => expectBackend(props, only(json, 'azurerm_api_management_backend')),
    );
  });

  test('forFunctionApp', () => {
    check(
      arbitraries.functionAppBackend,
      (world, props) => CircuitBreakerBackend.forFunctionApp(world.stack, 'Thing', props as FunctionAppBackendProps),
      (props, json) => expectBackend(props, only(json, 'azurerm_api_management_backend')),
    );
  });

  test('fromBackendId, in a pool', () => {
    check(arbitraries.propsOf(arbitraries.imported), (world, props) => {
      // What opens the circuit of a backend made elsewhere, the construct is told, and the JSON is not.
      isNotCompared(world.stack);
      const { backendId, circuitBreaker } = props as { backendId: string; circuitBreaker: CircuitBreakerRule };
      const backend = CircuitBreakerBackend.fromBackendId(world.stack, 'Thing', backendId, circuitBreaker);
      const members = [{ backend }, { backend: world.backend(0), priority: 2 }];
      new PriorityPool(world.stack, 'Pool', { apiManagement: world.service(), name: 'pool', members });
    });
  });

  test.each(Object.keys(arbitraries.CREDENTIALS))('with BackendCredentials.%s', (kind) => {
    const { valid, spoiled } = arbitraries.CREDENTIALS[kind];
    const shape = fc.oneof(
      valid.map((credential) => ({ props: { credential }, spoiled: [] })),
      spoiled.map((credential) => ({ props: { credential }, spoiled: ['credentials'] })),
    );
    check(
      shape,
      (world, props) => {
        const { credential } = props as { credential: BackendCredentials };
        const options = { apiManagement: world.service(), name: 'orders', url: 'https://a.example.com' };
        new CircuitBreakerBackend(world.stack, 'Thing', { ...options, credentials: [credential] });
      },
      ({ credential }, json) => {
        if (kind !== 'header' && kind !== 'query') return;
        const [name, value] = (credential as { args: readonly string[] }).args;
        const sent = at(backendNamed(json, 'orders'), 'credentials', kind) as Block;
        expectUnchanged(sent[asTerraformHasIt(name ?? '')], value);
      },
    );
  });
});

describe('PriorityPool', () => {
  test('with its members', () => {
    check(
      arbitraries.propsOf(arbitraries.pool),
      (world, props) => {
        const pool = new PriorityPool(world.stack, 'Thing', props as PriorityPoolProps);
        // A pool without members fails the synth, by a check that is not asked about here.
        if (pool.members?.length === 0) pool.addMember({ backend: world.backend(99) });
      },
      ({ title, description, members = [] }, json) => {
        const properties = at(only(json, 'azapi_resource'), 'body', 'properties');
        expectUnchanged(at(properties, 'title'), title);
        expectUnchanged(at(properties, 'description'), description);
        const used = (members as Props['props'][]).filter(({ drained }) => drained !== true);
        expect(at(properties, 'pool', 'services')).toHaveLength(Math.max(1, used.length));
      },
    );
  });

  test('addMember: refused as a whole, or taken', () => {
    fc.assert(
      fc.property(arbitraries.addedMembers, (recipes) => {
        const world = new World();
        const pool = new PriorityPool(world.stack, 'Thing', { apiManagement: world.service(), name: 'pool' });
        let taken = 0;
        for (const recipe of recipes) {
          try {
            pool.addMember(world.make(recipe) as PoolMember);
            taken++;
          } catch (error) {
            expectRefusal(error, ['members']);
          }
          expect(pool.members).toHaveLength(taken);
        }
        const json = synthesized(world);
        if (json) validate(json);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('FailoverApi', () => {
  function expectApi(props: Props['props'], json: Block): void {
    const block = only(json, 'azurerm_api_management_api');
    expectUnchanged(block.display_name, props.displayName ?? props.name);
    expectUnchanged(block.description, props.description);
    const policy = policyOf(only(json, 'azurerm_api_management_api_policy'));
    const { inbound, backend, outbound, onError } = (props.policies ?? {}) as Record<string, unknown>;
    expectPolicies(section(policy, 'inbound'), inbound);
    expectPolicies(section(policy, 'outbound'), outbound);
    expectPolicies(section(policy, 'on-error'), onError);
    const [retry] = section(policy, 'backend') as PolicyElement[];
    // The forward comes after them.
    if (backend !== undefined) expectPolicies(retry?.children.slice(0, -1) ?? [], backend);
  }

  function expectOperations({ operations }: Props['props'], json: Block): void {
    const made = Object.entries(
      (at(json, 'resource', 'azurerm_api_management_api_operation') ?? {}) as Record<string, Block>,
    );
    expect(made).toHaveLength((operations as readonly unknown[]).length);
    for (const { operationId, displayName, description, rewriteUri, policies } of operations as Props['props'][]) {
      const [key = '', block] = made.find(([, { operation_id }]) => operation_id === operationId) ?? [];
      expectUnchanged(block?.display_name, displayName ?? operationId);
      expectUnchanged(block?.description, description);
      const policy = resourcesOf(json, 'azurerm_api_management_api_operation_policy').find(({ operation_id }) =>
        textOf(operation_id).includes(`.${key}.`),
      );
      const given = (policies ?? {}) as Props['props'];
      const own = ['inbound', 'outbound', 'onError'].filter((name) => given[name] !== undefined);
      expect(policy !== undefined).toBe(rewriteUri !== undefined || own.length > 0);
      if (!policy) continue;
      const root = policyOf(policy);
      own.forEach((name) => expectPolicies(section(root, name === 'onError' ? 'on-error' : name), given[name]));
      const rewrite = childElements({ ...root, children: section(root, 'inbound') }).find(
        ({ name }) => name === 'rewrite-uri',
      );
      expect(rewrite?.attributes.template).toBe(
        typeof rewriteUri === 'string' ? asTerraformHasIt(rewriteUri) : undefined,
      );
    }
  }

  const make = (world: World, props: unknown): FailoverApi =>
    new FailoverApi(world.stack, 'Thing', props as FailoverApiProps);

  test.each(['operations', 'policies', 'retry'])('with %s of all sorts', (name) => {
    check(arbitraries.propsOf(arbitraries.api, [name]), make, (props, json) => {
      expectApi(props, json);
      expectOperations(props, json);
    });
  });

  test('with all its options', () => {
    const shape = fc
      .tuple(
        arbitraries.propsOf(arbitraries.api),
        fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: arbitraries.versions }),
      )
      .map(([{ props, spoiled }, versions]) => ({
        props: { ...props, ...versions },
        spoiled: Object.keys(versions).length > 0 ? [...spoiled, 'version', 'versionSetId'] : spoiled,
      }));
    check(shape, make, (props, json) => {
      expectApi(props, json);
      expectOperations(props, json);
    });
  });
});

describe('RegionalFailover', () => {
  test('with all its options', () => {
    check(arbitraries.propsOf(arbitraries.regional), (world, props) => {
      new RegionalFailover(world.stack, 'Thing', props as RegionalFailoverProps);
    });
  });
});
