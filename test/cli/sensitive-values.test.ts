import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { readDeployment } from '../../simulator/deployment';
import { folder, stack } from './stack';
import { terminal } from './terminal';

/** The value of a sensitive variable is nowhere in what the command says and writes, nor is what is made of it. */

const KEY = 'Pa55wordOfTheBackend';
const HOST = 'hidden-host.example.com';
const MADE = [KEY, HOST, Buffer.from(KEY).toString('base64'), KEY.slice(3, 15), 'ItemOfAList', 'KeyOfAMap'];

const SERVICE = `
variable "key" {
  sensitive = true
  default   = "${KEY}"
}
variable "url" {
  type      = string
  sensitive = true
  default   = "https://${HOST}/api"
}
variable "list" {
  type      = list(string)
  ephemeral = true
  default   = ["ItemOfAList"]
}
variable "map" {
  sensitive = true
  default   = { "KeyOfAMap" = 1 }
}
locals {
  encoded = base64encode(var.key)
  part    = substr(var.key, 3, 12)
  names   = { a = "x" }
}
output "url" {
  sensitive = true
  value     = var.url
}
resource "azurerm_api_management" "apim" {
  name                = "apim"
  resource_group_name = "rg"
  location            = "swedencentral"
  sku_name            = "Developer_1"
}
resource "azurerm_api_management_backend" "orders" {
  name                = "orders"
  resource_group_name = "rg"
  api_management_name = "apim"
  protocol            = "http"
  url                 = var.url
  title               = local.encoded
  description         = "key \${var.key}"
}
resource "azurerm_api_management_api" "api" {
  name                = "api"
  resource_group_name = "rg"
  api_management_name = "apim"
  revision            = "1"
  path                = "orders"
  protocols           = ["https"]
  service_url         = azurerm_api_management_backend.orders.url
}
`;

const policy = (text: string): string => `
resource "azurerm_api_management_api_policy" "policy" {
  api_name            = "api"
  resource_group_name = "rg"
  api_management_name = "apim"
  xml_content         = "<policies><inbound><base />${text}</inbound><backend><base /></backend></policies>"
}
`;
const backend = (name: string): string => `
resource "azurerm_api_management_backend" "other" {
  name                = ${name}
  resource_group_name = "rg"
  api_management_name = "apim"
  protocol            = "http"
  url                 = "https://other.example.com"
}
`;

const STACKS: Readonly<Record<string, string>> = {
  fine: SERVICE,
  policy: SERVICE + policy('<set-backend-service backend-id=\\"${var.key}\\" />'),
  'policy-of-part': SERVICE + policy('<set-backend-service backend-id=\\"${local.part}\\" />'),
  'condition-of-list': SERVICE + policy('<${var.list[0]} />'),
  'name-of-list': SERVICE + backend('local.names[var.list[0]]'),
  'key-of-map': SERVICE + backend('local.names[keys(var.map)[0]]'),
  'computed-key': SERVICE + backend('local.names["x-${var.key}"]'),
  'computed-attribute': SERVICE + backend('azurerm_api_management_backend.orders[local.part]'),
  'computed-path': SERVICE + backend('file("${var.key}/${local.encoded}.txt")'),
  'called-sensitive': SERVICE + backend(`local.names[sensitive("${KEY}")]`),
  expression: SERVICE + backend('"x ${lower(var.key)} ${unknown_resource.a[var.key]}"'),
  name: SERVICE + backend('"other-${local.part}"'),
  shown: `variable "host" {
  sensitive = true
  default   = "known-to-all.example.com"
}
${backend('file(nonsensitive(var.host))')}`,
  level: `variable "level" {
  sensitive = true
  default   = "error"
}
${SERVICE}${policy('<set-backend-service backend-id=\\"missing\\" />')}
locals {
  level = upper(var.level)
}
${backend('local.level')}`,
  location: SERVICE.replace('"swedencentral"', 'var.key'),
  path: SERVICE.replace('"orders"\n  protocols', 'lower(var.key)\n  protocols'),
};

const FOLDERS = new Map(Object.entries(STACKS).map(([name, text]) => [name, folder({ 'main.tf': text })]));
const file = (name: string): string => join(FOLDERS.get(name) ?? '', 'main.tf');

const expectHidden = (text: string): void => {
  for (const each of MADE) expect(text.toLowerCase()).not.toContain(each.toLowerCase());
};

