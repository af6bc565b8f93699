import { BackendCredentials, CircuitBreakerBackend, PriorityPool, RegionalFailover } from '../lib';
import { newService, newStack, OPERATION, synth } from './support/stack';

/** A changed id would delete and make again what stands in Azure: ids are public contract. */
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
