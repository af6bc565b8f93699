import { findingsOf } from '../../../simulator/check/findings-of';
import { deploymentOf } from '../../../simulator/deployment';

/** Two backends, a pool, and an API with the retry; policies stand as they are deployed. */
function stack(retry: string, more: object = {}, errorReasons = ['BackendConnectionFailure', 'Timeout']): string {
  const names = { api_management_name: 'apim', resource_group_name: 'rg' };
  const backend = (name: string): object => ({
    ...names,
    ...{ name, protocol: 'http', url: `https://${name}.example.com` },
    circuit_breaker_rule: {
      ...{ name: 'rule', trip_duration: 'PT30S', accept_retry_after_enabled: false },
      failure_condition: {
        ...{ count: 3, interval_duration: 'PT1M', error_reasons: errorReasons },
        status_code_range: [{ min: 502, max: 504 }],
      },
    },
  });
  const members = ['local', 'remote'].map((name, i) => ({ id: `/backends/${name}`, priority: i + 1 }));
  const choose = '<set-backend-service backend-id="pool" />';
  const forward = '<forward-request timeout="10" buffer-request-body="true" />';
  return JSON.stringify({
    resource: {
      azurerm_api_management_backend: { local: backend('local'), remote: backend('remote') },
      azapi_resource: {
        pool: {
          ...{ type: 'Microsoft.ApiManagement/service/backends@2024-05-01', name: 'pool' },
          parent_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim',
          body: { properties: { type: 'Pool', pool: { services: members } } },
        },
      },
      azurerm_api_management_api: { orders: { ...names, name: 'orders', path: 'orders', revision: '1' } },
      azurerm_api_management_api_operation: {
        get: { ...names, api_name: 'orders', operation_id: 'get', display_name: 'g', method: 'GET', url_template: '/' },
      },
      azurerm_api_management_api_policy: {
        orders: {
          ...names,
          api_name: 'orders',
          xml_content: `<policies><inbound />\n<backend>${retry.replace('FORWARD', `${choose}${forward}`)}</backend></policies>`,
        },
      },
      ...more,
    },
  });
}

function retryOf(condition: string): string {
  return `<retry condition="${condition}" count="4" interval="1" first-fast-retry="true">FORWARD</retry>`;
}

async function findings(json: string): Promise<string[]> {
  const found = await findingsOf(deploymentOf([{ name: 'main.tf.json', json }]));
  return found.map(
    ({ code, address, message }) => `${code} ${address.replace(/^azurerm_api_management_/, '')}: ${message}`,
  );
}

/** The codes that a retry condition leads to. */
async function codes(condition: string): Promise<string[]> {
  return (await findings(stack(retryOf(condition)))).map((line) => line.slice(0, 5));
}

test('an error status sets context.LastError if the forward fails on it', async () => {
  const onStatus = async (attribute: string): Promise<string[]> => {
    const json = stack(retryOf('@(context.LastError != null)'));
    const found = await findings(json.replaceAll('<forward-request ', `<forward-request ${attribute}`));
    return found.map((line) => line.slice(0, 5)).filter((code) => code === 'AF102');
  };
  expect(await onStatus('')).toEqual(['AF102']);
  // Whether it is set in the condition is an assumption.
  expect(await onStatus("fail-on-error-status-code='true' ")).toEqual([]);
});

