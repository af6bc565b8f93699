import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { MainStack } from '../main';
import { ARTICLE_SETTINGS } from '../scenarios/article-settings';
import { contextIn, contextOfProject, readSettings } from '../settings';
import { annotations, Block, synth } from './support/stack';

function mainStack(context: Record<string, unknown> = { ...ARTICLE_SETTINGS }): MainStack {
  const app = Testing.app({ context });
  return new MainStack(app, 'main', readSettings(app.node));
}

/** Ids without their hashes: `apim-primary/func-secondary`. */
function named(blocks: Record<string, Block> = {}): [string, Block][] {
  return Object.entries(blocks).map(([id, block]) => [id.replace(/_[0-9A-F]{8}$/g, '').replace('_', '/'), block]);
}

describe('the main stack', () => {
  test('four backends', () => {
    const backends = named(synth(mainStack()).resource?.azurerm_api_management_backend);
    const [, first] = backends[0];
    expect(first).toMatchSnapshot('the first in full');
    expect(
      backends.map(([id, { name, api_management_name }]) => `${id}: ${String(name)} in ${String(api_management_name)}`),
    ).toMatchSnapshot('all');
  });

  test('two pools with reversed priorities', () => {
    const { azapi_resource: azapi } = synth(mainStack()).resource ?? {};
    const pools = named(azapi).filter(([id]) => id.endsWith('-pool'));
    expect(Object.fromEntries(pools)).toMatchSnapshot();
  });

  test('the policy of both APIs, and of their operation', () => {
    const { resource } = synth(mainStack());
    const policies = Object.values(resource?.azurerm_api_management_api_policy ?? {}).map((p) => p.xml_content);
    const operations = Object.values(resource?.azurerm_api_management_api_operation_policy ?? {}).map(
      (p) => p.xml_content,
    );
    expect(policies).toHaveLength(2);
    expect(new Set(policies).size).toBe(1);
    expect(new Set(operations).size).toBe(1);
    expect(policies[0]).toMatchSnapshot('API');
    expect(operations[0]).toMatchSnapshot('operation');
  });

  test('services, function apps and keys are looked up, none is made', () => {
    const { resource, data, ephemeral } = synth(mainStack());
    const types = (blocks: object | undefined): [string, number][] =>
      Object.entries(blocks ?? {}).map(([type, byId]) => [type, Object.keys(byId as object).length]);
    expect({ resource: types(resource), data: types(data), ephemeral: types(ephemeral) }).toMatchSnapshot();
  });

  test('outputs: where to send a request, and the one that shows a failover', () => {
    const { output = {} } = synth(mainStack());
    expect(Object.keys(output)).toEqual([
      'primary-gateway-url',
      'primary-request',
      'secondary-gateway-url',
      'secondary-request',
    ]);
    expect(output['secondary-request'].value).toMatchInlineSnapshot(
      `"curl -i \${data.azurerm_api_management.Apim-secondary_9C611AC5.gateway_url}/resilient-api/ -H 'Content-Type: application/json' -d '[{"functionApp":"func-primary-sdc-orfff","respondsWithResultCode":200},{"functionApp":"func-secondary-nwe-g5bv4","respondsWithResultCode":503}]'"`,
    );
  });

  test('no finding above a note', () => {
    const levels = annotations(mainStack()).map((line) => line.split(' ').slice(1, 3).join(' '));
    // The forward timeout that was chosen is told, too.
    expect(levels).toEqual(['info AF202', 'info The', 'info AF202', 'info The']);
  });

  test('needs a Terraform that has ephemeral values and write-only arguments; state stays local', () => {
    expect(synth(mainStack()).terraform).toMatchObject({
      required_version: '>= 1.11',
      required_providers: { azapi: { version: '~> 2.12' }, azurerm: { version: '>= 4.55.0, < 6.0.0' } },
    });
    expect(synth(mainStack()).terraform).not.toHaveProperty('backend.azurerm');
  });

  test('remote state and subscriptions come from the context', () => {
    const [first, second] = ARTICLE_SETTINGS.regions;
    const { terraform, provider, data } = synth(
      mainStack({
        regions: [first, { ...second, subscriptionId: '11111111-2222-3333-4444-555555555555' }],
        remoteState: { resourceGroupName: 'rg', storageAccountName: 'state', containerName: 'tf', key: 'main.tfstate' },
      }),
    );
    expect(terraform?.backend).toEqual({
      azurerm: { resource_group_name: 'rg', storage_account_name: 'state', container_name: 'tf', key: 'main.tfstate' },
    });
    expect(provider).toMatchSnapshot();
    expect(Object.values(data?.azurerm_api_management ?? {}).map(({ provider: used }) => used)).toEqual([
      undefined,
      'azurerm.subscription-11111111-2222-3333-4444-555555555555',
    ]);
  });

  test('a drained region leaves both pools, and nothing else changes', () => {
    const [first, second] = ARTICLE_SETTINGS.regions;
    const withoutPools = ({ resource, ...others }: ReturnType<typeof synth>): unknown => {
      const { azapi_resource: azapi = {}, ...resources } = resource ?? {};
      const keys = Object.entries(azapi).filter(([id]) => !/-pool_/.test(id));
      expect(keys).toHaveLength(Object.keys(azapi).length - 2);
      return { ...others, resource: { ...resources, keys } };
    };
    const drained = synth(mainStack({ regions: [{ ...first, drained: true }, second] }));
    expect(withoutPools(drained)).toEqual(withoutPools(synth(mainStack())));
    for (const [, pool] of named(drained.resource?.azapi_resource).filter(([id]) => id.endsWith('-pool'))) {
      expect(JSON.stringify(pool.body)).toContain('func-secondary');
      expect(JSON.stringify(pool.body)).not.toContain('func-primary');
    }
    expect(synth(mainStack({ regions: [{ ...first, drained: false }, second] }))).toEqual(synth(mainStack()));
  });

  test('a drained region is told, and warns of nothing', () => {
    const [first, second] = ARTICLE_SETTINGS.regions;
    const told = annotations(mainStack({ regions: [{ ...first, drained: true }, second] }));
    expect(told.filter((line) => !line.includes(' info '))).toEqual([]);
    expect(told).toContain(
      "main/Failover/secondary/Pool info 'func-primary-sdc-orfff' is drained: pool 'load-balanced-pool' sends it no requests.",
    );
  });

  test('a former subscription keeps its providers, beside the default ones and those in use', () => {
    const [first, second] = ARTICLE_SETTINGS.regions;
    const [used, former] = ['1', '2'].map((digit) => `${digit.repeat(8)}-2222-3333-4444-555555555555`);
    const regions = [first, second].map((region) => ({ ...region, subscriptionId: used }));
    const { provider } = synth(mainStack({ regions, formerSubscriptionIds: [former, used] }));
    const expected = [undefined, used, former].map((subscription_id) => ({
      subscription_id,
      alias: subscription_id && `subscription-${subscription_id}`,
    }));
    expect(provider?.azapi).toEqual(expected.map((each) => expect.objectContaining(known(each)) as object));
    expect(provider?.azurerm).toEqual(
      expected.map((each) => expect.objectContaining({ ...known(each), features: [{}] }) as object),
    );
    expect(provider?.azapi[0]).not.toHaveProperty('alias');
  });
});

