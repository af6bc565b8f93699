import { Asked, Router } from '../../../simulator/engine/router';
import type { DeployedApi, DeployedService } from '../../../simulator/deployment';

function api(name: string, path: string, operations: readonly string[], more: Partial<DeployedApi> = {}): DeployedApi {
  return {
    address: `azurerm_api_management_api.${name}`,
    name,
    displayName: name,
    path,
    protocols: ['https'],
    subscriptionRequired: false,
    subscriptionKeyNames: { header: 'Ocp-Apim-Subscription-Key', query: 'subscription-key' },
    revision: '1',
    isCurrent: true,
    operations: operations.map((operation) => {
      const [method, urlTemplate] = operation.split(' ');
      return { address: operation, id: operation, displayName: operation, method, urlTemplate };
    }),
    operationPolicies: new Map(),
    ...more,
  };
}

function route(
  apis: readonly DeployedApi[],
  request: string,
  headers: Record<string, string> = {},
): string | undefined {
  const service: DeployedService = {
    ...{ address: 'apim', name: 'apim', skuName: 'Developer_1', apis },
    ...{ backends: [], pools: [], products: [], fragments: [], namedValues: [] },
  };
  const [method, target] = request.split(' ');
  const [path, query] = target.split('?');
  const asked: Asked = { method, path, query: query ? `?${query}` : '', header: (name) => headers[name] };
  const found = new Router(service).route(asked);
  if (!found) return undefined;
  const parameters = [...found.matchedParameters].map(([name, value]) => ` ${name}=${value}`).join('');
  return `${found.api.name} ${found.operation?.id ?? 'nothing'} ${found.path}${parameters}`;
}

const ORDERS = api('orders', 'shop/orders', ['GET /', 'POST /', 'GET /{id}', 'GET /new', 'GET /files/{*path}']);

test.each([
  ['GET /shop/orders', 'orders GET / /'],
  ['GET /shop/orders/', 'orders GET / /'],
  ['get /SHOP/Orders/', 'orders GET / /'],
  ['POST /shop/orders?a=1', 'orders POST / /'],
  ['DELETE /shop/orders', 'orders nothing /'],
  ['GET /shop/orders/new', 'orders GET /new /new'],
  ['GET /shop/orders/a%20b', 'orders GET /{id} /a%20b id=a b'],
  ['GET /shop/orders/%E0%A4', 'orders GET /{id} /%E0%A4 id=%E0%A4'],
  ['GET /shop/orders/1/2', 'orders nothing /1/2'],
  ['GET /shop/orders/files/a/b', 'orders GET /files/{*path} /files/a/b path=a/b'],
  ['GET /shop', undefined],
  ['GET /', undefined],
])('%s', (request, expected) => {
  expect(route([ORDERS], request)).toBe(expected);
});

const FILES = api('files', 'files', ['GET /a/*', 'GET /a/b', 'GET /{id}', 'GET /Docs/', 'GET /{id}/{*rest}']);

test.each([
  ['GET /files/a', 'files GET /{id} /a id=a'],
  ['GET /files/a/', 'files GET /a/* /a/'],
  ['GET /files/a/x', 'files GET /a/* /a/x'],
  ['GET /files/a/x/y/', 'files GET /a/* /a/x/y/'],
  ['GET /files/a/b', 'files GET /a/b /a/b'],
  ['GET /files/A/B/', 'files GET /a/b /A/B/'],
  ['GET /files/docs', 'files GET /Docs/ /docs'],
  ['GET /files/DOCS/', 'files GET /Docs/ /DOCS/'],
  ['GET /files/c/', 'files GET /{id} /c/ id=c'],
  ['GET /files/c/d/e', 'files GET /{id}/{*rest} /c/d/e id=c rest=d/e'],
])('literals before parameters before wildcards, whatever the case and the last slash: %s', (request, expected) => {
  expect(route([FILES], request)).toBe(expected);
});

test.each(['/*', '/{*rest}'])('%s takes the root and any depth', (template) => {
  const all = [api('all', 'all', [`GET ${template}`])];
  const parameter = (rest: string): string => (template === '/*' ? '' : ` rest=${rest}`);
  expect(route(all, 'GET /all')).toBe(`all GET ${template} /${parameter('')}`);
  expect(route(all, 'GET /all/')).toBe(`all GET ${template} /${parameter('')}`);
  expect(route(all, 'GET /all/a%20b/c')).toBe(`all GET ${template} /a%20b/c${parameter('a b/c')}`);
  expect(route(all, 'POST /all/a')).toBe('all nothing /a');
});

test.each(['/a/*/b', '/items({id})', '/{*rest}/b', '/a*'])(
  'the template %s is an error, and no silent 404',
  (template) => {
    expect(() => route([api('odd', 'odd', [`GET ${template}`])], 'GET /odd/a')).toThrow(
      `GET ${template}: the URL template "${template}" is not simulated; supported are segments such as orders and {id}, and * or {*rest} as the last segment`,
    );
  },
);

test('the longest path wins, and an empty one takes the rest', () => {
  const apis = [api('root', '', ['GET /{*rest}']), api('shop', 'shop', ['GET /{*rest}']), ORDERS];
  expect(route(apis, 'GET /shop/orders/1')).toBe('orders GET /{id} /1 id=1');
  expect(route(apis, 'GET /shop/other')).toBe('shop GET /{*rest} /other rest=other');
  expect(route(apis, 'GET /x')).toBe('root GET /{*rest} /x rest=x');
});

