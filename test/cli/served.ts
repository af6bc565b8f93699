import { Server } from 'node:http';
import { join } from 'node:path';
import { folder, stack } from './stack';
import { Ending, terminal } from './terminal';

interface Stack {
  readonly resource: {
    readonly azurerm_api_management: Record<string, object>;
    readonly azurerm_api_management_api: { readonly Api: Record<string, unknown> };
    readonly azurerm_api_management_api_policy: { readonly Policy: { xml_content: string } };
  };
}

const twoServices = stack() as Stack;
twoServices.resource.azurerm_api_management.Other = {
  ...{ name: 'apim-other', resource_group_name: 'rg', location: 'norwayeast', sku_name: 'Standard_1' },
};
const withKeys = stack() as Stack;
withKeys.resource.azurerm_api_management_api.Api.subscription_required = true;
const strange = stack() as Stack;
const { Policy } = strange.resource.azurerm_api_management_api_policy;
Policy.xml_content = Policy.xml_content.replace('<inbound>', '<inbound><validate-client-certificate />');

const regions = stack() as Stack;
const xml = regions.resource.azurerm_api_management_api_policy.Policy;
xml.xml_content = xml.xml_content.replace(
  '<inbound>',
  '<inbound><set-variable name="home" value="@(context.Deployment.Region == &quot;West Europe&quot;)" />',
);
Object.assign(regions.resource.azurerm_api_management.Apim, { additional_location: [{ location: 'norwayeast' }] });
const lookedUp = JSON.parse(JSON.stringify(regions)) as Stack;
Object.assign(lookedUp.resource.azurerm_api_management.Apim, { location: undefined, additional_location: undefined });

const later = JSON.parse(JSON.stringify(regions)) as Stack;
Object.assign(later.resource.azurerm_api_management.Apim, {
  additional_location: [{ location: '${random_pet.region.id}' }],
});

export const directory = folder({
  'regions.json': regions,
  'later.json': later,
  'looked-up.json': lookedUp,
  'one.tf.json': '{}',
  'good.json': stack(),
  'two.json': twoServices,
  'keys.json': withKeys,
  'strange.json': strange,
  'backends.yaml': 'func-primary: http://localhost:7071\nfunc-secondary: http://localhost:7072\n',
  'list.yaml': '- func-primary\n',
  'empty.yaml': '',
  'broken.yaml': 'a: [1\n',
  'twice.yaml': 'a: http://localhost:1\na: http://localhost:2\n',
  'numbers.yaml': 'func-primary: 7071\nfunc-secondary: { url: http://localhost:7072 }\n',
  'down.yaml': [
    'apiManagement: apim',
    'backends: { func-primary: [{ status: 503 }] }',
    'requests:',
    '  - { at: PT0S, method: GET, path: /orders/1 }',
    '  - { at: PT0.1S, method: GET, path: /orders/2?code=secret }',
    'expect: [{ request: 0, status: 200 }]',
  ].join('\n'),
  'elsewhere.yaml': 'apiManagement: nowhere\nrequests: [{ at: PT0S, method: GET, path: /orders/1 }]\n',
  'lures.yaml': '__proto__: http://localhost:1\nconstructor: http://localhost:2\n',
});
export const file = (name: string): string => join(directory, name);
export const PRIMARY = ['--backend', 'func-primary=http://localhost:7071'];
export const MAPPED = [...PRIMARY, '--backend', 'func-secondary=http://localhost:7072'];

export const serve = (name: string, ...argv: readonly string[]): Promise<Ending> =>
  terminal(['serve', file(name), '--port', '0', ...argv]);

export function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
