import { API, APIM, apiPolicy, Blocks, faultsIn, PARENT } from './faults';
import { OF } from './reading';

describe('policies that cannot be used', () => {
  const fragments = (values: Readonly<Record<string, string>>): Blocks => ({
    azurerm_api_management_policy_fragment: Object.fromEntries(
      Object.entries(values).map(([name, included]) => [
        name,
        {
          api_management_id: PARENT,
          name,
          format: 'rawxml',
          value: `<fragment>${included && `<include-fragment fragment-id="${included}" />`}</fragment>`,
        },
      ]),
    ),
  });

  test.each<[string, Blocks, string]>([
    [
      'no XML',
      apiPolicy('<policies>\n  <inbound>\n</policies>'),
      'azurerm_api_management_api_policy.p: xml_content cannot be read: line 3, column 1: </policies> closes <inbound>',
    ],
    [
      'another document',
      apiPolicy('<fragment />'),
      'azurerm_api_management_api_policy.p: xml_content is <fragment>; <policies> is needed',
    ],
    [
      'a link',
      {
        ...APIM,
        ...API,
        azurerm_api_management_api_policy: { p: { ...OF, api_name: 'orders', xml_link: 'https://x' } },
      },
      'azurerm_api_management_api_policy.p: xml_link is a link, which only Azure can read; use the text of the policy instead',
    ],
    [
      'a fragment that is not there',
      apiPolicy('<policies>\n<inbound><include-fragment fragment-id="none" /></inbound></policies>'),
      "azurerm_api_management_api_policy.p: line 2, column 10: the fragment 'none' is not in the given files",
    ],
    [
      'a loop of fragments',
      { ...APIM, ...fragments({ a: 'b', b: 'c', c: 'b' }) },
      'azurerm_api_management_policy_fragment.b: the fragment includes itself: b -> c -> b',
    ],
    [
      'a fragment that includes itself',
      { ...APIM, ...fragments({ a: 'a' }) },
      'azurerm_api_management_policy_fragment.a: the fragment includes itself: a -> a',
    ],
    [
      'a backend by a secret',
      apiPolicy('<policies><inbound><set-backend-service backend-id="{{pool}}" /></inbound></policies>', {
        azurerm_api_management_named_value: {
          n: { ...OF, name: 'n', display_name: 'pool', value: 'x', secret: true },
        },
      }),
      "azurerm_api_management_api_policy.p: xml_content, line 1, column 20: backend-id needs the named value 'pool', whose value is not known",
    ],
  ])('%s', (_, resource, fault) => {
    expect(faultsIn(resource)).toEqual([`x.tf.json: ${fault}`]);
  });

  test.each([false, true])('a chain of fragments that is too long, backwards: %s', (isBackwards) => {
    const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
    const chain = names.map((name, index) => [name, names[index + 1] ?? ''] as const);
    const faults = faultsIn({ ...APIM, ...fragments(Object.fromEntries(isBackwards ? [...chain].reverse() : chain)) });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/: fragments are nested deeper than 20: f\d+ -> f\d+/);
  });
});
