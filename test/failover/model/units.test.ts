import { hasCircuitBreakers, instancesOf } from '../../../lib/failover';

test('the Consumption tier has no circuit breakers, however it is written', () => {
  expect(['Consumption_0', 'consumption_0', 'CONSUMPTION'].map(hasCircuitBreakers)).toEqual([false, false, false]);
  expect(['Developer_1', 'Premium_2', 'unknown'].map(hasCircuitBreakers)).toEqual([true, true, true]);
});

test('the Developer and Consumption tiers have one instance', () => {
  expect(['Developer_1', 'consumption_0', 'unknown', 'Premium_3'].map((sku) => instancesOf(sku, 2))).toEqual([
    1, 1, 1, 6,
  ]);
});
