import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './stack';
import { terminal } from './terminal';

/** What a plan or a state marks as sensitive is not shown: it contains no expressions that tell what values are made of. */

const resource = (type: string, name: string, values: object, marks: object = {}): object => {
  const shared = { name, api_management_name: 'apim', resource_group_name: 'rg' };
  return {
    ...{ address: `${type}.${name}`, mode: 'managed', type, name },
    ...{ values: { ...shared, ...values }, sensitive_values: marks },
  };
};

const policy = (document: string, marks: object): object[] => [
  resource('azurerm_api_management', 'apim', { location: 'swedencentral', sku_name: 'Developer_1' }),
  resource('azurerm_api_management_api', 'api', { revision: '1', path: 'orders', protocols: ['https'] }),
  resource('azurerm_api_management_api_policy', 'policy', { api_name: 'api', xml_content: document }, marks),
];

const names = (backend: string): string =>
  `<policies>\n<inbound>\n<set-backend-service backend-id="${backend}" />\n</inbound>\n</policies>`;

const stateOf = (resources: readonly object[], outputs: object = {}): string =>
  join(
    folder({ 'state.json': { format_version: '1.0', values: { outputs, root_module: { resources } } } }),
    'state.json',
  );

const OTHER = resource(
  'azurerm_api_management_backend',
  'other',
  { protocol: 'http', url: 'https://Hidden-by-Mark.example.com', title: 'HiddenInAList' },
  { url: true, title: true },
);

const PATHS = {
  attribute: stateOf([...policy(names('https://hidden-by-mark.example.com'), {}), OTHER]),
  output: stateOf(policy(names('HiddenByOutput'), {}), { key: { sensitive: true, value: ['HiddenByOutput'] } }),
  document: stateOf(policy(names('shown'), { xml_content: true })),
  value: stateOf([
    ...policy(names('shown-value'), {}),
    resource('azurerm_api_management_named_value', 'n', { value: 'shown-value', secret: false }, { value: true }),
  ]),
  secret: stateOf([
    ...policy(names('hidden-value'), {}),
    resource('azurerm_api_management_named_value', 'n', { value: 'hidden-value', secret: true }, { value: true }),
  ]),
};

test.each([
  ['attribute', '...'],
  ['output', '...'],
  ['secret', '...'],
  ['value', 'shown-value'],
  // Only the whole document is known to be sensitive.
  ['document', 'shown'],
] as const)('%s', async (name, shown) => {
  const { stdout } = await terminal(['check', PATHS[name]]);
  expect(stdout).toContain(`names the backend '${shown}', which does not exist`);
});

test('an adopted program has a variable for a sensitive attribute, and no sensitive policy', async () => {
  const attribute = join(PATHS.attribute, '../out');
  await terminal(['adopt', PATHS.attribute, '--out', attribute]);
  const program = readFileSync(join(attribute, 'main.ts'), 'utf8');
  expect(program.toLowerCase()).not.toContain('hidden');
  expect(program).toContain('title: otherTitle.stringValue');
  const { stdout } = await terminal(['adopt', PATHS.document, '--out', join(PATHS.document, '../out')]);
  expect(stdout).toContain('azurerm_api_management_api_policy.policy: its text contains sensitive values');
});
