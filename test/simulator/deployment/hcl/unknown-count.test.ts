import { Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

const CREATE = 'variable "create" {\n  type = bool\n}\nvariable "all" {\n  type = map(any)\n}\n';
const WHY = 'var.create has no value; set it with --var create=VALUE';
const ALL = 'var.all has no value; set it with --var all=VALUE';
const COUNT = 'count = var.create ? 1 : 0';
const EACH = 'for_each = var.all';
const PASSED_OVER = 'it is passed over, and nothing is known about requests that it affects';

function block(type: string, name: string, ...lines: readonly string[]): string {
  return `resource "azurerm_api_management_${type}" "${name}" {\n  api_management_name = azurerm_api_management.main.name\n  ${lines.join('\n  ')}\n}\n`;
}

function api(name: string, more = ''): string {
  return block('api', name, `name = "${name}"`, `path = "${name}"`, more);
}

const TEXT = 'xml_content = "<policies><inbound><base /></inbound></policies>"';

describe('instances whose number is not known', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  async function read(...blocks: readonly string[]) {
    const { services, warnings } = await folder.write({ 'main.tf': SERVICE + CREATE + blocks.join('') }).read();
    return { service: services[0], warnings: warnings.map((warning) => folder.relative(warning)) };
  }

  test.each([
    ['0 or 1', COUNT],
    ['1 or 0', 'count = !var.create ? 0 : 1'],
    ['nested', 'count = var.create ? 1 : (var.create ? 0 : 1)'],
  ])('a resource whose count is %s is assumed to exist', async (_, count) => {
    const { service, warnings } = await read(
      block('backend', 'b', count, 'name = "b"', 'url = "https://b"', 'protocol = "http"'),
      block('api', 'a', 'path = "a"', `name = one(azurerm_api_management_backend.b[*].name)`),
    );
    expect(service.backends.map(({ model }) => model.address)).toEqual(['azurerm_api_management_backend.b[0]']);
    expect(service.apis.map(({ name }) => name)).toEqual(['b']);
    expect(warnings).toEqual([
      expect.stringMatching(
        `^main.tf:12: azurerm_api_management_backend.b: its count is not known, and it is assumed to exist: ${WHY}$`,
      ),
    ]);
  });

  test('a resource of another provider is assumed to exist only where it is referred to', async () => {
    const storage = 'resource "azurerm_storage_account" "s" {\n  count = var.create ? 1 : 0\n  name = "s"\n}\n';
    expect((await read(storage, api('a'))).warnings).toEqual([]);
    const { service, warnings } = await read(
      storage,
      api('a', 'service_url = "https://${azurerm_storage_account.s[0].name}"'),
    );
    expect(service.apis[0].serviceUrl).toBe('https://s');
    expect(warnings).toEqual([expect.stringContaining('azurerm_storage_account.s: its count is not known, and it is')]);
  });

  test('a value that is neither 0 nor 1 is not assumed', async () => {
    folder.write({
      'main.tf':
        SERVICE + CREATE + block('backend', 'b', 'count = var.create ? 1 : 2', 'name = "b"', 'url = "https://b"'),
    });
    expect(await folder.faults()).toEqual([expect.stringContaining(`count is not known`)]);
  });

  test('a policy that may not exist is not known, unless its API is subject to the same condition', async () => {
    const { service, warnings } = await read(
      api('certain'),
      block('api_policy', 'certain', COUNT, 'api_name = azurerm_api_management_api.certain.name', TEXT),
      api('same', COUNT),
      block('api_policy', 'same', COUNT, 'api_name = azurerm_api_management_api.same[0].name', TEXT),
      api('other', COUNT),
      block(
        'api_policy',
        'other',
        'count = var.create ? 0 : 1',
        'api_name = azurerm_api_management_api.other[0].name',
        TEXT,
      ),
    );
    const policies = new Map(service.apis.map(({ name, policy }) => [name, policy?.whyUnknown]));
    expect([...policies].sort()).toEqual([
      ['certain', `its count is not known: ${WHY}`],
      ['other', `its count is not known: ${WHY}`],
      ['same', undefined],
    ]);
    expect(warnings).toContainEqual(
      expect.stringContaining(
        `azurerm_api_management_api_policy.certain[0]: its count is not known: ${WHY}; nothing is known about requests`,
      ),
    );
  });

  test.each([
    ['the policy of the service', block('policy', 'p', COUNT, TEXT)],
    ['the policy of a product', block('product_policy', 'p', COUNT, 'product_id = "p"', TEXT)],
    [
      'the policy of an operation',
      block('api_operation_policy', 'p', COUNT, 'api_name = "a"', 'operation_id = "o"', TEXT),
    ],
    ['a fragment', block('policy_fragment', 'p', COUNT, 'name = "f"', 'value = "<fragment />"')],
  ])('%s that may not exist is not known', async (_, policy) => {
    const { service } = await read(
      api('a'),
      block('product', 'p', 'product_id = "p"'),
      block('api_operation', 'o', 'api_name = "a"', 'operation_id = "o"', 'method = "GET"', 'url_template = "/"'),
      policy,
    );
    const [found] = [
      service.policy,
      service.products[0].policy,
      service.apis[0].operationPolicies.get('o'),
      service.fragments[0]?.policy,
    ].filter((each) => each !== undefined);
    expect(found?.whyUnknown).toBe(`its count is not known: ${WHY}`);
  });

  test('a module that may not exist is assumed to exist, with what it declares', async () => {
    folder.write({
      'apis/main.tf': `variable "apim" {}
        resource "azurerm_api_management_api" "a" {
          api_management_name = var.apim
          name                = "a"
          path                = "a"
        }
        resource "azurerm_api_management_api_policy" "a" {
          api_management_name = var.apim
          api_name            = azurerm_api_management_api.a.name
          ${TEXT}
        }
        resource "azurerm_api_management_policy" "all" {
          api_management_name = var.apim
          ${TEXT}
        }`,
    });
    const { service, warnings } = await read(
      `module "apis" {\n  source = "./apis"\n  ${COUNT}\n  apim = azurerm_api_management.main.name\n}\n`,
    );
    expect(service.apis.map(({ address, policy }) => [address, policy?.whyUnknown])).toEqual([
      ['module.apis[0].azurerm_api_management_api.a', undefined],
    ]);
    expect(service.policy?.whyUnknown).toBe(`its count is not known: ${WHY}`);
    expect(warnings).toContain(`main.tf:12: module.apis: its count is not known, and it is assumed to exist: ${WHY}`);
  });

  test('two resources with one name, of which one may exist, are a fault that says so', async () => {
    folder.write({
      'main.tf':
        SERVICE +
        CREATE +
        api('a', COUNT) +
        block('api', 'b', 'count = var.create ? 0 : 1', 'name = "a"', 'path = "a"'),
    });
    expect(await folder.faults()).toContainEqual(expect.stringMatching(`AF\\d+\\); its count is not known: ${WHY}$`));
  });

  test.each([
    ['an API', block('api', 'x', EACH, 'name = each.key', 'path = each.key')],
    ['an operation', block('api_operation', 'x', EACH, 'api_name = "a"', 'operation_id = each.key', 'method = "GET"')],
    ['a product', block('product', 'x', EACH, 'product_id = each.key')],
    ['an API of a product', block('product_api', 'x', EACH, 'product_id = "p"', 'api_name = each.key')],
    ['a named value', block('named_value', 'x', EACH, 'name = each.key')],
    ['a fragment', block('policy_fragment', 'x', EACH, 'name = each.key')],
    ['a version set', block('api_version_set', 'x', EACH, 'name = each.key')],
    ['a count', block('api_version_set', 'x', 'count = length(var.all)', 'name = "x"')],
  ])('%s is passed over', async (what, more) => {
    const { service, warnings } = await read(api('a'), more);
    expect(service.apis.map(({ name }) => name)).toEqual(['a']);
    const by = what === 'a count' ? 'count' : 'for_each';
    expect(warnings).toEqual([expect.stringContaining(`.x: ${by} is not known: ${ALL}; ${PASSED_OVER}`)]);
  });

  test('a policy of any API can belong to each one without a policy', async () => {
    const { service } = await read(
      api('with'),
      block('api_policy', 'with', 'api_name = azurerm_api_management_api.with.name', TEXT),
      api('without'),
      block('api_policy', 'any', EACH, 'api_name = each.key', TEXT),
    );
    expect(service.apis.map(({ name, policy }) => [name, policy?.whyUnknown])).toEqual([
      ['with', undefined],
      ['without', `for_each is not known: ${ALL}`],
    ]);
  });

  test.each([
    ['of one API', 'api_name = "a"', ['a']],
    ['of any API', 'api_name = each.value', ['a', 'b']],
  ])('a policy of any operation %s', async (_, name, unknown) => {
    const { service } = await read(
      api('a'),
      api('b'),
      block('api_operation_policy', 'any', EACH, name, 'operation_id = each.key', TEXT),
    );
    const affected = service.apis.filter(({ policy }) => policy?.whyUnknown !== undefined);
    expect(affected.map((each) => each.name)).toEqual(unknown);
  });

  test('a policy of any product, and one of the service', async () => {
    const { service } = await read(
      block('product', 'p', 'product_id = "p"'),
      block('product_policy', 'any', EACH, 'product_id = each.key', TEXT),
      block('policy', 'all', EACH, TEXT),
    );
    const why = `for_each is not known: ${ALL}`;
    expect([service.products[0].policy?.whyUnknown, service.policy?.whyUnknown]).toEqual([why, why]);
  });

  test.each([
    ['a backend', block('backend', 'x', EACH, 'name = each.key')],
    [
      'a policy of any service',
      block('policy', 'x', EACH, TEXT).replace('azurerm_api_management.main.name', 'each.key'),
    ],
  ])('%s is a fault', async (_, more) => {
    folder.write({ 'main.tf': SERVICE + CREATE + more });
    expect(await folder.faults()).toEqual([
      expect.stringMatching(
        `^main.tf:1[34]: azurerm_api_management_\\w+.x: \\w+ is (?:required, but its value is )?not known: ${ALL}$`,
      ),
    ]);
  });

  test('one cause is one fault, however its value is used', async () => {
    const backends = ['b', 'c', 'd'].map((name, index) =>
      block('backend', name, ['for_each = var.all', 'count = length(var.all)', 'for_each = toset(var.all.x)'][index]),
    );
    folder.write({ 'main.tf': SERVICE + CREATE + backends.join('') });
    expect(await folder.faults()).toEqual([expect.stringContaining(`.b: for_each is not known`)]);
  });

  test('two causes with the same words are two faults', async () => {
    const backends = ['b', 'c'].map((name) => block('backend', name, 'for_each = ["a"]'));
    folder.write({ 'main.tf': SERVICE + CREATE + backends.join('') });
    expect(await folder.faults()).toHaveLength(2);
  });
});
