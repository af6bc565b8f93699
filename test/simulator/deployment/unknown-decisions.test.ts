import { deploymentOf, effectivePolicy } from '../../../simulator/deployment';
import { whyUnknown } from '../../../simulator/deployment/why-unknown';
import { APIM, apiPolicy } from './faults';
import { OF } from './reading';

const CHOOSE = `<choose><when condition='@(context.Variables.GetValueOrDefault("mode") == "safe")'>
  <set-backend-service backend-id="a" /></when></choose>`;
const SECRET = '<set-variable name="mode" value="{{mode}}" />';

/** Returns why the policy of the API is not known, after the given policies of the service. */
function why(inbound: string, more: Parameters<typeof apiPolicy>[1] = {}): string | undefined {
  const resource = apiPolicy(`<policies><inbound><base />${inbound}</inbound></policies>`, {
    ...APIM,
    random_pet: { mode: {} },
    ...more,
  });
  const deployment = deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]);
  const [service] = deployment.services;
  const [api] = service.apis;
  const policies = [service.policy, api.policy].flatMap((policy) => policy ?? []);
  const unknown = whyUnknown(service, api, policies);
  expect(deployment.warnings).toHaveLength(unknown === undefined ? 0 : 1);
  if (unknown === undefined) effectivePolicy(service, api);
  else expect(() => effectivePolicy(service, api)).toThrow(unknown);
  return unknown;
}

const READS =
  /^azurerm_api_management_api_policy\.p: line \d+, column \d+: condition reads the (.*), whose value is not known$/;
const globalPolicy = (inbound: string): Parameters<typeof apiPolicy>[1] => ({
  azurerm_api_management_policy: {
    g: { api_management_id: '${azurerm_api_management.main.id}', xml_content: `<policies>${inbound}</policies>` },
  },
});

describe('a decision that reads a value that is not known', () => {
  test.each([
    ['a variable', SECRET + CHOOSE, "variable 'mode'"],
    [
      'a variable of Terraform',
      `<set-variable name="mode" value="\${random_pet.mode.id}" />${CHOOSE}`,
      "variable 'mode'",
    ],
    [
      'a variable that is computed from another',
      `<set-variable name="raw" value="{{mode}}" />
       <set-variable name="mode" value='@(((string)context.Variables["raw"]).Trim())' />${CHOOSE}`,
      "variable 'mode'",
    ],
    [
      'a header',
      `<set-header name="X-Mode" exists-action="override"><value>{{mode}}</value></set-header>
       <choose><when condition='@(context.Request.Headers.ContainsKey("x-mode"))'><return-response /></when></choose>`,
      "header 'X-Mode'",
    ],
  ])('%s', (_, inbound, what) => {
    expect(READS.exec(why(inbound) ?? '')?.[1]).toBe(what);
  });

  test('that a broader policy sets', () => {
    expect(why(CHOOSE, globalPolicy(`<inbound>${SECRET}</inbound>`))).toMatch(READS);
  });

  test.each([
    ['the value is known', `<set-variable name="mode" value="safe" />${CHOOSE}`],
    ['the decision comes first', CHOOSE + SECRET],
    [
      'nothing reads it',
      `${SECRET}<set-header name="X"><value>@((string)context.Variables["mode"])</value></set-header>`,
    ],
    ['the decision reads another', `<set-variable name="other" value="{{mode}}" />${CHOOSE}`],
  ])('there is none if %s', (_, inbound) => {
    expect(why(inbound)).toBeUndefined();
  });

  test('there is none if the named value is declared', () => {
    const azurerm_api_management_named_value = { mode: { ...OF, name: 'mode', display_name: 'mode', value: 'safe' } };
    expect(why(SECRET + CHOOSE, { azurerm_api_management_named_value })).toBeUndefined();
  });
});

const header = (name: string, value: string): string =>
  `<set-header name="${name}" exists-action="override"><value>${value}</value></set-header>`;
const when = (condition: string): string =>
  `<choose><when condition='@(${condition})'><return-response /></when></choose>`;

