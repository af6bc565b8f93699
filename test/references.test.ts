import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Fn, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import { BackendCredentials, CircuitBreakerBackend, FailoverApi, HttpMethod, RegionalFailover } from '../lib';
import { apiPolicy, newPool, newService, newStack, OPERATION, resource, resources, synth } from './support/stack';

const API = { name: 'orders', path: 'orders', operations: [OPERATION] };

/** What each resource refers to, by its address: in a text, or by `depends_on`. */
function graphOf(stack: TerraformStack): Map<string, Set<string>> {
  const { resource: resources = {} } = synth(stack);
  const blocks = Object.entries(resources).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, block]) => [`${type}.${id}`, block] as const),
  );
  const addresses = blocks.map(([address]) => address);
  return new Map(
    blocks.map(([address, block]) => {
      const text = JSON.stringify({ ...block, '//': undefined });
      return [address, new Set(addresses.filter((other) => text.includes(other)))];
    }),
  );
}

/** Resources in the order in which Terraform can make them; fails where there is none. */
function order(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const made: string[] = [];
  while (made.length < graph.size) {
    const next = [...graph].find(
      ([address, uses]) => !made.includes(address) && [...uses].every((use) => made.includes(use)),
    );
    if (!next) throw new Error(`none can be made after ${made.join(', ')}`);
    made.push(next[0]);
  }
  return made;
}

describe('names that other resources use', () => {
  test('are those of the resources, so that Terraform makes these first', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    const [{ backend }] = pool.members ?? [];
    const api = new FailoverApi(stack, 'Api', { ...API, apiManagement, pool });
    const names = {
      ...{ backendName: backend.backendName, backendId: backend.backendId },
      ...{ poolName: pool.poolName, poolId: pool.poolId, apiName: api.apiName, apiId: api.apiId },
    };
    for (const [name, value] of Object.entries(names)) new TerraformOutput(stack, name, { value });
    const output = Object.entries(synth(stack).output ?? {}).map(([name, { value }]) => [
      name,
      String(value).replace(/_[0-9A-F]{8}/, ''),
    ]);
    expect(Object.fromEntries(output)).toEqual({
      backendName: '${azurerm_api_management_backend.apim_local.name}',
      backendId: '${azurerm_api_management_backend.apim_local.id}',
      poolName: '${azapi_resource.apim_pool.name}',
      poolId: '${azapi_resource.apim_pool.id}',
      apiName: '${azurerm_api_management_api.apim_orders.name}',
      apiId: '${azurerm_api_management_api.apim_orders.id}',
    });
  });

  test('stand in policies of the caller for the backend or pool that they are of', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    const audit = new CircuitBreakerBackend(stack, 'Audit', {
      ...{ apiManagement, name: 'audit', url: 'https://audit.example.com' },
    });
    const choose = (name: string): string => `<set-backend-service backend-id="${name}" />`;
    const api = new FailoverApi(stack, 'Api', {
      ...{ ...API, apiManagement, pool },
      policies: { inbound: choose(pool.poolName) },
      operations: [
        OPERATION,
        {
          ...{ operationId: 'audit', method: HttpMethod.GET, urlTemplate: '/audit' },
          policies: { inbound: choose(audit.backendName) },
        },
      ],
    });
    expect(api._model().sentElsewhere).toBe('some');
    expect(apiPolicy(stack)).toMatch(/backend-id="\$\{azapi_resource\.apim_pool_\w+\.name\}"/);
    const policy = resource(stack, 'azurerm_api_management_api_operation_policy');
    expect(policy.xml_content).toMatch(/backend-id="\$\{azurerm_api_management_backend\.apim_audit_\w+\.name\}"/);
  });

  test('are written out in the policies of the constructs: only then are they moved before the old one goes', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', { ...API, apiManagement, pool: newPool(stack, apiManagement) });
    expect(apiPolicy(stack)).toContain('<set-backend-service backend-id="pool" />');
  });
});

test('no resource refers to itself, nor to one that refers to it', () => {
  const stack = newStack();
  const identity = BackendCredentials.backendManagedIdentity({ resource: 'api://orders' });
  const inbound =
    '<choose><when condition="@(false)"><set-backend-service backend-id="load-balanced-pool" /></when></choose>';
  new RegionalFailover(stack, 'Orders', {
    ...API,
    operations: [{ ...OPERATION, rewriteUri: 'api', policies: { inbound } }],
    regions: ['a', 'b', 'c'].map((name) => ({
      ...{ name, apiManagement: newService(stack, name) },
      ...(name === 'c'
        ? { url: 'https://c.example.com', credentials: [identity] }
        : { functionApp: { name: `func-${name}`, resourceGroupName: 'rg' } }),
    })),
  });
  const graph = graphOf(stack);
  expect(order(graph)).toHaveLength(graph.size);
  expect(graph.size).toBe(3 * (3 + 2 + 1 + 1 + 1 + 1 + 1 + 1));
});