describe('any condition is evaluated, for every status and for no response', () => {
  test.each([
    [
      'covers what the breakers count',
      '@(context.Response == null || context.Response.StatusCode / 3 == 167)',
      ['AF101', 'AF102', 'AF103'],
    ],
    [
      'in parentheses',
      '@((context.Response == null) || ((context.Response.StatusCode) >= 502 && context.Response.StatusCode < 505))',
      ['AF103'],
    ],
    [
      'by LINQ',
      '@(context.Response == null || new[] { 502, 503, 504 }.Contains(context.Response.StatusCode))',
      ['AF103'],
    ],
    [
      'after every form of a forward without an answer',
      '@(context.Response == null || new[] { 502, 503, 504 }.Contains(context.Response.StatusCode) || (context.Response.StatusCode == 500 && context.Response.Headers.GetValueOrDefault("Date", "") == ""))',
      // Of a 500 of a backend it is not known whether it has the header.
      ['AF203'],
    ],
    [
      'by text',
      '@(context.Response == null || (context.Response.StatusCode.ToString().StartsWith("50") && context.Response.StatusCode > 501 && context.Response.StatusCode < 505))',
      ['AF103'],
    ],
    [
      'a block',
      '@{ var r = context.Response; if (r == null) { return true; } switch (r.StatusCode) { case 502: case 503: case 504: return true; default: return r.StatusCode == 500 && context.LastError?.Reason != null; } }',
      ['AF103'],
    ],
    ['retries more than is counted', '@(context.Response == null || context.Response.StatusCode > 499)', ['AF101']],
    ['retries less', '@(context.Response == null || context.Response.StatusCode == 503)', ['AF102', 'AF103']],
    [
      'does not allow for no response',
      '@(context.Response.StatusCode >= 502 && context.Response.StatusCode <= 504)',
      ['AF103'],
    ],
    [
      'does not retry it',
      '@(context.Response != null && context.Response.StatusCode >= 502 && context.Response.StatusCode <= 504)',
      ['AF103'],
    ],
    ['always', 'true', ['AF101']],
    ['never', '@(false)', ['AF102', 'AF103']],
  ])('%s', async (_, condition, expected) => {
    expect(await codes(condition)).toEqual(expected);
  });

  test('what depends on more than the status is only judged where it does not', async () => {
    const often = 'context.Variables.GetValueOrDefault<int>("n") < 3';
    const gateway = 'context.Response.StatusCode >= 502 && context.Response.StatusCode <= 504';
    expect(await codes(`@(context.Response == null || (${gateway} && ${often}))`)).toEqual(['AF103', 'AF203']);
    expect(
      await codes(`@(context.Response == null || context.Response.StatusCode == 500 || (${gateway} && ${often}))`),
    ).toEqual(['AF101', 'AF203']);
    expect(await codes(`@(${often})`)).toEqual(['AF203']);
  });
});

describe('AF012: a value that API Management does not accept', () => {
  const CONDITION = '@(context.Response == null || context.Response.StatusCode == 500)';
  const found = async (numbers: string, forward = 'FORWARD'): Promise<string[]> =>
    (await findings(stack(`<retry condition="${CONDITION}" ${numbers}>${forward}</retry>`))).filter((line) =>
      /AF012|AF204/.test(line),
    );
  const said = (fault: string): string => `AF012 api_policy.orders: in the policies of API 'orders', the ${fault}`;

  test.each([
    ['count="2.5" interval="1"', 'count of a <retry> is "2.5"; a whole number of 1 to 50 is needed'],
    ['count="3"', 'interval of a <retry> is missing; it is required'],
    ['count="60" interval="1"', 'count of a <retry> is "60"; a whole number of 1 to 50 is needed'],
    ['count="0" interval="1"', 'count of a <retry> is "0"; a whole number of 1 to 50 is needed'],
    ['count="many" interval="1"', 'count of a <retry> is "many"; a whole number of 1 to 50 is needed'],
    ['count="3" interval="-1"', 'interval of a <retry> is "-1"; a number of 0 to 2147483647 is needed'],
    ['count="3" interval="1" first-fast-retry="1"', 'first-fast-retry of a <retry> is "1"; true or false is needed'],
  ])('%s', async (numbers, fault) => {
    expect(await found(numbers)).toEqual([said(fault)]);
  });

  test('of the forward too, and all at once', async () => {
    const forward = '<set-backend-service backend-id="pool" /><forward-request timeout="99999999999" />';
    expect(await found('count="60" interval="1"', forward)).toEqual([
      said('count of a <retry> is "60"; a whole number of 1 to 50 is needed'),
      said('timeout of a <forward-request> is "99999999999"; a number of 0 to 2147483647 is needed'),
    ]);
  });

  test('what is computed is not known, and that is said of each', async () => {
    const expression = (name: string): string => `${name}="@((int)context.Variables[&quot;n&quot;])"`;
    const flag = 'first-fast-retry="@(context.RequestId != null)"';
    expect(await found(`${expression('count')} interval="1" ${flag}`)).toEqual([
      "AF204 api_policy.orders: the count and first-fast-retry of API 'orders' are not known here: behavior that depends on them is not evaluated",
    ]);
  });
});

