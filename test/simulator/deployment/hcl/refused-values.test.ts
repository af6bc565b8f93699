import { backend, backendsOf, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

describe('values that Terraform refuses', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const variable = (type: string, more = ''): string => `variable "x" {\n  type = ${type}\n${more}}\n`;

  test.each([
    ['number', 'many', 'var.x is a string; the type number is needed'],
    ['bool', 'many', 'var.x is a string; the type bool is needed'],
    ['list(string)', '"many"', 'var.x is a string; the type list(string) is needed'],
    ['map(object({ a = string }))', '["many"]', 'var.x is a list; the type map(object) is needed'],
    ['map(object({ a = number }))', '{ many = { a = "many" } }', 'var.x[*].a is a string; the type number is needed'],
    ['list(object({ a = string }))', '[{ a = "1" }, {}]', 'var.x[1] has no attribute a, which its type requires'],
    ['object({ a = optional(bool) })', '{ a = ["many"] }', 'var.x.a is a list; the type bool is needed'],
    ['object({ a = string })', '[]', 'var.x is a list; the type object is needed'],
    ['tuple([string, number])', '["many"]', 'var.x has the length 1; its type has the length 2'],
    ['set(number)', '[1, "many"]', 'var.x[1] is a string; the type number is needed'],
  ])('--var of type %s: %s', async (type, given, fault) => {
    folder.write({ 'main.tf': SERVICE + variable(type) });
    const faults = await folder.faults({ variables: { x: given } });
    expect(faults).toEqual([`--var x: ${fault}`]);
    expect(faults[0]).not.toContain('many');
  });

  test('once, with its line, wherever it is used', async () => {
    const name = backend('name = "b"\n url = "https://b"\n for_each = var.x');
    const main = `${variable('map(string)')}${SERVICE}${name}${name.replace('"b"', '"c"')}`;
    folder.write({ 'main.tf': main, 'terraform.tfvars': '# comment\n\nx = ["many"]' });
    expect(await folder.faults()).toEqual(['terraform.tfvars:3: var.x is a list; the type map(string) is needed']);
    folder.write({ 'terraform.tfvars': '', 'a.auto.tfvars.json': '{"x": "many"}' });
    expect(await folder.faults()).toEqual(['a.auto.tfvars.json: var.x is a string; the type map(string) is needed']);
  });

  test('a default, even if it is not used', async () => {
    folder.write({ 'main.tf': `module "x" {\n  source = "./m"\n}\n${variable('number', '  default = "many"\n')}` });
    folder.write({ 'm/main.tf': SERVICE + variable('bool', '  default = "all"\n') + backend('name = "b-${var.x}"') });
    expect(await folder.faults({ variables: { x: '1' } })).toEqual([
      'main.tf:6: var.x is a string; the type number is needed',
      'm/main.tf:8: var.x is a string; the type bool is needed',
    ]);
  });

  test('an input of a module, at the argument', async () => {
    const call = (x: string): string =>
      `module "m" {\n  source = "./m"\n  x      = ${x}\n}\n${SERVICE}variable "y" {}\n`;
    const inModule = backend('name = "b-${var.x.port}"\n url = "https://b"').replace(/= azurerm\S+/, '= "apim"');
    folder.write({
      'm/main.tf': variable('object({ port = number })') + inModule,
      'main.tf': call('{ port = "many" }'),
    });
    expect(await folder.faults()).toEqual(['main.tf:3: module.m: x.port is a string; the type number is needed']);
    folder.write({ 'main.tf': call('{ port = var.y }') });
    expect(backendsOf(await folder.read())).toHaveLength(1);
    folder.write({ 'main.tf': call('{ port = "8${1 + 1}" }') });
    expect(backendsOf(await folder.read()).map(([, name]) => name)).toEqual(['b-82']);
  });

  test('a part of an input that is not known is no fault', async () => {
    folder.write({
      'main.tf': `${SERVICE}
        resource "azurerm_linux_function_app" "f" {
          name = "f"
          site_config {}
        }
        module "m" {
          source = "./m"
          x      = { host = azurerm_linux_function_app.f.default_hostname, site = azurerm_linux_function_app.f.site_config[0], app = azurerm_linux_function_app.f, at = timestamp(), no = null }
        }`,
      'm/main.tf': `${variable('object({ host = string, site = object({ port = number }), app = object({ id = string }), at = string, no = bool })')}
        ${backend('name = "b"\n url = "https://${var.x.host}"').replace(/= azurerm\S+/, '= "apim"')}`,
    });
    expect(await folder.faults()).toEqual([]);
  });

  test('text without quotation marks', async () => {
    folder.write({
      'main.tf': `${variable('string')}${SERVICE}${backend('name = var.x\n url = "https://b"')}`,
      'terraform.tfvars': 'x = prod',
    });
    const fault = 'cannot refer to another value; put text in quotation marks';
    expect(await folder.faults()).toEqual([`terraform.tfvars:1: a value in a variables file ${fault}`]);
    // Only the value that is used is evaluated.
    expect(await folder.faults({ variables: { x: 'prod' } })).toEqual([]);
    folder.write({
      'main.tf': `${SERVICE}${variable('list(string)', '  default = [prod]\n')}`,
      'terraform.tfvars': '',
    });
    expect(await folder.faults({ variables: { x: '[prod]' } })).toEqual([
      `main.tf:8: a default ${fault}`,
      `--var x: a value of --var ${fault}`,
    ]);
  });

  test.each([
    ['{a={url=1}', 'the value is not a valid expression'],
    ['{a="secret}', 'the value is not a valid expression'],
    ['{a=12345678901234567890}', 'the value is an expression that is not supported'],
  ])('--var that cannot be read: %s', async (given, fault) => {
    folder.write({ 'main.tf': SERVICE + variable('map(any)') });
    expect(await folder.faults({ variables: { x: given } })).toEqual([`--var x: ${fault}`]);
  });
});
