import { gateway, LocalBackend, NOWHERE, terraform } from './local';
import { deploymentOf } from '../../../simulator/deployment';
import { compileService } from '../../../simulator/policies/compile-service';
import { loadCSharp } from '../../../simulator/expressions';
import { firstRequest } from '../../../simulator/server/first-request';

interface Sample {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function offered(subscriptionRequired: boolean, subscriptionKeys: readonly string[]): Promise<[Sample, number]> {
  const backend = await LocalBackend.http((_, response) => response.end());
  const { url } = await gateway(backend.url, NOWHERE, { subscriptionRequired, subscriptionKeys });
  const sample = (await (await fetch(`${url}/_gateway/request`)).json()) as Sample;
  const { method, path, headers } = sample;
  return [sample, (await fetch(url + path, { method, headers })).status];
}

test('the request that is offered is one that the first operation takes', async () => {
  expect(await offered(false, ['local'])).toEqual([{ method: 'GET', path: '/orders/', headers: {} }, 200]);
});

test('it brings the key that everybody knows, and none that was given', async () => {
  const header = 'Ocp-Apim-Subscription-Key';
  expect(await offered(true, ['local'])).toEqual([
    { method: 'GET', path: '/orders/', headers: { [header]: 'local' } },
    200,
  ]);
  expect(await offered(true, ['top-secret'])).toEqual([
    { method: 'GET', path: '/orders/', headers: { [header]: '' } },
    401,
  ]);
});

test('where no operation is known, there is none', async () => {
  const json = JSON.parse(terraform({})) as { resource: Record<string, object> };
  delete json.resource.azurerm_api_management_api_operation;
  const [service] = deploymentOf([{ name: 'cdk.tf.json', json: JSON.stringify(json) }]).services;
  expect(firstRequest(compileService(service, await loadCSharp()), [])).toBeUndefined();
});