describe('what carries a value', () => {
  test.each([
    ['a variable with any name', '<set-variable name="{{n}}" value="a" />', 'context.Variables.ContainsKey("mode")'],
    ['a variable, read by a computed name', SECRET, 'context.Variables["mo" + "de"] != null'],
    ['all variables', SECRET, 'context.Variables.Any()'],
    ['all headers', header('X', '{{k}}'), 'context.Request.Headers.Any(h => h.Value.Length > 1)'],
    [
      'the header of a basic authentication',
      '<authentication-basic username="u" password="{{k}}" />',
      'context.Request.Headers.GetValueOrDefault("authorization", "") == ""',
    ],
    ['a query parameter', query('{{k}}'), 'context.Request.Url.Query.GetValueOrDefault("q", "") == "a"'],
    ['the query string', query('{{k}}'), 'context.Request.Url.QueryString == ""'],
    ['the path', '<rewrite-uri template="/{{k}}" />', 'context.Request.Url.Path == "/a"'],
    ['the body', '<set-body>{{k}}</set-body>', 'context.Request.Body.As<string>() == ""'],
    [
      'the body that a Liquid template makes of a variable',
      `${SECRET}<set-body template="liquid">{{context.Variables.mode}}</set-body>`,
      'context.Request.Body.As<string>() == ""',
    ],
    [
      'the body, with a named value',
      '<set-body template="liquid">{{k}}</set-body>',
      'context.Request.Body.As<string>() == ""',
    ],
    ['a replaced body', '<find-and-replace from="a" to="{{k}}" />', 'context.Request.Body.As<string>() == ""'],
    ['the method', '<set-method>{{k}}</set-method>', 'context.Request.Method == "GET"'],
    [
      'the cache',
      '<cache-store-value key="k" value="{{k}}" duration="1" /><cache-lookup-value key="k" variable-name="v" />',
      'context.Variables.ContainsKey("v")',
    ],
    [
      'a variable, from a key of the cache that is not known',
      '<cache-lookup-value key="{{k}}" variable-name="v" />',
      'context.Variables.ContainsKey("v")',
    ],
    [
      'the cache, without a value',
      '<cache-remove-value key="{{k}}" /><cache-lookup-value key="k" variable-name="v" />',
      'context.Variables.ContainsKey("v")',
    ],
    [
      'a variable that a policy names',
      '<validate-jwt header-name="A" output-token-variable-name="{{k}}" />',
      'context.Variables.ContainsKey("jwt")',
    ],
    ['the reason of a status', '<set-status code="200" reason="{{k}}" />', 'context.Response.StatusReason == "a"'],
  ])('%s', (_, write, condition) => {
    expect(why(write + when(condition))).toMatch(READS);
  });

  test.each([
    ['another header is read', header('Authorization', '{{k}}') + when('context.Request.Headers.ContainsKey("X")')],
    ['the original URL is read', query('{{k}}') + when('context.Request.OriginalUrl.Query.ContainsKey("q")')],
    [
      'a Liquid template writes properties of the body',
      '<set-body template="liquid">{{body.id}}</set-body>' + when('context.Request.Body.As<string>() == ""'),
    ],
    [
      'it belongs to another request',
      `<send-request mode="new" response-variable-name="r"><set-body>{{k}}</set-body></send-request>` +
        when('context.Request.Body.As<string>() == ""'),
    ],
    [
      'another key is looked up',
      '<cache-store-value key="k" value="{{k}}" duration="1" /><cache-lookup-value key="l" variable-name="v" />' +
        when('context.Variables.ContainsKey("v")'),
    ],
  ])('nothing if %s', (_, inbound) => {
    expect(why(inbound)).toBeUndefined();
  });

  test('a decision in a retry follows the writes of the attempt before', () => {
    const children = CHOOSE + SECRET;
    expect(why(`<retry condition="@(false)" count="1" interval="0">${children}</retry>`)).toMatch(READS);
  });

  test.each(['outbound', 'on-error'])('a write in %s follows what is decided on the way in', (section) => {
    expect(why(CHOOSE, globalPolicy(`<inbound /><${section}>${SECRET}</${section}>`))).toBeUndefined();
  });
});

function query(value: string): string {
  return `<set-query-parameter name="q" exists-action="override"><value>${value}</value></set-query-parameter>`;
}

describe('a decision that needs a named value', () => {
  test.each([
    ['calls', '<rate-limit calls="{{k}}" renewal-period="60" />'],
    ['base-url', '<set-backend-service base-url="{{k}}" />'],
    ['check-header', '<check-header name="X" failed-check-httpcode="401"><value>{{k}}</value></check-header>'],
  ])('%s', (attribute, inbound) => {
    expect(why(inbound)).toContain(`${attribute} needs the named value 'k', whose value is not known`);
  });
});

describe('a flag or a number that is computed from a value that is not known', () => {
  const isSafe = '@((string)context.Variables["mode"] == "safe")';
  const number = '@(((string)context.Variables["mode"]).Length)';

  test.each([
    ['buffer-request-body', `<forward-request buffer-request-body='${isSafe}' />`],
    ['fail-on-error-status-code', `<forward-request fail-on-error-status-code='${isSafe}' />`],
    ['follow-redirects', `<forward-request follow-redirects='${isSafe}' />`],
    ['ignore-error', `<send-request response-variable-name="r" ignore-error='${isSafe}' />`],
    ['enabled', `<mock-response enabled='${isSafe}' />`],
    ['tokens-per-minute', `<llm-token-limit counter-key="k" tokens-per-minute='${number}' />`],
    ['token-quota', `<azure-openai-token-limit counter-key="k" token-quota='${number}' />`],
    ['max-size', `<validate-content max-size='${number}' />`],
    ['when', `<validate-content><content-type-map><type when='${isSafe}' /></content-type-map></validate-content>`],
  ])('%s', (attribute, policy) => {
    expect(why(SECRET + policy)).toMatch(new RegExp(`: ${attribute} reads the variable 'mode', whose value`));
    expect(why(policy)).toBeUndefined();
  });
});
