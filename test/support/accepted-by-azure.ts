import { childElements } from '../../lib/policy';
import { CANONICAL_DURATION } from './canonical-duration';
import {
  at,
  Block,
  elements,
  Json,
  policyOf,
  readTemplate,
  resourcesOf,
  section,
  textOf,
  textsOf,
} from './terraform-json';

const TEMPLATE = /^\$\{(?:data\.|azurerm_|azapi_|ephemeral\.|var\.|split\(|null\})/;

/** What JavaScript makes of a value that is missing, and cdktf of a token that it does not see. */
const LOST = /\bundefined\b|\bNaN\b|Infinity|\[object|TfToken|e\+298/;

/** A control character, or half of a surrogate pair. */
const BROKEN = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/** What all stacks have in common: templates that were put there on purpose, whole characters, and valid resources. */
export function validate(json: Block): void {
  for (const source of textsOf(json)) {
    const { text, templates } = readTemplate(source);
    // Jest's own expectations take long for so many.
    const stranger = templates.find((template) => !TEMPLATE.test(template));
    if (stranger !== undefined) throw new Error(`nobody put this template there: ${stranger}`);
    if (LOST.test(text)) throw new Error(`a value was lost: ${text}`);
    if (BROKEN.test(text)) throw new Error(`a character that is none: ${JSON.stringify(text)}`);
  }
  for (const [type, rules] of Object.entries(RESOURCES)) {
    for (const block of resourcesOf(json, type)) rules(block);
  }
}

/** A text that is as it must be, but for what Terraform knows later. */
function expectText(value: Json | undefined, pattern: RegExp): void {
  const { text, templates } = readTemplate(textOf(value));
  if (templates.length === 0) expect(text).toMatch(pattern);
}

function expectOptionalText(value: Json | undefined, pattern: RegExp): void {
  if (value !== undefined) expectText(value, pattern);
}

/** A number in its bounds, or one template and nothing else, that Terraform makes a number of. */
function expectNumber(value: Json | undefined, least: number, most: number): void {
  if (typeof value === 'string') return expect(value).toMatch(/^\$\{[^}]+\}$/);
  expect(Number.isInteger(value)).toBe(true);
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

function expectOptionalNumber(value: Json | undefined, least: number, most: number): void {
  if (value !== undefined) expectNumber(value, least, most);
}

function expectBytes(value: Json | undefined, most: number): void {
  if (value === undefined) return;
  const length = Buffer.byteLength(readTemplate(textOf(value)).text.replace(/\$\{var\.string\}/g, ''));
  expect(length).toBeLessThanOrEqual(most);
  expect(value).not.toBe('');
}

// As the azurerm provider has them.
const SERVICE_NAME = /^[0-9a-zA-Z-]{1,50}$/;
const RESOURCE_GROUP_NAME = /^[-\w._()]{0,89}[-\w_()]$/;
const CHILD_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9-_]{0,78}[a-zA-Z0-9])?$/;
const BACKEND_NAME = /^(?=.{1,80}$)(?:\w+|\w[\w-]+\w)$/;
const API_NAME = /^[^*#&+]{1,256}$/;
const API_PATH = /^(?:|\w|[\w.][\w\-/.:]{0,398}[\w-])$/;
const NAMED_VALUE = /^[0-9a-zA-Z_.-]{1,256}$/;
const BACKEND_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ApiManagement\/service\/[^/]+\/backends\/[^/]+$/;

function validateOwner(block: Block): void {
  expectText(block.api_management_name, SERVICE_NAME);
  expectText(block.resource_group_name, RESOURCE_GROUP_NAME);
}

function validateBackend(block: Block): void {
  validateOwner(block);
  expectText(block.name, BACKEND_NAME);
  expectBytes(block.title, 300);
  expectBytes(block.description, 2000);
  expectText(block.url, /^https?:\/\/\S+$/);
  for (const value of Object.values((at(block, 'credentials', 'header') ?? {}) as Block)) expectText(value, /^[^,]+$/);
  const rule = at(block, 'circuit_breaker_rule');
  if (rule === undefined) return;
  expectText(at(rule, 'name'), /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,78}[a-zA-Z0-9])?$/);
  expectText(at(rule, 'trip_duration'), CANONICAL_DURATION);
  const failures = at(rule, 'failure_condition');
  expectText(at(failures, 'interval_duration'), CANONICAL_DURATION);
  expectOptionalNumber(at(failures, 'count'), 1, 10_000);
  expectOptionalNumber(at(failures, 'percentage'), 1, 100);
  expect((at(failures, 'count') === undefined) !== (at(failures, 'percentage') === undefined)).toBe(true);
  const ranges = (at(failures, 'status_code_range') ?? []) as readonly Block[];
  const reasons = (at(failures, 'error_reasons') ?? []) as readonly string[];
  expect(ranges.length + reasons.length).toBeGreaterThan(0);
  expect(Math.max(ranges.length, reasons.length)).toBeLessThanOrEqual(10);
  for (const { min, max } of ranges) {
    expectNumber(min, 200, 599);
    expectNumber(max, typeof min === 'number' ? min : 200, 599);
  }
  reasons.forEach((reason) => expectBytes(reason, 200));
}

