import { TerraformResource, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { BackendCredentials, CircuitBreakerBackend, CircuitBreakerRule, FailoverApi, PriorityPool } from '../lib';
import { guarantees } from '../simulator';
import { deploymentOf } from '../simulator/deployment';
import '../simulator/testing/jest';
import { annotations, Block, isNotCompared, newService, newStack, OPERATION, resource, synth } from './support/stack';

function credentialsOf(...credentials: BackendCredentials[]): {
  backend: Block;
  namedValue?: Block;
  annotations: string[];
} {
  const stack = newStack();
  new CircuitBreakerBackend(stack, 'Backend', {
    apiManagement: newService(stack),
    name: 'orders',
    url: 'https://orders.example.com',
    credentials,
  });
  const namedValues = Object.values(synth(stack).resource?.azurerm_api_management_named_value ?? {});
  return {
    backend: resource(stack, 'azurerm_api_management_backend'),
    namedValue: namedValues[0],
    annotations: annotations(stack),
  };
}

describe('BackendCredentials', () => {
  test('a named value that exists goes into a header by reference', () => {
    const { backend } = credentialsOf(BackendCredentials.namedValue('x-api-key', 'orders-key'));
    expect(backend.credentials).toEqual({ header: { 'x-api-key': '{{orders-key}}' } });
  });

  test('a Key Vault secret becomes a named value that API Management reads by itself', () => {
    const { backend, namedValue } = credentialsOf(
      BackendCredentials.keyVaultSecret({
        header: 'X-Api-Key',
        secretId: 'https://vault.vault.azure.net/secrets/orders',
        identityClientId: '11111111-2222-3333-4444-555555555555',
      }),
    );
    expect(backend.credentials).toEqual({ header: { 'X-Api-Key': '{{orders-x-api-key}}' } });
    expect(backend.depends_on).toEqual([expect.stringMatching(/^azurerm_api_management_named_value\./)]);
    expect(namedValue).toMatchInlineSnapshot(`
     {
       "api_management_name": "apim",
       "display_name": "orders-x-api-key",
       "lifecycle": {
         "create_before_destroy": true,
       },
       "name": "orders-x-api-key",
       "resource_group_name": "rg",
       "secret": true,
       "value_from_key_vault": {
         "identity_client_id": "11111111-2222-3333-4444-555555555555",
         "secret_id": "https://vault.vault.azure.net/secrets/orders",
       },
     }
    `);
  });

  test('the address of a named value changes only with its name', () => {
    const namedValuesOf = (header: string): unknown => {
      const secretId = 'https://vault.vault.azure.net/secrets/orders';
      const stack = newStack();
      new CircuitBreakerBackend(stack, 'Backend', {
        ...{ apiManagement: newService(stack), name: 'orders', url: 'https://orders.example.com' },
        credentials: [BackendCredentials.keyVaultSecret({ header, secretId })],
      });
      return synth(stack).resource?.azurerm_api_management_named_value;
    };
    const expected = namedValuesOf('x-key');
    for (const header of ['X-Key', 'x.key']) expect(namedValuesOf(header)).toEqual(expected);
    expect(Object.keys(namedValuesOf('x_key') as object)).not.toEqual(Object.keys(expected as object));
  });

  test('a managed identity is no business of the backend', () => {
    const { backend } = credentialsOf(BackendCredentials.managedIdentity({ resource: 'api://orders' }));
    expect(backend).not.toHaveProperty('credentials');
  });

  test.each(['managedIdentity', 'backendManagedIdentity'] as const)(
    'the resource of %s reaches Azure as it is given',
    (kind) => {
      const stack = newStack();
      isNotCompared(stack);
      const apiManagement = newService(stack);
      const tenant = new TerraformVariable(stack, 'tenant', {}).stringValue;
      const credentials = [BackendCredentials[kind]({ resource: `api://\${x}%{y}/${tenant}` })];
      const url = 'https://orders.example.com';
      const backend = new CircuitBreakerBackend(stack, 'Backend', { apiManagement, name: 'b', url, credentials });
      const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members: [{ backend }] });
      new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
      expect(JSON.stringify(synth(stack).resource)).toMatch(/resource\W+api:\/\/\$\$\{x\}%%\{y\}\/\$\{var\.tenant\}/);
    },
  );

  test('a managed identity of the backend itself: azapi makes it, for azurerm cannot', () => {
    const stack = newStack();
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com',
      title: 'Orders ${a}',
      circuitBreaker: CircuitBreakerRule.throttling(),
      acknowledge: [{ code: 'AF106', reason: 'It says seconds' }],
      credentials: [
        BackendCredentials.backendManagedIdentity({
          resource: 'api://orders',
          clientId: '11111111-2222-3333-4444-555555555555',
        }),
        BackendCredentials.header('x-caller', 'gateway'),
        BackendCredentials.query('v', '2'),
      ],
    });
    expect(resource(stack, 'azapi_resource')).toMatchInlineSnapshot(`
     {
       "body": {
         "properties": {
           "circuitBreaker": {
             "rules": [
               {
                 "acceptRetryAfter": true,
                 "failureCondition": {
                   "count": 1,
                   "interval": "PT1M",
                   "statusCodeRanges": [
                     {
                       "max": 429,
                       "min": 429,
                     },
                   ],
                 },
                 "name": "throttling",
                 "tripDuration": "PT30S",
               },
             ],
           },
           "credentials": {
             "header": {
               "x-caller": [
                 "gateway",
               ],
             },
             "managedIdentity": {
               "clientId": "11111111-2222-3333-4444-555555555555",
               "resource": "api://orders",
             },
             "query": {
               "v": [
                 "2",
               ],
             },
           },
           "protocol": "http",
           "title": "Orders $\${a}",
           "tls": {
             "validateCertificateChain": true,
             "validateCertificateName": true,
           },
           "url": "https://orders.example.com",
         },
       },
       "lifecycle": {
         "create_before_destroy": true,
       },
       "name": "orders",
       "parent_id": "\${data.azurerm_api_management.Service-apim_BDF205E8.id}",
       "schema_validation_enabled": false,
       "type": "Microsoft.ApiManagement/service/backends@2024-10-01-preview",
     }
    `);
  });

  describe('a backend that azurerm has made before', () => {
    const newBackend = (stack: TerraformStack, credential: BackendCredentials): CircuitBreakerBackend =>
      new CircuitBreakerBackend(stack, 'Backend', {
        ...{ apiManagement: newService(stack), name: 'orders', url: 'https://orders.example.com' },
        credentials: [credential],
      });
    const newOne = (stack: TerraformStack): TerraformResource =>
      newBackend(stack, BackendCredentials.backendManagedIdentity({ resource: 'api://orders' })).node
        .defaultChild as TerraformResource;
    const movesOf = (stack: TerraformStack): unknown => (synth(stack) as { moved?: unknown }).moved;

    test('is moved to azapi, at the same logical ID', () => {
      const before = newStack();
      newBackend(before, BackendCredentials.header('x', 'y'));
      const [id] = Object.keys(synth(before).resource?.azurerm_api_management_backend ?? {});
      const stack = newStack();
      newOne(stack);
      expect(movesOf(stack)).toEqual([{ from: `azurerm_api_management_backend.${id}`, to: `azapi_resource.${id}` }]);
      expect(movesOf(before)).toBeUndefined();
      expect(Testing.synthHcl(stack)).toMatch(
        new RegExp(`moved \\{\\s+from = azurerm_api_management_backend\\.${id}\\s+to\\s+= azapi_resource\\.${id}`),
      );
    });

    test('follows a logical ID that is overridden', () => {
      const stack = newStack();
      newOne(stack).overrideLogicalId('orders');
      expect(movesOf(stack)).toEqual([{ from: 'azurerm_api_management_backend.orders', to: 'azapi_resource.orders' }]);
    });

    test('can be moved from elsewhere, which is then the only move', () => {
      const stack = newStack();
      newOne(stack).moveFromId('azapi_resource.elsewhere');
      expect(movesOf(stack)).toMatchObject([{ from: 'azapi_resource.elsewhere' }]);
    });
  });

  test('without a circuit breaker and with nothing else, neither is written', () => {
    const stack = newStack();
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com',
      circuitBreaker: CircuitBreakerRule.none(),
      credentials: [BackendCredentials.backendManagedIdentity({ resource: 'api://orders' })],
    });
    const { properties } = resource(stack, 'azapi_resource').body as { properties: Block };
    expect(properties).toEqual({
      protocol: 'http',
      url: 'https://orders.example.com',
      tls: { validateCertificateChain: true, validateCertificateName: true },
      credentials: { managedIdentity: { resource: 'api://orders' } },
    });
  });

  test('backends with identities of their own stand in for each other', async () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const members = ['a', 'b'].map((name, index) => ({
      priority: index + 1,
      backend: new CircuitBreakerBackend(stack, name, {
        ...{ apiManagement, name, url: `https://${name}.example.com` },
        credentials: [BackendCredentials.backendManagedIdentity({ resource: `api://${name}` })],
      }),
    }));
    const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
    const api = { name: 'orders', path: 'orders', operations: [OPERATION], subscriptionRequired: false };
    new FailoverApi(stack, 'Api', { ...api, apiManagement, pool });
    const json = Testing.synth(stack, true);
    expect(json).not.toContain('authentication-managed-identity');
    const [{ backends }] = deploymentOf([{ name: 'main', json }]).services;
    expect(backends.map(({ url, headers }) => [url, headers])).toEqual(
      ['a', 'b'].map((name) => [
        `https://${name}.example.com`,
        { Authorization: `Bearer simulated-token-for-api://${name}` },
      ]),
    );
    expect(backends[0].model.breaker).toMatchObject({ count: 3, interval: 60, tripDuration: 30 });
    expect(await guarantees(json)).toSurvive('a');
  });

  test('headers, query parameters and certificates stand together', () => {
    const thumbprint = 'A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3E4F5A0B1';
    const { backend } = credentialsOf(
      BackendCredentials.header('x-caller', 'gateway ${a} %{b}'),
      BackendCredentials.namedValue('x-key', 'k'),
      BackendCredentials.query('v', '2'),
      BackendCredentials.certificate(thumbprint),
    );
    expect(backend.credentials).toEqual({
      header: { 'x-caller': 'gateway $${a} %%{b}', 'x-key': '{{k}}' },
      query: { v: '2' },
      certificate: [thumbprint],
    });
  });

  test.each([
    ['a key by its name', BackendCredentials.header('x-functions-key', 'hunter22')],
    ['a key by its look', BackendCredentials.header('x-caller', 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ')],
    ['a bearer token', BackendCredentials.header('x-caller', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc123')],
    ['a code in the query', BackendCredentials.query('code', 'abcdefgh')],
  ])('%s in plain text is warned of, and not repeated', (_, credentials) => {
    const [warning, ...others] = credentialsOf(credentials).annotations;
    expect(warning).toMatch(/^main\/Backend warn credentials\[0\]\.value: it looks like a secret \(\d+ characters\)/);
    expect(warning).not.toMatch(/hunter22|q83v|eyJ|abcdefgh/);
    expect(others).toEqual([]);
  });

  test('a token or a named value in a header with a telling name is no secret in plain text', () => {
    const stack = newStack();
    const key = new TerraformVariable(stack, 'key', { sensitive: true });
    new CircuitBreakerBackend(stack, 'Backend', {
      apiManagement: newService(stack),
      name: 'orders',
      url: 'https://orders.example.com',
      credentials: [BackendCredentials.header('x-key', key.stringValue), BackendCredentials.query('code', '{{code}}')],
    });
    expect(annotations(stack)).toEqual([]);
    expect(resource(stack, 'azurerm_api_management_backend').credentials).toMatchObject({
      header: { 'x-key': '${var.key}' },
    });
  });
});
