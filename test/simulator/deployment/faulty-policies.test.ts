import { APIM, apiPolicy, Blocks, faultsIn, PARENT } from './faults';

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
      'a loop of fragments',
      { ...APIM, ...fragments({ a: 'b', b: 'c', c: 'b' }) },
      'azurerm_api_management_policy_fragment.b: the fragment includes itself: b -> c -> b',
    ],
    [
      'a fragment that includes itself',
      { ...APIM, ...fragments({ a: 'a' }) },
      'azurerm_api_management_policy_fragment.a: the fragment includes itself: a -> a',
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
