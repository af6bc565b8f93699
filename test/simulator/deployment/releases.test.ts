import { deploymentOf, effectivePolicy } from '../../../simulator/deployment';
import { APIM, Blocks } from './faults';
import { azapi, ID, OF } from './reading';

const revision = (number: string, more: object = {}): object => ({
  ...{ ...OF, name: 'orders', path: 'orders', revision: number, ...more },
});
const APIS: Blocks = {
  ...APIM,
  azurerm_api_management_api: { one: revision('1'), two: revision('2'), three: revision('3') },
};

/** What is known only after deployment. */
const DATA = { data: { http: { id: { url: 'https://x' } } } };

function read(releases: Blocks, apis = APIS): ReturnType<typeof deploymentOf> {
  return deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource: { ...apis, ...releases }, ...DATA }) }]);
}

function currentIn(releases: Blocks, apis = APIS): readonly string[] {
  const [{ apis: deployed }] = read(releases, apis).services;
  return deployed.filter(({ isCurrent }) => isCurrent).map((api) => api.revision);
}

const release = (api_id: string): object => ({ name: 'r', api_id });

describe('a release makes a revision current', () => {
  test.each<[string, Blocks, readonly string[]]>([
    ['no release: the first', {}, ['1']],
    [
      'by reference',
      { azurerm_api_management_api_release: { r: release('${azurerm_api_management_api.two.id}') } },
      ['2'],
    ],
    ['by id', { azurerm_api_management_api_release: { r: release(`${ID}/apis/orders;rev=3`) } }, ['3']],
    [
      'without a revision: the first',
      { azurerm_api_management_api_release: { r: release(`${ID}/apis/orders`) } },
      ['1'],
    ],
    [
      'with azapi',
      { azapi_resource: { r: azapi('/apis/releases', `${ID}/apis/orders`, 'r', { apiId: '/apis/orders;rev=2' }) } },
      ['2'],
    ],
    [
      'twice',
      {
        azurerm_api_management_api_release: {
          r: release(`${ID}/apis/orders;rev=2`),
          s: release(`${ID}/apis/orders;rev=2`),
        },
      },
      ['2'],
    ],
    ['of another API', { azurerm_api_management_api_release: { r: release(`${ID}/apis/other;rev=2`) } }, ['1']],
  ])('%s', (_, releases, revisions) => {
    expect(currentIn(releases)).toEqual(revisions);
  });

  test('also if the plan still marks another one', () => {
    const apis = {
      ...APIM,
      azurerm_api_management_api: { one: revision('1', { is_current: true }), two: revision('2') },
    };
    expect(currentIn({ azurerm_api_management_api_release: { r: release(`${ID}/apis/orders;rev=2`) } }, apis)).toEqual([
      '2',
    ]);
    expect(currentIn({}, apis)).toEqual(['1']);
  });

  test('that is not in the given files: none is current, and there is a warning', () => {
    const releases = { azurerm_api_management_api_release: { r: release(`${ID}/apis/orders;rev=9`) } };
    expect(currentIn(releases)).toEqual([]);
    expect(read(releases).warnings).toEqual([
      'x.tf.json: azurerm_api_management_api.one: revision 9 of the API is released, which is not in the given files',
    ]);
  });

  test.each<[string, Blocks, string]>([
    [
      'several revisions',
      {
        azurerm_api_management_api_release: {
          r: release(`${ID}/apis/orders;rev=2`),
          s: release(`${ID}/apis/orders;rev=3`),
        },
      },
      "azurerm_api_management_api_release.r: the current revision of API 'orders' is not known: several revisions are released",
    ],
    [
      'a revision that is not known',
      { azapi_resource: { r: azapi('/apis/releases', `${ID}/apis/orders`, 'r', { apiId: '${data.http.id.body}' }) } },
      "azapi_resource.r: the current revision of API 'orders' is not known: the released revision is not known",
    ],
  ])('of %s: nothing is known about the API', (_, releases, why) => {
    const [service] = read(releases).services;
    for (const api of service.apis) expect(() => effectivePolicy(service, api)).toThrow(why);
  });
});

test('releases whose number is not known are refused, since they decide the current revision', () => {
  const repeated = { ...release(`${ID}/apis/orders;rev=2`), for_each: '${data.http.id.response_headers}' };
  const refused = 'x.tf.json: azurerm_api_management_api_release.r: for_each is not known';
  expect(() => read({ azurerm_api_management_api_release: { r: repeated } })).toThrow(refused);
});
