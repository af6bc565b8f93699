import { CircuitBreakerRule, RegionalFailoverProps } from '../../../lib';
import { PROCESS, READ, Row } from './base';
import { Region, regional, Regions } from './region-parts';

function row(prop: string, what: string, before: Regions, after: Regions, happens: readonly string[]): Row {
  return { construct: 'RegionalFailover', prop, what, before: regional(before), after: regional(after), happens };
}

function props(
  prop: keyof RegionalFailoverProps,
  what: string,
  after: Partial<RegionalFailoverProps>,
  happens: readonly string[],
): Row {
  return {
    construct: 'RegionalFailover',
    prop,
    what,
    before: regional(['a', 'b']),
    after: regional(['a', 'b'], after),
    happens,
  };
}

const app = (name: string): Region => ({ name, functionApp: { name: `func-${name}`, resourceGroupName: 'rg' } });

const OF_APPS = ['func-a', 'func-b', 'func-c'].flatMap((name) => {
  const elsewhere = name === 'func-c' ? ' in apim-a and apim-b' : '';
  return [`backend ${name}${elsewhere}`, `named value ${name}-key${elsewhere}`];
});

/**
 * Returns in words that everything in the service of a region is created or deleted.
 *
 * @param others what is in the service besides the API and the pool, if need be with the other services where the same
 * happens to it
 */
function is(verb: 'created' | 'deleted', service: string, ...others: readonly string[]): string {
  const api = ['API orders', 'API policy orders', 'operation policy read of orders'];
  const parts = [
    ...api,
    'operation process of orders',
    'operation read of orders',
    'pool load-balanced-pool',
    ...others,
  ];
  const all = parts.map((part) => `${part} ${part.includes(' in ') ? 'and' : 'in'} ${service}`);
  return `is ${verb}: ${all.sort().join(', ')}`;
}

