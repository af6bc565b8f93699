import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformProvider, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { AzapiProvider, BackendCredentials, CircuitBreakerBackend, PriorityPool } from '../lib';
import { newPool, newService } from './support/stack';

const ADVICE =
  "this stack has no azapi provider; add new AzapiProvider(stack, 'azapi', {}), which is exported by this package";

function stackWithoutAzapi(app = Testing.app(), id = 'main'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

/** What cdktf's synth says; empty where it says nothing. */
function refusal(stack: TerraformStack): string {
  try {
    Testing.synth(stack, true);
    return '';
  } catch (error) {
    return String(error);
  }
}

const functionApp = (stack: TerraformStack): CircuitBreakerBackend =>
  CircuitBreakerBackend.forFunctionApp(stack, 'Func', {
    apiManagement: newService(stack),
    functionApp: { name: 'func', resourceGroupName: 'rg' },
  });

const functionKey = (stack: TerraformStack): CircuitBreakerBackend =>
  new CircuitBreakerBackend(stack, 'Key', {
    apiManagement: newService(stack),
    name: 'key',
    url: 'https://key.example.com',
    credentials: [
      BackendCredentials.functionKey({
        functionAppId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/func',
      }),
    ],
  });

const pool = (stack: TerraformStack): PriorityPool => newPool(stack, newService(stack));

test.each([
  ['a pool', pool, 'Pool'],
  ['a function app', functionApp, 'Func'],
  ['a function key', functionKey, 'Key'],
])('%s in a stack without the provider: the synth says at it how to add it, once', (_, add, id) => {
  const stack = stackWithoutAzapi();
  add(stack);
  new PriorityPool(stack, 'Other', { apiManagement: newService(stack, 'other'), name: 'other', members: [] });
  const [before, ...rest] = refusal(stack).split(ADVICE);
  expect(rest).toHaveLength(1);
  expect(before.endsWith(`[main/${id}] `)).toBe(true);
});

test('a backend that needs no azapi is not refused', () => {
  const stack = stackWithoutAzapi();
  const apiManagement = newService(stack);
  new CircuitBreakerBackend(stack, 'Backend', { apiManagement, name: 'plain', url: 'https://plain.example.com' });
  expect(refusal(stack)).toBe('');
});

test.each<[string, (stack: TerraformStack) => AzapiProvider | undefined]>([
  ['beside it', (stack) => new AzapiProvider(stack, 'azapi', {})],
  ['in another scope of the stack', (stack) => new AzapiProvider(new Construct(stack, 'Providers'), 'azapi', {})],
  ['with an alias, given by prop', (stack) => new AzapiProvider(stack, 'azapi', { alias: 'other' })],
  [
    'of bindings of its own',
    (stack) => {
      const terraformGeneratorMetadata = { providerName: 'azapi', providerVersion: '2.0.0' };
      class OwnProvider extends TerraformProvider {}
      new OwnProvider(stack, 'azapi', { terraformResourceType: 'azapi', terraformGeneratorMetadata });
      return undefined;
    },
  ],
])('a provider %s is enough, also where it is added last', (_, addProvider) => {
  const stack = stackWithoutAzapi();
  const apiManagement = newService(stack);
  const azapiProvider = addProvider(stack);
  const backend = new CircuitBreakerBackend(stack, 'B', { apiManagement, name: 'b', url: 'https://b.example.com' });
  new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members: [{ backend }], azapiProvider });
  expect(refusal(stack)).toBe('');

  const late = stackWithoutAzapi();
  newPool(late, newService(late));
  addProvider(late);
  expect(refusal(late)).toBe('');
});

test('a provider of another stack is none of this one: Terraform would not find it', () => {
  const app = Testing.app();
  const azapiProvider = new AzapiProvider(stackWithoutAzapi(app, 'other'), 'azapi', {});
  const stack = stackWithoutAzapi(app);
  const apiManagement = newService(stack);
  const backend = new CircuitBreakerBackend(stack, 'B', { apiManagement, name: 'b', url: 'https://b.example.com' });
  new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members: [{ backend }], azapiProvider });
  expect(refusal(stack)).toContain(ADVICE);
});
