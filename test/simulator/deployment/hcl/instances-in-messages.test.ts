import { backend, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

const BACKEND = `variable "name" { default = "b" }
resource "azurerm_api_management_backend" "b" {
  name                = var.name
  api_management_name = "apim"
  url                 = var.url
}
resource "azurerm_api_management_widget" "w" {
  name = var.name
}
`;

function of(repetition: string): string {
  return repetition === '' ? '' : repetition.startsWith('count') ? '-${count.index}' : '-${each.key}';
}

function call(name: string, more = ''): string {
  return `module "${name}" {\n  source = "./m"\n  name   = "${name}${of(more)}"\n  ${more}\n}\n`;
}

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

test('what is wrong in each instance of a module is one error', async () => {
  folder.write({
    'main.tf': SERVICE + call('a', 'for_each = toset(["x", "y]."])') + call('c', 'count = 2') + call('d'),
    'm/main.tf': BACKEND,
  });
  expect(await folder.faults()).toEqual([
    'm/main.tf:5: module.a["x"].azurerm_api_management_backend.b and 4 more instances: url cannot be evaluated: module.a["x"].var.url is not declared',
  ]);
});

test('what is passed over in each instance of a module is one warning', async () => {
  folder.write({ 'main.tf': SERVICE + call('a', 'count = 2'), 'm/main.tf': BACKEND.replace('var.url', '"https://b"') });
  const { warnings } = await folder.read();
  expect(warnings.map((each) => folder.relative(each))).toEqual([
    'm/main.tf:7: module.a[0].azurerm_api_management_widget.w and 1 more instance: azurerm_api_management_widget is not supported and is passed over; nothing is known about requests that it affects',
  ]);
});

test('what is wrong in modules around a module is one error', async () => {
  folder.write({
    'main.tf': `${SERVICE}module "outer" {\n  count  = 2\n  source = "./outer"\n  name   = "b\${count.index}"\n}\n`,
    'outer/main.tf': `variable "name" {}\n${call('inner', 'count = 2').replace('"inner-', '"${var.name}-').replace('./m', '../m')}`,
    'm/main.tf': BACKEND,
  });
  expect(await folder.faults()).toEqual([
    expect.stringMatching(/m\/main\.tf:5: module\.outer\[0\]\.module\.inner\[0\]\.\S+\.b and 3 more instances: /),
  ]);
});

test('what is wrong in each instance of a resource is one error', async () => {
  const url = 'count = 3\n  name = "b-${count.index}"\n  url  = file("none.txt", count.index)';
  folder.write({ 'main.tf': SERVICE + backend(url) });
  expect(await folder.faults()).toEqual([
    'main.tf:12: azurerm_api_management_backend.b[0] and 2 more instances: url cannot be evaluated: file is called with 2 arguments, but takes 1',
  ]);
});

test('what differs in the instances, or is wrong in two resources, is not one error', async () => {
  const b = backend('for_each = toset(["x", "y"])\n  name = each.key\n  url = file("${each.key}.txt")');
  const c = backend('name = "c"\n url = local.url').replace('"b"', '"c"');
  const d = backend('name = "d"\n url = local.url').replace('"b"', '"d"');
  folder.write({ 'main.tf': SERVICE + b + c + d });
  expect((await folder.faults()).map((fault) => fault.replace(/.*backend\./, ''))).toEqual([
    'b["x"]: url cannot be evaluated: the file x.txt does not exist',
    'b["y"]: url cannot be evaluated: the file y.txt does not exist',
    'c: url cannot be evaluated: local.url is not declared',
    'd: url cannot be evaluated: local.url is not declared',
  ]);
});

test('resources of the same name in two modules, whose lines are not known, are not instances', async () => {
  const resources = [
    { address: 'azurerm_api_management_widget.w', mode: 'managed', type: 'azurerm_api_management_widget', values: {} },
  ];
  const of = (address: string): object => ({
    address,
    resources: resources.map((each) => ({ ...each, address: `${address}.${each.address}` })),
  });
  const service = { address: 'azurerm_api_management.main', mode: 'managed', type: 'azurerm_api_management' };
  const root_module = {
    resources: [{ ...service, values: { name: 'apim', sku_name: 'Basic_1' } }],
    child_modules: ['module.a[0]', 'module.a[1]', 'module.b'].map(of),
  };
  folder.write({ 'plan.json': JSON.stringify({ format_version: '1.0', planned_values: { root_module } }) });
  const { warnings } = await folder.read({}, 'plan.json');
  expect(warnings.map((each) => folder.relative(each).split(': ')[1])).toEqual([
    'module.b.azurerm_api_management_widget.w',
    'module.a[1].azurerm_api_management_widget.w and 1 more instance',
  ]);
});
