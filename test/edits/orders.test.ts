import fc from 'fast-check';
import { entityOf } from '../support/azure-service';
import { runs } from '../support/runs';
import type { Order, Step } from '../support/terraform';
import type { Call } from './calls';
import { ordersOf } from './orders';

/** Steps of which each may wait for some before it. */
const ORDER: fc.Arbitrary<Order> = fc
  .array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
  .map((waits) => {
    const before = new Map<string, Set<string>>();
    const steps = waits.map((earlier, index): Step => {
      const direct = earlier.filter((each) => each < index).map(String);
      before.set(String(index), new Set(direct.flatMap((each) => [each, ...(before.get(each) ?? [])])));
      const address = String(index);
      return { key: address, kind: 'put', change: { address, action: 'create' } };
    });
    return { steps, before, cycle: [] };
  });

test('every order is allowed, and steps that do not wait for each other come in both orders', () => {
  fc.assert(
    fc.property(ORDER, fc.nat(), (order, seed) => {
      const entity = entityOf('azurerm_api_management_backend', { api_management_name: 'apim', name: 'a' });
      if (!entity) throw new Error('no entity');
      const calls = new Map(order.steps.map(({ key }): [string, Call] => [key, { verb: 'put', entity }]));
      const orders = [...ordersOf(order, calls, seed)].map((steps) => steps.map(({ key }) => key));
      for (const keys of orders) {
        expect([...keys].sort()).toEqual([...calls.keys()].sort());
        keys.forEach((key, index) => {
          for (const earlier of order.before.get(key) ?? []) expect(keys.indexOf(earlier)).toBeLessThan(index);
        });
      }
      for (const one of calls.keys()) {
        for (const other of calls.keys()) {
          if (one === other || order.before.get(one)?.has(other)) continue;
          expect(orders.some((keys) => keys.indexOf(one) < keys.indexOf(other))).toBe(true);
        }
      }
    }),
    runs(100),
  );
});
