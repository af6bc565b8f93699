import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf } from '../../support/manifests';
import { folder, stack } from '../stack';
import { terminal } from '../terminal';
import { adopted, synthesize, synthesizedJson, typeFaults } from './adopted';
import { document, orders, type Resources, SERVICE } from './declared';

const SELECTED = document(
  '<base /><set-backend-service backend-id="orders-pool" />',
  '<forward-request timeout="9" />',
);

/** The output of `terraform show -json` for a state or for a plan that creates everything. */
function shown({ resource }: { resource: Resources }, kind: 'state' | 'plan'): object {
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) => ({
      ...{ address: `${type}.${name}`, mode: 'managed', type, name },
      values: { ...values, ...(kind === 'state' && { id: `${SERVICE}/some/id` }) },
    })),
  );
  const values = { root_module: { resources } };
  if (kind === 'state') return { format_version: '1.0', values };
  const changes = resources.map(({ address }) => ({
    address,
    change: { actions: ['create'], after_unknown: { id: true } },
  }));
  return { format_version: '1.2', planned_values: values, resource_changes: changes };
}

function importedIn(json: object): string[] {
  return (json as { import?: { id: string }[] }).import?.map(({ id }) => id) ?? [];
}

const IDS = [
  `${SERVICE}/backends/orders-one`,
  `${SERVICE}/backends/orders-two`,
  `${SERVICE}/backends/orders-pool?api-version=2024-05-01`,
  `${SERVICE}/apis/orders;rev=1`,
  `${SERVICE}/apis/orders`,
  `${SERVICE}/apis/orders/operations/get-order`,
];

test('what a state contains is imported with its ids, and removed from the old state', async () => {
  const one = await adopted(shown(orders(SELECTED), 'state'));
  expect(importedIn(synthesizedJson(synthesize(one))).sort()).toEqual([...IDS].sort());
  expect(one.stdout).not.toContain('fill in');
  expect(one.stdout).toContain("'cdktf deploy'");
  expect(one.stdout).toContain('  terraform state rm azurerm_api_management_backend.one\n');
});

test('what a plan creates is not imported', async () => {
  const one = await adopted(shown(orders(SELECTED), 'plan'));
  expect(importedIn(synthesizedJson(synthesize(one)))).toEqual([]);
});

test('a subscription and a resource group that are not known are constants to fill in', async () => {
  const known = JSON.stringify(orders(SELECTED));
  const text = known
    .replaceAll(SERVICE, '${azurerm_api_management.service.id}')
    .replaceAll('"resource_group_name":"rg-orders",', '')
    .replace(
      '{"resource":{',
      '{"resource":{"azurerm_api_management":{"service":{"name":"apim-orders"}},"random_pet":{"x":{}},',
    );
  const one = await adopted(text);
  expect(one.main).toContain('const SUBSCRIPTION_ID = "00000000-0000-0000-0000-000000000000";');
  expect(one.main).toContain('const RESOURCE_GROUP = "fill-in";');
  expect(one.stdout).toContain('  SUBSCRIPTION_ID: the subscription of the services\n');
  expect(one.stdout).toContain('  RESOURCE_GROUP: the resource group of apim-orders\n');
  expect(one.stdout).toContain('azurerm_api_management.service: the service stays where it is');
  expect(one.stdout).toContain('1 other resources: they do not belong to API Management');
  expect(one.exitCode).toBe(0);
});

test('a program for cdktn compiles, and the files around it name the packages of the framework', async () => {
  const [one, other] = [await adopted(stack(), '--framework', 'cdktn'), await adopted(stack())];
  expect(one.main).toContain('from "cdktn-apim-failover"');
  expect(one.main).not.toContain('cdktf');
  expect(one.stdout).toContain("after 'cdktn deploy' in");
  expect(other.stdout).toContain("after 'cdktf deploy' in");
  expect(typeFaults([one])).toEqual([]);
  const files = ['.gitignore', 'cdktf.json', 'main.ts', 'package.json', 'policies', 'tsconfig.json'];
  expect(readdirSync(one.out).sort()).toEqual(
    files.filter((file) => file !== 'policies' || existsSync(join(one.out, file))),
  );
  const manifest = (out: string): Record<string, Record<string, string>> =>
    JSON.parse(readFileSync(join(out, 'package.json'), 'utf8')) as ReturnType<typeof manifest>;
  const { version } = manifestOf('cdktf-apim-failover');
  expect(manifest(one.out).dependencies).toMatchObject({ 'cdktn-apim-failover': `^${version}`, cdktn: '^0.24.0' });
  expect(manifest(other.out).dependencies).toMatchObject({ 'cdktf-apim-failover': `^${version}`, cdktf: '^0.21.0' });
}, 60_000);

const place = folder({ 'main.tf.json': stack(), 'file.txt': 'x', 'symbolic.tf.json': orders(SELECTED) });

test.each([
  ['file.txt', 'it is a file; a new or empty folder is needed'],
  ['.', 'the folder is not empty; a new or empty folder is needed'],
  ['file.txt/x', 'cannot write files: the path is a file; a folder is needed'],
])('the folder %s is refused', async (out, fault) => {
  const { exitCode, stderr, stdout } = await terminal([
    'adopt',
    join(place, 'main.tf.json'),
    '--out',
    join(place, out),
  ]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(`--out ${join(place, out)}: ${fault}`);
});

test('an empty folder is used, and the same input is written alike', async () => {
  const texts = await Promise.all(
    ['empty-1', 'empty-2'].map(async (name) => {
      const out = join(place, name);
      mkdirSync(out);
      await terminal(['adopt', join(place, 'main.tf.json'), '--out', out]);
      return readFileSync(join(out, 'main.ts'), 'utf8').replaceAll(name, 'empty');
    }),
  );
  expect(texts[0]).toBe(texts[1]);
});

test('an input that cannot be read is refused, and nothing is written', async () => {
  writeFileSync(
    join(place, 'bad.tf.json'),
    '{"resource":{"azurerm_api_management_backend":{"x":{"count":"${var.n}"}}}}',
  );
  const out = join(place, 'never');
  const { exitCode, stderr } = await terminal(['adopt', join(place, 'bad.tf.json'), '--out', out]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('count');
  expect(existsSync(out)).toBe(false);
});
