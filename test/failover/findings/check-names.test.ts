import { checkNames, DeclarationModel } from '../../../lib/failover';

const backend = (name: string, over: Partial<DeclarationModel> = {}): DeclarationModel => ({
  kind: 'backend',
  address: `main/${name}`,
  service: 'apim',
  name,
  ...over,
});
const pool = (name: string, over: Partial<DeclarationModel> = {}): DeclarationModel =>
  backend(name, { kind: 'pool', address: `main/pool/${name}`, ...over });
const namedValue = (name: string): DeclarationModel =>
  backend(name, { kind: 'named value', address: `main/named-value/${name}` });
const api = (name: string, over: Partial<DeclarationModel> = {}): DeclarationModel =>
  backend(name, { kind: 'API', address: `main/api/${name}`, revision: '1', path: name, ...over });

const found = (...declarations: DeclarationModel[]): string[] =>
  checkNames(declarations).map(({ level, address, message, remedy }) => `${level} ${address}: ${message}. ${remedy}.`);

const NAMES = 'Give each a unique name.';
const PATHS = 'Give each API a unique path, or make the APIs different versions in one version set.';

describe('AF010: names that clash', () => {
  test.each<[string, DeclarationModel[], string]>([
    [
      'two backends',
      [backend('orders'), backend('orders', { address: 'other/orders' })],
      "2 backends of one service have the name 'orders'",
    ],
    [
      'in lower and upper case',
      [backend('orders'), backend('Orders')],
      "2 backends of one service have the name 'Orders' or 'orders', which Azure treats as the same",
    ],
    ['two pools', [pool('orders'), pool('orders')], "2 pools of one service have the name 'orders'"],
    [
      'a pool and two backends',
      [backend('orders'), pool('orders'), backend('orders')],
      "2 backends and 1 pool of one service have the name 'orders'; in Azure, pools and backends share their names",
    ],
    ['two APIs', [api('orders'), api('orders')], "2 APIs of one service have the name 'orders'"],
    [
      'two APIs of one revision',
      [api('orders', { revision: '2' }), api('orders', { revision: '2' })],
      "2 APIs of one service have the name 'orders' and revision 2",
    ],
    [
      'two APIs whose paths differ',
      [api('orders'), api('orders', { path: 'others' })],
      "2 APIs of one service have the name 'orders'",
    ],
  ])('of %s: each of them has it', (_, declarations, message) => {
    expect(found(...declarations)).toEqual(declarations.map(({ address }) => `error ${address}: ${message}. ${NAMES}`));
  });

  test.each<[string, DeclarationModel[]]>([
    ['one of each', [backend('a'), pool('b'), api('c')]],
    ['a backend and an API', [backend('orders'), api('orders')]],
    ['a pool and an API', [pool('orders'), api('orders')]],
    ['a backend and a named value', [backend('orders'), namedValue('orders')]],
    ['backends of two services', [backend('orders'), backend('orders', { service: 'other' })]],
    ['APIs of two services', [api('orders'), api('orders', { service: 'other' })]],
    ['revisions of an API', [api('orders'), api('orders', { revision: '2' })]],
  ])('not of %s', (_, declarations) => {
    expect(found(...declarations)).toEqual([]);
  });
});

test('AF010: of two named values, with the way to rename them', () => {
  const remedy =
    'Give each a unique name (the constructs name the named value of a credential after the backend and the header ' +
    'or function app).';
  expect(found(namedValue('a-key'), namedValue('A-key'))[0]).toBe(
    `error main/named-value/a-key: 2 named values of one service have the name 'A-key' or 'a-key', which Azure treats as the same. ${remedy}`,
  );
});

describe('AF010: paths that clash', () => {
  const at = (name: string, over: Partial<DeclarationModel> = {}): DeclarationModel =>
    api(name, { path: 'shop', ...over });
  const saying = (name: string, others: string, path = '/shop'): string =>
    `error main/api/${name}: API '${name}' has the path '${path}', which ${others}. ${PATHS}`;
  const inSet = (name: string, version: string | undefined, versionSet: string): DeclarationModel =>
    at(name, { version, versionSet });

  test.each<[string, DeclarationModel, DeclarationModel]>([
    ['without versions', at('a'), at('b')],
    ['in lower and upper case', at('a'), at('b', { path: 'SHOP' })],
    ['of which one has a version', at('a'), inSet('b', 'v1', 'set')],
    ['of one version of a version set', inSet('a', 'v1', 'set'), inSet('b', 'v1', 'set')],
    ['of the original version of a version set', inSet('a', undefined, 'set'), inSet('b', undefined, 'set')],
    ['of different version sets', inSet('a', 'v1', 'set'), inSet('b', 'v2', 'other')],
    ['of one version, of version sets that are not known', inSet('a', 'v1', 'unknown'), inSet('b', 'v1', 'unknown')],
  ])('of two APIs %s: both have it', (_, one, other) => {
    expect(found(one, other)).toEqual([
      saying('a', "'b' of its service also has"),
      saying('b', "'a' of its service also has", `/${other.path}`),
    ]);
  });

  test('of three and more: some are named', () => {
    expect(found(at('b'), at('c'), at('a'))[0]).toBe(saying('b', "'a' and 'c' of its service also have"));
    const many = Array.from({ length: 2000 }, (_, index) => at(`a${index}`));
    expect(found(...many).at(-1)).toBe(saying('a1999', "'a0', 'a1', 'a10' and others of its service also have"));
  });

  test('the root is a path too', () => {
    const [line] = found(api('a', { path: '' }), api('b', { path: '' }));
    expect(line).toBe(saying('a', "'b' of its service also has", '/'));
  });

  test.each<[string, DeclarationModel[]]>([
    ['different paths', [at('a'), at('b', { path: 'shop/b' })]],
    ['paths of which one is not known', [at('a'), at('b', { path: undefined })]],
    ['different versions of one version set', [inSet('a', 'v1', 'set'), inSet('b', 'v2', 'Set')]],
    ['the original and a version of one version set', [inSet('a', undefined, 'set'), inSet('b', 'v1', 'set')]],
    ['different versions of sets that are not known', [inSet('a', 'v1', 'unknown'), inSet('b', 'v2', 'unknown')]],
    ['revisions of one API', [at('a'), at('a', { revision: '2' })]],
    ['two services', [at('a'), at('b', { service: 'other' })]],
  ])('not of %s', (_, declarations) => {
    expect(found(...declarations)).toEqual([]);
  });
});
