import { folder, stack } from './stack';
import { terminal } from './terminal';

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The stack with a second API, whose policy Azure reads from a link, or that includes a fragment of another stack. */
function withApi(policy: object): object {
  const { resource } = stack() as { resource: Resources };
  const [api, operation] = [resource.azurerm_api_management_api.Api, resource.azurerm_api_management_api_operation.Get];
  const more: Resources = {
    azurerm_api_management_api: { Other: { ...api, name: 'other', path: 'other' } },
    azurerm_api_management_api_operation: { Other: { ...operation, api_name: 'other' } },
    azurerm_api_management_api_policy: { Other: { api_management_name: 'apim', api_name: 'other', ...policy } },
  };
  const merged = Object.entries(resource).map(([type, all]) => [type, { ...all, ...more[type] }]);
  return { resource: Object.fromEntries(merged) as object };
}

const ADDRESS = 'azurerm_api_management_api_policy.Other';
const directory = folder({
  'link.tf.json': withApi({ xml_link: 'https://x' }),
  'unknown.tf.json': withApi({ xml_content: '${var.policy}' }),
  'fragment.tf.json': withApi({
    xml_content: '<policies><backend><include-fragment fragment-id="retry" /></backend></policies>',
  }),
});

describe.each([
  ['link', 'xml_link is a link, which only Azure can read'],
  ['unknown', 'xml_content is not known: var.policy is not declared'],
  ['fragment', "the fragment 'retry' is not in the given files"],
])('an API with a policy that is not known: %s', (name, why) => {
  const path = `${directory}/${name}.tf.json`;

  test('is not proved, and the others are', async () => {
    const { exitCode, stdout, stderr } = await terminal(['prove', path, '--format', 'json']);
    const { guarantees, notProved } = JSON.parse(stdout) as {
      readonly guarantees: readonly { readonly api: string }[];
      readonly notProved: readonly { readonly api: string; readonly message: string }[];
    };
    expect(exitCode).toBe(2);
    expect(new Set(guarantees.map(({ api }) => api))).toEqual(new Set(['orders']));
    expect(notProved).toMatchObject([{ api: 'other', message: `${ADDRESS}: ${why}` }]);
    expect(stderr).toMatch(/^apim-failover: warning: [^\n]+\n$/);
    expect(stderr).toContain(why);
  });

  test('has no findings, and there is a warning', async () => {
    const { exitCode, stdout, stderr } = await terminal(['check', path]);
    expect([exitCode, stdout]).toEqual([0, 'no findings; see the warnings\n']);
    expect(stderr).toContain(`${ADDRESS}: `);
    expect(stderr).toContain(`${why}; nothing is known about requests that it affects`);
  });
});
