import { deploymentOf } from '../../../simulator/deployment';
import { whyUnknown } from '../../../simulator/deployment/why-unknown';
import { APIM, Blocks, PARENT } from './faults';
import { OF } from './reading';

const LATER = '${random_pet.later.id}';

/** Resources that replace or extend those of the test, by type and name. */
type Changes = Readonly<Record<string, Readonly<Record<string, object>>>>;

function resources(inbound: string, changes: Changes): Blocks {
  const of = { ...OF, api_management_name: '${azurerm_api_management.main.name}' };
  const ofApi = { ...of, api_name: 'orders' };
  const all: Record<string, Record<string, object>> = {
    azurerm_api_management: { main: APIM.azurerm_api_management.main },
    azurerm_api_management_api: {
      a: { ...of, name: 'orders', display_name: 'Orders', path: 'orders', service_url: 'https://orders.example' },
    },
    azurerm_api_management_api_operation: {
      o: { ...ofApi, operation_id: 'get', display_name: 'Get', method: 'GET', url_template: '/' },
    },
    azurerm_api_management_product: { p: { ...of, product_id: 'gold', display_name: 'Gold' } },
    azurerm_api_management_product_api: { p: { ...ofApi, product_id: 'gold' } },
    azurerm_api_management_backend: { b: { ...of, name: 'b', url: 'https://b.example' } },
    azurerm_api_management_api_policy: {
      p: { ...ofApi, xml_content: `<policies><inbound>${inbound}</inbound></policies>` },
    },
    random_pet: { later: {} },
  };
  for (const [type, blocks] of Object.entries(changes)) {
    for (const [name, more] of Object.entries(blocks)) {
      all[type] = { ...all[type], [name]: { ...all[type]?.[name], ...more } };
    }
  }
  return all;
}

function whyOf(inbound: string, changes: Changes): string | undefined {
  const json = JSON.stringify({ resource: resources(inbound, changes) });
  const [service] = deploymentOf([{ name: 'x.tf.json', json }]).services;
  const [api] = service.apis;
  return whyUnknown(service, api, api.policy ? [api.policy] : []);
}

const when = (condition: string): string =>
  `<choose><when condition='@(${condition})'><return-response /></when></choose>`;

const api = (more: object): Changes => ({ azurerm_api_management_api: { a: more } });
const PATH = api({ path: LATER });
const REVISION = api({ revision: LATER });
const VERSION = api({ version: LATER, version_set_id: 'v' });
const NAME = api({ display_name: LATER });
const SERVICE_URL = api({ service_url: LATER });
const operation = (more: object): Changes => ({ azurerm_api_management_api_operation: { o: more } });
const SERVICE = { azurerm_api_management: { main: { name: LATER } } };
const PRODUCT = (more: object): Changes => ({
  azurerm_api_management_product: { p: more },
  azurerm_api_management_product_api: { p: { product_id: '${azurerm_api_management_product.p.product_id}' } },
});

