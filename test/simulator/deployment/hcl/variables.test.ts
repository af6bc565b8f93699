import { backend, backendsOf, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

const PLAN = {
  format_version: '1.2',
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'azurerm_api_management.main',
          mode: 'managed',
          type: 'azurerm_api_management',
          name: 'main',
          values: { name: 'apim', sku_name: 'Basic_1' },
        },
      ],
    },
  },
};

describe('variables', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  /** Reads a backend whose name is the variable. */
  const nameOf = async (
    files: Readonly<Record<string, string>>,
    input: Parameters<Folder['read']>[0] = {},
    expression = 'var.x',
  ): Promise<string | undefined> => {
    folder.write({ 'main.tf': SERVICE + backend(`name = ${expression}\n url = "https://b"`), ...files });
    return backendsOf(await folder.read(input))[0]?.[1];
  };
  const X = 'variable "x" {\n type = string\n default = "default"\n}';

  test("files take precedence in Terraform's order, and --var over all", async () => {
    expect(await nameOf({ 'v.tf': X })).toBe('default');
    expect(await nameOf({ 'terraform.tfvars': 'x = "tfvars"' })).toBe('tfvars');
    expect(await nameOf({ 'terraform.tfvars.json': '{"x": "json"}' })).toBe('json');
    expect(await nameOf({ 'b.auto.tfvars': 'x = "b"', 'a.auto.tfvars.json': '{"x": "a"}' })).toBe('b');
    folder.write({ 'prod/one.tfvars': 'x = "one"', 'prod/two.tfvars': 'x = "two"' });
    const variableFiles = ['one', 'two'].map((name) => `${folder.path}/prod/${name}.tfvars`);
    expect(await nameOf({}, { variableFiles })).toBe('two');
    expect(await nameOf({}, { variableFiles, variables: { x: 'given' } })).toBe('given');
  });

  test.each([
    ['string', '42', 'var.x', '42'],
    ['number', '42', '"n${var.x + 1}"', 'n43'],
    ['bool', 'true', 'var.x ? "yes" : "no"', 'yes'],
    ['list(string)', '["a", "b"]', 'var.x[1]', 'b'],
    ['map(string)', '{ a = "one" }', 'var.x.a', 'one'],
    ['object({ a = string, b = optional(string, "later") })', '{ a = "one" }', '"${var.x.a}-${var.x.b}"', 'one-later'],
    ['list(object({ a = optional(object({ b = optional(number, 3) }), {}) }))', '[{}]', '"n${var.x[0].a.b}"', 'n3'],
    ['any', '{ a = ["one"] }', 'var.x.a[0]', 'one'],
  ])('--var of type %s', async (type, given, expression, name) => {
    expect(
      await nameOf({ 'v.tf': `variable "x" {\n type = ${type}\n}` }, { variables: { x: given } }, expression),
    ).toBe(name);
  });

  test('a default is a constant in HCL, and literal in JSON', async () => {
    expect(await nameOf({ 'v.tf': 'variable "x" {\n default = "a$${b}"\n}' })).toBe('a${b}');
    expect(await nameOf({ 'v.tf': '', 'v.tf.json': '{"variable": {"x": {"default": "a$${b}"}}}' })).toBe('a$${b}');
  });

  test('a name without a value is the same name everywhere', async () => {
    const files = { 'v.tf': 'variable "x" {}' };
    expect(await nameOf(files)).toBe('${var.x}');
    expect(await nameOf(files, {}, '"b-${var.x}"')).toBe('b-${var.x}');
  });

  test('an unknown variable is a warning, with the one that is meant', async () => {
    folder.write({ 'main.tf': `${SERVICE}variable "region" {}` });
    expect((await folder.read({ variables: { regoin: 'x' } })).warnings).toEqual([
      "--var regoin: no variable has this name (did you mean 'region'?)",
    ]);
    expect(await folder.faults({ variableFiles: ['none.tfvars'] })).toEqual(['none.tfvars: no such file']);
  });

  test('a misspelled variable is told with the fault that it causes', async () => {
    folder.write({ 'main.tf': `${SERVICE.replace('{', '{\n  for_each = var.names')}variable "names" {}` });
    const faults = await folder.faults({ variables: { name: '[]' } });
    expect(faults[0]).toMatch(/var\.names has no value; set it with --var names=VALUE$/);
    expect(faults.slice(1)).toEqual(["warning: --var name: no variable has this name (did you mean 'names'?)"]);
  });

  test('an unknown name in a file of variables is a warning, with the one that is meant', async () => {
    folder.write({
      'main.tf': `${SERVICE}variable "region" {\n default = ""\n}`,
      'terraform.tfvars': '# names\nregion = "a"\nregoin = "b"',
      'x.auto.tfvars.json': '{"//": "a comment", "other": 1}',
      'prod/prod.tfvars': '\nreegion = "c"',
    });
    const { warnings } = await folder.read({ variableFiles: [`${folder.path}/prod/prod.tfvars`] });
    expect(warnings.map((each) => folder.relative(each))).toEqual([
      "terraform.tfvars:3: no variable has the name regoin (did you mean 'region'?)",
      'x.auto.tfvars.json: no variable has the name other',
      "prod/prod.tfvars:2: no variable has the name reegion (did you mean 'region'?)",
    ]);
  });

  test('a plan has no use for a file of variables', async () => {
    folder.write({ 'prod.tfvars': 'x = 1', 'plan.json': JSON.stringify(PLAN) });
    const { warnings } = await folder.read({ variableFiles: [`${folder.path}/prod.tfvars`] }, 'plan.json');
    expect(warnings.map((each) => folder.relative(each))).toEqual([
      '--var-file prod.tfvars: a plan or a state contains the values',
    ]);
  });
});
