import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  FailoverApi,
  OpenApiDocument,
  PriorityPool,
  RegionalFailover,
  RetryCondition,
} from '../../lib';
import { serviceId, World } from './props';
import { newService, OPERATION } from './stack';

/** What a caller in JavaScript can give, where no compiler looks at it. */
export type Loose = Readonly<Record<string, unknown>>;

/** Makes a construct with the value in one place, and whatever else is given. */
export type Place = (world: World, value: never, rest: Loose) => void;

const URL = 'https://a.example.com';
const APP = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app';
const ID = 'https://vault.vault.azure.net/secrets/name';

const backend = ({ stack }: World, props: Loose): CircuitBreakerBackend =>
  new CircuitBreakerBackend(stack, 'Thing', {
    apiManagement: newService(stack),
    name: 'a',
    url: URL,
    ...props,
  });

const functionApp = ({ stack }: World, functionApp: unknown, rest: Loose): void =>
  void CircuitBreakerBackend.forFunctionApp(stack, 'Thing', {
    apiManagement: newService(stack),
    functionApp,
    ...rest,
  } as never);

const api = ({ stack }: World, props: Loose): void => {
  const apiManagement = newService(stack);
  const credentials = [BackendCredentials.managedIdentity({ resource: 'api://orders' })];
  const members = ['b', 'c'].map((name, index) => ({
    backend: new CircuitBreakerBackend(stack, name, { apiManagement, name, url: URL, credentials }),
    priority: index + 1,
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  new FailoverApi(stack, 'Thing', {
    apiManagement,
    pool,
    name: 'orders',
    path: 'orders',
    operations: [OPERATION],
    ...props,
  });
};

const regional = ({ stack }: World, region: Loose, rest: Loose): void =>
  void new RegionalFailover(stack, 'Thing', {
    name: 'orders',
    path: 'orders',
    operations: [OPERATION],
    regions: ['north', 'west'].map((name) => ({ name, url: URL, apiManagement: newService(stack, name), ...region })),
    ...rest,
  });

/** Two backends whose credentials differ: what the one of an API's policy asks for is not the same for both. */
const identities = ({ stack }: World, value: never): void => {
  const apiManagement = newService(stack);
  const members = [value, 'api://orders'].map((resource, index) => ({
    backend: new CircuitBreakerBackend(stack, `b${index}`, {
      apiManagement,
      name: `b${index}`,
      url: URL,
      credentials: [BackendCredentials.managedIdentity({ resource })],
    }),
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  new FailoverApi(stack, 'Thing', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
};

/** A backend with the credentials once, and twice: then they are refused, however good they are. */
function credential(make: (value: never) => unknown): Place {
  return (world, value, rest) => {
    const made = make(value);
    const credentials = rest.isTwice === true ? [made, made] : [made];
    backend(world, { credentials, ...rest });
  };
}

/** Where any text may be a secret. */
export const HIDDEN: Readonly<Record<string, Place>> = {
  'functionKey()': credential((value) => BackendCredentials.functionKey(value)),
  'functionKey().functionAppId': credential((value) => BackendCredentials.functionKey({ functionAppId: value })),
  'functionKey().keyName': credential((value) =>
    BackendCredentials.functionKey({ functionAppId: APP, keyName: value }),
  ),
  'functionKey().keyVersion': credential((value) =>
    BackendCredentials.functionKey({ functionAppId: APP, keyVersion: value }),
  ),
  'namedValue().header': credential((value) => BackendCredentials.namedValue(value, 'name')),
  'namedValue().namedValueName': credential((value) => BackendCredentials.namedValue('x-key', value)),
  'keyVaultSecret()': credential((value) => BackendCredentials.keyVaultSecret(value)),
  'keyVaultSecret().header': credential((value) => BackendCredentials.keyVaultSecret({ header: value, secretId: ID })),
  'keyVaultSecret().secretId': credential((value) =>
    BackendCredentials.keyVaultSecret({ header: 'x-key', secretId: value }),
  ),
  'keyVaultSecret().identityClientId': credential((value) =>
    BackendCredentials.keyVaultSecret({ header: 'x-key', secretId: ID, identityClientId: value }),
  ),
  'managedIdentity()': credential((value) => BackendCredentials.managedIdentity(value)),
  'backendManagedIdentity()': credential((value) => BackendCredentials.backendManagedIdentity(value)),
  'backendManagedIdentity().resource': credential((value) =>
    BackendCredentials.backendManagedIdentity({ resource: value }),
  ),
  'managedIdentity().resource': credential((value) => BackendCredentials.managedIdentity({ resource: value })),
  'managedIdentity().clientId': credential((value) =>
    BackendCredentials.managedIdentity({ resource: 'api://orders', clientId: value }),
  ),
  'the tokens of two backends': identities,
  'header().name': credential((value) => BackendCredentials.header(value, 'x-functions-key')),
  'header().value': credential((value) => BackendCredentials.header('x-key', value)),
  'query().name': credential((value) => BackendCredentials.query(value, 'code')),
  'query().value': credential((value) => BackendCredentials.query('code', value)),
  'certificate()': credential((value) => BackendCredentials.certificate(value)),
  credentials: (world, value, rest) => void backend(world, { credentials: value, ...rest }),
  'credentials[0]': (world, value, rest) => void backend(world, { credentials: [value], ...rest }),
  proxy: (world, value, rest) => void backend(world, { proxy: value, ...rest }),
  'proxy.username': (world, value, rest) => void backend(world, { proxy: { url: URL, username: value }, ...rest }),
  'proxy.password': (world, value, rest) =>
    void backend(world, { proxy: { url: URL, username: 'me', password: value }, ...rest }),
  functionApp: (world, value, rest) => functionApp(world, value, rest),
  'functionApp.keyName': (world, value, rest) =>
    functionApp(world, { name: 'app', resourceGroupName: 'rg', keyName: value }, rest),
  'functionApp.keyVersion': (world, value, rest) =>
    functionApp(world, { name: 'app', resourceGroupName: 'rg', keyVersion: value }, rest),
  regions: (world, value, rest) => regional(world, {}, { ...rest, regions: value }),
  'regions[].credentials': (world, value, rest) =>
    regional(world, { credentials: [BackendCredentials.header('x-key', value)] }, rest),
  'regions[].functionApp': (world, value, rest) => regional(world, { url: undefined, functionApp: value }, rest),
  'retry.condition': (world, value, rest) => api(world, { retry: { condition: value }, ...rest }),
  'RetryCondition.expression()': (world, value, rest) =>
    api(world, { retry: { condition: RetryCondition.expression(value) }, ...rest }),
  openApi: (world, value, rest) => api(world, { operations: undefined, openApi: value, ...rest }),
  'OpenApiDocument.fromInline()': (world, value, rest) =>
    api(world, { operations: undefined, openApi: OpenApiDocument.fromInline(value), ...rest }),
  'OpenApiDocument.importInline()': (world, value, rest) =>
    api(world, { operations: undefined, openApi: OpenApiDocument.importInline(value), ...rest }),
  'operations[].rewriteUri': (world, value, rest) =>
    api(world, { operations: [{ ...OPERATION, rewriteUri: value }], ...rest }),
  policies: (world, value, rest) => api(world, { policies: value, ...rest }),
  'policies.inbound': (world, value, rest) => api(world, { policies: { inbound: value }, ...rest }),
  'policies.backend': (world, value, rest) => api(world, { policies: { backend: value }, ...rest }),
  'operations[].policies': (world, value, rest) =>
    api(world, { operations: [{ ...OPERATION, policies: { outbound: value } }], ...rest }),
};

/** A document with the value in one place of an operation. */
function inDocument(operation: (value: never) => object): Place {
  return (world, value, rest) => {
    const content = JSON.stringify({ openapi: '3.0.1', paths: { '/a': { get: {}, post: operation(value) } } });
    api(world, { operations: undefined, openApi: OpenApiDocument.fromInline(content), ...rest });
  };
}

/** Where the examples of an OpenAPI document may hold one, in what is read of the document. */
export const IN_DOCUMENT: Readonly<Record<string, Place>> = {
  operation: inDocument((value) => value),
  summary: inDocument((summary) => ({ summary })),
  description: inDocument((description) => ({ description: [description, 1].join('x'.repeat(1000)) })),
  operationId: inDocument((operationId) => ({ operationId })),
  parameters: inDocument((parameters) => ({ parameters })),
  'parameters[].name': inDocument((name) => ({ parameters: [{ name, in: 'query' }] })),
  'parameters[].in': inDocument((place) => ({ parameters: [{ name: 'a', in: place }] })),
  'parameters[].schema': inDocument((schema) => ({ parameters: [{ name: 'a', in: 'query', schema }] })),
  responses: inDocument((responses) => ({ responses })),
  'responses.200': inDocument((response) => ({ responses: { 200: response } })),
  openapi: (world, value, rest) => {
    const content = JSON.stringify({ openapi: value, paths: { '/': { get: {} } } });
    api(world, { operations: undefined, openApi: OpenApiDocument.fromInline(content), ...rest });
  },
};

/** Where a URL is shown, but for its user and what stands in its query. */
export const URLS: Readonly<Record<string, Place>> = {
  url: (world, value, rest) => void backend(world, { url: value, ...rest }),
  'proxy.url': (world, value, rest) => void backend(world, { proxy: { url: value, username: 'me' }, ...rest }),
  gatewayUrl: ({ stack }, value, rest) =>
    void ApiManagement.fromAttributes(stack, 'Thing', {
      apiManagementId: rest.name === undefined ? serviceId('apim') : 'apim',
      gatewayUrl: value,
    }),
  'regions[].url': (world, value, rest) => regional(world, { url: value }, rest),
  'OpenApiDocument.fromUrl()': (world, value, rest) =>
    api(world, { operations: undefined, openApi: OpenApiDocument.fromUrl(value), ...rest }),
};

/** Where else somebody may paste a whole URL or a connection string by mistake. */
export const ELSEWHERE: Readonly<Record<string, Place>> = {
  name: (world, value, rest) => void backend(world, { ...rest, name: value }),
  'functionApp.name': (world, value, rest) => functionApp(world, { name: value, resourceGroupName: 'rg' }, rest),
  apiManagement: (world, value, rest) => void backend(world, { ...rest, apiManagement: value }),
  circuitBreaker: (world, value, rest) => void backend(world, { ...rest, circuitBreaker: value }),
  path: (world, value, rest) => api(world, { ...rest, path: value }),
  'operations[].urlTemplate': (world, value, rest) =>
    api(world, { operations: [{ ...OPERATION, urlTemplate: value }], ...rest }),
  '$ref of a document': inDocument(($ref) => ({ requestBody: { $ref } })),
  'paths of a document': (world, value, rest) => {
    const content = JSON.stringify({ openapi: '3.0.1', paths: { [value]: { get: {} } } });
    api(world, { operations: undefined, openApi: OpenApiDocument.fromInline(content), ...rest });
  },
  'responses of a document': inDocument((code) => ({ responses: { [code]: {} } })),
  attemptCountHeader: (world, value, rest) => api(world, { ...rest, attemptCountHeader: value }),
  'a backend that a policy names': (world, value, rest) => {
    const backendId = String(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    api(world, { policies: { inbound: `<set-backend-service backend-id="${backendId}" />` }, ...rest });
  },
};
