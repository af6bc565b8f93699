import { adopted, type Adopted, bothOf, styleFaults, typeFaults } from './adopted';
import { comparable } from './comparable';
import {
  api,
  apiPolicy,
  backend,
  document,
  member,
  ofService,
  operation,
  operationPolicy,
  orders,
  pool,
  type Resources,
  rule,
  SERVICE,
} from './declared';

const SELECT = '<base /><set-backend-service backend-id="orders-pool" />';
const RETRY =
  '<retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)" count="2" interval="1" first-fast-retry="true">';

/** Stacks that teams write by hand, with a line that the report has to contain. */
const STACKS: readonly (readonly [name: string, stack: { resource: Resources }, ...lines: string[]])[] = [
  [
    'a retry without a timeout that selects the pool once',
    orders(document(SELECT, `${RETRY}<forward-request buffer-request-body="true" /></retry>`)),
    'api_policy.orders: policies/orders.xml (escape hatch), because forward-request has no timeout of up to 240 s',
  ],
  [
    'a retry that the construct writes alike',
    orders(
      document(
        `${SELECT}<set-header name="X-A" exists-action="override"><value>a &amp; "b"</value></set-header>`,
        `${RETRY}<set-backend-service backend-id="orders-pool" /><forward-request timeout="20" buffer-request-body="true" /></retry>`,
        '<base /><set-status code="202" reason="@(context.RequestId + &quot;&amp;&quot;)" />',
      ),
    ),
    "api_policy.orders: policy of FailoverApi 'orders'",
  ],
  [
    'a retry that fits a circuit breaker which no construct can express',
    orders(
      document(
        SELECT,
        `${RETRY.replace('count="2"', 'count="1"')}<set-backend-service backend-id="orders-pool" /><forward-request timeout="20" buffer-request-body="true" /></retry>`,
      ),
      {
        azurerm_api_management_backend: {
          one: backend('orders-one', { circuit_breaker_rule: [{ ...rule(1), trip_duration: 'PT0.5S' }] }),
        },
      },
    ),
    'backend.one: declared without a construct, because the trip duration is not in whole seconds',
    "api_policy.orders: policy of FailoverApi 'orders'",
  ],
  [
    'a policy of an operation that does everything',
    orders(undefined, {
      azurerm_api_management_api_operation_policy: {
        get: operationPolicy(
          'orders',
          'get-order',
          document(
            '<base /><check-header name="X-A" failed-check-httpcode="400" failed-check-error-message="no" ignore-case="true"><value>a</value></check-header><set-backend-service backend-id="orders-pool" /><rewrite-uri template="api/Orders" />',
            `${RETRY}<forward-request buffer-request-body="true" /></retry>`,
          ),
        ),
      },
    }),
    'api_operation_policy.get: policies/orders-get-order.xml (escape hatch)',
    'api.orders: policies/orders.xml, which only contains <base /> (escape hatch)',
  ],
  [
    'an operation that rewrites the URI, and sections without <base />',
    orders(document('<set-backend-service backend-id="orders-pool" />', '<forward-request timeout="5" />', ''), {
      azurerm_api_management_api_operation: {
        post: operation('orders', 'post_order', 'POST', '/', { description: 'x' }),
      },
      azurerm_api_management_api_operation_policy: {
        post: operationPolicy(
          'orders',
          'post_order',
          document('<base /><rewrite-uri template="/api/x?code={{key}}" />'),
        ),
      },
    }),
    '<inbound> has no <base />',
    '<outbound> has no <base />',
  ],
  [
    'conditions, other backends, and a retry that the construct does not accept',
    orders(
      document(
        '<base /><choose><when condition="@(context.Request.Method == &quot;GET&quot;)"><set-backend-service backend-id="orders-pool" /></when><otherwise><set-backend-service backend-id="orders-two" /></otherwise></choose>',
        '<retry condition="@(context.Response.StatusCode >= 500)" count="2" interval="0"><forward-request timeout="400" /></retry>',
      ),
    ),
    'the retry has a value that the construct does not accept',
  ],
  [
    'APIs without a pool, products, fragments, named values, version sets, and a policy of all APIs',
    orders(document(`${SELECT}<include-fragment fragment-id="common" />`), {
      azurerm_api_management_api: {
        plain: api('plain', {
          ...{ service_url: 'https://plain.example.com', display_name: 'Plain API', subscription_required: false },
          ...{ subscription_key_parameter_names: { header: 'X-Key', query: 'key' }, version: 'v1' },
          version_set_id: `${SERVICE}/apiVersionSets/plain-versions`,
        }),
      },
      azurerm_api_management_api_operation: { list: operation('plain', 'list', 'GET', '/list') },
      azurerm_api_management_api_policy: {
        plain: apiPolicy('plain', document('<base /><rate-limit calls="5" renewal-period="9" />')),
      },
      azurerm_api_management_api_version_set: {
        plain: ofService({
          name: 'plain-versions',
          display_name: 'Plain',
          versioning_scheme: 'Header',
          version_header_name: 'V',
        }),
      },
      azurerm_api_management_policy_fragment: {
        common: {
          api_management_id: SERVICE,
          name: 'common',
          value: '<fragment><set-variable name="{{plain}}" value="1" /></fragment>',
        },
      },
      azurerm_api_management_named_value: {
        plain: ofService({ name: 'plain', display_name: 'plain', value: 'visible' }),
        vault: ofService({
          name: 'vault',
          display_name: 'vault',
          secret: true,
          value_from_key_vault: [{ secret_id: 'https://v.vault.azure.net/secrets/s' }],
        }),
      },
      azurerm_api_management_policy: {
        all: {
          api_management_id: SERVICE,
          xml_content: document(
            '<cors><allowed-origins><origin>*</origin></allowed-origins></cors>',
            '<forward-request />',
            '',
          ),
        },
      },
      azurerm_api_management_product: {
        gold: ofService({
          product_id: 'gold',
          display_name: 'Gold',
          published: true,
          subscription_required: true,
          approval_required: false,
        }),
      },
      azurerm_api_management_product_api: {
        gold: ofService({ product_id: 'gold', api_name: 'plain' }),
        orders: ofService({ product_id: 'gold', api_name: 'orders' }),
      },
      azurerm_api_management_product_policy: {
        gold: ofService({ product_id: 'gold', xml_content: document('<base />') }),
      },
    }),
    'api.plain: declared without a construct, because its policies select no pool by its name',
    'product_policy.gold: ApiManagementProductPolicy',
  ],
  [
    'an API with arguments that the construct does not expose',
    orders(document(SELECT, '<forward-request timeout="30" buffer-request-body="true" />'), {
      azurerm_api_management_api: {
        orders: api('orders', {
          service_url: 'https://old.example.com',
          contact: [{ name: 'Orders' }],
          description: 'All `orders`',
        }),
      },
      azurerm_api_management_api_operation: {
        get: operation('orders', 'get-order', 'GET', '/{id}', {
          template_parameter: [{ name: 'id', required: true, type: 'integer', description: '$${id}' }],
          response: [{ status_code: 200 }],
        }),
      },
    }),
    'api.orders: service_url, contact (escape hatch)',
    'api_operation.get: template_parameter, response (escape hatch)',
  ],
  [
    'backends and pools that no construct can express',
    orders(document(SELECT), {
      azurerm_api_management_backend: {
        soap: backend('soap-backend', {
          protocol: 'soap',
          resource_id: 'https://management.azure.com/subscriptions/x',
        }),
        fabric: backend('fabric', {
          url: 'fabric:/orders/service',
          service_fabric_cluster: [
            {
              management_endpoints: ['https://f.example.com'],
              max_partition_resolution_retries: 3,
              client_certificate_thumbprint: 'A'.repeat(40),
              server_certificate_thumbprints: ['B'.repeat(40)],
            },
          ],
        }),
        none: backend('none'),
      },
      azapi_resource: {
        region: {
          type: 'Microsoft.ApiManagement/service/backends@2024-10-01-preview',
          name: 'in-region',
          parent_id: SERVICE,
          body: { properties: { protocol: 'http', url: 'https://r.example.com', azureRegion: 'swedencentral' } },
        },
        identity: {
          type: 'Microsoft.ApiManagement/service/backends@2024-10-01-preview',
          name: 'identity',
          parent_id: SERVICE,
          body: {
            properties: {
              protocol: 'http',
              url: 'https://i.example.com',
              credentials: { managedIdentity: { resource: 'api://x' } },
            },
          },
        },
        mixed: pool('mixed', [member('none', 1), member('elsewhere', 2, 5), member('in-region', 2, 1)]),
        twice: pool('twice', [member('none'), member('none')]),
      },
    }),
    'azurerm_api_management_backend.soap: resource_id, protocol (escape hatch)',
    'azurerm_api_management_backend.fabric: declared without a construct, because its url is no HTTP or HTTPS URL',
    'azapi_resource.region: declared without a construct, because azurerm has no azureRegion',
    'azapi_resource.twice: declared without a construct, because the pool',
  ],
];

