import { failoverMatchers, guarantees } from '../../simulator';
import { stack } from '../cli/stack';

const proof = (retries?: number) => guarantees(JSON.stringify(stack(retries)));

test('what is survived passes, in one way of failing or in all', async () => {
  const proved = await proof();
  expect(proved).toSurvive('func-primary');
  expect(proved).toSurvive(['func-secondary'], 'refused', { within: 0, api: 'orders', apiManagement: 'apim' });
  expect(proved).toSurvive('func-primary', 'status 504');
});

test('what is not survived, or takes too long, does not pass, and says what happens', async () => {
  expect(await proof(2)).not.toSurvive('func-primary', 'refused');
  expect(await proof()).not.toSurvive('func-primary', 'hang', { within: 30 });
  const { pass, message } = failoverMatchers.toSurvive(await proof(2), 'func-primary', 'refused');
  expect([pass, message()]).toEqual([
    false,
    'expected to survive the failure of func-primary (refused)\n' +
      '  apim, API orders, func-primary (refused): survives later; a client waits 1 s at the most',
  ]);
});

test('a failure that is not there does not pass either way, and those that are there are listed', async () => {
  const { pass, message } = failoverMatchers.toSurvive(await proof(), 'func-x');
  expect(pass).toBe(false);
  expect(message()).toContain('there is no failure func-x; known are:\n  func-primary (status 503)');
});

test('what is not proved is not survived, unless it is another API', async () => {
  const text = JSON.stringify(stack());
  const refused = await guarantees(text.replace('<inbound>', '<inbound><xsl-transform />'));
  const { pass, message } = failoverMatchers.toSurvive(refused, 'func-primary');
  expect(pass).toBe(false);
  expect(message()).toMatch(/^Not proved:\n {2}apim: API orders, GET \/orders\/1 \(operation get\): .*xsl-transform/);
  const proved = { ...(await proof()), notProved: refused.notProved.map((gap) => ({ ...gap, api: 'other' })) };
  expect(proved).not.toSurvive('func-primary');
  expect(proved).toSurvive('func-primary', undefined, { api: 'orders' });
});

test('requests take the place of those that are made, and must match an operation', async () => {
  const given = await guarantees(JSON.stringify(stack()), { requests: [{ method: 'GET', path: '/orders/7' }] });
  expect(given.requests.map(({ request }) => request)).toEqual(['GET /orders/7']);
  await expect(
    guarantees(JSON.stringify(stack()), { requests: [{ method: 'PUT', path: '/orders/7' }] }),
  ).rejects.toThrow('request 0, PUT /orders/7: it matches no operation');
});
