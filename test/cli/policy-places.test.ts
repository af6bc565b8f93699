import type { Log } from 'sarif';
import { API, Folder, SERVICE } from '../simulator/deployment/hcl/folder';
import { terminal } from './terminal';

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

/** The line of the policy's resource, and of its text. */
const [RESOURCE, TEXT] = [14, 17];

/** A policy with a misspelled name in its fourth line. */
const POLICY = `<policies>
  <inbound>
    <base />
    <set-haeder name="\${name}" /><set-haeder name="b" />
  </inbound>
</policies>
`;
const PLAIN = POLICY.replace('${name}', 'a');

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

/** Returns where the findings are, as JSON. */
async function placesIn(files: Readonly<Record<string, string>>, path = ''): Promise<string[]> {
  folder.write(files);
  const { stdout } = await terminal(['check', `${folder.path}/${path}`, '--format', 'json']);
  const { findings } = JSON.parse(stdout) as { findings: { file: string; line: number; column?: number }[] };
  return findings.map(({ file, line, column = '' }) => folder.relative(`${file}:${line}:${column}`));
}

describe('a finding in a policy that is the content of a file', () => {
  const files = { 'main.tf': policy('file("${path.module}/policies/orders.xml")'), 'policies/orders.xml': PLAIN };
  const path = (): string => `${folder.path}/policies/orders.xml`;

  test('is at its line and column, in text', async () => {
    folder.write(files);
    const { stdout } = await terminal(['check', folder.path]);
    expect(stdout.split('\n').filter((line) => line.startsWith('azurerm'))).toEqual([
      `azurerm_api_management_api_policy.orders (${path()}:4:5)`,
      `azurerm_api_management_api_policy.orders (${path()}:4:28)`,
    ]);
  });

  test('and in JSON', async () => {
    expect(await placesIn(files)).toEqual(['policies/orders.xml:4:5', 'policies/orders.xml:4:28']);
  });

  test('and in SARIF', async () => {
    folder.write(files);
    const { stdout } = await terminal(['check', folder.path, '--format', 'sarif']);
    const [result] = (JSON.parse(stdout) as Log).runs[0]?.results ?? [];
    const [{ physicalLocation, logicalLocations } = {}] = result?.locations ?? [];
    expect(physicalLocation?.artifactLocation?.uri).toMatch(/\/policies\/orders\.xml$/);
    expect(physicalLocation?.region).toEqual({ startLine: 4, startColumn: 5 });
    expect(logicalLocations).toMatchObject([{ fullyQualifiedName: 'azurerm_api_management_api_policy.orders' }]);
  });

  test('also if a local value, a module, and its input pass the text on', async () => {
    const call = 'locals {\n x = { a = file("a.xml") }\n}\nmodule "m" {\n source = "./m"\n x = local.x\n}';
    const module = `variable "x" {}\n${policy('var.x["a"]')}`;
    expect(await placesIn({ 'main.tf': call, 'm/main.tf': module, 'a.xml': PLAIN })).toEqual([
      'a.xml:4:5',
      'a.xml:4:28',
    ]);
  });

  test('also in Terraform JSON, and with a named value', async () => {
    const of = { api_management_name: 'apim' };
    const stack = {
      resource: {
        azurerm_api_management: { main: { name: 'apim', sku_name: 'Basic_1' } },
        azurerm_api_management_api: { orders: { ...of, name: 'orders', path: 'orders', revision: '1' } },
        azurerm_api_management_named_value: { n: { ...of, name: 'n', display_name: 'n', value: 'a\nb' } },
        azurerm_api_management_api_policy: { orders: { ...of, api_name: 'orders', xml_content: '${file("a.xml")}' } },
      },
    };
    const xml = PLAIN.replace('<base />', '<set-header name="{{n}}" exists-action="delete" />');
    expect(await placesIn({ 'x.tf.json': JSON.stringify(stack), 'a.xml': xml }, 'x.tf.json')).toEqual([
      'a.xml:4:5',
      'a.xml:4:28',
    ]);
  });

  test('also in a fragment', async () => {
    const fragment = `resource "azurerm_api_management_policy_fragment" "f" {
  api_management_id = azurerm_api_management.main.id
  name              = "f"
  value             = file("f.xml")
}`;
    const xml = '<fragment>\n  <set-haeder />\n</fragment>';
    expect(await placesIn({ 'main.tf': SERVICE + fragment, 'f.xml': xml })).toEqual(['f.xml:2:3']);
  });
});

describe('a finding in a policy that is rendered from a template', () => {
  const rendered = (template: string, name: string): Promise<string[]> =>
    placesIn({
      'main.tf': `resource "random_pet" "p" {}\n${policy(`templatefile("a.xml", { name = ${name} })`)}`,
      'a.xml': template,
    });

  test.each(['"a"', '"a long name"', 'random_pet.p.id'])('is at its line: %s', async (name) => {
    expect(await rendered(POLICY, name)).toEqual(['a.xml:4:5', 'a.xml:4:']);
  });

  test.each([
    ['a value with several lines', POLICY, '"a\\nb"'],
    ['a directive', POLICY.replace('<base />', '%{ if true }<base />%{ endif }'), '"a"'],
    [
      'a directive that removes as many lines as a value adds',
      POLICY.replace('<policies>', '${"<policies>\\n"}').replace('<base />', '%{ if true ~}\n<base />%{ endif }'),
      '"a"',
    ],
    ['white space that is removed', POLICY.replace('${name}', '${~ name ~}'), '"a"'],
    [
      'an interpolation of several lines',
      POLICY.replace('${name}', '${\n name\n }').replace('<base />', '${"<base />\\n\\n"}'),
      '"a"',
    ],
  ])('is at the resource, because of %s', async (_, template, name) => {
    const places = await rendered(template, name);
    expect(new Set(places)).toEqual(new Set([`main.tf:${RESOURCE + 1}:`]));
  });
});

