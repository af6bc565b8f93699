import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API, backend, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

function policy(xml: string): string {
  return `${SERVICE}${API}
resource "azurerm_api_management_api_policy" "orders" {
  api_management_name = azurerm_api_management.main.name
  api_name            = azurerm_api_management_api.orders.name
  xml_content         = ${xml}
}
`;
}

describe('files', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const backendIdOf = async (): Promise<string | undefined> => {
    const { services, warnings } = await folder.read();
    expect(warnings).toEqual([]);
    return /"backend-id":"([^"]*)"/.exec(JSON.stringify(services[0]?.apis[0]?.policy?.document))?.[1];
  };
  const XML = '<policies><inbound><set-backend-service backend-id="${pool}" /></inbound></policies>';

  test.each([
    ['${path.module}/policy.xml', 'templatefile("${path.module}/policy.xml", { pool = "orders" })', 'orders'],
    ['a relative path', 'templatefile("policy.xml", { pool = "orders" })', 'orders'],
    ['${path.cwd}', 'replace(file("${path.cwd}/policy.xml"), "$${pool}", "orders")', 'orders'],
    [
      'a heredoc',
      '<<-XML\n    <policies>\n      <inbound><set-backend-service backend-id="p" /></inbound>\n    </policies>\n  XML',
      'p',
    ],
    [
      'a name that is not known',
      'templatefile("policy.xml", { pool = random_pet.p["a"].id })',
      '${random_pet.p[a].id}',
    ],
  ])('a policy from %s', async (_, expression, name) => {
    const random = 'resource "random_pet" "p" {\n for_each = toset(["a"])\n}\n';
    const isUnknown = expression.includes('random_pet');
    const declared = isUnknown ? backend('name = random_pet.p["a"].id\n url = "https://a"') : '';
    folder.write({ 'policy.xml': XML, 'main.tf': random + declared + policy(expression) });
    expect(await backendIdOf()).toBe(name);
  });

  test('a policy of a module', async () => {
    folder.write({
      'main.tf': 'module "m" {\n source = "./m"\n}',
      'm/main.tf': policy('templatefile("${path.module}/policy.xml", { pool = "orders" })'),
      'm/policy.xml': XML,
    });
    expect(await backendIdOf()).toBe('orders');
  });

  test('an expression with a value that is not known is not proved', async () => {
    folder.write({
      'main.tf': `variable "x" {}\n${policy(`<<XML
<policies><inbound><choose><when condition="@(context.Request.Method == "\${var.x}")" /></choose></inbound></policies>
XML
`)}`,
    });
    expect((await folder.read()).warnings).toEqual([
      expect.stringContaining('condition needs a value that is not known'),
    ]);
  });

  test('files outside of the modules are not read', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside.'));
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(join(outside, 'secret'), join(folder.path, 'link'));
    for (const path of [join(outside, 'secret'), '/etc/passwd', '../x/../../../../../etc/passwd', 'link']) {
      folder.write({ 'main.tf': policy(`file("${path}")`) });
      const [warning] = (await folder.read()).warnings;
      expect(warning).toMatch(/is outside of the folders of the modules, and is not read|does not exist/);
      expect(warning).not.toContain('root:');
    }
    rmSync(outside, { recursive: true });
  });

  test.each([
    ['is binary', (path: string) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0xfd])), 'is not UTF-8 text'],
    [
      'is too large',
      (path: string) => (writeFileSync(path, ''), truncateSync(path, 5 << 20)),
      '5 MB; the maximum is 4 MB',
    ],
    ['is a loop', (path: string) => symlinkSync(path, path), 'its symbolic links form a loop'],
    ['is a folder', () => undefined, 'it is a folder'],
  ])('a file that %s', async (_, make, why) => {
    make(join(folder.path, 'x.xml'));
    folder.write({ 'main.tf': policy(`file("${why.includes('folder') ? '.' : 'x.xml'}")`) });
    expect((await folder.read()).warnings).toEqual([expect.stringContaining(why)]);
  });

  test('a file whose name is not known', async () => {
    folder.write({ 'main.tf': `variable "x" {}\n${policy('file("${var.x}.xml")')}` });
    expect((await folder.read()).warnings).toHaveLength(1);
  });
});

describe('HCL that cannot be read', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  test('all faults of all files, each with its line', async () => {
    folder.write({ 'a.tf': 'resource "a" {\n x = \n}\n', 'b.tf': 'locals {\n  a = 1\n  a = 2\n}\n', 'c.tf': SERVICE });
    expect(await folder.faults()).toEqual([
      'a.tf:2: Invalid expression: Expected the start of an expression, but found an invalid expression token.',
      'b.tf:3: Attribute redefined: The argument "a" was already set at line 2. Each argument may be set only once.',
    ]);
  });

  test('a fault that the parser repeats for each line that follows is reported once', async () => {
    folder.write({ 'a.tf': 'locals {\n  a = "x\n  b = "y"\n  c = "z"\n  d = "u"\n}\n' });
    const faults = await folder.faults();
    expect(faults[0]).toMatch(/^a\.tf:2: Invalid multi-line string: /);
    expect(faults.filter((fault) => fault.includes('Invalid multi-line string'))).toHaveLength(1);
  });

  test.each([
    ['binary', '\0\x01\x02'],
    ['nested deeply', `locals {\n a = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n}`],
    ['not closed', 'locals {\n a = <<EOT\n'],
  ])('%s', async (_, text) => {
    folder.write({ 'main.tf': text });
    const faults = await folder.faults();
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every((fault) => fault.startsWith('main.tf'))).toBe(true);
  });

  test('files and heredocs beyond the limits', async () => {
    folder.write({ 'main.tf': '', 'long.tf': `locals {\n a = <<EOT\n${'x\n'.repeat(6000)}EOT\n}` });
    expect(await folder.faults()).toEqual([
      'long.tf:2: a heredoc has 6,001 lines; the maximum is 5,000; use file() for a longer text',
    ]);
    truncateSync(join(folder.path, 'main.tf'), 50 << 20);
    expect(await folder.faults()).toEqual(['main.tf: 50 MB; the maximum is 1 MB']);
  });
});
