import { TerraformStack } from 'cdktf';
import { CircuitBreakerBackend, FailoverApi, RegionalFailover } from '../lib';
import { Block, newPool, newService, newStack, OPERATION, resource, synth } from './support/stack';

/** What a deployment needs, each found with the real providers: a line here is an outage or a drift avoided. */
describe('a deployment', () => {
  const api = { name: 'orders', path: 'orders', operations: [{ ...OPERATION, rewriteUri: 'api/orders' }] };

  function regions(): TerraformStack {
    const stack = newStack();
    new RegionalFailover(stack, 'Orders', {
      ...api,
      regions: ['a', 'b'].map((name) => ({
        name,
        apiManagement: newService(stack, name),
        functionApp: { name: `func-${name}`, resourceGroupName: `rg-${name}` },
      })),
    });
    return stack;
  }

  function blocks(stack: TerraformStack, type: string): [string, Block][] {
    return Object.entries(synth(stack).resource?.[type] ?? {});
  }

  test('backends, pools and named values are made anew before the old ones go', () => {
    const stack = regions();
    const all = [...blocks(stack, 'azurerm_api_management_backend'), ...blocks(stack, 'azapi_resource')];
    expect(all).toHaveLength(4 + 2 + 4);
    for (const [, block] of all) expect(block.lifecycle).toEqual({ create_before_destroy: true });
  });

  test('APIs, operations and policies are not: a second one with the same path would be refused', () => {
    const stack = regions();
    for (const type of ['api', 'api_operation', 'api_policy', 'api_operation_policy']) {
      for (const [, block] of blocks(stack, `azurerm_api_management_${type}`)) {
        expect(block).not.toHaveProperty('lifecycle.create_before_destroy');
      }
    }
  });

  test('operations and policies are replaced with their API, since Azure deletes them with it', () => {
    const stack = regions();
    for (const type of ['api_operation', 'api_policy', 'api_operation_policy']) {
      const all = blocks(stack, `azurerm_api_management_${type}`);
      expect(all).not.toEqual([]);
      for (const [, block] of all) {
        const [, api] = /^\$\{(.*)\.name\}$/.exec(String(block.api_name)) ?? [];
        expect(block).toHaveProperty('lifecycle.replace_triggered_by', [`${api}.id`]);
      }
    }
  });

  test('a policy names its pool literally, and depends on it', () => {
    const stack = regions();
    const pools = blocks(stack, 'azapi_resource').filter(([, { type }]) => String(type).includes('/backends@'));
    const policies = blocks(stack, 'azurerm_api_management_api_policy');
    policies.forEach(([, policy], index) => {
      expect(policy.xml_content).toContain('<set-backend-service backend-id="load-balanced-pool" />');
      expect(policy.depends_on).toEqual([`azapi_resource.${pools[index][0]}`]);
    });
  });

  test('a pool names its members by reference, so Terraform makes them first and pools let go first', () => {
    const stack = newStack();
    newPool(stack, newService(stack));
    const ids = blocks(stack, 'azurerm_api_management_backend').map(([id]) => id);
    expect(resource(stack, 'azapi_resource').body).toMatchObject({
      properties: { pool: { services: ids.map((id) => ({ id: `\${azurerm_api_management_backend.${id}.id}` })) } },
    });
  });

  test('a member removed or changed by hand is seen, and another order of members is no change', () => {
    const stack = newStack();
    newPool(stack, newService(stack));
    expect(resource(stack, 'azapi_resource')).toMatchObject({
      ignore_missing_property: false,
      list_unique_id_property: { 'properties.pool.services': 'id' },
    });
  });

  test('priorities and weights are numbers in the JSON', () => {
    const stack = newStack();
    newPool(stack, newService(stack));
    const { properties } = resource(stack, 'azapi_resource').body as {
      properties: { pool: { services: { priority: unknown }[] } };
    };
    expect(properties.pool.services.map(({ priority }) => typeof priority)).toEqual(['number', 'number']);
  });

  test("a function's key is ephemeral, goes into a write-only argument, and stands nowhere else", () => {
    const stack = newStack();
    CircuitBreakerBackend.forFunctionApp(stack, 'Backend', {
      apiManagement: newService(stack),
      functionApp: { name: 'func', resourceGroupName: 'rg' },
    });
    const { ephemeral, resource: all, data } = synth(stack);
    const [[id, action]] = Object.entries(ephemeral?.azapi_resource_action ?? {});
    // On the site itself: the id of host/default passes validate and fails at plan.
    expect(action).toMatchObject({
      type: expect.stringMatching(/^Microsoft\.Web\/sites@/) as string,
      resource_id: expect.stringMatching(/\/sites\/func$/) as string,
      action: 'host/default/listKeys',
    });
    const [namedValue] = Object.values(all?.azapi_resource ?? {});
    const key = `\${ephemeral.azapi_resource_action.${id}.output.key}`;
    expect(namedValue).toMatchObject({
      sensitive_body: { properties: { value: key } },
      response_export_values: {},
    });
    // With versions, azapi would not compare the key, and would send it only with a new version.
    expect(namedValue).not.toHaveProperty('sensitive_body_version');
    expect(namedValue).not.toHaveProperty('body.properties.tags');
    const elsewhere = JSON.stringify([
      { ...namedValue, sensitive_body: undefined },
      all?.azurerm_api_management_backend,
      data,
    ]);
    expect(elsewhere).not.toContain('ephemeral.');
  });

  test('a backend refers to its key by named value, and Terraform makes that first', () => {
    const stack = newStack();
    CircuitBreakerBackend.forFunctionApp(stack, 'Backend', {
      apiManagement: newService(stack),
      functionApp: { name: 'func', resourceGroupName: 'rg' },
    });
    const [[namedValue]] = blocks(stack, 'azapi_resource');
    expect(resource(stack, 'azurerm_api_management_backend')).toMatchObject({
      credentials: { header: { 'x-functions-key': '{{func-key}}' } },
      depends_on: [`azapi_resource.${namedValue}`],
    });
  });

  test('an API in one stack with its pool in another: the stacks are ordered, and nothing refers across', () => {
    const pools = newStack('pools');
    const apis = newStack('apis', pools.node.root as never);
    const pool = newPool(pools, newService(pools));
    new FailoverApi(apis, 'Api', { ...api, apiManagement: newService(apis), pool });
    expect(resource(apis, 'azurerm_api_management_api_policy')).not.toHaveProperty('depends_on');
    expect(apis.dependsOn(pools)).toBe(true);
  });

  test('<backend> has one direct child in every policy', () => {
    const policies = ['api_policy', 'api_operation_policy'].flatMap((type) =>
      blocks(regions(), `azurerm_api_management_${type}`).map(([, { xml_content }]) => String(xml_content)),
    );
    expect(policies).toHaveLength(4);
    for (const policy of policies) {
      const [, backend] = /<backend>\n([\s\S]*?)\n {2}<\/backend>/.exec(policy) ?? [];
      expect(backend.match(/^ {4}<[^/]/gm)).toHaveLength(1);
    }
  });
});
