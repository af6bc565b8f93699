import { API, backend, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);
const POLICY = 'azurerm_api_management_api_policy.orders';

function policy(xml: string, more = ''): string {
  return `
resource "azurerm_api_management_api_policy" "orders" {
  api_management_name = azurerm_api_management.main.name
  api_name            = azurerm_api_management_api.orders.name
  ${more}
  xml_content = ${xml}
}
`;
}

/** The line of a text in the policy that `policy` writes after the service and the API. */
const LINE = (SERVICE + API + policy('X')).split('\n').findIndex((line) => line.includes('xml_content')) + 1;

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('what Terraform refuses in an attribute that decides is an error', () => {
  test.each([
    ['an undeclared variable', 'var.polcy', 'var.polcy is not declared'],
    ['an undeclared local value', '"a ${local.none}"', 'local.none is not declared'],
    ['an undeclared resource', 'jsonencode({ a = azurerm_x.y.id })', 'azurerm_x.y is not declared'],
    ['an undeclared data source', 'data.http.policy.body', 'data.http.policy is not declared'],
    ['an undeclared module', 'module.none.policy', 'module.none is not declared'],
    ['an output that a module does not have', 'module.m.none', 'module.m has no output none'],
    ['an unknown function', 'fiel("x.xml")', "Terraform has no function fiel (did you mean 'file'?)"],
    ['a missing file', 'file("policies/x.xml")', 'the file policies/x.xml does not exist'],
    ['a missing template', 'templatefile("x.xml", {})', 'the file x.xml does not exist'],
    ['too many arguments', 'file("main.tf", "x")', 'file is called with 2 arguments, but takes 1'],
    ['a reference in both branches', 'terraform.workspace == "x" ? var.none : "b"', 'var.none is not declared'],
    ['each outside of for_each', 'each.value', 'each cannot be used here'],
    [
      'a reference beside a value that is not known',
      'jsonencode({ a = file("../none.xml"), b = local.none })',
      'local.none is not declared',
    ],
    [
      'a reference before a value that is not known',
      'jsonencode({ a = local.none, b = file("../none.xml") })',
      'local.none is not declared',
    ],
  ])('%s', async (_, expression, why) => {
    folder.write({
      'main.tf': `${SERVICE}${API}${policy(expression)}module "m" {\n source = "./m"\n}`,
      'm/main.tf': 'output "policy" {\n value = "x"\n}',
    });
    expect(await folder.faults()).toEqual([`main.tf:${LINE}: ${POLICY}: xml_content cannot be evaluated: ${why}`]);
  });

  test('all are reported at once, whatever they decide', async () => {
    folder.write({
      'main.tf': `${SERVICE.replace('"Basic_1"', 'var.sku\n  location = local.location')}${API.replace('"orders"\n  path ', 'local.name\n  path')}
        ${policy('file("none.xml")')}${backend('name = "b"\n url = "https://${var.host}"')}
        resource "azurerm_api_management_named_value" "n" {
          api_management_name = azurerm_api_management.main.name
          name                = "n"
          display_name        = "n"
          value               = var.n
        }
        resource "azurerm_api_management_backend" "c" {
          for_each = var.backends
          name     = each.key
        }
        resource "azapi_resource" "d" {
          type = var.type
        }`,
    });
    expect((await folder.faults()).map((fault) => fault.replace(/^[^ ]* /, ''))).toEqual(
      expect.arrayContaining([
        'azurerm_api_management.main: sku_name cannot be evaluated: var.sku is not declared',
        'azurerm_api_management.main: location cannot be evaluated: local.location is not declared',
        'azurerm_api_management_api.orders: name cannot be evaluated: local.name is not declared',
        'azurerm_api_management_backend.b: url cannot be evaluated: var.host is not declared',
        'azurerm_api_management_backend.c: for_each cannot be evaluated: var.backends is not declared',
        'azurerm_api_management_named_value.n: value cannot be evaluated: var.n is not declared',
        'azapi_resource.d: type cannot be evaluated: var.type is not declared',
      ]),
    );
  });
});

test('a part of the tier that Terraform refuses is an error', async () => {
  folder.write({
    'main.tf': `resource "azapi_resource" "main" {
      type      = "Microsoft.ApiManagement/service@2024-05-01"
      name      = "apim"
      parent_id = "/subscriptions/1/resourceGroups/rg"
      body      = { sku = { name = local.tier, capacity = 1 }, properties = {} }
    }
    resource "azurerm_api_management_backend" "b" {
      api_management_name = azapi_resource.main.name
      resource_group_name = "rg"
      name                = "b"
      protocol            = "http"
      url                 = "https://b"
    }`,
  });
  expect(await folder.faults()).toEqual([
    expect.stringMatching(/azapi_resource\.main: \S*sku cannot be evaluated: local\.tier is not declared$/),
  ]);
});

