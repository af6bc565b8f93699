import {
  BackendCredentials,
  CircuitBreakerBackend,
  FailoverApi,
  FailoverApiProps,
  OpenApiDocument,
  PriorityPool,
  RegionalFailover,
} from '../lib';
import { newService, newStack, OPERATION, synth } from './support/stack';

const VERSION_SET_ID =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/a/apiVersionSets/set';

/** A changed logical ID would replace deployed resources, so logical IDs are part of the public contract. */
test('logical ids', () => {
  const stack = newStack();
  const apiManagement = newService(stack, 'a');
  const backend = new CircuitBreakerBackend(stack, 'Backend', {
    apiManagement,
    name: 'backend',
    url: 'https://backend.example.com',
    credentials: [
      BackendCredentials.keyVaultSecret({ header: 'x-key', secretId: 'https://v.vault.azure.net/secrets/s' }),
    ],
  });
  new PriorityPool(stack, 'Pool', { apiManagement, name: 'other-pool', members: [{ backend }] });
  const pool = new PriorityPool(stack, 'Third', { apiManagement, name: 'third-pool', members: [{ backend }] });
  const paths = { '/': { get: { operationId: 'list', parameters: [{ name: 'page', in: 'query' }] } } };
  const document = JSON.stringify({ openapi: '3.0.1', paths });
  const kinds: Partial<FailoverApiProps>[] = [
    { openApi: OpenApiDocument.fromInline(document) },
    { openApi: OpenApiDocument.importInline(document) },
    { operations: [OPERATION], revision: '2' },
    { operations: [OPERATION], version: 'v1', versionSetId: VERSION_SET_ID },
  ];
  kinds.forEach((kind, index) => {
    const name = `api-${index}`;
    new FailoverApi(stack, name, { apiManagement, pool, name, path: name, ...kind });
  });
  new RegionalFailover(stack, 'Orders', {
    name: 'orders',
    path: 'orders',
    operations: [{ ...OPERATION, rewriteUri: 'api' }],
    regions: ['a', 'b'].map((name) => ({
      name,
      apiManagement: name === 'a' ? apiManagement : newService(stack, name),
      functionApp: { name: `func-${name}`, resourceGroupName: 'rg' },
    })),
  });
  const { resource, data, ephemeral } = synth(stack);
  const ids = [resource, data, ephemeral].flatMap((blocks) =>
    Object.entries(blocks ?? {}).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`)),
  );
  expect(ids.sort()).toMatchSnapshot();
});
