import { findingsOf } from '../../../simulator/check/findings-of';
import { proveDeployment } from '../../../simulator/prove/prove-deployment';
import { APIM, Blocks, faultsOf, PARENT, POOL_TYPE } from './faults';
import { OF } from './reading';
import { deploymentOf } from '../../../simulator/deployment';

const NO_VALUE = 'var.all has no value; set it with --var all=VALUE';
const AFFECTS = 'nothing is known about requests that it affects';
const EACH = { for_each: '${var.all}' };

function json(resource: Blocks): { readonly name: string; readonly json: string } {
  const all = { variable: { all: {}, apim: {} }, resource: { ...APIM, ...resource } };
  return { name: 'x.tf.json', json: JSON.stringify(all) };
}

const read = (resource: Blocks) => deploymentOf([json(resource)], 'check');

/** An API for each backend id, and its name as the name of the API. */
function apis(...ids: readonly string[]): Blocks {
  const names = ids.map((_, index) => `a${index}`);
  const of = (index: number) => ({ ...OF, api_name: names[index] });
  const blocks = (block: (index: number) => object): Record<string, object> =>
    Object.fromEntries(names.map((name, index) => [name, block(index)]));
  return {
    azurerm_api_management_api: blocks((index) => ({ ...OF, name: names[index], path: names[index] })),
    azurerm_api_management_api_operation: blocks((index) => ({
      ...{ ...of(index), operation_id: 'o', method: 'GET', url_template: '/' },
    })),
    azurerm_api_management_api_policy: blocks((index) => ({
      ...of(index),
      xml_content: `<policies><inbound><set-backend-service backend-id="${ids[index].replaceAll('"', '&quot;')}" /></inbound><backend><forward-request /></backend></policies>`,
    })),
  };
}

const KNOWN = { known: { ...OF, name: 'known', url: 'https://known' } };
const ANY = { ...OF, ...EACH, name: '${each.key}', url: '${each.value}' };
const pool = (name: string, services: unknown, more: object = {}) => ({
  ...{ type: POOL_TYPE, name, parent_id: PARENT, body: { properties: { type: 'Pool', pool: { services } } } },
  ...more,
});

function unknownOf(resource: Blocks): readonly (string | undefined)[] {
  return read(resource).services.flatMap((service) => service.apis.map(({ policy }) => policy?.whyUnknown));
}

const canBe = (what: string): string => `xml_content, line 1, column 20: backend-id can be the name of ${what}`;
const ONE = `azurerm_api_management_backend.any, whose for_each is not known: ${NO_VALUE}`;

describe('backends whose number is not known', () => {
  const backends = { azurerm_api_management_backend: { ...KNOWN, any: ANY } };

  test('are passed over, and an API that can name one is not known', () => {
    const all = { ...backends, ...apis('known', 'other', '@("known")') };
    expect(unknownOf(all)).toEqual([undefined, canBe(ONE), canBe(ONE)]);
    const { services, warnings } = read(all);
    expect(services[0].backends.map(({ model }) => model.name)).toEqual(['known']);
    expect(warnings).toEqual([
      ...['a1', 'a2'].map((name) => `x.tf.json: azurerm_api_management_api_policy.${name}: ${canBe(ONE)}; ${AFFECTS}`),
      `x.tf.json: azurerm_api_management_backend.any: for_each is not known: ${NO_VALUE}; it is passed over, and ${AFFECTS}`,
    ]);
  });

  test('are neither missing nor proved', async () => {
    const deployment = read({ ...backends, ...apis('known', 'other') });
    expect(await findingsOf(deployment)).toEqual([]);
    const { proven, notProved } = await proveDeployment(deployment);
    expect(proven.map((each) => each.case.api.name)).toEqual(['a0']);
    expect(notProved.map(({ api, why }) => [api?.name, why])).toEqual([
      ['a1', `azurerm_api_management_api_policy.a1: ${canBe(ONE)}`],
    ]);
  });

  test('can be pools of azapi', () => {
    const { body } = pool('', '${each.value}');
    const azapi_resource = { any: { ...EACH, type: POOL_TYPE, name: '${each.key}', parent_id: PARENT, body } };
    const why = canBe(`azapi_resource.any, whose for_each is not known: ${NO_VALUE}`);
    const azurerm_api_management_backend = KNOWN;
    expect(unknownOf({ azapi_resource, azurerm_api_management_backend, ...apis('known', 'p') })).toEqual([
      undefined,
      why,
    ]);
  });

  test('do not clash with each other', () => {
    const all = { azurerm_api_management_backend: { ...KNOWN, any: ANY, other: ANY }, ...apis('known') };
    expect(deploymentOf([json(all)]).declarations.map(({ name }) => name)).toEqual(['a0', 'known']);
  });

  test.each([
    ['no API is left', apis('other')],
    ['there is no API', {}],
  ])('are a fault if %s', (_, more) => {
    expect(faultsOf(() => read({ ...backends, ...more }))).toEqual([
      `x.tf.json: azurerm_api_management_backend.any: for_each is not known: ${NO_VALUE}`,
    ]);
  });

  test('are a fault if the number cannot be known', () => {
    const any = { ...ANY, for_each: ['a'] };
    expect(faultsOf(() => read({ azurerm_api_management_backend: { ...KNOWN, any }, ...apis('known') }))).toEqual([
      expect.stringContaining('for_each is not known: it is a list'),
    ]);
  });
});