describe('a decision that reads a part of a declaration that is not known', () => {
  test.each<[string, string, Changes]>([
    ['the path of the API', 'context.Api.Path == "orders"', PATH],
    ['the path of the API', 'context.Api.Path == "orders"', api({ path: `x-${LATER}` })],
    ['the path of the API', 'context.Request.OriginalUrl.Path.Contains("orders")', PATH],
    ['the path of the API', 'context.Request.OriginalUrl.ToString() == ""', PATH],
    ['the path of the API', 'context.Api.Equals(null)', PATH],
    ['the path of the API', 'context./* the */Api . Path == "orders"', PATH],
    ['the version of the API', 'context.Api.Version == "v1"', VERSION],
    ['the revision of the API', 'context.Api.Revision == "1"', REVISION],
    ['the display name of the API', 'context.Api.Name == "orders"', NAME],
    [
      'the display name of the API',
      'context.Api.Name == "orders"',
      api({ display_name: null, import: { content_format: 'openapi', content_value: '{ "openapi": "3.0.1" }' } }),
    ],
    ['the service URL of the API', 'context.Api.ServiceUrl == null', SERVICE_URL],
    ['the service URL of the API', 'context.Request.Url.Path.StartsWith("/v1")', SERVICE_URL],
    ['the display name of an operation', 'context.Operation.Name == "get"', operation({ display_name: LATER })],
    ['the ID of an operation', 'context.Operation.Id == "get"', operation({ operation_id: LATER })],
    ['the display name of a product', 'context.Product?.Name == "gold"', PRODUCT({ display_name: LATER })],
    ['the ID of a product', 'context.Product.Id == "gold"', PRODUCT({ product_id: LATER })],
    ['the name of the service', 'context.Deployment.ServiceName == "apim"', SERVICE],
    ['the name of the service', 'context.Deployment.ServiceId == "apim"', SERVICE],
    ['the name of the service', 'context.Request.OriginalUrl.Host == "apim.azure-api.net"', SERVICE],
    [
      'the name of the service',
      'context.Request.Url.Host == "apim.azure-api.net"',
      { ...SERVICE, ...api({ service_url: null }) },
    ],
  ])('%s: %s', (part, condition, changes) => {
    expect(whyOf(when(condition), changes)).toBe(
      `azurerm_api_management_api_policy.p: line 1, column 28: condition reads ${part}, whose value is not known`,
    );
    expect(whyOf(when(condition), {})).toBeUndefined();
  });

  test.each<[string, string, Changes]>([
    ['another part of the API', 'context.Api.Id == "orders"', { ...NAME, ...PATH }],
    ['the host of the original URL', 'context.Request.OriginalUrl.Host == "a"', PATH],
    ['the path below the API', 'context.Request.Url.Path == "/"', PATH],
    ['the query', 'context.Request.Url.Query.ContainsKey("a")', SERVICE_URL],
    ['whether there is a product', 'context.Product != null', PRODUCT({ product_id: LATER })],
    ['the method of the operation', 'context.Operation.Method == "GET"', operation({ display_name: LATER })],
    ['a header', 'context.Request.Headers.ContainsKey("Operation-Location")', operation({ display_name: LATER })],
    ['the region', 'context.Deployment.Region == "westeurope"', SERVICE],
  ])('there is none if it reads %s', (_, condition, changes) => {
    expect(whyOf(when(condition), changes)).toBeUndefined();
  });
});

describe('a decision that reads what is not known of a backend', () => {
  const useBackend = '<set-backend-service backend-id="b" />';
  const backend = { azurerm_api_management_backend: { b: { url: LATER } } };
  const ofAzapi = (more: object): Changes => ({
    azapi_resource: {
      r: {
        type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
        ...{ name: 'r', parent_id: PARENT, body: { properties: { protocol: 'http', url: 'https://r.example' } } },
        ...more,
      },
    },
  });
  const pool = ofAzapi({
    body: { properties: { type: 'Pool', pool: { services: [{ id: `${PARENT}/backends/b` }] } } },
  });
  const inRegion = ofAzapi({
    body: { properties: { protocol: 'http', url: 'https://r.example', azureRegion: LATER } },
  });

  test.each<[string, string, string, Changes]>([
    ['the URL of a backend', useBackend, 'context.Request.Url.Host == "b.invalid"', backend],
    ['the URL of a backend', useBackend, 'context.Request.Url.Path.StartsWith("/v1")', backend],
    [
      'the URL of a backend',
      '<set-backend-service backend-id="r" />',
      'context.Request.Url.Host == "b.invalid"',
      { ...pool, ...backend },
    ],
    [
      'the URL of a backend',
      `<set-backend-service backend-id='@("b")' />`,
      'context.Request.Url.Host == "b.invalid"',
      backend,
    ],
    [
      'the region of a backend',
      '<set-backend-service backend-id="r" />',
      'context.Backend.AzureRegion == null',
      inRegion,
    ],
    [
      'the name of a backend',
      '<set-backend-service backend-id="${azurerm_api_management_backend.b.name}" />',
      'context.Backend.Id == "b"',
      { azurerm_api_management_backend: { b: { name: LATER } } },
    ],
  ])('%s: %s %s', (part, set, condition, changes) => {
    expect(whyOf(set + when(condition), changes)).toMatch(
      new RegExp(`condition reads ${part}, whose value is not known$`),
    );
  });

  test.each<[string, string, Changes]>([
    ['before it is set', when('context.Request.Url.Path == "/"') + useBackend, backend],
    ['only the query', useBackend + when('context.Request.Url.Query.ContainsKey("a")'), backend],
    ['the name', useBackend + when('context.Backend.Id == "b"'), backend],
    ['the URL of another backend', useBackend + when('context.Request.Url.Host == "a"'), inRegion],
  ])('there is none if it reads %s', (_, inbound, changes) => {
    expect(whyOf(inbound, changes)).toBeUndefined();
  });
});