test('versions are told apart by segment, header or query; old revisions take nothing', () => {
  const version = (value: string, scheme: NonNullable<DeployedApi['version']>['scheme']): Partial<DeployedApi> => ({
    version: { value, scheme },
  });
  const apis = [
    api('old', 'a', ['GET /'], { isCurrent: false }),
    api('segment', 'a', ['GET /'], version('v1', { kind: 'Segment' })),
    api('header', 'b', ['GET /'], version('v1', { kind: 'Header', name: 'x-version' })),
    api('query', 'b', ['GET /'], version('v2', { kind: 'Query', name: 'version' })),
  ];
  expect(route(apis, 'GET /a')).toBeUndefined();
  expect(route(apis, 'GET /a/v1')).toBe('segment GET / /');
  expect(route(apis, 'GET /b', { 'x-version': 'v1' })).toBe('header GET / /');
  expect(route(apis, 'GET /b?version=v2')).toBe('query GET / /');
  expect(route(apis, 'GET /b?version=v3')).toBeUndefined();
});

test('a version of a version set that is not declared here is not guessed at', () => {
  const versioned = api('v1', 'shop', ['GET /'], { version: { value: 'v1', scheme: 'unknown' } });
  const fault =
    'azurerm_api_management_api.v1: how clients select version "v1" of API \'v1\' is not known: ' +
    'its version set is not declared';
  expect(() => route([versioned], 'GET /shop')).toThrow(fault);
  expect(route([versioned, api('other', 'other', ['GET /'])], 'GET /other')).toBe('other GET / /');
});

test('an API whose operations are not known is not guessed at', () => {
  expect(() => route([api('imported', 'x', [], { operations: 'unknown' })], 'GET /x')).toThrow(
    "azurerm_api_management_api.imported: the operations of API 'imported' are not known",
  );
});

describe('an API whose path is not known', () => {
  const LATER = '${random_pet.later.id}';
  const refused = (name: string, path: string, shown: string): string =>
    `azurerm_api_management_api.${name}: whether API '${name}' answers requests to ${path} is not known: its path is ${shown}`;

  test.each([
    [LATER, 'GET /x/1', '/x/1'],
    [LATER, 'GET /', '/'],
    [`shop/v${LATER}`, 'GET /SHOP/v1/1', '/SHOP/v1/1'],
    [`shop/${LATER}`, 'GET /shop', '/shop'],
  ])('%s: no other API answers %s', (path, request, shown) => {
    expect(() => route([api('later', path, ['GET /{id}']), ORDERS], request)).toThrow(refused('later', shown, path));
  });

  test.each([
    ['is assumed not to be below a known one', LATER],
    ['is not below one that it does not start with', `shop/x${LATER}`],
    ['is not below one of which it contains only a part', `shop/orders${LATER}`],
    ['takes at least one segment more', `shop/orders/new/${LATER}`],
  ])('%s', (_, path) => {
    expect(route([api('later', path, ['GET /{id}']), ORDERS], 'GET /shop/orders/new')).toBe('orders GET /new /new');
  });

  test('can take the requests of an API that its known start is below', () => {
    const apis = [api('later', `shop/orders/${LATER}`, ['GET /{id}']), ORDERS];
    expect(() => route(apis, 'GET /shop/orders/1')).toThrow(refused('later', '/shop/orders/1', `shop/orders/${LATER}`));
    expect(route(apis, 'GET /shop/orders')).toBe('orders GET / /');
  });

  test('nothing that starts otherwise is refused', () => {
    expect(route([api('later', `shop-${LATER}`, ['GET /{id}'])], 'GET /shop/1')).toBeUndefined();
    expect(route([api('old', LATER, ['GET /{id}'], { isCurrent: false })], 'GET /shop/1')).toBeUndefined();
  });
});

describe('a version that is not known', () => {
  const LATER = 'v${random_pet.later.id}';
  const later = (kind: 'Header' | 'Query'): DeployedApi =>
    api('later', 'b', ['GET /'], { version: { value: LATER, scheme: { kind, name: 'version' } } });
  const known = api('known', 'b', ['GET /'], { version: { value: 'v1', scheme: { kind: 'Query', name: 'version' } } });
  const plain = api('plain', 'b', ['GET /']);

  test.each(['Header', 'Query'] as const)('can be that of a request: %s', (kind) => {
    const request = (version: string) =>
      route([plain, later(kind)], `GET /b${kind === 'Query' ? `?version=${version}` : ''}`, { version });
    expect(() => request('v2')).toThrow(
      `azurerm_api_management_api.later: whether API 'later' has the version "v2" is not known: its version is ${LATER}`,
    );
    expect(request('w2')).toBe('plain GET / /');
  });

  test('is not that of a request for a known one, or for none', () => {
    const apis = [plain, later('Query'), known];
    expect(route(apis, 'GET /b?version=v1')).toBe('known GET / /');
    expect(route(apis, 'GET /b')).toBe('plain GET / /');
    expect(route(apis, `GET /b?version=${encodeURIComponent(LATER)}`)).toBe('later GET / /');
  });

  test('can be the end of the path', () => {
    const scheme = { kind: 'Segment' as const };
    const segment = api('segment', 'b', ['GET /'], { version: { value: LATER, scheme } });
    expect(() => route([segment, plain], 'GET /b/v2')).toThrow(
      `whether API 'segment' answers requests to /b/v2 is not known: its path is b/${LATER}`,
    );
    expect(route([segment, plain], 'GET /b/w2')).toBe('plain nothing /w2');
  });
});

test('a request for a version is not one for the API without a version', () => {
  const version = { value: 'v1', scheme: { kind: 'Query' as const, name: 'version' } };
  const apis = [api('plain', 'b', ['GET /']), api('v1', 'b', ['GET /'], { version })];
  expect(route(apis, 'GET /b?version=v1')).toBe('v1 GET / /');
  expect(route(apis, 'GET /b')).toBe('plain GET / /');
});