describe('a pool whose members are not known', () => {
  const azurerm_api_management_backend = { ...KNOWN, any: ANY };
  const known = pool('fine', [{ id: `${PARENT}/backends/known` }]);

  test.each([
    ['the list', '${var.all}'],
    ['a list that is computed', '${[for b in var.all : { id = b }]}'],
    ['a member', [{ id: '${azurerm_api_management_backend.any["east"].id}' }]],
  ])('%s', (_, services) => {
    const azapi_resource = { known, p: pool('p', services) };
    const all = { azurerm_api_management_backend, azapi_resource, ...apis('fine', 'known', 'p') };
    const [fine, single, why] = unknownOf(all);
    expect([fine, single]).toEqual([undefined, undefined]);
    expect(why).toMatch(
      /: backend-id is the name of azapi_resource\.p, whose members are not known: .*var\.all has no value/,
    );
    expect(read(all).services[0].pools.map(({ model }) => model.name)).toEqual(['fine']);
  });

  test('is a fault if nothing else is declared', () => {
    expect(faultsOf(() => read({ azapi_resource: { p: pool('p', '${var.all}') } }))).toEqual([
      `x.tf.json: azapi_resource.p: body.properties.pool.services is required, but its value is not known: ${NO_VALUE}`,
    ]);
  });
});

test('a backend whose service is not known can be the one that a policy names', async () => {
  const other = { ...OF, api_management_name: '${var.apim}', name: 'other', url: 'https://other' };
  const all = { azurerm_api_management_backend: { ...KNOWN, other }, ...apis('known', 'other', 'missing') };
  const why = canBe('azurerm_api_management_backend.other, whose service is not known');
  expect(unknownOf(all)).toEqual([undefined, why, undefined]);
  const findings = await findingsOf(read(all));
  expect(findings.map(({ code, address }) => [code, address])).toEqual([
    ['AF008', 'azurerm_api_management_api_policy.a2'],
  ]);
});

describe('a backend that an expression names', () => {
  const ids = ['@("known")', '@("oth" + "er")', '@("missing")'];
  const reasons = async (other: object, ...more: Blocks[]): Promise<readonly (string | undefined)[]> => {
    const azurerm_api_management_backend = { ...KNOWN, other: { ...OF, url: 'https://other', ...other } };
    const all = Object.assign({ azurerm_api_management_backend, ...apis(...ids) }, ...more) as Blocks;
    const { notProved } = await proveDeployment(read(all));
    return ['a0', 'a1', 'a2'].map((name) => notProved.find(({ api }) => api?.name === name)?.why);
  };
  const can = (what: string): unknown =>
    expect.stringContaining(`backend 'other' can be azurerm_api_management_backend.other, whose ${what} is not known`);
  const missing = (name: string): unknown => expect.stringContaining(`Backend with id '${name}' could not be found`);

  test('can be in a service that is not known', async () => {
    expect(await reasons({ api_management_name: '${var.apim}', name: 'other' })).toEqual([
      undefined,
      can('service'),
      missing('missing'),
    ]);
  });

  test('can have a name that is not known', async () => {
    expect(await reasons({ name: 'o${var.all}' })).toEqual([undefined, can('name'), missing('missing')]);
  });

  test('is missing if no name can be that', async () => {
    expect(await reasons({ name: 'another' })).toEqual([undefined, missing('other'), missing('missing')]);
  });
});

