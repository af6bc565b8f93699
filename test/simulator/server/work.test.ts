import { gateway, LocalBackend, NOWHERE } from './local';

test('a request that takes too much gets an error, the reason is told once, and others are answered', async () => {
  const { url: local } = await LocalBackend.http((_, response) => void response.end('fine'));
  const retry = '<retry condition="@(true)" count="50" interval="0">';
  const endless = `${retry}${retry}<forward-request /></retry></retry>`;
  const policies = {
    inbound: '<set-backend-service backend-id="local" />',
    backend: `<choose><when condition='@(context.Request.Method == "PUT")'>${endless}</when></choose><forward-request />`,
  };
  const { url, state, complaints } = await gateway(local, NOWHERE, { policies });
  const answer = async (method: string) => {
    const response = await fetch(`${url}/orders/1?code=secret`, { method });
    return `${response.status} ${await response.text()}`;
  };
  expect(await answer('PUT')).toBe(
    '500 {"statusCode":500,"message":"Internal server error","activityId":"00000000-0000-4000-8000-000000000001"}',
  );
  expect(await answer('GET')).toBe('200 fine');
  expect(await answer('PUT')).toMatch(/^500 /);
  const told = expect.stringMatching(
    /^azurerm_api_management_api_policy\.orders, line 1, column \d+: <forward-request>: PUT \/orders\/1\?code=\S+ of API . takes more than 1,000 attempts; lower the retry counts, or simplify the expressions$/,
  ) as string;
  expect(complaints).toEqual([told]);
  expect(complaints.join()).not.toContain('secret');
  const { exchanges, requests } = await state();
  expect(exchanges.map(({ errors }) => errors)).toEqual([[told], [], [told]]);
  expect(requests).toMatchObject({ inFlight: 0, answered: 3, abandoned: 0 });
}, 30_000);