function known(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

describe('the context', () => {
  const read = (context: Record<string, unknown>) => (): unknown => readSettings(Testing.app({ context }).node);

  test('that is missing says what is needed', () => {
    expect(read({})).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions: missing; a list of two or more regions is needed"
    `);
  });

  test('with one region only', () => {
    expect(read({ regions: [{}] })).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions: a list of 1; a list of two or more regions is needed"
    `);
  });

  test('with much wrong says all of it', () => {
    expect(
      read({
        regions: [
          { name: '', apiManagement: 'apim', functionApp: { name: 'f' }, subscription: 'x' },
          { name: 'b', apiManagement: { name: 'apim', resourceGroupName: 'rg', sku: 1 }, subscriptionId: 5 },
        ],

        remoteState: { key: 'k' },
      }),
    ).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions[0].name: ""; a string that is not blank is needed
       regions[0].subscription: unknown setting; allowed: name, subscriptionId, drained, apiManagement, functionApp
       regions[0].apiManagement: "apim"; an object with name, resourceGroupName is needed
       regions[0].functionApp.resourceGroupName: missing; a string is needed
       regions[1].subscriptionId: 5; a subscription id is needed, such as 00000000-0000-0000-0000-000000000000
       regions[1].apiManagement.sku: unknown setting; allowed: name, resourceGroupName
       regions[1].functionApp: missing; an object with name, resourceGroupName is needed
       remoteState.resourceGroupName: missing; a string is needed
       remoteState.storageAccountName: missing; a string is needed
       remoteState.containerName: missing; a string is needed"
    `);
  });

  test('with regions of one name, and a subscription that is none, says which and what is allowed', () => {
    const [first, second] = ARTICLE_SETTINGS.regions;
    const name = first.name.toUpperCase();
    expect(
      read({ regions: [first, { ...second, name, subscriptionId: 'my-subscription' }, { ...first, name: 'third' }] }),
    ).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions[1].subscriptionId: "my-subscription"; a subscription id is needed, such as 00000000-0000-0000-0000-000000000000
       regions[1].name: "PRIMARY", the same as in regions[0]; each is allowed once
       regions[2].apiManagement.name: "apim-primary-sdc-orfff", the same as in regions[0]; each is allowed once
       regions[2].functionApp.name: "func-primary-sdc-orfff", the same as in regions[0]; each is allowed once"
    `);
  });

  test('with all regions drained, or what is neither true nor false, says so', () => {
    const [first, second] = ARTICLE_SETTINGS.regions;
    const drained = (one: unknown, other: unknown) =>
      read({
        regions: [
          { ...first, drained: one },
          { ...second, drained: other },
        ],
      });
    expect(drained(true, true)).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions: all 2 are drained; at least one must not be drained"
    `);
    expect(drained('true', 1)).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions[0].drained: "true"; true or false is needed
       regions[1].drained: 1; true or false is needed"
    `);
    expect(read({ regions: [{ ...first, drain: true }, second] })).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       regions[0].drain: unknown setting; allowed: name, subscriptionId, drained, apiManagement, functionApp"
    `);
    expect(drained(true, false)).not.toThrow();
  });

  test('with former subscriptions that are none, or listed twice, says which', () => {
    const { regions } = ARTICLE_SETTINGS;
    const id = '11111111-2222-3333-4444-555555555555';
    expect(read({ regions, formerSubscriptionIds: id })).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       formerSubscriptionIds: "11111111-2222-3333-4444-555555555555"; a list of subscription ids is needed"
    `);
    expect(read({ regions, formerSubscriptionIds: [id, 'x', null, id] })).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       formerSubscriptionIds[1]: "x"; a subscription id is needed, such as 00000000-0000-0000-0000-000000000000
       formerSubscriptionIds[2]: null; a subscription id is needed, such as 00000000-0000-0000-0000-000000000000
       formerSubscriptionIds[3]: "11111111-2222-3333-4444-555555555555", the same as formerSubscriptionIds[0]; each is allowed once"
    `);
    expect(read({ regions, formerSubscriptionId: [id] })).toThrowErrorMatchingInlineSnapshot(`
     "The context in cdktf.json cannot be used:
       formerSubscriptionId: unknown setting; did you mean formerSubscriptionIds?"
    `);
    // A rollback of the region must not need a second change.
    const again = regions.map((region) => ({ ...region, subscriptionId: id }));
    const letters = 'aaaaaaaa-2222-3333-4444-555555555555';
    const upper = again.map((region) => ({ ...region, subscriptionId: letters.toUpperCase() }));
    expect(read({ regions: upper, formerSubscriptionIds: [letters] })).toThrow(
      `formerSubscriptionIds[0]: "${letters}"; a region has "${letters.toUpperCase()}"; the same case is needed`,
    );
    expect(read({ regions: again, formerSubscriptionIds: [id] })()).toMatchObject({ formerSubscriptionIds: [id] });
  });

  test.each([
    [
      '{\n  "context": {\n    "regions" []\n  }\n}',
      'cdktf.json is not valid JSON: there is an error at line 3, column 15',
    ],
    ['[]', 'cdktf.json: a list of 0; an object with a context is needed'],
    ['{"context": "regions"}', 'cdktf.json: context: "regions"; an object with regions is needed'],
  ])('in a file %j', (json, message) => {
    expect(() => contextIn(json)).toThrow(new Error(message));
  });

  test.each(['region', 'Regions', 'reigons', 'remoteSate', 'remote-state'])(
    'with the key %s says which is meant',
    (key) => {
      const meant = /^reg|^rei/i.test(key) ? 'regions' : 'remoteState';
      expect(read({ regions: ARTICLE_SETTINGS.regions, [key]: [] })).toThrow(
        new Error(`The context in cdktf.json cannot be used:\n  ${key}: unknown setting; did you mean ${meant}?`),
      );
    },
  );

  test('may have the keys of cdktf, and others that are unlike the settings', () => {
    const others = { excludeStackIdFromLogicalIds: 'true', allowSepCharsInLogicalIds: 'true', state: 1, origin: 2 };
    expect(read({ regions: ARTICLE_SETTINGS.regions, ...others })).not.toThrow();
  });

  test('in a file that is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    expect(() => contextOfProject(folder)).toThrow(
      `${join(folder, 'cdktf.json')}: there is no such file; a file with a context is needed`,
    );
  });

  test('is that of the file; without one there is nothing in it', () => {
    expect(contextIn('{"context": {"regions": []}}')).toEqual({ regions: [] });
    expect(contextIn('{}')).toEqual({});
  });
});
