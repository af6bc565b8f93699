import { deploymentOf } from '../../../simulator/deployment';
import { APIM, Blocks } from './faults';
import { OF } from './reading';

const VARIABLES = { variable: { path: {}, version: {}, revision: {}, other: {}, name: {} } };

function read(resource: Blocks) {
  const { services } = deploymentOf([
    { name: 'x.tf.json', json: JSON.stringify({ ...VARIABLES, resource: { ...APIM, ...resource } }) },
  ]);
  return services[0];
}

function apis(...all: readonly object[]): Blocks {
  const entries = all.map((each, index) => [`a${index}`, { ...OF, name: 'orders', path: 'orders', ...each }] as const);
  return { azurerm_api_management_api: Object.fromEntries(entries) };
}

function release(api: string): Blocks {
  return {
    azurerm_api_management_api_release: { r: { name: 'r', api_id: `\${azurerm_api_management_api.${api}.id}` } },
  };
}

test('an API whose path, version and revision are not known is read', () => {
  const unknown = { path: '${var.path}', version: '${var.version}', version_set_id: 'v', revision: '${var.revision}' };
  const { path, version, revision, isCurrent } = read(apis(unknown)).apis[0];
  expect({ path, version, revision, isCurrent }).toEqual({
    path: '${var.path}',
    version: { value: '${var.version}', scheme: 'unknown' },
    revision: '${var.revision}',
    isCurrent: true,
  });
});

describe('the current revision', () => {
  const current = (blocks: Blocks): string | undefined => {
    const { apis: all } = read(blocks);
    const unknown = all.flatMap(({ policy }) => policy?.whyUnknown ?? []);
    return unknown[0] ?? all.find(({ isCurrent }) => isCurrent)?.revision;
  };
  const one = { revision: '${var.revision}' };

  test.each([
    ['is 1 if another is not known', apis(one, { revision: '1' }), '1'],
    ['is the one that is released', { ...apis(one, { revision: '2' }), ...release('a0') }, '${var.revision}'],
    [
      'is not known if one of several revisions is not',
      apis(one, { revision: '2' }),
      "the current revision of API 'orders' is not known: one of its revisions is not known",
    ],
    [
      'is not known if the released one can be another one',
      {
        ...apis(one),
        azurerm_api_management_api_release: {
          r: {
            name: 'r',
            api_id:
              '/subscriptions/1/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/apis/orders;rev=2',
          },
        },
      },
      "the current revision of API 'orders' is not known: the released revision is not known",
    ],
  ])('%s', (_, blocks, expected) => {
    expect(current(blocks)).toBe(expected);
  });
});