describe('node.defaultChild', () => {
  test('is the resource that a construct is for', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    const [{ backend }] = pool.members ?? [];
    const api = new FailoverApi(stack, 'Api', { ...API, apiManagement, pool });
    const own = new CircuitBreakerBackend(stack, 'Own', {
      ...{ apiManagement, name: 'own', url: 'https://own.example.com' },
      credentials: [BackendCredentials.backendManagedIdentity({ resource: 'api://orders' })],
    });
    const types = [apiManagement, backend, own, pool, api].map(
      ({ node }) => (node.defaultChild as TerraformResource).terraformResourceType,
    );
    expect(types).toEqual([
      'azurerm_api_management',
      'azurerm_api_management_backend',
      'azapi_resource',
      'azapi_resource',
      'azurerm_api_management_api',
    ]);
  });

  test('takes overrides of what is synthesized', () => {
    const stack = newStack();
    const pool = newPool(stack, newService(stack));
    const [{ backend }] = pool.members ?? [];
    (backend.node.defaultChild as TerraformResource).addOverride('tls.validate_certificate_name', false);
    (pool.node.defaultChild as TerraformResource).addOverride('body.properties.title', 'Orders');
    expect(resources(stack, 'azurerm_api_management_backend')[0].tls).toEqual({
      ...{ validate_certificate_chain: true, validate_certificate_name: false },
    });
    expect(resource(stack, 'azapi_resource').body).toMatchObject({
      properties: { type: 'Pool', title: 'Orders', pool: { services: [{ priority: 1 }, { priority: 2 }] } },
    });
  });

  test('takes a logical id, to which all references change', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    const [{ backend }] = pool.members ?? [];
    const api = new FailoverApi(stack, 'Api', {
      ...{ ...API, apiManagement, pool },
      operations: [{ ...OPERATION, rewriteUri: 'api' }],
    });
    const other = newStack('other', App.of(stack));
    new TerraformOutput(other, 'id', { value: Fn.upper(api.apiId) });
    const parts = { service: apiManagement, backend, pool, api };
    for (const [name, { node }] of Object.entries(parts)) {
      (node.defaultChild as TerraformResource).overrideLogicalId(`own-${name}`);
    }
    (api.node.findChild('Operation-process') as TerraformResource).overrideLogicalId('own-operation');
    const { resource: made = {}, data } = synth(stack);
    const idsOf = (type: string): string[] => Object.keys(made[type] ?? {});
    expect(Object.keys(data?.azurerm_api_management ?? {})).toEqual(['own-service']);
    expect(idsOf('azurerm_api_management_backend')).toEqual([expect.stringMatching(/^apim_remote_/), 'own-backend']);
    expect(idsOf('azapi_resource')).toEqual(['own-pool']);
    expect(idsOf('azurerm_api_management_api')).toEqual(['own-api']);
    expect(idsOf('azurerm_api_management_api_operation')).toEqual(['own-operation']);
    const used = JSON.stringify(made, (key, value: unknown) => (key === '//' ? undefined : value));
    const references = [...used.matchAll(/(?:\$\{|")(?:data\.)?(?:azurerm|azapi|terraform)_\w+\.([\w-]+)/g)].map(
      ([, id]) => id,
    );
    expect(new Set(references.map((id) => id.replace(/_[0-9A-F]{8}$/, '')))).toEqual(
      new Set(['own-service', 'own-backend', 'own-pool', 'own-api', 'own-operation', 'apim_remote', 'apim_routes']),
    );
    expect(synth(other).output).toMatchObject({ id: { value: expect.stringContaining('own-api') as string } });
  });
});

test('what another stack uses comes from the state of the first', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdktf.outdir.'));
  const app = new App({ outdir });
  const [first, second] = ['first', 'second'].map((id) => newStack(id, app));
  const apiManagement = newService(first);
  const pool = newPool(first, apiManagement);
  const [{ backend }] = pool.members ?? [];
  const api = new FailoverApi(first, 'Api', { ...API, apiManagement, pool });
  const { apiManagementId, gatewayUrl, location } = apiManagement;
  const values = [
    ...[apiManagementId, gatewayUrl, location, backend.backendName, backend.backendId],
    ...[pool.poolName, pool.poolId, api.apiName, api.apiId],
  ];
  values.forEach((value, index) => new TerraformOutput(second, `value${index}`, { value }));
  app.synth();
  const json = readFileSync(join(outdir, 'stacks/second/cdk.tf.json'), 'utf8');
  rmSync(outdir, { recursive: true });
  const { output } = JSON.parse(json) as { output: Record<string, { value: string }> };
  const shown = Object.values(output).map(({ value }) => value);
  expect(shown).toEqual(values.map(() => expect.stringContaining('${data.terraform_remote_state.') as string));
  expect(new Set(shown).size).toBe(values.length);
});

test('a pool of another app, which Terraform could not create first, is refused', () => {
  const stack = newStack();
  const apiManagement = newService(stack);
  const other = newStack();
  const pool = newPool(other, newService(other));
  expect(() => new FailoverApi(stack, 'Api', { ...API, apiManagement, pool })).toThrow(
    "main/Api: pool: the pool 'pool' belongs to another app; " +
      'only a pool of the same app is allowed; import any other with PriorityPool.fromPoolId',
  );
});