describe('an API of which a setting is not known', () => {
  test.each([
    ['subscription_required', '${var.all}'],
    ['protocols', '${var.all}'],
    ['subscription_key_parameter_names', [{ header: '${var.all}', query: 'key' }]],
  ])('%s', (name, value) => {
    const { azurerm_api_management_api: declared, ...rest } = apis('known', 'known');
    const azurerm_api_management_api = { ...declared, a1: { ...(declared.a1 as object), [name]: value } };
    const all = { azurerm_api_management_backend: KNOWN, azurerm_api_management_api, ...rest };
    expect(unknownOf(all)).toEqual([undefined, `${name} is not known: ${NO_VALUE}`]);
    expect(read(all).warnings).toEqual([
      `x.tf.json: azurerm_api_management_api.a1: ${name} is not known: ${NO_VALUE}; it is passed over, and ${AFFECTS}`,
    ]);
  });

  test.each(['method', 'url_template'])('the %s of an operation', (name) => {
    const { azurerm_api_management_api_operation: declared, ...rest } = apis('known', 'known');
    const a1 = { ...(declared.a1 as object), [name]: '${var.all}' };
    const azurerm_api_management_api_operation = { ...declared, a1 };
    const all = { azurerm_api_management_backend: KNOWN, azurerm_api_management_api_operation, ...rest };
    expect(read(all).services[0].apis.map(({ operations }) => operations === 'unknown')).toEqual([false, true]);
    expect(read(all).warnings).toHaveLength(1);
  });
});

describe('numbers of a pool and of a circuit breaker that are not known', () => {
  const rule = (more: object, condition: object = {}): object => ({
    circuit_breaker_rule: {
      ...{ name: 'rule', trip_duration: 'PT1M', ...more },
      failure_condition: { count: 1, interval_duration: 'PT1M', error_reasons: ['Timeout'], ...condition },
    },
  });
  const readPool = (member: object, breaker: object, azapi: object = {}) => {
    const b = { ...OF, name: 'b', url: 'https://b', ...breaker };
    const p = pool('p', [
      { id: `${PARENT}/backends/b`, priority: 1, ...member },
      { id: `${PARENT}/backends/known`, priority: 2 },
    ]);
    return read({ azurerm_api_management_backend: { ...KNOWN, b }, azapi_resource: { p, ...azapi }, ...apis('p') });
  };

  test.each([
    ['a weight', { weight: '${var.all}' }, rule({}), 'azapi_resource.p: body.properties.pool.services[0].weight'],
    ['a priority', { priority: '${var.all}' }, rule({}), 'azapi_resource.p: body.properties.pool.services[0].priority'],
    ['a count', {}, rule({}, { count: '${var.all}' }), 'count'],
    ['an interval', {}, rule({}, { interval_duration: 'PT${var.all}S' }), 'interval_duration'],
    ['a trip duration', {}, rule({ trip_duration: '${var.all}' }), 'trip_duration'],
    [
      'a range of status codes',
      {},
      rule({}, { status_code_range: [{ min: '${var.all}', max: 599 }] }),
      'status_code_range.min',
    ],
    ['the circuit breaker', {}, { circuit_breaker_rule: '${var.all}' }, 'circuit_breaker_rule'],
  ])('%s', async (_, member, breaker, what) => {
    const deployment = readPool(member, breaker);
    expect(deployment.warnings).toEqual([expect.stringContaining(`${what} is not known: var.all`)]);
    expect(deployment.services[0].pools.map(({ model }) => model.members.length)).toEqual([2]);
    const { proven, notProved } = await proveDeployment(deployment);
    expect([proven, notProved.length]).toEqual([[], 1]);
    expect((await findingsOf(deployment)).filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(['priority', 'weight'])('a %s is a fault if nothing else is declared', (name) => {
    const member = { id: `${PARENT}/backends/known`, [name]: '${var.all}' };
    const azapi_resource = { p: pool('p', [member]) };
    const all = { azurerm_api_management_backend: KNOWN, azapi_resource };
    expect(faultsOf(() => read(all))).toEqual([
      `x.tf.json: azapi_resource.p: body.properties.pool.services.${name} is required, but its value is not known: ${NO_VALUE}`,
    ]);
    const fine = pool('fine', [{ id: `${PARENT}/backends/known` }]);
    expect(read({ ...all, azapi_resource: { ...azapi_resource, fine } }).warnings).toHaveLength(1);
  });

  test('in the text of a body', () => {
    const services = '[{ id = "/backends/known", weight = var.all }]';
    const body = `\${jsonencode({ properties = { type = "Pool", pool = { services = ${services} } } })}`;
    const { services: all } = readPool({}, {}, { q: { type: POOL_TYPE, name: 'q', parent_id: PARENT, body } });
    expect(all[0].pools.map(({ model }) => model.members[0].weight)).toEqual([undefined, 'unknown']);
  });

  test('credentials do not matter', () => {
    expect(readPool({}, { credentials: '${var.all}' }).warnings).toEqual([]);
  });
});
