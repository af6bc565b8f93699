import { through } from '../policies/policy-gateway';

const FORWARD = '<forward-request buffer-request-body="true" />';
const SEND = '<set-url>https://elsewhere.example.com/</set-url>';

/** Retries within retries, each without a wait. */
const nested = (depth: number, policies: string): string =>
  `<retry condition="@(true)" count="50" interval="0">`.repeat(depth) + policies + '</retry>'.repeat(depth);

const variable = (value: string): string => `<set-variable name="a" value='@(${value})' />`;

/** What a request through this backend section ends with. */
async function refusal(backend: string): Promise<string> {
  const hosts = { 'elsewhere.example.com': [{ status: 200 }], local: [{ status: 200 }] };
  const error: unknown = await through({ backend }, { body: 'a' }, { scripts: hosts }).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? error.message : 'none';
}

describe('a request that takes too much ends the simulation with one line', () => {
  test.each<[what: string, backend: string, policy: string, most: string]>([
    [
      'attempts',
      nested(2, `<set-backend-service backend-id="local" />${FORWARD}`),
      'forward-request',
      '1,000 attempts',
    ],
    [
      'calls',
      nested(3, `<send-request response-variable-name="r">${SEND}</send-request>`),
      'send-request',
      '1,000 attempts',
    ],
    [
      'calls without an answer',
      nested(3, `<send-one-way-request>${SEND}</send-one-way-request>`),
      'send-one-way-request',
      '1,000 attempts',
    ],
    ['empty retries', nested(6, ''), 'retry', '10,000,000 steps'],
    ['retries with a policy', nested(6, variable('1')), 'retry', '10,000,000 steps'],
    ['retries with a choice', nested(6, '<choose><when condition="@(false)" /></choose>'), 'retry', '10,000,000 steps'],
    ['records', nested(6, '<trace source="a">b</trace>'), 'trace', '100 MB of memory'],
    [
      'expressions that take long',
      nested(1, variable('Enumerable.Range(0, 200000).Select(n => 1).Sum()')),
      'set-variable',
      '10,000,000 steps',
    ],
    [
      'texts that double',
      nested(
        1,
        '<set-header name="x"><value>a@(context.Request.Headers.GetValueOrDefault("x", "a"))@(context.Request.Headers.GetValueOrDefault("x", "a"))</value></set-header>',
      ),
      'set-header',
      '100 MB of memory',
    ],
    [
      'a body that grows',
      nested(1, '<find-and-replace from="a" to="aaaaaaaa" />'),
      'find-and-replace',
      '10,000,000 steps',
    ],
    [
      'variables',
      Array.from({ length: 10 }, (_, n) => variable(`new string((char)97, 15000000)`).replace('"a"', `"a${n}"`)).join(
        '',
      ),
      'set-variable',
      '100 MB of memory',
    ],
    [
      'a header of many values',
      nested(2, '<set-header name="x" exists-action="append"><value>a</value></set-header>'.repeat(100)),
      'set-header',
      '10,000,000 steps',
    ],
    [
      'a query of many parameters',
      nested(
        2,
        '<set-query-parameter name="x" exists-action="append"><value>a</value></set-query-parameter>'.repeat(10),
      ),
      'set-query-parameter',
      '10,000,000 steps',
    ],
  ])('%s', async (_, backend, policy, most) => {
    expect(await refusal(backend)).toMatch(
      new RegExp(
        `^azurerm_api_management_api_policy\\.orders, line 1, column \\d+: <${policy}>: POST /orders/7 of API 'orders' ` +
          `takes more than ${most}; lower the retry counts, or simplify the expressions$`,
      ),
    );
  });

  test('but not one that fails over between regions, each with all retries that there are', async () => {
    const inner = nested(1, `<set-backend-service backend-id="local" />${FORWARD}`);
    const { attempts } = await through(
      { backend: `<retry condition="@(true)" count="18" interval="1">${inner}</retry>` },
      {},
      { scripts: { local: [{ status: 200 }] } },
    );
    expect(attempts.length).toBe(19 * 51);
  });
});