const all: Adopted[] = [];

test.each(STACKS)('%s', async (_, stack, ...lines) => {
  const one = await adopted(stack);
  all.push(one);
  for (const line of lines) expect(one.stdout).toContain(line);
  const [before, after] = (await bothOf(one)).map(comparable);
  expect(after).toEqual(before);
});

test('an error that the deployment has is acknowledged, so that the program can be synthesized', async () => {
  const one = await adopted(
    orders(
      document(
        SELECT,
        '<retry condition="@(context.Response == null || context.Response.StatusCode >= 500)" count="1" interval="5"><set-backend-service backend-id="orders-pool" /><forward-request timeout="20" buffer-request-body="true" /></retry>',
      ),
      {
        azurerm_api_management_backend: { one: backend('orders-one', { circuit_breaker_rule: [rule(9)] }) },
      },
    ),
  );
  all.push(one);
  expect(one.main).toContain('code: "AF004"');
  expect(one.stdout).not.toContain('escape hatch');
  const [before, after] = (await bothOf(one)).map(comparable);
  expect(after).toEqual(before);
});

test('a policy that replaces that of a construct says which settings have no effect', () => {
  const statements = all.flatMap(({ main }) => main.split(/(?<=;)\n/));
  const replaced = statements.filter((each) => each.includes('"xml_content"'));
  const children = ['"Policy"', '"OperationPolicy-'];
  expect(children.filter((child) => replaced.some((each) => each.includes(child)))).toEqual(children);
  for (const each of replaced) {
    const unused = each.includes('"Policy"')
      ? 'retry, forwardTimeout, attemptCountHeader, and policies'
      : 'rewriteUri and policies of the operation';
    expect(each).toMatch(
      `// This replaces the policy of the construct. Until it is deleted, the settings\n// ${unused} have no effect.\noverride(`,
    );
  }
});

test('the programs compile, and have the style of prettier', () => {
  expect(typeFaults(all)).toEqual([]);
  expect(styleFaults(all)).toBe('');
}, 60_000);
