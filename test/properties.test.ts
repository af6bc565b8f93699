import './support/no-stack-traces';
import { Testing } from 'cdktf';
import fc from 'fast-check';
import {
  ApiManagement,
  ApiManagementAttributes,
  ApiManagementLookupOptions,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerBackendProps,
  CircuitBreakerRule,
  FailoverApi,
  FailoverApiProps,
  FunctionAppBackendProps,
  PoolMember,
  PriorityPool,
  PriorityPoolProps,
  RegionalFailover,
  RegionalFailoverProps,
} from '../lib';
import { childElements, PolicyElement, PolicyNode, readPolicy, readPolicyNodes } from '../lib/policy';
import { isNotCompared } from './support/stack';
import * as arbitraries from './support/props';
import { asTerraformHasIt, Props, World } from './support/props';

/**
 * Whatever a construct is given, it either refuses it, with one error that names the construct and what is wrong, or it
 * makes a stack that Terraform, the providers and API Management can read.
 */

const RUNS = 40;
const PATH = 'main/Thing';

/** The JSON that a stack makes: every object in it is a block, a list, or a map. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Block = Readonly<Record<string, Json>>;

/** Makes a construct of a recipe for its props; what it makes is looked through, with what was asked for. */
function check(
  shape: fc.Arbitrary<Props>,
  make: (world: World, props: unknown) => void,
  expected: (props: Props['props'], json: Block) => void = () => undefined,
): void {
  const outcomes = { made: 0, refused: 0 };
  fc.assert(
    fc.property(shape, ({ props, spoiled }) => {
      const world = new World();
      try {
        make(world, world.make(props));
      } catch (error) {
        expectRefusal(error, spoiled);
        outcomes.refused++;
        return;
      }
      const json = synthesized(world);
      if (!json) return;
      validate(json);
      expected(props, json);
      outcomes.made++;
    }),
    { numRuns: RUNS },
  );
  // Neither way is the only one that was looked at.
  expect(outcomes.made).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
}

/** What can be at fault because of another: named values are called after their backend, policies need a retry. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  name: ['credentials'],
  retry: ['policies'],
  poolName: ['regions'],
};

/** One error of ours, that says where it is, and blames nothing but what was spoiled. */
function expectRefusal(error: unknown, spoiled: readonly string[]): void {
  if (!(error instanceof Error)) throw new Error('what was thrown is no Error');
  const { message } = error;
  if (
    error.constructor !== Error ||
    !message.startsWith(`${PATH}: `) ||
    /undefined is not|Cannot read|TfToken/.test(message)
  ) {
    throw error;
  }
  const faults = message.slice(PATH.length + 2).split('\n  ');
  const named = faults.filter((fault) => !/^(?:\d+ errors|\.\.\. and \d+ more like it)$/.test(fault));
  const allowed = spoiled.flatMap((name) => [name, ...(RELATED[name] ?? [])]);
  for (const fault of named) {
    const where = /^(\w+)(?:[.[\w\]]*): ./.exec(fault)?.[1] ?? '';
    if (!allowed.includes(where)) throw new Error(`blamed without a reason (spoiled: ${spoiled.join()}): ${message}`);
  }
}

/** What Terraform is given, unless a check of the whole stack fails, with its code or the construct's path. */
function synthesized({ stack }: World): Block | undefined {
  let text: string;
  try {
    text = Testing.synth(stack, true);
  } catch (error) {
    if (!(error instanceof Error) || error.constructor !== Error || error.message.includes('TfToken')) throw error;
    const faults = error.message.split('\n').filter((line) => line.startsWith('  ['));
    if (faults.length === 0 || !faults.every((line) => /\bAF\d{3}\b/.test(line) || line.includes(PATH))) throw error;
    return undefined;
  }
  return JSON.parse(text) as Block;
}

