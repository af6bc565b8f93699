import { createHash } from 'node:crypto';
import { readPage } from '../support/pages';

/** The addresses that docs/operations.md shows, and the kind and the names that each follows from. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  'apim-orders_func-sdc': ['backend', 'apim-orders', 'func-sdc'],
  'apim-orders_routes': ['api-routes', 'apim-orders', 'routes'],
  'apim-orders_orders_list_GET': ['operation', 'apim-orders', 'orders', 'list', 'GET /'],
  'apim-orders_orders_list-all_GET': ['operation', 'apim-orders', 'orders', 'list-all', 'GET /'],
  'apim-orders_orders': ['backend', 'apim-orders', 'orders'],
};

test('the addresses on docs/operations.md are those that the constructs give', () => {
  const shown = readPage('docs/operations.md').text.match(/\b[\w-]+_[0-9A-F]{8}\b/g);
  const expected = Object.entries(ADDRESSES).map(([names, parts]) => {
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    return `${names}_${hash.slice(0, 8).toUpperCase()}`;
  });
  expect([...new Set(shown)].sort()).toEqual(expected.sort());
});
