import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiManagement as ApiManagementResource } from '@cdktf/provider-azurerm/lib/api-management';
import { ApiManagementApiVersionSet } from '@cdktf/provider-azurerm/lib/api-management-api-version-set';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  FailoverApi,
  FailoverApiProps,
  IApiManagement,
  PriorityPool,
} from '../lib';
import { findingsOf } from '../simulator/check/findings-of';
import { deploymentOf } from '../simulator/deployment';
import { annotations, newService, newStack, OPERATION } from './support/stack';

const acknowledge = [{ code: 'AF010', reason: 'only one of them is deployed' }];

const secretId = 'https://vault.vault.azure.net/secrets/name';
const functionAppId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/a-b';

function newBackend(
  scope: Construct,
  apiManagement: IApiManagement,
  id: string,
  name = id,
  credentials: BackendCredentials[] = [],
): CircuitBreakerBackend {
  return new CircuitBreakerBackend(scope, id, { apiManagement, name, url: 'https://orders.example.com', credentials });
}

const SERVICE_ID = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

function newPool(scope: Construct, apiManagement: IApiManagement, id: string, name = id): PriorityPool {
  const backend = CircuitBreakerBackend.fromBackendId(scope, `${id}-member`, `${SERVICE_ID}/backends/elsewhere`);
  return new PriorityPool(scope, id, { apiManagement, name, members: [{ backend }] });
}

function newApi(pool: PriorityPool, id: string, over: Partial<FailoverApiProps> = {}): FailoverApi {
  const { apiManagement, node } = pool;
  return new FailoverApi(node.scope as Construct, id, {
    ...{ apiManagement, pool, name: id, path: id, operations: [OPERATION] },
    ...over,
  });
}

/** What the synth says of names: `path: message`. */
function atSynth(...stacks: TerraformStack[]): string[] {
  return stacks.flatMap((stack) => {
    try {
      Testing.synth(stack, true);
      return [];
    } catch (error) {
      const lines = (error as Error).message.split('\n');
      return lines.flatMap((line) => /\[(.*)\] AF010 (.*)\. \S.*\.$/.exec(line)?.slice(1).join(': ') ?? []);
    }
  });
}

/** What the check says of the same, without addresses. */
async function atCheck(...stacks: TerraformStack[]): Promise<string[]> {
  const sources = stacks.map((stack) => ({ name: `${stack.node.id}/cdk.tf.json`, json: Testing.synth(stack) }));
  const found = await findingsOf(deploymentOf(sources, 'check'));
  return found.flatMap(({ code, message }) => (code === 'AF010' ? message : [])).sort();
}

const messages = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^\S+: /, '')).sort();

