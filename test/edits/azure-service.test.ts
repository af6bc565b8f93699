import { Entity, entityOf, Services } from '../support/azure-service';
import type { Block } from '../support/terraform-json';

const SERVICE = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

function entity(type: string, args: Block): Entity {
  const made = entityOf(type, { api_management_name: 'apim', ...args });
  if (!made) throw new Error(`${type} is in no service`);
  return made;
}

const backend = (name: string, header?: string): Entity =>
  entity('azurerm_api_management_backend', {
    name,
    ...(header !== undefined && { credentials: { header: { a: header } } }),
  });
const pool = (name: string, ...members: string[]): Entity =>
  entity('azapi_resource', {
    type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
    name,
    parent_id: SERVICE,
    body: {
      properties: {
        type: 'Pool',
        pool: { services: members.map((member) => ({ id: `${SERVICE}/backends/${member}` })) },
      },
    },
  });
const value = (name: string, displayName = name): Entity =>
  entity('azurerm_api_management_named_value', { name, display_name: displayName });
const api = (name: string, args: Block = {}): Entity =>
  entity('azurerm_api_management_api', { name, revision: '1', path: name, display_name: name, ...args });
const operation = (id: string, url_template = '/', method = 'GET', api_name = 'orders'): Entity =>
  entity('azurerm_api_management_api_operation', { api_name, operation_id: id, method, url_template });
const policy = (xml_content: string): Entity =>
  entity('azurerm_api_management_api_policy', { api_name: 'orders', xml_content });
const operationPolicy = (operation_id: string, xml_content = ''): Entity =>
  entity('azurerm_api_management_api_operation_policy', { api_name: 'orders', operation_id, xml_content });

const SENDS_TO = (name: string): string => `<set-backend-service backend-id="${name}" />`;
const DOCUMENT = (operationId: string): Block => ({
  import: {
    content_format: 'openapi+json',
    content_value: JSON.stringify({ openapi: '3.0.1', paths: { '/': { get: { operationId } } } }),
  },
});

type Verb = 'create' | 'put' | 'delete';

describe('what API Management refuses', () => {
  test.each<[what: string, deployed: Entity[], verb: Verb, entity: Entity, refusal: RegExp | undefined]>([
    ['a backend that exists', [backend('a')], 'create', backend('A'), /already exists/],
    ['a pool with the name of a backend', [backend('a'), backend('b')], 'create', pool('a', 'b'), /already exists/],
    ['a backend, updated', [backend('a')], 'put', backend('a'), undefined],
    ['a pool of a missing backend', [], 'create', pool('p', 'a'), /Backend Entity 'a' not found/],
    ['a pool of a backend with other letters', [backend('A')], 'create', pool('p', 'a'), undefined],
    ['a backend in a pool, deleted', [backend('a'), pool('p', 'a')], 'delete', backend('a'), /used by backends\/p/],
    ['a backend in no pool, deleted', [backend('a')], 'delete', backend('a'), undefined],
    ['a backend that is gone, deleted', [], 'delete', backend('a'), undefined],
    ['a header with a missing named value', [], 'create', backend('a', '{{v}}'), /Cannot find a property 'v'/],
    ['a header with a named value', [value('v')], 'create', backend('a', '{{v}}'), undefined],
    ['a named value in a header, deleted', [value('v'), backend('a', '{{v}}')], 'delete', value('v'), /used by/],
    ['a display name of a named value', [value('v', 'x')], 'create', value('w', 'X'), /display name 'x' is used/],
    ['a policy of a missing API', [], 'create', policy(''), /apis\/orders not found/],
    [
      'a policy that names a missing backend',
      [api('orders')],
      'create',
      policy(SENDS_TO('a')),
      /with id 'a' could not/,
    ],
    ['a policy that names a backend', [api('orders'), backend('a')], 'create', policy(SENDS_TO('A')), undefined],
    ['a backend in a policy', [api('orders'), backend('a'), policy(SENDS_TO('a'))], 'delete', backend('a'), /used by/],
    ['a policy that names a missing value', [api('orders')], 'put', policy('{{v}}'), /Cannot find a property 'v'/],
    ['an operation of a missing API', [], 'create', operation('get'), /apis\/orders not found/],
    ['a policy of a missing operation', [api('orders')], 'create', operationPolicy('get'), /operation get not found/],
    [
      'a request that exists',
      [api('orders'), operation('a', '/{x}')],
      'create',
      operation('b', '/{y}'),
      /get \/\{\}' exists/,
    ],
    [
      'a request that exists, on update',
      [api('orders'), operation('a'), operation('b', '/b')],
      'put',
      operation('b'),
      /exists/,
    ],
    ['another method', [api('orders'), operation('a')], 'create', operation('b', '/', 'POST'), undefined],
    [
      'a request of another API',
      [api('orders'), api('b'), operation('a')],
      'create',
      operation('a', '/', 'GET', 'b'),
      undefined,
    ],
    ['a path that is used', [api('orders')], 'create', api('b', { path: 'orders' }), /path 'orders' is used/],
    [
      'a display name that is used',
      [api('orders')],
      'put',
      api('b', { display_name: 'Orders' }),
      /display name 'orders'/,
    ],
    ['a path of another revision', [api('orders')], 'create', api('orders', { revision: '2' }), undefined],
    [
      'a path of another version',
      [api('orders', { version_set_id: 's', version: '1' })],
      'create',
      api('b', { path: 'orders', display_name: 'orders', version_set_id: 's', version: '2' }),
      undefined,
    ],
  ])('%s', (_, deployed, verb, called, refusal) => {
    const services = new Services();
    for (const each of deployed) expect(services.create(each)).toBeUndefined();
    const reason = services[verb](called);
    if (refusal) expect(reason).toMatch(refusal);
    else expect(reason).toBeUndefined();
  });
});

function pathsAfter(...calls: readonly [Verb, Entity][]): string[] {
  const services = new Services();
  for (const [verb, called] of calls) expect(services[verb](called)).toBeUndefined();
  return Object.keys(services.contents());
}

test('an API is deleted with its operations and policies, and what they used is free', () => {
  const paths = pathsAfter(
    ['create', api('orders')],
    ['create', backend('a')],
    ['create', operation('get')],
    ['create', operationPolicy('get', SENDS_TO('a'))],
    ['create', policy(SENDS_TO('a'))],
    ['delete', api('orders')],
    ['delete', backend('a')],
  );
  expect(paths).toEqual([]);
});

test('an operation is deleted with its policy', () => {
  const paths = pathsAfter(
    ['create', api('orders')],
    ['create', operation('get')],
    ['create', operationPolicy('get')],
    ['delete', operation('get')],
  );
  expect(paths).toEqual(['apim/apis/orders;rev=1']);
});

test('an imported document replaces the operations', () => {
  const paths = pathsAfter(
    ['create', api('orders', DOCUMENT('first'))],
    ['put', api('orders', DOCUMENT('second'))],
    ['put', api('orders')],
  );
  expect(paths).toEqual(['apim/apis/orders/operations/second', 'apim/apis/orders;rev=1']);
});

test('what other stacks deploy can be named', () => {
  const services = new Services(new Set(['apim/backends/a', 'apim/namedvalues/v']));
  expect(services.create(pool('p', 'a'))).toBeUndefined();
  expect(services.create(backend('b', '{{v}}'))).toBeUndefined();
});
