import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { adopted, bothOf, styleFaults, synthesize, synthesizedJson, typeFaults } from './adopted';
import { comparable } from './comparable';
import { api, backend, document, ofService, orders, pool, SERVICE } from './declared';

const SELECT = '<base /><set-backend-service backend-id="orders-pool" />';

function textsIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

test('no secret reaches the program or the report: each becomes a variable', async () => {
  const one = await adopted(
    orders(document(SELECT), {
      azurerm_api_management_backend: {
        keyed: backend('keyed', {
          url: 'https://keyed.example.com/?sig=SECRET-1',
          credentials: {
            header: { 'x-key': 'SECRET-2', 'x-named': '{{named}}', authorization: 'Bearer {{token}}' },
            query: { code: 'SECRET-3' },
          },
          proxy: { url: 'https://proxy.example.com', username: 'SECRET-4', password: 'SECRET-5' },
        }),
        basic: backend('basic', {
          protocol: 'soap',
          credentials: { authorization: { scheme: 'Basic', parameter: 'SECRET-6' } },
        }),
        user: backend('user', { url: 'https://u:SECRET-12@a.example.com/x?code=SECRET-13' }),
        fabric: backend('fabric', { url: 'fabric:/x', credentials: { header: { 'x-key': 'SECRET-7' } } }),
      },
      azapi_resource: {
        region: {
          type: 'Microsoft.ApiManagement/service/backends@2024-10-01-preview',
          name: 'in-region',
          parent_id: SERVICE,
          body: {
            properties: {
              ...{ protocol: 'http', url: 'https://r.example.com', azureRegion: 'swedencentral' },
              credentials: { header: { a: ['SECRET-8'] }, authorization: { scheme: 'Basic', parameter: 'SECRET-9' } },
              proxy: { url: 'https://u:SECRET-14@proxy.example.com', username: 'u', password: 'SECRET-10' },
            },
          },
        },
      },
      azurerm_api_management_named_value: {
        secret: ofService({ name: 'secret', display_name: 'secret', secret: true, value: 'SECRET-11' }),
        hook: ofService({ name: 'hook', display_name: 'hook', value: 'https://h.example.com/?sig=SECRET-15' }),
      },
    }),
  );
  synthesize(one);
  expect(textsIn(one.out)).not.toContain('SECRET');
  expect(one.stdout + one.stderr).not.toContain('SECRET');
  for (const name of [
    'keyed_url',
    'keyed_x-key',
    'keyed_code',
    'keyed_proxy_password',
    'basic_authorization',
    'secret',
    'user_url',
    'hook',
  ]) {
    expect(one.stdout).toContain(`var.${name.replaceAll('-', '_')}: `);
  }
  expect(one.main).toContain('BackendCredentials.namedValue("x-named", "named")');
  expect(one.main).toContain('BackendCredentials.header("authorization", "Bearer {{token}}")');
  expect(typeFaults([one])).toEqual([]);
}, 60_000);

const HOSTILE = 'a`${process.exit(7)}`";process.exit(7);//*/ \\ \u2028 \u202e \n %{ if true } ${path.cwd} \'';

test('no text of the input runs or changes its meaning', async () => {
  // Terraform reads `$${` in its JSON as `${`.
  const written = HOSTILE.replace(/[$%](?=\{)/g, '$&$&');
  const one = await adopted({
    resource: {
      ...orders(
        document(`${SELECT}<set-variable name="x" value="$\${path.cwd} %%{ &quot; \`" />`, '<forward-request />'),
      ).resource,
      azurerm_api_management_backend: {
        ...orders(undefined).resource.azurerm_api_management_backend,
        class: backend('class', { title: written.replace(/\n|\u2028/g, ' ') }),
        constructor: backend('constructor'),
        stack: backend('stack'),
      },
      azurerm_api_management_api: {
        orders: api('orders', { display_name: written.replace('\u2028', ''), service_url: 'https://a.example.com/`' }),
        proto: api('__proto__', { path: 'proto', description: written }),
      },
      azurerm_api_management_named_value: {
        value: ofService({ name: 'value', display_name: 'value', value: written, tags: [written] }),
      },
      azapi_resource: {
        pool: pool(
          'orders-pool',
          [
            { id: `${SERVICE}/backends/class`, priority: 1 },
            { id: `${SERVICE}/backends/constructor`, priority: 2 },
          ],
          { title: 'app' },
        ),
      },
    },
  });
  const [before, after] = (await bothOf(one)).map(comparable);
  expect(after).toEqual(before);
  const json = synthesizedJson(join(one.out, 'cdktf.out'));
  expect(Object.values(json.resource.azurerm_api_management_named_value)).toMatchObject([
    { value: written, tags: [written] },
  ]);
  expect(typeFaults([one])).toEqual([]);
  expect(styleFaults([one])).toBe('');
}, 60_000);