function validateAzapi(block: Block): void {
  const properties = at(block, 'body', 'properties');
  if (textOf(block.type).includes('/namedValues@')) {
    expectText(block.name, NAMED_VALUE);
    return expectText(at(properties, 'displayName'), NAMED_VALUE);
  }
  expectText(block.name, BACKEND_NAME);
  for (const [name, longest] of [
    ['title', 300],
    ['description', 2000],
  ] as const) {
    const text = at(properties, name);
    if (text !== undefined) expect(readTemplate(textOf(text)).text.length).toBeLessThanOrEqual(longest + 100);
  }
  const services = at(properties, 'pool', 'services') as readonly Block[];
  expect(services.length).toBeLessThanOrEqual(30);
  for (const { id, priority, weight } of services) {
    expectText(id, BACKEND_ID);
    expectNumber(priority, 0, 100);
    expectOptionalNumber(weight, 0, 100);
  }
  expect(new Set(services.map(({ id }) => id)).size).toBe(services.length);
  expectOptionalNumber(at(properties, 'pool', 'failureResponse', 'statusCode'), 200, 599);
}

function validateApi(block: Block): void {
  validateOwner(block);
  expectText(block.name, API_NAME);
  expectText(block.path, API_PATH);
  expectText(block.revision, /^[\w.-]+$/);
  expectText(block.display_name, /./su);
  for (const protocol of block.protocols as readonly string[]) expectText(protocol, /^https?$/);
  expect(block.version === undefined).toBe(block.version_set_id === undefined);
  expectOptionalText(block.version, /^[^\s{}/]+$/);
}

function validateOperation(block: Block): void {
  validateOwner(block);
  expectText(block.operation_id, CHILD_NAME);
  expectText(block.method, /^[A-Z]+$/);
  const template = readTemplate(textOf(block.url_template)).text;
  const parameters = new Set([...template.matchAll(/\{\*?([^}]+)\}/g)].map(([, name]) => name));
  const declared = ((block.template_parameter ?? []) as readonly Block[]).map(({ name }) => name);
  expect(declared).toEqual([...parameters]);
}

function validateNamedValue(block: Block): void {
  validateOwner(block);
  expectText(block.name, CHILD_NAME);
  expectText(block.display_name, NAMED_VALUE);
}

/** A policy can be read again, and has the four sections with one policy in <backend>. */
function validatePolicy(block: Block): void {
  validateOwner(block);
  const root = policyOf(block);
  expect([root.name, ...childElements(root).map((section) => section.name)]).toEqual([
    'policies',
    'inbound',
    'backend',
    'outbound',
    'on-error',
  ]);
  expect(section(root, 'backend').filter((node) => node.kind !== 'comment')).toHaveLength(1);
  for (const { name, attributes } of elements([root])) {
    if (name === 'retry') {
      expectAttribute(attributes.count, 1, 50);
      for (const wait of ['interval', 'delta', 'max-interval']) expectAttribute(attributes[wait], 1, 3600);
      expect(attributes.condition).toMatch(/^\s*(?:@[({][^]*[)}]|\$\{var\.string\})\s*$/);
    }
    if (name === 'forward-request') {
      expectAttribute(attributes.timeout, 1, 240);
      expectAttribute(attributes['timeout-ms'], 1, 240_000);
    }
  }
}

function expectAttribute(value: string | undefined, least: number, most: number): void {
  if (value !== undefined) expectNumber(value.startsWith('$') ? value : Number(value), least, most);
}

const RESOURCES: Readonly<Record<string, (block: Block) => void>> = {
  azurerm_api_management: ({ name, resource_group_name }) => {
    expectText(name, SERVICE_NAME);
    expectText(resource_group_name, RESOURCE_GROUP_NAME);
  },
  azurerm_api_management_backend: validateBackend,
  azurerm_api_management_named_value: validateNamedValue,
  azurerm_api_management_api: validateApi,
  azurerm_api_management_api_operation: validateOperation,
  azurerm_api_management_api_policy: validatePolicy,
  azurerm_api_management_api_operation_policy: validatePolicy,
  azapi_resource: (block) => (textOf(block.type).startsWith('Microsoft.Web') ? undefined : validateAzapi(block)),
};
