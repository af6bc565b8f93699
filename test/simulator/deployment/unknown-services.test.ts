import { findingsOf } from '../../../simulator/check/findings-of';
import { deploymentOf } from '../../../simulator/deployment';
import { whyUnknown } from '../../../simulator/deployment/why-unknown';
import { documentsFor } from '../../../simulator/deployment/effective-policy';
import { Blocks } from './faults';

const XML = '<policies><inbound><base /><set-backend-service backend-id="b" /></inbound></policies>';
/** A part of a known object has no symbol if the key is not known. */
const NAME = '${{ a = "apim-a", b = "apim-b" }[var.region]}';

function read(name: string, more: Blocks, of = '${azurerm_api_management.main.name}') {
  const resource = {
    azurerm_api_management: { main: { name, sku_name: 'Basic_1' } },
    azurerm_api_management_api: {
      a: { api_management_name: of, name: NAME, path: NAME },
    },
    azurerm_api_management_api_policy: {
      a: { api_management_name: of, api_name: '${azurerm_api_management_api.a.name}', xml_content: XML },
    },
    ...more,
  };
  const json = JSON.stringify({ variable: { region: {}, apim: {} }, resource });
  return deploymentOf([{ name: 'x.tf.json', json }], 'check');
}

const backend = (of: string): Blocks => ({
  azurerm_api_management_backend: { b: { api_management_name: of, name: 'b', url: 'https://b' } },
});
const policy = (of: string): Blocks => ({
  azurerm_api_management_policy: { p: { api_management_id: of, xml_content: '<policies />' } },
});

test('names that nothing identifies are the same wherever their resource is referred to', async () => {
  const deployment = read(NAME, backend('${azurerm_api_management.main.name}'));
  const { services, warnings } = deployment;
  expect(services.map(({ address, backends, apis }) => [address, backends.length, apis.length])).toEqual([
    ['azurerm_api_management.main', 1, 1],
  ]);
  const [{ apis }] = services;
  expect(apis.map(({ path, policy: own }) => [path, own?.whyUnknown])).toEqual([
    ['${azurerm_api_management_api.a.path}', undefined],
  ]);
  expect(warnings).toEqual([]);
  expect(await findingsOf(deployment)).toEqual([]);
});

describe('an API in a service that can be another one', () => {
  const unknown = (of: string, more: Blocks): string | undefined => {
    const { services } = read(NAME, more, of);
    const found = services.find(({ apis }) => apis.length > 0);
    const [api] = found?.apis ?? [];
    return found && whyUnknown(found, api, documentsFor(found, api));
  };

  test.each([
    ['its backend', '${var.apim}', backend('${azurerm_api_management.main.name}'), /whose service is not known$/],
    [
      'the policy of the service',
      '${var.apim}',
      { ...backend('${var.apim}'), ...policy('${azurerm_api_management.main.id}') },
      /^azurerm_api_management_policy.p: what the policy belongs to is not known$/,
    ],
  ])('%s can belong to it', (_, of, more, why) => {
    expect(unknown(of, more)).toMatch(why);
  });

  test.each([
    ['both services are declared', '${azurerm_api_management.other.name}'],
    ['it has a policy of its own', '${var.apim}'],
  ])('but not if %s', (_, of) => {
    const own = of === '${var.apim}' ? { q: { api_management_id: of, xml_content: '<policies />' } } : {};
    const { azurerm_api_management_policy: one } = policy('${azurerm_api_management.main.id}');
    const more = {
      ...backend(of),
      azurerm_api_management: { main: { name: NAME }, other: { name: NAME } },
      azurerm_api_management_policy: { ...one, ...own },
    };
    expect(unknown(of, more)).toBeUndefined();
  });
});

test('a region of which a part is not known is not known', () => {
  const services = (location: string) => {
    const main = { name: 'apim', sku_name: 'Premium_1', location, additional_location: [{ location }] };
    const json = JSON.stringify({ variable: { region: {} }, resource: { azurerm_api_management: { main } } });
    return deploymentOf([{ name: 'x.tf.json', json }]).services;
  };
  expect(services('west${var.region}')[0]).not.toHaveProperty('location');
  expect(services('west${var.region}')).toMatchObject([{ additionalLocations: 'unknown' }]);
  expect(services('west')).toMatchObject([{ location: 'west', additionalLocations: ['west'] }]);
});

describe('a pool with a backend of a service that is not known', () => {
  const PARENT = '${azurerm_api_management.main.id}';
  const members = async (of: string, more: Blocks = {}): Promise<string[]> => {
    const services = [{ id: '${azurerm_api_management_backend.b.id}' }];
    const body = { properties: { type: 'Pool', pool: { services } } };
    const azapi_resource = {
      p: { type: 'Microsoft.ApiManagement/service/backends@2024-05-01', name: 'p', parent_id: PARENT, body },
    };
    const found = await findingsOf(read(NAME, { ...backend(of), azapi_resource, ...more }));
    return found.map(({ code }) => code).filter((code) => code === 'AF001');
  };

  test('is not wrong if the service can be its own', async () => {
    expect(await members(NAME)).toEqual([]);
  });

  test('is wrong if both services are declared', async () => {
    const azurerm_api_management = { main: { name: NAME }, other: { name: NAME } };
    expect(await members('${azurerm_api_management.other.name}', { azurerm_api_management })).toEqual(['AF001']);
  });
});

describe('a service whose tier is not known', () => {
  const warnings = (sku_name: string, more: Blocks = backend('apim')): readonly string[] =>
    read('apim', { azurerm_api_management: { main: { name: 'apim', sku_name } }, ...more }, 'apim').warnings;

  test('is assumed to have circuit breakers', () => {
    expect(warnings('${var.apim}')).toEqual([
      'x.tf.json: azurerm_api_management.main: sku_name is not known, and is assumed not to be Consumption: var.apim has no value; set it with --var apim=VALUE',
    ]);
  });

  test.each<[string, string, Blocks?]>([
    ['its tier is known', 'Basic_1'],
    ['it has no backends', '${var.apim}', {}],
  ])('nothing is assumed if %s', (_, sku, more = backend('apim')) => {
    expect(warnings(sku, more)).toEqual([]);
  });
});
