import { DeployedService } from '../../../simulator/deployment';
import { azapi, ID, OF, readOne } from './reading';

const POLICIES = '<policies><inbound><base /></inbound></policies>';

describe('APIs, products, policies', () => {
  test('the same in the words of azurerm and of azapi', () => {
    const azurerm = readOne({
      azurerm_api_management: { main: { name: 'apim', sku_name: 'Premium_2', location: 'westeurope' } },
      azurerm_api_management_api_version_set: {
        v: { ...OF, name: 'v', versioning_scheme: 'Header', version_header_name: 'x-version' },
      },
      azurerm_api_management_api: {
        a: {
          ...OF,
          name: 'a',
          display_name: 'A',
          path: '/a/',
          protocols: ['https', 'http'],
          revision: '1',
          service_url: 'https://s',
          subscription_required: false,
          subscription_key_parameter_names: { header: 'h', query: 'q' },
          version: 'v1',
          version_set_id: '${azurerm_api_management_api_version_set.v.id}',
        },
      },
      azurerm_api_management_api_operation: {
        o: { ...OF, api_name: 'a', operation_id: 'o', display_name: 'O', method: 'get', url_template: '/o/{id}' },
      },
      azurerm_api_management_api_policy: {
        a: { ...OF, api_name: '${azurerm_api_management_api.a.name}', xml_content: POLICIES },
      },
      azurerm_api_management_api_operation_policy: {
        o: { ...OF, api_name: 'a', operation_id: 'o', xml_content: POLICIES },
      },
      azurerm_api_management_product: { p: { ...OF, product_id: 'p', display_name: 'P' } },
      azurerm_api_management_product_api: { pa: { ...OF, product_id: 'p', api_name: 'a' } },
      azurerm_api_management_product_policy: { p: { ...OF, product_id: 'p', xml_content: POLICIES } },
      azurerm_api_management_policy: {
        g: { api_management_id: '${azurerm_api_management.main.id}', xml_content: POLICIES },
      },
      azurerm_api_management_policy_fragment: {
        f: { api_management_id: ID, name: 'f', format: 'xml', value: '<fragment />' },
      },
      azurerm_api_management_named_value: { n: { ...OF, name: 'n', display_name: 'N', value: 'x' } },
    });
    const api = '${azapi_resource.a.id}';
    const product = '${azapi_resource.p.id}';
    const viaAzapi = readOne({
      azapi_resource: {
        main: {
          ...azapi('', '/x', 'apim', {}),
          location: 'westeurope',
          body: { sku: { name: 'Premium', capacity: 2 } },
        },
        v: azapi('/apiVersionSets', ID, 'v', { versioningScheme: 'Header', versionHeaderName: 'x-version' }),
        a: azapi('/apis', '${azapi_resource.main.id}', 'a', {
          displayName: 'A',
          path: 'a',
          protocols: ['https', 'http'],
          serviceUrl: 'https://s',
          subscriptionRequired: false,
          subscriptionKeyParameterNames: { header: 'h', query: 'q' },
          apiVersion: 'v1',
          apiVersionSetId: '${azapi_resource.v.id}',
        }),
        o: azapi('/apis/operations', api, 'o', { displayName: 'O', method: 'GET', urlTemplate: '/o/{id}' }),
        ap: azapi('/apis/policies', api, 'policy', { value: POLICIES, format: 'rawxml' }),
        op: azapi('/apis/operations/policies', '${azapi_resource.o.id}', 'policy', { value: POLICIES }),
        p: azapi('/products', ID, 'p', { displayName: 'P' }),
        pa: azapi('/products/apis', product, 'a', {}),
        pp: azapi('/products/policies', product, 'policy', { value: POLICIES }),
        g: azapi('/policies', ID, 'policy', { value: POLICIES }),
        f: azapi('/policyFragments', ID, 'f', { value: '<fragment />', format: 'rawxml' }),
        n: azapi('/namedValues', ID, 'n', { displayName: 'N', value: 'x' }),
      },
    });
    const withoutAddresses = (service: DeployedService): unknown =>
      JSON.parse(
        JSON.stringify(service, (key, value: unknown) =>
          key === 'address' ? undefined : value instanceof Map ? [...(value as Map<unknown, unknown>)] : value,
        ),
      );
    expect(withoutAddresses(viaAzapi)).toEqual(withoutAddresses(azurerm));
    expect(azurerm.apis[0]).toMatchObject({
      path: 'a',
      serviceUrl: 'https://s',
      subscriptionRequired: false,
      subscriptionKeyNames: { header: 'h', query: 'q' },
      version: { value: 'v1', scheme: { kind: 'Header', name: 'x-version' } },
      operations: [{ id: 'o', method: 'GET', urlTemplate: '/o/{id}' }],
    });
    expect([azurerm.skuName, azurerm.location]).toEqual(['Premium_2', 'westeurope']);
    expect(azurerm.products).toEqual([expect.objectContaining({ id: 'p', apis: ['a'] })]);
    expect(azurerm.policy?.address).toBe('azurerm_api_management_policy.g');
    // The same text is read once.
    expect(azurerm.apis[0].policy?.document).toBe(azurerm.policy?.document);
  });

  test('revisions: operations belong to the one that is named, or else the current one', () => {
    const operation = (api: string, id: string): object => ({
      ...OF,
      api_name: api,
      operation_id: id,
      method: 'GET',
      url_template: '/',
    });
    const { apis } = readOne({
      azurerm_api_management_api: {
        two: { ...OF, name: 'a', revision: '2' },
        one: { ...OF, name: 'a;rev=1' },
      },
      azurerm_api_management_api_operation: { x: operation('a', 'x'), y: operation('a;rev=2', 'y') },
    });
    expect(
      apis.map(({ name, revision, isCurrent, operations }) => [
        name,
        revision,
        isCurrent,
        operations === 'unknown' ? operations : operations.map(({ id }) => id),
      ]),
    ).toEqual([
      ['a', '2', false, ['y']],
      ['a', '1', true, ['x']],
    ]);
  });

  test.each([
    [
      'openapi',
      'openapi: 3.0.1\nservers: [{url: "https://s/v1"}]\npaths:\n  /a/{id}:\n    get: {operationId: getA, summary: Get}\n    delete: {}\n',
      'https://s/v1',
    ],
    [
      'swagger-json',
      JSON.stringify({
        swagger: '2.0',
        host: 's',
        basePath: '/v1',
        paths: { '/a/{id}': { get: { operationId: 'getA', summary: 'Get' }, delete: {} } },
      }),
      'https://s/v1',
    ],
  ])('operations from a document: %s', (content_format, content_value, serviceUrl) => {
    const { apis } = readOne({
      azurerm_api_management_api: { a: { ...OF, name: 'a', import: [{ content_format, content_value }] } },
    });
    expect(apis[0].serviceUrl).toBe(serviceUrl);
    expect(apis[0].operations).toEqual([
      {
        address: 'azurerm_api_management_api.a',
        id: 'getA',
        displayName: 'Get',
        method: 'GET',
        urlTemplate: '/a/{id}',
      },
      expect.objectContaining({ method: 'DELETE', urlTemplate: '/a/{id}' }),
    ]);
  });

  test.each([
    ['a link', { import: { content_format: 'openapi-link', content_value: 'https://x' } }],
    ['a file', { import: { content_format: 'openapi', content_value: '${file("x.yaml")}' } }],
    ['a copy', { source_api_id: `${ID}/apis/b` }],
  ])('operations are not known from %s', (_, more) => {
    expect(readOne({ azurerm_api_management_api: { a: { ...OF, name: 'a', ...more } } }).apis[0].operations).toBe(
      'unknown',
    );
  });

  test('named values stand in policies where they are known', () => {
    const value = (name: string, more: object): object => ({ ...OF, name, display_name: name, ...more });
    const { apis, namedValues } = readOne({
      azurerm_api_management_named_value: {
        pool: value('pool', { value: 'a "<&" pool' }),
        secret: value('secret', { value: 'x', secret: true }),
        vault: value('vault', { value_from_key_vault: { secret_id: 'x' } }),
      },
      azurerm_api_management_api: { a: { ...OF, name: 'a' } },
      azurerm_api_management_api_policy: {
        a: {
          ...OF,
          api_name: 'a',
          xml_content:
            '<policies><inbound><set-variable name="{{ pool }}" value="{{secret}}{{vault}}{{none}}" /><x>$${a}%%{b}{{pool}}</x></inbound></policies>',
        },
      },
    });
    expect(namedValues.map((known) => known.value)).toEqual(['a "<&" pool', 'unknown', 'unknown']);
    const [inbound] = apis[0].policy?.document.children ?? [];
    expect(inbound).toMatchObject({
      children: [
        { attributes: { name: 'a "<&" pool', value: '{{secret}}{{vault}}{{none}}' } },
        { children: [{ value: '${a}%{b}a "<&" pool' }] },
      ],
    });
  });
});