export const REGION_ROWS: readonly Row[] = [
  row(
    'regions',
    'one added',
    ['a', 'b'],
    ['a', 'b', 'c'],
    [
      'changes in place: API policy orders in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
      is('created', 'apim-c', 'backend a', 'backend b', 'backend c in apim-a and apim-b'),
    ],
  ),
  row(
    'regions',
    'one added first',
    ['a', 'b'],
    ['c', 'a', 'b'],
    [
      'changes in place: API policy orders in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
      is('created', 'apim-c', 'backend a', 'backend b', 'backend c in apim-a and apim-b'),
    ],
  ),
  row(
    'regions',
    'one removed',
    ['a', 'b', 'c'],
    ['a', 'b'],
    [
      'changes in place: API policy orders in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
      is('deleted', 'apim-c', 'backend a', 'backend b', 'backend c in apim-a and apim-b'),
    ],
  ),
  row('regions', 'one with a function app removed', ['a', 'b', 'c'].map(app), ['a', 'b'].map(app), [
    'changes in place: API policy orders in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
    is('deleted', 'apim-c', ...OF_APPS),
  ]),
  row('regions', 'reordered', ['a', 'b'], ['b', 'a'], ['nothing']),
  row(
    'regions',
    'three reordered',
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['changes in place: pool load-balanced-pool in apim-a and apim-b and apim-c'],
  ),
  row(
    'regions',
    'one renamed',
    ['a', 'b'].map(app),
    [{ ...app('a'), name: 'east', service: 'apim-a' }, app('b')],
    ['changes in place: backend func-a in apim-a and apim-b, pool load-balanced-pool in apim-a'],
  ),
  row(
    'regions',
    'one renamed, and so its backend',
    ['a', 'b'],
    [{ name: 'east', service: 'apim-a', url: 'https://a.example.com' }, 'b'],
    [
      'changes in place: pool load-balanced-pool in apim-a and apim-b',
      'is created, then the old one is deleted: backend a to east in apim-a and apim-b',
    ],
  ),
  row(
    'regions',
    'the names of two exchanged',
    ['a', 'b'].map(app),
    [
      { ...app('a'), name: 'b', service: 'apim-a' },
      { ...app('b'), name: 'a', service: 'apim-b' },
    ],
    [
      'changes in place: backend func-a in apim-a and apim-b, backend func-b in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
    ],
  ),
  row(
    'regions',
    'the service of one exchanged',
    ['a', 'b'],
    ['a', { name: 'b', service: 'apim-c' }],
    [is('created', 'apim-c', 'backend a', 'backend b'), is('deleted', 'apim-b', 'backend a', 'backend b')],
  ),
  row(
    'regions',
    'the services of two exchanged',
    ['a', 'b'],
    [
      { name: 'a', service: 'apim-b' },
      { name: 'b', service: 'apim-a' },
    ],
    ['changes in place: pool load-balanced-pool in apim-a and apim-b'],
  ),
  row(
    'regions',
    'one replaced by another',
    ['a', 'b'],
    ['a', 'c'],
    [
      'changes in place: pool load-balanced-pool in apim-a',
      'is created, then the old one is deleted: backend b to c in apim-a',
      is('created', 'apim-c', 'backend a', 'backend c'),
      is('deleted', 'apim-b', 'backend a', 'backend b'),
    ],
  ),
  row(
    'regions',
    'the backendName of one',
    ['a', 'b'],
    [{ name: 'a', backendName: 'east' }, 'b'],
    [
      'changes in place: pool load-balanced-pool in apim-a and apim-b',
      'is created, then the old one is deleted: backend a to east in apim-a and apim-b',
    ],
  ),
  row(
    'regions',
    'the backendNames of two exchanged',
    ['a', 'b'],
    [
      { name: 'a', backendName: 'b' },
      { name: 'b', backendName: 'a' },
    ],
    [
      'changes in place: backend a in apim-a and apim-b, backend b in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
    ],
  ),
  row(
    'regions',
    'the url of one',
    ['a', 'b'],
    [{ name: 'a', url: 'https://east.example.com' }, 'b'],
    ['changes in place: backend a in apim-a and apim-b'],
  ),
  row(
    'regions',
    'a url to a function app under one name',
    ['a', 'b'],
    [{ ...app('a'), backendName: 'a' }, 'b'],
    ['changes in place: backend a in apim-a and apim-b', 'is created: named value a-func-a-key in apim-a and apim-b'],
  ),
  row(
    'regions',
    'another function app',
    ['a', 'b'].map(app),
    [{ name: 'a', functionApp: { name: 'func-c', resourceGroupName: 'rg' } }, app('b')],
    [
      'changes in place: pool load-balanced-pool in apim-a and apim-b',
      'is created, then the old one is deleted: backend func-a to func-c in apim-a and apim-b, named value func-a-key to func-c-key in apim-a and apim-b',
    ],
  ),
  row(
    'regions',
    'a function app in another resource group',
    ['a', 'b'].map(app),
    [{ name: 'a', functionApp: { name: 'func-a', resourceGroupName: 'other' } }, app('b')],
    ['changes in place: backend func-a in apim-a and apim-b, named value func-a-key in apim-a and apim-b'],
  ),
  row(
    'regions',
    'the last one of a subscription removed with its providers',
    ['a', 'b', { name: 'c', subscription: 'sub-c' }],
    ['a', 'b'],
    [
      'changes in place: API policy orders in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
      is('deleted', 'apim-c', 'backend a', 'backend b', 'backend c in apim-a and apim-b'),
    ],
  ),
  row(
    'regions',
    'the function app of a subscription, too',
    [app('a'), app('b'), { ...app('c'), subscription: 'sub-c' }],
    [app('a'), app('b')],
    [
      'changes in place: API policy orders in apim-a and apim-b, pool load-balanced-pool in apim-a and apim-b',
      is('deleted', 'apim-c', ...OF_APPS),
    ],
  ),
  props('poolName', 'changed', { poolName: 'other-pool' }, [
    'changes in place: API policy orders in apim-a and apim-b',
    'is created, then the old one is deleted: pool load-balanced-pool to other-pool in apim-a and apim-b',
  ]),
  props('circuitBreaker', 'changed', { circuitBreaker: CircuitBreakerRule.gatewayFailures({ count: 2 }) }, [
    'changes in place: API policy orders in apim-a and apim-b, backend a in apim-a and apim-b, backend b in apim-a and apim-b',
  ]),
  props('name', 'changed', { name: 'invoices' }, [
    'is created: operation process of invoices in apim-a and apim-b, operation read of invoices in apim-a and apim-b',
    'is deleted, then created: API orders to invoices in apim-a and apim-b, API policy orders to invoices in apim-a and apim-b, operation policy read of orders to read in apim-a and apim-b',
    'is deleted: operation process of orders in apim-a and apim-b, operation read of orders in apim-a and apim-b',
  ]),
  props('path', 'changed', { path: 'invoices' }, ['changes in place: API orders in apim-a and apim-b']),
  props(
    'operations',
    'another id, with unchanged method and template',
    { operations: [{ ...PROCESS, operationId: 'create' }, READ] },
    ['is deleted, then created: operation process of orders to create in apim-a and apim-b'],
  ),
  {
    construct: 'RegionalFailover',
    prop: '(id)',
    what: 'changed',
    before: regional(['a', 'b']),
    after: regional(['a', 'b'], {}, 'Other'),
    happens: ['nothing'],
  },
  {
    construct: 'RegionalFailover',
    prop: '(id)',
    what: 'changed, with function apps',
    before: regional(['a', 'b'].map(app)),
    after: regional(['a', 'b'].map(app), {}, 'Other'),
    happens: ['nothing'],
  },
];
