import fc from 'fast-check';
import type { Api, Backend, Operation, Pool, World } from './world';

const NAMES = ['red', 'green', 'blue', 'white', 'black', 'grey', 'pink', 'gold', 'Red', 'Blue'];
const IDS = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

const PLACED = {
  id: fc.constantFrom(...IDS),
  scope: fc.constantFrom('', '', 'Inner'),
  service: fc.constantFrom('apim', 'apim', 'apim', 'other'),
  name: fc.constantFrom(...NAMES),
};

/** The key of something that may or may not exist. */
const BACKEND_KEY = fc.constantFrom('b0', 'b1', 'b2', 'b3');
const POOL_KEY = fc.constantFrom('p0', 'p1');
const TARGET = fc.oneof({ arbitrary: fc.constant(''), weight: 3 }, BACKEND_KEY, POOL_KEY);

/** An arbitrary value of each property. */
export type Properties<T> = { readonly [Key in keyof T]: fc.Arbitrary<T[Key]> };

export const BACKEND: Properties<Backend> = {
  ...PLACED,
  url: fc.constantFrom('https://one.example.com', 'https://two.example.com'),
  secrets: fc.array(fc.constantFrom('x-key', 'x-code'), { maxLength: 2 }),
  hasToken: fc.nat(9).map((number) => number === 9),
};

export const POOL: Properties<Pool> = { ...PLACED, members: fc.array(BACKEND_KEY, { minLength: 1, maxLength: 4 }) };

export const OPERATION: Properties<Operation> = {
  id: fc.constantFrom('get', 'put', 'list', 'all', 'Get'),
  method: fc.constantFrom('GET', 'POST'),
  template: fc.constantFrom('/', '/all', '/new', '/{id}', '/{key}'),
  isRewritten: fc.boolean(),
  sendsTo: TARGET,
};

const OPERATIONS = fc.dictionary(fc.constantFrom('o0', 'o1', 'o2'), fc.record(OPERATION), { minKeys: 1, maxKeys: 3 });

export const API: Properties<Api> = {
  ...PLACED,
  path: fc.constantFrom(...NAMES),
  displayName: fc.constantFrom(...NAMES),
  revision: fc.nat(9).map((number) => (number === 9 ? '2' : '1')),
  pool: POOL_KEY,
  sendsTo: TARGET,
  operations: OPERATIONS,
};

/** Names and ids are distributed, so that they are unique. Everything that uses another part is in its service. */
export const WORLD: fc.Arbitrary<World> = fc
  .record({
    backends: fc.array(fc.record(BACKEND), { minLength: 1, maxLength: 4 }),
    pools: fc.array(fc.record(POOL), { minLength: 1, maxLength: 2 }),
    apis: fc.array(fc.record(API), { minLength: 1, maxLength: 2 }),
    names: fc.shuffledSubarray(NAMES.slice(0, 8), { minLength: 8 }),
    ids: fc.shuffledSubarray(IDS, { minLength: 10 }),
  })
  .map(({ names, ids, ...lists }) => {
    const backends = lists.backends.map((each, index) => ({ ...each, name: names[index] ?? '', id: ids[index] ?? '' }));
    const serviceOf = (key: string): string => (backends[Number(key.slice(1))] ?? backends[0])?.service ?? '';
    const pools = lists.pools.map((each, index) => {
      const members = ['b0', ...each.members];
      return {
        ...each,
        members: index === 0 ? members : each.members,
        service: serviceOf(index === 0 ? 'b0' : (each.members[0] ?? '')),
        ...{ name: names[4 + index] ?? '', id: ids[4 + index] ?? '' },
      };
    });
    const apis = lists.apis.map((each, index) => {
      const pool = pools[Number(each.pool.slice(1))] ? each.pool : 'p0';
      const service = pools[Number(pool.slice(1))]?.service ?? '';
      const own = { name: names[index] ?? '', path: names[2 + index] ?? '', displayName: names[4 + index] ?? '' };
      return { ...each, ...own, pool, service, id: ids[6 + index] ?? '' };
    });
    return { backends: keyed('b', backends), pools: keyed('p', pools), apis: keyed('a', apis) };
  });

function keyed<T>(prefix: string, all: readonly T[]): Record<string, T> {
  return Object.fromEntries(all.map((each, index) => [`${prefix}${index}`, each]));
}
