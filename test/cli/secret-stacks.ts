import { stack } from './stack';

export const SECRET = 'hunter2Zk3v9Q';
export const URL_WITH_SECRETS = `https://me:${SECRET}@orders.example.com/api?code=${SECRET}&sig=${SECRET}#${SECRET}`;

type Block = Record<string, unknown>;
interface Stack {
  readonly resource: Record<string, Record<string, Block>>;
  readonly variable?: Record<string, Block>;
}

const policyOf = (inbound: string, retry = '@(context.Response == null)', outbound = ''): string => `<policies>
  <inbound><set-backend-service backend-id="pool" />${inbound}</inbound>
  <backend>
    <retry condition='${retry}' count="3" interval="1">
      <forward-request timeout="10" buffer-request-body="true" />
    </retry>
  </backend>
  <outbound>${outbound}</outbound>
  <on-error />
</policies>`;

const SET_HEADER = `<set-header name="x-key"><value>${SECRET}</value></set-header>`;

/** A stack that is fine, with secrets wherever there may be any. */
export function secretStack(): Stack {
  const { resource } = stack() as Stack;
  const of = { api_management_name: 'apim', resource_group_name: 'rg' };
  for (const backend of Object.values(resource.azurerm_api_management_backend)) {
    backend.url = URL_WITH_SECRETS;
    backend.credentials = {
      header: { 'x-functions-key': SECRET, Authorization: [`Bearer ${SECRET}`] },
      query: { code: SECRET },
      certificate: [SECRET],
      authorization: { scheme: 'Basic', parameter: SECRET },
    };
    backend.proxy = { url: URL_WITH_SECRETS, username: SECRET, password: SECRET };
  }
  resource.azurerm_api_management_named_value = {
    Secret: { ...of, name: 'secret', display_name: 'secret', secret: true, value: SECRET },
    Plain: { ...of, name: 'place', display_name: 'place', value: URL_WITH_SECRETS },
  };
  const { Api } = resource.azurerm_api_management_api;
  Api.service_url = URL_WITH_SECRETS;
  Api.subscription_required = true;
  resource.azurerm_api_management_api_policy.Policy.xml_content = policyOf(
    `${SET_HEADER}<set-query-parameter name="code"><value>@("${SECRET}" + "{{secret}}")</value></set-query-parameter>` +
      `<authentication-basic username="me" password="${SECRET}" />`,
    // Nobody can tell from the status alone.
    `@(context.Request.Headers.GetValueOrDefault("x-key", "") == "${SECRET}")`,
    `<send-one-way-request><set-url>{{place}}</set-url></send-one-way-request>`,
  );
  return { resource };
}

/** The stack with something wrong in it. */
function spoiled(spoil: (resource: Stack['resource']) => void, more: object = {}): object {
  const made = secretStack();
  spoil(made.resource);
  return { ...made, ...more };
}

const withPolicy = (xml: string): object =>
  spoiled((resource) => (resource.azurerm_api_management_api_policy.Policy.xml_content = xml));
const withBackend = (props: Block): object =>
  spoiled((resource) => Object.assign(resource.azurerm_api_management_backend.Primary, props));

export const FAULTY: Readonly<Record<string, object>> = {
  'credentials.json': withBackend({ credentials: SECRET }),
  'credential-lists.json': withBackend({ credentials: [SECRET, 5] }),
  'authorization.json': withBackend({ credentials: { authorization: `Bearer ${SECRET}` } }),
  'authorization-number.json': withBackend({ credentials: { authorization: { scheme: [SECRET], parameter: {} } } }),
  'breaker.json': withBackend({ circuit_breaker_rule: `${URL_WITH_SECRETS}` }),
  'duration.json': withBackend({
    circuit_breaker_rule: { trip_duration: `AccountKey=${SECRET}`, failure_condition: { interval_duration: 'PT1M' } },
  }),
  'name.json': withBackend({ name: `\${upper("${SECRET}") == "x" ? "${SECRET}" : "y"}` }),
  'template.json': withBackend({ name: `${SECRET}\${1 +}${SECRET}` }),
  'secret-flag.json': spoiled((resource) => (resource.azurerm_api_management_named_value.Secret.secret = `${SECRET}`)),
  'secret-value.json': spoiled(
    (resource) => (resource.azurerm_api_management_named_value.Plain.value = { value: SECRET }),
  ),
  'secret-vault.json': spoiled((resource) =>
    Object.assign(resource.azurerm_api_management_named_value.Secret, {
      secret: [SECRET],
      value_from_key_vault: SECRET,
    }),
  ),
  'member.json': spoiled((resource) => {
    const body = { properties: { type: 'Pool', pool: { services: [{ id: URL_WITH_SECRETS }] } } };
    resource.azapi_resource.Pool.body = body;
  }),
  'unclosed.json': withPolicy(policyOf(`<set-header name="x-key"><value>${SECRET}</set-header>`)),
  'quotes.json': withPolicy(policyOf(`<authentication-basic username="me" password="a" ${SECRET} />`)),
  'unquoted.json': withPolicy(policyOf(`<authentication-basic username="me" password=${SECRET} />`)),
  'expression.json': withPolicy(policyOf(`<set-body>@("${SECRET}" + ("${SECRET}")</set-body>`)),
  'no-csharp.json': withPolicy(policyOf(`<set-body>@("a" ?? ; "${SECRET}")</set-body>`)),
  'no-csharp-either.json': withPolicy(policyOf(`<set-body>@("a" "${SECRET}")</set-body>`)),
  'unsupported.json': withPolicy(policyOf(`<set-body>@("${SECRET}".Nothing("${SECRET}"))</set-body>`)),
  'unsupported-call.json': withPolicy(policyOf(`<set-body>@("${SECRET}"("${SECRET}"))</set-body>`)),
  'missing-backend.json': withPolicy(
    policyOf(`<set-backend-service backend-id="${URL_WITH_SECRETS.replaceAll('&', '&amp;')}" />`),
  ),
  'named-value.json': withPolicy(
    policyOf(`<set-backend-service base-url="https://me:${SECRET}@{{host}}/?code=${SECRET}" />`),
  ),
  'named-value-in-url.json': withPolicy(
    policyOf(
      `<send-one-way-request><set-url>https://a.example.com/?code=${SECRET}&amp;{{secret}}</set-url></send-one-way-request>`,
    ),
  ),
  'no-url.json': withPolicy(policyOf(`<set-backend-service base-url="${SECRET}=@" />`)),
  'word.json': withPolicy(
    policyOf(`<set-header name="x-key" exists-action="Bearer ${SECRET}"><value>${SECRET}</value></set-header>`),
  ),
  'fragment.json': withPolicy(policyOf(`<include-fragment fragment-id="${SECRET}==" />`)),
  'variable.json': spoiled(
    (resource) => (resource.azurerm_api_management_backend.Primary.name = '${var.keys[var.key]}'),
    { variable: { key: { default: `${SECRET}=`, sensitive: true }, keys: { default: {} } } },
  ),
  'document.json': spoiled(
    (resource) =>
      (resource.azurerm_api_management_api.Api.import = {
        content_format: 'openapi',
        content_value: `openapi: [${SECRET}\n`,
      }),
  ),
  'warned.json': spoiled(
    (resource) =>
      (resource.azurerm_api_management_api.Api.import = {
        content_format: 'openapi',
        content_value: `paths: {}\nx-key: !secret ${SECRET}\n? [${SECRET}]\n: a\n`,
      }),
  ),
};

/** Of these, only a client hears, or a parser would warn. */
export const ONLY_ODD = ['no-url.json', 'warned.json'];
