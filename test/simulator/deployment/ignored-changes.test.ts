import { deploymentOf } from '../../../simulator/deployment';
import { apiPolicy, backend } from './faults';

function warningsWith(lifecycle: unknown): readonly string[] {
  const resource = apiPolicy('<policies />', backend({ lifecycle }));
  const { azurerm_api_management_api_policy: policies } = resource;
  const azurerm_api_management_api_policy = { p: { ...(policies?.p as object), lifecycle } };
  const json = JSON.stringify({ resource: { ...resource, azurerm_api_management_api_policy } });
  return deploymentOf([{ name: 'x.tf.json', json }]).warnings;
}

test.each([
  ['all', 'all', ['backend.b', 'api_policy.p']],
  ['a policy', ['xml_content'], ['backend.b', 'api_policy.p']],
  ['a nested attribute, as HCL names it', ['${circuit_breaker_rule[0].trip_duration}'], ['backend.b', 'api_policy.p']],
  ['what does not matter', ['description', 'credentials'], []],
])('ignored changes of %s', (_, ignore_changes, resources) => {
  const named = [ignore_changes].flat().map((name) => name.replace(/[${}]/g, ''));
  expect([...warningsWith({ ignore_changes })].sort()).toEqual(
    resources
      .map(
        (name) =>
          `x.tf.json: azurerm_api_management_${name}: ignore_changes contains ${named.join()}, so the deployed value may differ`,
      )
      .sort(),
  );
});

test('nothing is ignored otherwise', () => {
  expect(warningsWith([{ create_before_destroy: true }])).toEqual([]);
});
