import { Testing } from 'cdktf';
import { FailoverApi, FailoverApiOptions } from '../../lib';
import { Gateway } from '../../simulator';
import { newPool, newService, newStack, OPERATION } from '../support/stack';

const CHECKED =
  '<check-header name="x-ok" failed-check-httpcode="400" failed-check-error-message="no" ignore-case="true" />';

async function gatewayOf(options: Partial<FailoverApiOptions>): Promise<Gateway> {
  const stack = newStack();
  const apiManagement = newService(stack);
  new FailoverApi(stack, 'Api', {
    ...{ apiManagement, pool: newPool(stack, apiManagement), name: 'orders', path: 'orders' },
    ...{ operations: [OPERATION], subscriptionRequired: false, attemptCountHeader: 'X-Attempt-Count' },
    ...options,
  });
  return Gateway.fromTerraform(Testing.synth(stack));
}

/** The header, and the attempts that there were. */
async function counted(gateway: Gateway, path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const { headers: received, attempts } = await gateway.send({ method: 'POST', path, headers });
  return [received['X-Attempt-Count'], attempts.length];
}

describe.each([
  ['with a retry', {}, 4],
  ['without one', { retry: { count: 0 } }, 1],
])('the attempt count header %s', (_, retry, most) => {
  const OK = { 'x-ok': '1' };

  test('says how many attempts were made', async () => {
    const gateway = await gatewayOf(retry);
    expect(await counted(gateway, '/orders')).toEqual(['1', 1]);
    gateway.backend('local').respondsWith(503);
    expect(await counted(gateway, '/orders')).toEqual([String(most), most]);
    gateway.backend('remote').refusesConnections();
    gateway.backend('local').refusesConnections();
    gateway.clock.advance(3600);
    const { headers, attempts, status } = await gateway.send({ method: 'POST', path: '/orders' });
    expect([headers['X-Attempt-Count'], status]).toEqual([String(attempts.length), 500]);
  });

  test('claims none where a policy of the API or of the operation ends the request before', async () => {
    const gateway = await gatewayOf({ ...retry, policies: { inbound: CHECKED } });
    expect(await counted(gateway, '/orders')).toEqual(['0', 0]);
    expect(await counted(gateway, '/orders', OK)).toEqual(['1', 1]);
    const operations = [{ ...OPERATION, policies: { inbound: CHECKED } }];
    const other = await gatewayOf({ ...retry, operations });
    expect(await counted(other, '/orders')).toEqual(['0', 0]);
    expect(await counted(other, '/orders', OK)).toEqual(['1', 1]);
  });

  test('nor where there is no such operation', async () => {
    expect(await counted(await gatewayOf(retry), '/orders/none')).toEqual(['0', 0]);
  });
});