/** A text as Terraform reads it: its escapes undone, its templates as they are. */
function readTemplate(source: string): { readonly text: string; readonly templates: readonly string[] } {
  const templates: string[] = [];
  let text = '';
  for (let at = 0; at < source.length;) {
    const [escape] = /^(?:\$\$|%%)\{/.exec(source.slice(at, at + 3)) ?? [];
    if (escape) {
      text += escape.slice(1);
      at += escape.length;
    } else if (source.startsWith('%{', at)) {
      throw new Error(`a directive of Terraform's: ${source.slice(at, at + 100)}`);
    } else if (source.startsWith('${', at)) {
      const [template] = /^\$\{(?:[^{}"]|"[^"]*")*\}/.exec(source.slice(at)) ?? [];
      if (!template) throw new Error(`a template that is not closed: ${source.slice(at, at + 100)}`);
      const [, dollars] = /^\$\{"(\$+)"\}$/.exec(template) ?? [];
      if (dollars === undefined) templates.push(template);
      text += dollars ?? template;
      at += template.length;
    } else {
      text += source.charAt(at++);
    }
  }
  return { text, templates };
}

const TEMPLATE = /^\$\{(?:data\.|azurerm_|azapi_|ephemeral\.|var\.|split\()/;

/** Every text in the JSON, names too. */
function* textsOf(json: Json): Generator<string> {
  if (typeof json === 'string') yield json;
  if (typeof json !== 'object' || json === null) return;
  for (const [key, value] of Object.entries(json)) {
    yield key;
    yield* textsOf(value);
  }
}

/** What JavaScript makes of a value that is missing, and cdktf of a token that it does not see. */
const LOST = /\bundefined\b|\bNaN\b|Infinity|\[object|TfToken|e\+298/;

/** A control character, or half of a surrogate pair. */
const BROKEN = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/** What all stacks have in common: templates that were put there on purpose, whole characters, and valid resources. */
function validate(json: Block): void {
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

function resourcesOf(json: Block, type: string): Block[] {
  const of = (kind: string): Block[] => Object.values(at(json, kind, type) ?? {}) as Block[];
  return [...of('resource'), ...of('data')];
}

/** What stands at a path in the JSON, if it does; a block may be in a list of one. */
function at(json: Json | undefined, ...path: readonly string[]): Json | undefined {
  const block = Array.isArray(json) && json.length === 1 ? (json as readonly Json[])[0] : json;
  const [first, ...others] = path;
  if (first === undefined || typeof block !== 'object' || block === null) return first === undefined ? json : undefined;
  return at((block as Block)[first], ...others);
}

function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
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
const DURATION = /^PT\d+[HMS]$/;
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
  expectText(at(rule, 'trip_duration'), DURATION);
  const failures = at(rule, 'failure_condition');
  expectText(at(failures, 'interval_duration'), DURATION);
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

function policyOf({ xml_content }: Block): PolicyElement {
  return readPolicy(readTemplate(textOf(xml_content)).text);
}

function section(root: PolicyElement, name: string): readonly PolicyNode[] {
  return childElements(root).find((child) => child.name === name)?.children ?? [];
}

function* elements(nodes: readonly PolicyNode[]): Generator<PolicyElement> {
  for (const node of nodes) {
    if (node.kind !== 'element') continue;
    yield node;
    yield* elements(node.children);
  }
}

/** A text of the caller's own stands in the JSON as it was given. */
function expectUnchanged(actual: Json | undefined, given: unknown): void {
  if (typeof given !== 'string') return expect(actual).toBeUndefined();
  expect(readTemplate(textOf(actual)).text).toBe(asTerraformHasIt(given));
}

/** The caller's own policies stand last in their section, as they were given. */
function expectPolicies(nodes: readonly PolicyNode[], given: unknown): void {
  const own = readPolicyNodes(asTerraformHasIt(typeof given === 'string' ? given : ''));
  expect(withoutPositions(nodes.slice(nodes.length - own.length))).toEqual(withoutPositions(own));
}

function withoutPositions(nodes: readonly PolicyNode[]): unknown {
  return JSON.parse(
    JSON.stringify(nodes, (key, value: unknown) => (/^(position|valuePositions)$/.test(key) ? undefined : value)),
  );
}

function only(json: Block, type: string): Block {
  const all = resourcesOf(json, type);
  expect(all).toHaveLength(1);
  return all[0] ?? {};
}

function backendNamed(json: Block, name: unknown): Block {
  const found = resourcesOf(json, 'azurerm_api_management_backend').find((block) => block.name === name);
  if (!found) throw new Error(`there is no backend ${JSON.stringify(name)}`);
  return found;
}

/** A service is seen by what belongs to it. */
function makeBackendOf(world: World, apiManagement: ReturnType<typeof ApiManagement.fromLookup>): void {
  new CircuitBreakerBackend(world.stack, 'Backend', { apiManagement, name: 'a', url: 'https://a.example.com' });
}

describe('ApiManagement', () => {
  test('fromLookup', () => {
    check(arbitraries.propsOf(arbitraries.lookup), (world, props) => {
      makeBackendOf(world, ApiManagement.fromLookup(world.stack, 'Thing', props as ApiManagementLookupOptions));
    });
  });

  test('fromAttributes', () => {
    check(arbitraries.propsOf(arbitraries.attributes), (world, props) => {
      makeBackendOf(world, ApiManagement.fromAttributes(world.stack, 'Thing', props as ApiManagementAttributes));
    });
  });
});

describe('CircuitBreakerBackend', () => {
  function expectBackend({ title, description, proxy }: Props['props'], block: Block): void {
    expectUnchanged(block.title, title);
    expectUnchanged(block.description, description);
    const { username, password } = (proxy ?? {}) as Record<string, unknown>;
    expectUnchanged(at(block, 'proxy', 'username'), username);
    expectUnchanged(at(block, 'proxy', 'password'), password);
  }

  test('by its URL', () => {
    check(
      arbitraries.propsOf(arbitraries.backend),
      (world, props) => new CircuitBreakerBackend(world.stack, 'Thing', props as CircuitBreakerBackendProps),
      (props, json) => expectBackend(props, only(json, 'azurerm_api_management_backend')),
    );
  });

  test('forFunctionApp', () => {
    check(
      arbitraries.functionAppBackend,
      (world, props) => CircuitBreakerBackend.forFunctionApp(world.stack, 'Thing', props as FunctionAppBackendProps),
      (props, json) => expectBackend(props, only(json, 'azurerm_api_management_backend')),
    );
  });

  test('fromBackendId, in a pool', () => {
    check(arbitraries.propsOf(arbitraries.imported), (world, props) => {
      // What opens the circuit of a backend made elsewhere, the construct is told, and the JSON is not.
      isNotCompared(world.stack);
      const { backendId, circuitBreaker } = props as { backendId: string; circuitBreaker: CircuitBreakerRule };
      const backend = CircuitBreakerBackend.fromBackendId(world.stack, 'Thing', backendId, circuitBreaker);
      const members = [{ backend }, { backend: world.backend(0), priority: 2 }];
      new PriorityPool(world.stack, 'Pool', { apiManagement: world.service(), name: 'pool', members });
    });
  });

  test.each(Object.keys(arbitraries.CREDENTIALS))('with BackendCredentials.%s', (kind) => {
    const { valid, spoiled } = arbitraries.CREDENTIALS[kind];
    const shape = fc.oneof(
      valid.map((credential) => ({ props: { credential }, spoiled: [] })),
      spoiled.map((credential) => ({ props: { credential }, spoiled: ['credentials'] })),
    );
    check(
      shape,
      (world, props) => {
        const { credential } = props as { credential: BackendCredentials };
        const options = { apiManagement: world.service(), name: 'orders', url: 'https://a.example.com' };
        new CircuitBreakerBackend(world.stack, 'Thing', { ...options, credentials: [credential] });
      },
      ({ credential }, json) => {
        if (kind !== 'header' && kind !== 'query') return;
        const [name, value] = (credential as { args: readonly string[] }).args;
        const sent = at(backendNamed(json, 'orders'), 'credentials', kind) as Block;
        expectUnchanged(sent[asTerraformHasIt(name ?? '')], value);
      },
    );
  });
});

describe('PriorityPool', () => {
  test('with its members', () => {
    check(
      arbitraries.propsOf(arbitraries.pool),
      (world, props) => {
        const pool = new PriorityPool(world.stack, 'Thing', props as PriorityPoolProps);
        // A pool without members fails the synth, by a check that is not asked about here.
        if (pool.members?.length === 0) pool.addMember({ backend: world.backend(99) });
      },
      ({ title, description }, json) => {
        const properties = at(only(json, 'azapi_resource'), 'body', 'properties');
        expectUnchanged(at(properties, 'title'), title);
        expectUnchanged(at(properties, 'description'), description);
      },
    );
  });

  test('addMember: refused as a whole, or taken', () => {
    fc.assert(
      fc.property(arbitraries.addedMembers, (recipes) => {
        const world = new World();
        const pool = new PriorityPool(world.stack, 'Thing', { apiManagement: world.service(), name: 'pool' });
        let taken = 0;
        for (const recipe of recipes) {
          try {
            pool.addMember(world.make(recipe) as PoolMember);
            taken++;
          } catch (error) {
            expectRefusal(error, ['members']);
          }
          expect(pool.members).toHaveLength(taken);
        }
        const json = synthesized(world);
        if (json) validate(json);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('FailoverApi', () => {
  function expectApi(props: Props['props'], json: Block): void {
    const block = only(json, 'azurerm_api_management_api');
    expectUnchanged(block.display_name, props.displayName ?? props.name);
    expectUnchanged(block.description, props.description);
    const policy = policyOf(only(json, 'azurerm_api_management_api_policy'));
    const { inbound, backend, outbound, onError } = (props.policies ?? {}) as Record<string, unknown>;
    expectPolicies(section(policy, 'inbound'), inbound);
    expectPolicies(section(policy, 'outbound'), outbound);
    expectPolicies(section(policy, 'on-error'), onError);
    const [retry] = section(policy, 'backend') as PolicyElement[];
    // The forward comes after them.
    if (backend !== undefined) expectPolicies(retry?.children.slice(0, -1) ?? [], backend);
  }

  function expectOperations({ operations }: Props['props'], json: Block): void {
    const made = Object.entries(
      (at(json, 'resource', 'azurerm_api_management_api_operation') ?? {}) as Record<string, Block>,
    );
    expect(made).toHaveLength((operations as readonly unknown[]).length);
    for (const { operationId, displayName, description, rewriteUri, policies } of operations as Props['props'][]) {
      const [key = '', block] = made.find(([, { operation_id }]) => operation_id === operationId) ?? [];
      expectUnchanged(block?.display_name, displayName ?? operationId);
      expectUnchanged(block?.description, description);
      const policy = resourcesOf(json, 'azurerm_api_management_api_operation_policy').find(({ operation_id }) =>
        textOf(operation_id).includes(`.${key}.`),
      );
      const given = (policies ?? {}) as Props['props'];
      const own = ['inbound', 'outbound', 'onError'].filter((name) => given[name] !== undefined);
      expect(policy !== undefined).toBe(rewriteUri !== undefined || own.length > 0);
      if (!policy) continue;
      const root = policyOf(policy);
      own.forEach((name) => expectPolicies(section(root, name === 'onError' ? 'on-error' : name), given[name]));
      const rewrite = childElements({ ...root, children: section(root, 'inbound') }).find(
        ({ name }) => name === 'rewrite-uri',
      );
      expect(rewrite?.attributes.template).toBe(
        typeof rewriteUri === 'string' ? asTerraformHasIt(rewriteUri) : undefined,
      );
    }
  }

  const make = (world: World, props: unknown): FailoverApi =>
    new FailoverApi(world.stack, 'Thing', props as FailoverApiProps);

  test.each(['operations', 'policies', 'retry'])('with %s of all sorts', (name) => {
    check(arbitraries.propsOf(arbitraries.api, [name]), make, (props, json) => {
      expectApi(props, json);
      expectOperations(props, json);
    });
  });

  test('with all its options', () => {
    const shape = fc
      .tuple(
        arbitraries.propsOf(arbitraries.api),
        fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: arbitraries.versions }),
      )
      .map(([{ props, spoiled }, versions]) => ({
        props: { ...props, ...versions },
        spoiled: Object.keys(versions).length > 0 ? [...spoiled, 'version', 'versionSetId'] : spoiled,
      }));
    check(shape, make, (props, json) => {
      expectApi(props, json);
      expectOperations(props, json);
    });
  });
});

describe('RegionalFailover', () => {
  test('with all its options', () => {
    check(arbitraries.propsOf(arbitraries.regional), (world, props) => {
      new RegionalFailover(world.stack, 'Thing', props as RegionalFailoverProps);
    });
  });
});