describe('names that clash in one service', () => {
  let stack: TerraformStack;
  let apim: IApiManagement;
  let pool: PriorityPool;
  beforeEach(() => {
    stack = newStack();
    apim = newService(stack);
    pool = newPool(stack, apim, 'pool');
  });

  const versioned = (version: string, set: string): Partial<FailoverApiProps> => ({
    path: 'shop',
    version,
    versionSetId: `${SERVICE_ID}/apiVersionSets/${set}`,
  });

  test.each<[string, () => unknown, string[]]>([
    [
      'two backends',
      () => [newBackend(stack, apim, 'a', 'orders'), newBackend(stack, apim, 'b', 'orders')],
      ['a', 'b'].map((id) => `main/${id}: 2 backends of one service have the name 'orders'`),
    ],
    [
      'a pool named like a backend',
      () => [newBackend(stack, apim, 'a', 'Orders'), newPool(stack, apim, 'b', 'orders')],
      ['a', 'b'].map(
        (id) =>
          `main/${id}: 1 backend and 1 pool of one service have the name 'Orders' or 'orders', which Azure treats as the same; ` +
          'in Azure, pools and backends share their names',
      ),
    ],
    [
      'two backends whose credentials are stored under one name',
      () => [
        newBackend(stack, apim, 'a', 'a', [BackendCredentials.keyVaultSecret({ header: 'B-Key', secretId })]),
        newBackend(stack, apim, 'b', 'a-b', [BackendCredentials.functionKey({ functionAppId })]),
      ],
      ['a', 'b'].map((id) => `main/${id}: 2 named values of one service have the name 'a-b-key'`),
    ],
    [
      'two APIs of one name',
      () => [newApi(pool, 'a', { name: 'orders' }), newApi(pool, 'b', { name: 'orders' })],
      ['a', 'b'].map((id) => `main/${id}: 2 APIs of one service have the name 'orders'`),
    ],
    [
      'two APIs of one path',
      () => [newApi(pool, 'a', { path: 'shop' }), newApi(pool, 'b', { path: 'shop' })],
      [
        "main/a: API 'a' has the path '/shop', which 'b' of its service also has",
        "main/b: API 'b' has the path '/shop', which 'a' of its service also has",
      ],
    ],
  ])('%s: the synth fails at both, and the check says the same', async (_, declare, expected) => {
    declare();
    const lines = atSynth(stack);
    expect(lines).toEqual(expected);
    expect(await atCheck(stack)).toEqual(messages(lines));
  });

  test.each<[string, () => unknown]>([
    ['names of their own', () => [newBackend(stack, apim, 'a'), newBackend(stack, apim, 'b'), newApi(pool, 'c')]],
    [
      'an API named like a backend',
      () => [newBackend(stack, apim, 'a', 'orders'), newApi(pool, 'b', { name: 'orders' })],
    ],
    [
      'two services',
      () => [newBackend(stack, apim, 'a', 'orders'), newBackend(stack, newService(stack, 'other'), 'b', 'orders')],
    ],
    [
      'a backend that is made elsewhere',
      () => [
        newBackend(stack, apim, 'orders'),
        ...['a', 'b'].map((id) => CircuitBreakerBackend.fromBackendId(stack, id, `${SERVICE_ID}/backends/orders`)),
      ],
    ],
    [
      'a named value named like a backend',
      () => [
        newBackend(stack, apim, 'a', 'a', [BackendCredentials.functionKey({ functionAppId })]),
        newBackend(stack, apim, 'b', 'a-a-b-key'),
      ],
    ],
    [
      'a header written in two ways, of backends of their own',
      () =>
        ['a', 'b'].map((id) =>
          newBackend(stack, apim, id, id, [BackendCredentials.keyVaultSecret({ header: 'X-Key', secretId })]),
        ),
    ],
    [
      'revisions',
      () => [
        newApi(pool, 'a', { name: 'orders', path: 'a' }),
        newApi(pool, 'b', { name: 'orders', path: 'a', revision: '2' }),
      ],
    ],
  ])('%s: nothing', async (_, declare) => {
    declare();
    expect(atSynth(stack)).toEqual([]);
    expect(await atCheck(stack)).toEqual([]);
  });

  test.each([
    ['versions of one version set', versioned('v1', 'set'), versioned('v2', 'set'), 0],
    ['one version of a version set', versioned('v1', 'set'), versioned('v1', 'set'), 2],
    ['version sets', versioned('v1', 'set'), versioned('v2', 'other'), 2],
    ['a version and none', versioned('v1', 'set'), { path: 'shop' }, 2],
  ])('%s at one path', (_, one, other, count) => {
    newApi(pool, 'a', one);
    newApi(pool, 'b', other);
    expect(atSynth(stack)).toHaveLength(count);
  });

  test.each([
    ['v1', 'v2', 0],
    ['v1', 'v1', 2],
  ])('versions %s and %s of a version set of the same program', (one, other, count) => {
    const set = new ApiManagementApiVersionSet(stack, 'Set', {
      ...{ name: 'set', displayName: 'Set', versioningScheme: 'Segment' },
      ...{ apiManagementName: 'apim', resourceGroupName: 'rg' },
    });
    newApi(pool, 'a', { path: 'shop', version: one, versionSetId: set.id });
    newApi(pool, 'b', { path: 'shop', version: other, versionSetId: set.id });
    expect(atSynth(stack)).toHaveLength(count);
  });

  test('a service of the same program has its name once it is deployed, and its backends clash before', async () => {
    const resource = new ApiManagementResource(stack, 'Apim', {
      ...{ name: 'made', location: 'swedencentral', resourceGroupName: 'rg', skuName: 'Basic_1' },
      ...{ publisherEmail: 'a@example.com', publisherName: 'a' },
    });
    const made = ApiManagement.fromResource(stack, 'Made', resource);
    newBackend(stack, made, 'a', 'orders');
    newBackend(stack, made, 'b', 'orders');
    newBackend(stack, apim, 'c', 'orders');
    const lines = atSynth(stack);
    expect(lines.map((line) => line.split(':')[0])).toEqual(['main/a', 'main/b']);
    expect(await atCheck(stack)).toEqual(messages(lines));
  });

  test('a name that is known only once deployed may be any', () => {
    const name = new TerraformVariable(stack, 'name', { type: 'string' }).stringValue;
    newBackend(stack, apim, 'a', name);
    newBackend(stack, apim, 'b', name);
    newApi(pool, 'c', { path: name });
    newApi(pool, 'd', { path: name });
    expect(atSynth(stack)).toEqual([]);
  });

  test('one that has been removed has no name any more', () => {
    const scope = new Construct(stack, 'Removed');
    newBackend(stack, apim, 'orders');
    newBackend(scope, apim, 'orders');
    expect(atSynth(stack)).toHaveLength(2);
    stack.node.tryRemoveChild('Removed');
    expect(atSynth(stack)).toEqual([]);
  });

  test('what is acknowledged is listed, and fails no more', () => {
    const shared = { apiManagement: apim, name: 'orders', url: 'https://orders.example.com', acknowledge };
    new CircuitBreakerBackend(stack, 'a', shared);
    new CircuitBreakerBackend(stack, 'b', { ...shared, acknowledge: undefined });
    expect(atSynth(stack).map((line) => line.split(':')[0])).toEqual(['main/b']);
    expect(annotations(stack)).toEqual([
      expect.stringMatching(/^main\/a info AF010 .* Acknowledged: only one of them is deployed$/),
    ]);
  });

  test('of many that clash, some are named', () => {
    for (let index = 0; index < 100; index++) newApi(pool, `a${index}`, { path: 'shop' });
    const lines = atSynth(stack);
    expect(lines).toHaveLength(100);
    expect(lines[99]).toContain(
      "API 'a99' has the path '/shop', which 'a0', 'a1', 'a10' and others of its service also have",
    );
  });
});

test('stacks of one program share their services; those of two do not', async () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'names-')) });
  const stacks = ['first', 'second'].map((id) => newStack(id, app));
  for (const each of stacks) newBackend(each, newService(each), 'orders');
  const lines = atSynth(...stacks);
  expect(lines).toEqual(
    ['first', 'second'].map((id) => `${id}/orders: 2 backends of one service have the name 'orders'`),
  );
  expect(await atCheck(...stacks)).toEqual(messages(lines));
  expect(() => app.synth()).toThrow('AF010');

  const other = newStack('third', new App({ outdir: mkdtempSync(join(tmpdir(), 'names-')) }));
  newBackend(other, newService(other), 'orders');
  expect(atSynth(other)).toEqual([]);
});