describe('a finding in a heredoc', () => {
  const nested = (indent: string): string =>
    POLICY.replace('${name}', '${random_pet.p.id}').replace(/^(?=.)/gm, indent);

  test.each([
    ['is at its line and column', `<<XML\n${PLAIN}XML\n`, [5, 28]],
    ['also with an indentation that is removed', `<<-XML\n${PLAIN.replace(/^/gm, '    ')}XML\n`, [9, 32]],
    ['also with an interpolated value', `<<-XML\n${nested('\t')}\tXML\n`, [6, 46]],
  ])('%s', async (_, expression, columns) => {
    const main = `${policy(expression)}resource "random_pet" "p" {}\n`;
    expect(await placesIn({ 'main.tf': main })).toEqual(columns.map((column) => `main.tf:${TEXT + 4}:${column}`));
  });

  test('that a function changes is at the resource', async () => {
    const places = await placesIn({ 'main.tf': policy(`trimspace(<<XML\n\n\n${PLAIN}XML\n)`) });
    expect(places).toEqual([`main.tf:${RESOURCE}:`, `main.tf:${RESOURCE}:`]);
  });
});

describe('a finding is at the resource', () => {
  test.each([
    ['if two files have the content', 'file("a.xml")', ' "${file("b.xml")}"'],
    ['if a function changes the content', 'trimspace(file("a.xml"))', '""'],
    ['if the text is another one', '"<policies><inbound><x /><y /></inbound></policies>"', 'file("a.xml")'],
  ])('%s', async (_, expression, other) => {
    const main = policy(expression).replace('sku_name = "Basic_1"', `sku_name = "Basic_1"\n  location = ${other}`);
    const places = await placesIn({ 'main.tf': main, 'a.xml': PLAIN, 'b.xml': PLAIN });
    expect(places).toEqual([`main.tf:${RESOURCE + 1}:`, `main.tf:${RESOURCE + 1}:`]);
  });
});

test('a finding is not in a file of another stack with the same address', async () => {
  const stack = (name: string, xml: string): string => {
    const of = { api_management_name: name };
    return JSON.stringify({
      '//': { metadata: { stackName: name } },
      resource: {
        azurerm_api_management: { main: { name, sku_name: 'Basic_1' } },
        azurerm_api_management_api: { orders: { ...of, name: 'orders', path: 'orders', revision: '1' } },
        azurerm_api_management_api_policy: { orders: { ...of, api_name: 'orders', xml_content: xml } },
      },
    });
  };
  folder.write({
    'one.tf.json': stack('one', '<policies><inbound><set-haeder /></inbound></policies>'),
    'two.tf.json': stack('two', '${file("a.xml")}'),
    'a.xml': PLAIN,
  });
  const { stdout } = await terminal(['check', folder.path, '--format', 'json']);
  const { findings } = JSON.parse(stdout) as { findings: { file?: string }[] };
  expect(findings.map(({ file }) => file)).toEqual([undefined, undefined, undefined]);
});

test('what Terraform refuses ends the command with its line', async () => {
  folder.write({ 'main.tf': policy('file("policies/none.xml")') });
  const { exitCode, stdout, stderr } = await terminal(['check', folder.path]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    `apim-failover: ${folder.path}/main.tf:${TEXT}: azurerm_api_management_api_policy.orders: xml_content cannot be evaluated: the file policies/none.xml does not exist\n`,
  );
});

describe('a syntax error in a policy', () => {
  const BROKEN = PLAIN.replace('</inbound>', '</inbund>');
  const P = 'azurerm_api_management_api_policy.orders';
  const WHY = 'xml_content cannot be read: </inbund> closes <inbound>';

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'in a file',
      { 'main.tf': policy('file("${path.module}/policies/orders.xml")'), 'policies/orders.xml': BROKEN },
      `policies/orders.xml:5:3: ${P}: ${WHY}`,
    ],
    ['in a heredoc', { 'main.tf': policy(`<<XML\n${BROKEN}XML`) }, `main.tf:${TEXT + 5}:3: ${P}: ${WHY}`],
    [
      'of a text that is made of others',
      { 'main.tf': policy('replace(file("a.xml"), "<base />", "")'), 'a.xml': `\n${BROKEN}` },
      `main.tf:${TEXT}: ${P}: xml_content cannot be read: line 6, column 3: </inbund> closes <inbound>`,
    ],
  ])('%s is at its place if that is certain', async (_, files, fault) => {
    folder.write(files);
    expect((await folder.faults()).map((each) => folder.relative(each))).toEqual([fault]);
  });
});
