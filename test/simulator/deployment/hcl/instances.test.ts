import { backend, backendsOf, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

describe('count, for_each and dynamic blocks', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  test('count', async () => {
    folder.write({ 'main.tf': SERVICE + backend('count = 2\n name = "b${count.index}"\n url = "https://b"') });
    expect(backendsOf(await folder.read())).toEqual([
      ['azurerm_api_management_backend.b[0]', 'b0', 'https://b'],
      ['azurerm_api_management_backend.b[1]', 'b1', 'https://b'],
    ]);
  });

  test.each([
    ['a map', '{ west = "https://w", east = "https://e" }', 'each.value'],
    ['a set', 'toset(["west", "east"])', '"https://${substr(each.key, 0, 1)}"'],
    ['a map made by for', '{ for r in ["west", "east"] : r => "https://${substr(r, 0, 1)}" }', 'each.value'],
  ])('for_each over %s', async (_, each, url) => {
    folder.write({ 'main.tf': SERVICE + backend(`for_each = ${each}\n name = each.key\n url = ${url}`) });
    expect(backendsOf(await folder.read())).toEqual([
      ['azurerm_api_management_backend.b["east"]', 'east', 'https://e'],
      ['azurerm_api_management_backend.b["west"]', 'west', 'https://w'],
    ]);
  });

  test('none', async () => {
    folder.write({ 'main.tf': SERVICE + backend('for_each = {}\n name = each.key\n url = each.value') });
    expect(backendsOf(await folder.read())).toEqual([]);
  });

  test('a pool of all instances, with priorities by index', async () => {
    folder.write({
      'main.tf': `${SERVICE}
        locals { regions = { primary = 1, secondary = 2 } }
        ${backend('for_each = local.regions\n name = "func-${each.key}"\n url = "https://${each.key}"')}
        resource "azapi_resource" "pool" {
          type      = "Microsoft.ApiManagement/service/backends@2024-05-01"
          parent_id = azurerm_api_management.main.id
          name      = "orders"
          body = {
            properties = {
              type = "Pool"
              pool = { services = [for name, b in azurerm_api_management_backend.b : { id = b.id, priority = local.regions[name] }] }
            }
          }
        }`,
    });
    const { services } = await folder.read();
    const [{ model }] = services[0]?.pools ?? [];
    expect(model?.members.map(({ backend: { name }, priority }) => [name, priority])).toEqual([
      ['func-primary', 1],
      ['func-secondary', 2],
    ]);
  });

  test('a dynamic block inside another, with an iterator', async () => {
    folder.write({
      'main.tf':
        SERVICE +
        backend(`
          name = "b"
          url  = "https://b"
          dynamic "circuit_breaker_rule" {
            for_each = [{ count = 3, ranges = [[500, 503], [429, 429]] }]
            iterator = rule
            content {
              name          = "rule"
              trip_duration = "PT30S"
              failure_condition {
                count             = rule.value.count
                interval_duration = "PT1M"
                error_reasons     = []
                dynamic "status_code_range" {
                  for_each = rule.value.ranges
                  content {
                    min = status_code_range.value[0]
                    max = status_code_range.value[1]
                  }
                }
              }
            }
          }`),
    });
    const [{ model }] = (await folder.read()).services[0]?.backends ?? [];
    expect(model?.breaker).toMatchObject({
      count: 3,
      statusCodeRanges: [
        { min: 500, max: 503 },
        { min: 429, max: 429 },
      ],
    });
  });

  test.each([
    ['count', 'count = var.n', 'count is not known'],
    ['for_each', 'for_each = var.n\n', 'for_each is not known'],
    [
      'a dynamic block',
      'dynamic "circuit_breaker_rule" {\n for_each = var.n\n content {}\n }',
      'circuit_breaker_rule is required, but its value is not known',
    ],
  ])('%s that is not known is one fault, with the line', async (_, more, what) => {
    folder.write({ 'main.tf': `variable "n" {}\n${SERVICE}${backend(`name = "b"\n  url = "https://b"\n  ${more}`)}` });
    expect(await folder.faults()).toEqual([
      `main.tf:13: azurerm_api_management_backend.b: ${what}: var.n has no value; set it with --var n=VALUE`,
    ]);
  });

  test('what is not known does not matter elsewhere', async () => {
    folder.write({
      'main.tf': `variable "n" {}
        ${SERVICE}
        resource "azurerm_storage_account" "s" {
          count = var.n
          name  = "s"
        }
        ${backend('name = "b"\n url = "https://${azurerm_storage_account.s[0].primary_web_host}"')}`,
    });
    expect(backendsOf(await folder.read())).toEqual([['azurerm_api_management_backend.b', 'b', 'unknown']]);
  });

  test.each([
    ['a list', '["a"]', 'it is a list; a map or a set of strings is needed'],
    ['itself', 'azurerm_api_management_backend.b', 'azurerm_api_management_backend.b refers to itself'],
  ])('for_each over %s', async (_, each, why) => {
    folder.write({ 'main.tf': SERVICE + backend(`for_each = ${each}\n name = "b"\n url = "https://b"`) });
    expect(await folder.faults()).toEqual([expect.stringContaining(why)]);
  });

  test('too many instances', async () => {
    folder.write({ 'main.tf': SERVICE + backend('count = 20000\n name = "b"\n url = "https://b"') });
    expect(await folder.faults()).toEqual([
      expect.stringContaining('it is 20000; a whole number from 0 to 10000 is needed'),
    ]);
  });
});
