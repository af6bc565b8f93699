import { nearest } from '../../../simulator/common/nearest';

test.each([
  ['withn', 'within'],
  ['WITHIN', 'within'],
  ['apiName', 'api'],
  ['apimanagement', 'apiManagement'],
  ['boddy', 'body'],
  ['remoet', 'remote'],
  ['latency', undefined],
  ['a', undefined],
  ['', undefined],
  ['x'.repeat(1000), undefined],
])('%s may stand for %s', (name, meant) => {
  expect(nearest(name, ['within', 'api', 'apiManagement', 'body', 'remote', 'y'.repeat(1000)])).toBe(meant);
});

test('of several similar names, the most similar one is meant', () => {
  expect(nearest('orders-lcoal', ['orders-focal', 'orders-local', 'orders-vocal'])).toBe('orders-local');
});