describe('AF009', () => {
  test('an expression that does not compile, wherever it stands, with its place in the policy', async () => {
    const fragment = {
      azurerm_api_management_policy_fragment: {
        broken: {
          ...{ api_management_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim' },
          ...{ name: 'broken', format: 'rawxml' },
          value:
            '<fragment>\n  <set-variable name="a" value="@(1 + )" />\n  <set-body>@{\n    return 1\n  }</set-body></fragment>',
        },
      },
    };
    const found = await findings(
      stack(retryOf('@(context.Response == null || context.Response.StatusCode == )'), fragment),
    );
    expect(found.filter((line) => line.startsWith('AF009')).map((line) => line.replace(/: [^:]*$/, ''))).toEqual([
      'AF009 api_policy.orders: the expression @(context.Response == null || context.Response.StatusCode == ) does not compile at line 2, column 86 of the policy',
      'AF009 policy_fragment.broken: the expression @(1 + ) does not compile at line 2, column 38 of the policy',
      'AF009 policy_fragment.broken: the expression @{ return 1 } does not compile at line 4, column 13 of the policy',
    ]);
  });

  test('an expression that is C#, and that nobody can evaluate here, is none', async () => {
    const condition = '@(context.Response == null || "nothing".Of("that"))';
    expect(await codes(condition)).toEqual(['AF203']);
  });
});

test('AF116: a misspelled member of the context, with its place in the policy', async () => {
  const found = await findings(stack(retryOf('@(context.Response == null || context.Respnse.StatusCode == 503)')));
  expect(found.filter((line) => line.startsWith('AF116'))).toEqual([
    "AF116 api_policy.orders: at line 2, column 66 of the policy, IContext has no member Respnse in Microsoft's reference of policy expressions (did you mean 'Response'?)",
  ]);
});

test('a hand-written stack is checked like one of the constructs', async () => {
  const json = stack(
    '<retry condition="@(true)" count="1" interval="1"><set-backend-service backend-id="pool" /><forward-request /></retry>',
    {},
    ['Timeout'],
  );
  expect((await findings(json)).map((line) => line.slice(0, 5))).toEqual(['AF004', 'AF101', 'AF101', 'AF104']);
});

describe('a backend that is not declared', () => {
  const shared = stack(retryOf('@(context.Response == null || context.Response.StatusCode >= 502)')).replace(
    'backend-id=\\"pool\\"',
    'backend-id=\\"shared\\"',
  );
  const service = { name: 'apim', resource_group_name: 'rg' };
  const declared = { azurerm_api_management: { main: { ...service, location: 'here', sku_name: 'Developer_1' } } };
  const inStack = (more: object): string => {
    const { resource } = JSON.parse(shared) as { resource: object };
    return JSON.stringify({ resource, ...more });
  };
  const policy = "api_policy.orders: a policy of API 'orders' names the backend 'shared', which";

  test.each([
    ['only named', {}],
    ['looked up', { data: { azurerm_api_management: { main: service } } }],
  ])('may be deployed elsewhere if the service is %s', async (_, more) => {
    const found = (await findings(inStack(more))).filter((line) => !line.includes('AF2'));
    expect(found).toEqual([
      `AF107 ${policy} is not declared in this Terraform: if it is deployed elsewhere, whether requests fail over cannot be evaluated here`,
    ]);
  });

  test('does not exist if the service is declared: every attempt goes nowhere', async () => {
    const { resource } = JSON.parse(shared) as { resource: object };
    const found = await findings(JSON.stringify({ resource: { ...resource, ...declared } }));
    expect(found).toContain(`AF008 ${policy} does not exist`);
    expect(found.join()).not.toContain('AF107');
  });

  test('is not missing if it stands for a Dapr service', async () => {
    const { resource } = JSON.parse(shared) as { resource: object };
    const json = JSON.stringify({ resource: { ...resource, ...declared } });
    const dapr = json.replace(
      'backend-id=\\"shared\\"',
      'backend-id=\\"dapr\\" dapr-app-id=\\"orders\\" dapr-method=\\"get\\"',
    );
    expect(dapr).toContain('dapr-app-id');
    expect((await findings(dapr)).join()).not.toMatch(/AF008|AF107/);
  });

  test('as a member of a pool: what to do can be done in Terraform', async () => {
    const json = stack(retryOf('@(context.Response.StatusCode >= 502)')).replace('/backends/local', '/backends/far');
    const found = await findingsOf(deploymentOf([{ name: 'main.tf.json', json }]));
    expect(found.filter(({ code }) => code === 'AF107')).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(
          "the failures that trip the circuit breaker of backend 'far' are not known here",
        ) as string,
        remedy: 'Declare the backend in the same Terraform, or make sure that the retry makes enough attempts',
      }),
    ]);
  });
});