describe.each(Object.keys(STACKS))('%s', (name) => {
  test.each([
    ['check', '--format', 'text'],
    ['check', '--format', 'json'],
    ['prove', '--format', 'text'],
    ['prove', '--format', 'json'],
  ])('%s %s %s', async (command, ...options) => {
    const { stdout, stderr } = await terminal([command, file(name), ...options]);
    expectHidden(stdout + stderr);
    expect(stderr).not.toContain('internal error');
  });

  test('adopt', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'adopted-')), 'out');
    const { stdout, stderr } = await terminal(['adopt', file(name), '--out', out]);
    expectHidden(stdout + stderr);
    expect(stderr).not.toContain('internal error');
    for (const text of textsBelow(out)) expectHidden(text);
  });
});

test('a sensitive value is known, and decides', async () => {
  const { services } = await readDeployment(file('fine'));
  expect(services[0]?.backends.map(({ url }) => url)).toEqual([`https://${HOST}/api`]);
  const { stdout } = await terminal(['check', file('policy')]);
  expect(stdout).toContain("names the backend '...', which does not exist");
});

test('an adopted program has a variable for each sensitive argument', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'adopted-')), 'out');
  await terminal(['adopt', file('fine'), '--out', out]);
  expect(readFileSync(join(out, 'main.ts'), 'utf8')).toContain('title: ordersTitle.stringValue');
});

test('a policy without a sensitive value is adopted and shown, also beside one with such a value', async () => {
  const api = (name: string, text: string): string => `
resource "azurerm_api_management_api" "${name}" {
  name                = "${name}"
  resource_group_name = "rg"
  api_management_name = "apim"
  revision            = "1"
  path                = "${name}"
  protocols           = ["https"]
}
resource "azurerm_api_management_api_policy" "${name}" {
  api_name            = "${name}"
  resource_group_name = "rg"
  api_management_name = "apim"
  xml_content         = <<XML
<policies>
<inbound>
<base />
${text}
</inbound>
</policies>
XML
}
`;
  const secret = api('one', '<set-header name="x"><value>${var.key}</value></set-header>');
  const path = join(mkdtempSync(join(tmpdir(), 'beside-')), 'main.tf');
  writeFileSync(path, SERVICE + secret + api('two', '<cache-store duration="1" />'));
  const checked = await terminal(['check', path]);
  expect(checked.stdout).toContain('<cache-store> is in <inbound>; it is allowed only in <outbound>');
  const adopted = await terminal(['adopt', path, '--out', join(path, '../out')]);
  expect(adopted.stdout).toContain('azurerm_api_management_api_policy.one: its text contains sensitive values');
  expect(adopted.stdout).toContain('azurerm_api_management_api_policy.two: ApiManagementApiPolicy');
});

describe('counterexamples', () => {
  const text = JSON.stringify(stack(2)).replaceAll('func-primary', 'func-${var.key}');
  const variable = { key: { sensitive: true, default: KEY }, status: { sensitive: true, default: 503 } };
  const path = folder({ 'x.tf.json': { variable, ...(JSON.parse(text) as object) } });

  test('hide it in the names of their files, and keep their numbers', async () => {
    const target = mkdtempSync(join(tmpdir(), 'counterexamples-'));
    const { exitCode } = await terminal(['prove', path, '--counterexamples', target]);
    expect(exitCode).toBe(1);
    const files = readdirSync(target);
    expect(files).toContain('apim.orders.get.-.status-503.yaml');
    expectHidden(files.join());
    const texts = textsBelow(target);
    for (const each of texts) expectHidden(each);
    expect(texts.join()).toContain('status: 503');
  });
});

test('what nonsensitive is called with is shown', async () => {
  const { stderr } = await terminal(['check', file('shown')]);
  expect(stderr).toContain('known-to-all.example.com');
});

test('a report keeps its levels, also if a sensitive value is the same word', async () => {
  const { stdout } = await terminal(['check', file('level'), '--format', 'sarif']);
  const [{ results }] = (JSON.parse(stdout) as Log).runs;
  expect(results?.map(({ level }) => level)).toContain('error');
});

test('a program that would show a sensitive value is refused with the line', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'adopted-')), 'out');
  const { exitCode, stderr } = await terminal(['adopt', file('location'), '--out', out]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('main.ts would contain the value of a sensitive variable: location: "...",');
});

function textsBelow(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
