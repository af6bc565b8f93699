import { ApiManagement as ServiceResource } from '@cdktf/provider-azurerm/lib/api-management';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  ApiManagement,
  AzapiProvider,
  BackendCredentials,
  CircuitBreakerBackend,
  FailoverApi,
  IApiManagement,
  PriorityPool,
} from '../../../lib';
import { base, Build, knownService, lookedUp, PROCESS, READ, Row } from './base';

function row(
  construct: string,
  prop: string,
  what: string,
  before: Build,
  after: Build,
  happens: readonly string[],
): Row {
  return { construct, prop, what, before, after, happens };
}

/** Everything below a construct of its own. */
function below(path: readonly string[]): Build {
  return (stack) => {
    const apiManagement = lookedUp(stack);
    const scope = path.reduce((parent: Construct, id) => new Construct(parent, id), stack);
    const backend = new CircuitBreakerBackend(scope, 'Local', {
      apiManagement,
      name: 'local',
      url: 'https://local.example.com',
      credentials: [
        BackendCredentials.keyVaultSecret({ header: 'x-key', secretId: 'https://v.vault.azure.net/secrets/s' }),
      ],
    });
    const pool = new PriorityPool(scope, 'Pool', { apiManagement, name: 'pool', members: [{ backend }] });
    new FailoverApi(scope, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [PROCESS, READ] });
  };
}

/** The same subscription, by a provider with an alias. */
function withAlias(stack: TerraformStack): IApiManagement {
  const azurermProvider = new AzurermProvider(stack, 'azurerm-other', { features: [{}], alias: 'other' });
  const azapiProvider = new AzapiProvider(stack, 'azapi-other', { alias: 'other' });
  return ApiManagement.fromLookup(stack, 'Apim', {
    ...{ name: 'apim', resourceGroupName: 'rg', azurermProvider, azapiProvider },
  });
}

/** A service that the same program creates. */
function created(skuName: string): (stack: TerraformStack) => IApiManagement {
  return (stack) => {
    const resource = new ServiceResource(stack, 'Service', {
      ...{ name: 'apim', resourceGroupName: 'rg', location: 'norwayeast', skuName },
      ...{ publisherEmail: 'me@example.com', publisherName: 'me' },
    });
    return ApiManagement.fromResource(stack, 'Apim', resource);
  };
}

export const SERVICE_ROWS: readonly Row[] = [
  row('ApiManagement.fromLookup', 'azurermProvider', 'one with an alias', base({}), base({ service: withAlias }), [
    'nothing',
  ]),
  row('ApiManagement.fromLookup', '(construct)', 'to fromAttributes', base({}), base({ service: knownService }), [
    'nothing',
  ]),
  row('ApiManagement.fromAttributes', '(construct)', 'to fromLookup', base({ service: knownService }), base({}), [
    'nothing',
  ]),
  row('ApiManagement.fromLookup', '(id)', 'changed', base({}), base({ ids: { service: 'Other' } }), ['nothing']),
  row('ApiManagement.fromLookup', 'name', 'changed', base({}), base({ service: (stack) => lookedUp(stack, 'other') }), [
    'is created: API orders in other, API policy orders in other, backend local in other, backend remote in other, operation policy read of orders in other, operation process of orders in other, operation read of orders in other, pool pool in other',
    'is deleted: API orders, API policy orders, backend local, backend remote, operation policy read of orders, operation process of orders, operation read of orders, pool pool',
  ]),
  row(
    'ApiManagement.fromLookup',
    'name',
    'with only the case of its letters',
    base({}),
    base({ service: (stack) => lookedUp(stack, 'APIM') }),
    [
      'is created, then the old one is deleted: backend local, backend remote, pool pool',
      'is deleted, then created: API orders, API policy orders, operation policy read of orders, operation process of orders, operation read of orders',
    ],
  ),
  row(
    'ApiManagement.fromAttributes',
    'apiManagementId',
    'of another service',
    base({ service: knownService }),
    base({ service: (stack) => knownService(stack, 'other') }),
    [
      'is created: API orders in other, API policy orders in other, backend local in other, backend remote in other, operation policy read of orders in other, operation process of orders in other, operation read of orders in other, pool pool in other',
      'is deleted: API orders, API policy orders, backend local, backend remote, operation policy read of orders, operation process of orders, operation read of orders, pool pool',
    ],
  ),
  row(
    'ApiManagement.fromResource',
    '(resource)',
    'another SKU',
    base({ service: created('Premium_1') }),
    base({ service: created('Premium_2') }),
    ['nothing'],
  ),
  // Terraform reads a function app only after the changes of what its ID refers to, so it expects another URL.
  row(
    'ApiManagement.fromResource',
    '(resource)',
    'another SKU, with a function app',
    base({ service: created('Premium_1'), functionApp: {} }),
    base({ service: created('Premium_2'), functionApp: {} }),
    ['changes in place: backend func'],
  ),
  {
    construct: 'Construct',
    prop: '(scope)',
    what: 'moved below another scope',
    before: below([]),
    after: below(['Inner']),
    happens: ['nothing'],
  },
  {
    construct: 'Construct',
    prop: '(scope)',
    what: 'moved from one scope to another',
    before: below(['A']),
    after: below(['B', 'C']),
    happens: ['nothing'],
  },
];
