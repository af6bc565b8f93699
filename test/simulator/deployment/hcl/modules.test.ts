import { symlinkSync } from 'node:fs';
import { backend, backendsOf, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

const OUTPUT = 'output "name" {\n value = azurerm_api_management.main.name\n}\n';
const IN_MODULE = `
variable "service" { type = string }
variable "regions" {
  type = map(object({ url = string, name = optional(string) }))
}
resource "azurerm_api_management_backend" "this" {
  for_each            = var.regions
  name                = coalesce(each.value.name, "func-\${each.key}")
  url                 = each.value.url
  api_management_name = var.service
  protocol            = "http"
}
output "names" { value = [for b in azurerm_api_management_backend.this : b.name] }
`;

describe('modules', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  test('inputs, outputs, for_each and nested modules', async () => {
    folder.write({
      'main.tf': `
        module "apim" {
          source = "./modules/apim"
        }
        module "backends" {
          for_each = toset(["a", "b"])
          source   = "./modules/backends"
          service  = module.apim.name
          regions  = { west = { url = "https://\${each.key}" } }
        }`,
      'modules/apim/main.tf': 'module "inner" {\n source = "../inner"\n}\noutput "name" { value = module.inner.name }',
      'modules/inner/main.tf': SERVICE + OUTPUT,
      'modules/backends/main.tf': IN_MODULE.replace('"func-${each.key}"', '"${each.value.url}-${each.key}"'),
    });
    const deployment = await folder.read();
    expect(deployment.services.map(({ address }) => address)).toEqual([
      'module.apim.module.inner.azurerm_api_management.main',
    ]);
    expect(backendsOf(deployment)).toEqual([
      ['module.backends["a"].azurerm_api_management_backend.this["west"]', 'https://a-west', 'https://a'],
      ['module.backends["b"].azurerm_api_management_backend.this["west"]', 'https://b-west', 'https://b'],
    ]);
    expect(deployment.warnings).toEqual([]);
  });

  test('an input that is missing, or that the module does not have, is a fault', async () => {
    folder.write({
      'main.tf': `${SERVICE}
        module "backends" {
          source  = "./backends"
          service = azurerm_api_management.main.name
          regoins = {}
        }`,
      'backends/main.tf': IN_MODULE,
    });
    await expect(folder.faults()).resolves.toEqual([
      expect.stringMatching(/main\.tf:\d+: module\.backends: regions is missing, and the module requires it$/),
      expect.stringMatching(
        /main\.tf:\d+: module\.backends: regoins is not an input of the module \(did you mean 'regions'\?\)$/,
      ),
    ]);
  });

  test('a module that is not local is a warning, and its outputs are names', async () => {
    folder.write({
      'main.tf': `
module "names" {
  source  = "Azure/naming/azurerm"
  version = "0.4.0"
}
${SERVICE}${backend('name = module.names.backend\n url = "https://b"')}`,
    });
    const deployment = await folder.read();
    expect(backendsOf(deployment).map(([, name]) => name)).toEqual(['${module.names.backend}']);
    expect(deployment.warnings.map((each) => folder.relative(each))).toEqual([
      'main.tf:2: module.names: the module from Azure/naming/azurerm was not read; nothing is known about the resources that it declares',
    ]);
  });

  test('a module that is called no time needs not be read', async () => {
    folder.write({ 'main.tf': `${SERVICE}module "x" {\n source = "a/b/c"\n count = 0\n}` });
    expect((await folder.read()).warnings).toEqual([]);
  });

  test('an input of a module that is not known is one fault', async () => {
    folder.write({
      'main.tf': `variable "r" {}\n${SERVICE}module "backends" {
  source  = "./m"
  service = "apim"
  regions = var.r
}`,
      'm/main.tf': IN_MODULE,
    });
    expect(await folder.faults()).toEqual([
      'm/main.tf:7: module.backends.azurerm_api_management_backend.this: for_each is not known: var.r has no value; set it with --var r=VALUE',
    ]);
  });

  test('modules that call each other', async () => {
    folder.write({
      'main.tf': `${SERVICE}module "a" {\n source = "./a"\n}`,
      'a/main.tf': '\nmodule "b" {\n  source = "../b"\n}',
      'b/main.tf': 'module "a" {\n  source = "../a"\n}',
    });
    expect(await folder.faults()).toEqual(['b/main.tf:2: module.a: its source a is a module that contains this call']);
  });

  test('a folder that contains itself through a link', async () => {
    folder.write({ 'main.tf': `${SERVICE}module "a" {\n source = "./loop"\n}` });
    symlinkSync('.', `${folder.path}/loop`);
    expect(await folder.faults()).toEqual(['main.tf:7: module.a: its source loop is a module that contains this call']);
  });

  test('modules that are not there', async () => {
    folder.write({
      'main.tf': `${SERVICE}module "a" {\n source = "./none"\n}\nmodule "b" {\n source = "./empty"\n}`,
      'empty/README.md': '',
    });
    expect(await folder.faults()).toEqual([
      'main.tf:7: module.a: its source none is not a folder',
      'main.tf:10: module.b: its source empty contains no Terraform files',
    ]);
  });

  test('override files', async () => {
    folder.write({
      'main.tf': SERVICE + backend('name = "b"\n url = "https://b"'),
      'prod_override.tf':
        'resource "azurerm_api_management_backend" "b" {\n url = "https://prod"\n}\nresource "azurerm_api_management" "main" {\n sku_name = "Premium_2"\n}',
    });
    const deployment = await folder.read();
    expect(backendsOf(deployment)).toEqual([['azurerm_api_management_backend.b', 'b', 'https://prod']]);
    expect(deployment.services[0]?.skuName).toBe('Premium_2');
  });

  test('a file stands for its folder', async () => {
    folder.write({ 'main.tf': SERVICE, 'backends.tf': backend('name = "b"\n url = "https://b"') });
    expect(backendsOf(await folder.read({}, 'main.tf'))).toHaveLength(1);
  });

  test('what is declared twice', async () => {
    folder.write({ 'a.tf': SERVICE, 'b.tf': SERVICE });
    expect((await folder.faults())[0]).toBe('b.tf:2: azurerm_api_management.main is declared twice; also in a.tf:2');
  });
});