describe('what Terraform may accept is no error', () => {
  test.each([
    ['a variable without a value', 'var.given'],
    ['a data source', 'data.http.policy.response_body'],
    ['a file outside of the modules', 'file("../none/policy.xml")'],
    ['a file that terraform init downloads', 'file(".terraform/modules/m/policy.xml")'],
    ['a module that is not read', 'module.far.policy'],
    ['a missing file in a branch that may not be evaluated', 'terraform.workspace == "x" ? file("none.xml") : "b"'],
    ['a function that a newer version can have', 'try(newer("x"), "b")'],
    ['a function of OpenTofu', 'urldecode("x")'],
    ['a key that is not known', '{ a = "x" }["a${var.given}"]'],
    ['an instance whose key is not known', 'azurerm_resource_group.each["a${var.given}"].name'],
    ['an instance, if the keys are not known', 'azurerm_resource_group.unknown["a"].name'],
    ['an error of a module that may not exist', 'one(module.maybe[*].policy)'],
    ['an error of a resource that may not exist', 'one(azurerm_api_management_api.maybe[*].import)'],
  ])('%s', async (_, expression) => {
    folder.write({
      'main.tf': `${SERVICE}${API}${policy(expression)}
        variable "given" {}
        resource "azurerm_resource_group" "each" {
          for_each = toset(["a"])
          name     = each.key
        }
        resource "azurerm_resource_group" "unknown" {
          for_each = toset(["a\${var.given}"])
          name     = each.key
        }
        data "http" "policy" { url = "https://x" }
        module "maybe" {
          count  = var.given == "x" ? 1 : 0
          source = "./maybe"
        }
        resource "azurerm_api_management_api" "maybe" {
          count               = var.given == "x" ? 1 : 0
          api_management_name = azurerm_api_management.main.name
          name                = "maybe"
          path                = "maybe"
          import              = file("none.json")
        }
        module "far" { source = "git::https://example.com/far.git" }`,
      'maybe/main.tf': 'output "policy" {\n value = file("none.xml")\n}',
    });
    const { warnings } = await folder.read();
    expect(warnings).toContainEqual(expect.stringContaining(`${POLICY}: xml_content`));
  });

  test.each([
    ['count', 'count = var.given ? 1 : 0'],
    ['for_each', 'for_each = var.given'],
  ])('a missing file, if a %s that is not known decides whether it is read', async (_, more) => {
    folder.write({
      'main.tf': `${SERVICE}${API}${policy('"<policies />"')}variable "given" {}
        resource "azurerm_api_management_backend" "b" {
          ${more}
          name                = "b"
          api_management_name = azurerm_api_management.main.name
          url                 = file("none.txt")
        }`,
    });
    expect(await folder.faults()).toEqual([]);
  });

  test('an undeclared reference is an error even then', async () => {
    const more = 'count = var.given ? 1 : 0\n name = "b"\n url = var.none';
    folder.write({ 'main.tf': `${SERVICE}${backend(more)}variable "given" {}` });
    expect(await folder.faults()).toEqual([
      expect.stringMatching(/b\[0\]: url cannot be evaluated: var\.none is not declared$/),
    ]);
  });

  test.each(['more.tofu', 'more.tofu.json', 'terragrunt.hcl', 'more.tf.json', '#more.tf'])(
    'a reference, if %s is not read and can declare it',
    async (name) => {
      folder.write({ 'x.tf.json': JSON.stringify(JSON_STACK), [name]: '' });
      expect((await folder.read({}, 'x.tf.json')).warnings).toEqual([
        expect.stringContaining('xml_content is not known: var.none is not declared'),
      ]);
    },
  );

  test.each(['README.md', '.more.tf', '#more.tf#'])('%s declares nothing', async (name) => {
    folder.write({ 'x.tf.json': JSON.stringify(JSON_STACK), [name]: '' });
    expect(await folder.faults({}, 'x.tf.json')).toEqual([expect.stringContaining('var.none is not declared')]);
  });

  test('a template of a deployment, if a for_each that is not known decides whether it is read', async () => {
    const template = (more: string): string => `resource "azurerm_resource_group_template_deployment" "t" {
      ${more}
      template_content = file("none.json")
    }`;
    folder.write({ 'main.tf': SERVICE + template('') });
    expect(await folder.faults()).toEqual([
      expect.stringMatching(/template_content cannot be evaluated: the file none\.json does not exist$/),
    ]);
    folder.write({ 'main.tf': `${SERVICE}${template('for_each = var.given')}\nvariable "given" {}` });
    expect(await folder.faults()).toEqual([]);
  });

  test('an output that a module does not have, in try', async () => {
    const xml = 'try(module.m.none, "<policies />")';
    folder.write({ 'main.tf': `${SERVICE}${API}${policy(xml)}module "m" {\n source = "./m"\n}`, 'm/main.tf': '' });
    expect((await folder.read()).warnings).toEqual([]);
  });

  test('an argument of a resource that decides nothing', async () => {
    folder.write({
      'main.tf': `${SERVICE}${backend('name = "b"\n url = "https://b"')}
        resource "azurerm_resource_group" "main" {
          name = var.none
          tags = { a = file("none.txt"), b = nosuch() }
        }`,
    });
    expect((await folder.read()).warnings).toEqual([]);
  });
});

const JSON_STACK = {
  resource: {
    azurerm_api_management: { main: { name: 'apim', sku_name: 'Basic_1' } },
    azurerm_api_management_api: { orders: { api_management_name: 'apim', name: 'orders', path: 'o', revision: '1' } },
    azurerm_api_management_api_policy: {
      orders: { api_management_name: 'apim', api_name: 'orders', xml_content: '${var.none}' },
    },
  },
};
