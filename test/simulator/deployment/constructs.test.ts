import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import {
  ApiManagement,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  FailoverApiProps,
  OpenApiDocument,
  PriorityPool,
  RetryCondition,
} from '../../../lib';
import { check, checkApi, checkBackend, checkPool, Finding, readRetryDecision } from '../../../lib/failover';
import { backendModel } from '../../../lib/private/models';
import { MainStack } from '../../../main';
import { ARTICLE_SETTINGS } from '../../../scenarios/article-settings';
import { Deployment, deploymentOf, readDeployment } from '../../../simulator/deployment';
import { failoverModelOf } from '../../../simulator/check/failover-model';
import { newStack, OPERATION } from '../../support/stack';

function read(stack: TerraformStack): Deployment {
  return deploymentOf([{ name: 'cdk.tf.json', json: Testing.synth(stack) }]);
}

/** Codes, messages and remedies: addresses are paths there, and Terraform's here. */
function lines(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ code, message, remedy }) => `${code} ${message}. ${remedy}`))].sort();
}

/** What the constructs of the stack find, each on its own. */
function foundByConstructs(stack: TerraformStack): string[] {
  const nodes = stack.node.findAll();
  const pools = nodes.filter((node): node is PriorityPool => node instanceof PriorityPool);
  const members = new Set(pools.flatMap(({ members = [] }) => members.map(({ backend }) => backend)));
  return lines(
    nodes.flatMap((node) => {
      if (node instanceof CircuitBreakerBackend) return checkBackend(backendModel(node), members.has(node));
      if (node instanceof PriorityPool) return checkPool(node._model());
      return node instanceof FailoverApi ? checkApi(node._model()) : [];
    }),
  );
}

function foundInJson(stack: TerraformStack): string[] {
  return lines(check(failoverModelOf(read(stack), readRetryDecision)));
}

interface Scenario {
  readonly rules?: readonly (CircuitBreakerRule | undefined)[];
  readonly priorities?: readonly number[];
  readonly api?: Partial<FailoverApiProps>;
  readonly skuName?: string;
}

function scenario({ rules = [undefined, undefined], priorities = [1, 2], api, skuName }: Scenario): TerraformStack {
  const stack = newStack();
  const apiManagement = ApiManagement.fromAttributes(stack, 'Service', {
    apiManagementId: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim',
    skuName,
  });
  const members = rules.map((circuitBreaker, index) => {
    const name = `func-${index}`;
    const url = `https://${name}.example.com`;
    return {
      backend: new CircuitBreakerBackend(stack, name, { apiManagement, name, url, circuitBreaker }),
      priority: priorities[index],
    };
  });
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  const name = 'resilient-api';
  const operations = api?.openApi ? undefined : [OPERATION];
  new FailoverApi(stack, 'Api', { apiManagement, pool, name, path: name, operations, ...api });
  return stack;
}

const ARTICLE = CircuitBreakerRule.custom({
  name: 'rule',
  tripDuration: Duration.seconds(30),
  acceptRetryAfter: true,
  failureCondition: {
    count: 3,
    interval: Duration.seconds(15),
    statusCodeRanges: [{ min: 502, max: 504 }],
    errorReasons: [ErrorReason.BACKEND_CONNECTION_FAILURE],
  },
});
const PERCENTAGE = CircuitBreakerRule.custom({
  name: 'rule',
  tripDuration: Duration.minutes(1),
  failureCondition: {
    percentage: 50,
    interval: Duration.minutes(1),
    statusCodeRanges: [{ min: 500, max: 599 }],
  },
});

describe('stacks made by the constructs', () => {
  test.each<[string, readonly string[], Scenario]>([
    ['the defaults', ['AF202'], {}],
    [
      "the article's settings",
      ['AF004', 'AF101', 'AF103', 'AF104', 'AF106', 'AF111', 'AF202'],
      {
        rules: [ARTICLE, ARTICLE],
        api: {
          retry: {
            count: 3,
            interval: Duration.seconds(1),
            condition: RetryCondition.expression('@(context.Response.StatusCode >= 500)'),
          },
          forwardTimeout: Duration.seconds(240),
        },
      },
    ],
    ['too few attempts', ['AF004', 'AF111', 'AF202'], { api: { retry: { count: 1 } } }],
    ['too few attempts for fixed intervals', ['AF004', 'AF202'], { api: { retry: { count: 3 } } }],
    [
      'no circuit breaker',
      ['AF002', 'AF202'],
      { rules: [CircuitBreakerRule.none(), undefined], api: { retry: { count: 3 } } },
    ],
    ['a percentage', ['AF101', 'AF104', 'AF107', 'AF202'], { rules: [PERCENTAGE, PERCENTAGE] }],
    ['waits that are too long', ['AF005', 'AF111', 'AF202'], { api: { retry: { interval: Duration.minutes(5) } } }],
    ['one priority', ['AF202'], { priorities: [1, 1], api: { retry: { count: 4 } } }],
    ['no retry', ['AF109'], { api: { retry: { count: 0 } } }],
    ['the Consumption tier', ['AF202'], { skuName: 'Consumption_0' }],
    [
      'a condition that cannot be read',
      ['AF202', 'AF203'],
      { api: { retry: { condition: RetryCondition.expression('@(context.Variables.ContainsKey("again"))') } } },
    ],
    [
      'policies that switch backends between attempts',
      ['AF202', 'AF204'],
      {
        api: {
          policies: {
            backend:
              '<choose><when condition="@(context.LastError != null)"><set-backend-service backend-id="func-1" /></when></choose>',
          },
        },
      },
    ],
    ['a timeout in milliseconds', ['AF202'], { api: { forwardTimeout: Duration.milliseconds(1500) } }],
    [
      'an OpenAPI document, growing waits',
      ['AF202'],
      {
        api: {
          openApi: OpenApiDocument.fromInline(
            JSON.stringify({ openapi: '3.0.1', paths: { '/a': { get: {}, patch: { operationId: 'x' } } } }),
          ),
          retry: { interval: Duration.seconds(1), delta: Duration.seconds(1), maxInterval: Duration.seconds(5) },
        },
      },
    ],
    [
      'an OpenAPI document that is imported',
      ['AF202'],
      {
        api: {
          openApi: OpenApiDocument.importInline(
            JSON.stringify({ openapi: '3.0.1', paths: { '/a': { get: {}, patch: { operationId: 'x' } } } }),
          ),
        },
      },
    ],
    [
      'an OpenAPI document elsewhere',
      ['AF202'],
      { api: { openApi: OpenApiDocument.fromUrl('https://x/openapi.json') } },
    ],
  ])('%s: the JSON says what the constructs say', (_, codes, given) => {
    const stack = scenario(given);
    const found = foundByConstructs(stack);
    // Of a service that is known by its id alone, the JSON does not tell the tier.
    const inJson = found.filter((line) => !line.startsWith('AF003'));
    expect([...new Set(inJson.map((line) => line.slice(0, 5)))]).toEqual(codes);
    expect(foundInJson(stack)).toEqual(inJson);
  });

  test('the main stack', () => {
    const stack = new MainStack(new App(), 'main', ARTICLE_SETTINGS);
    expect(read(stack).services.map(({ name }) => name)).toEqual([
      'apim-primary-sdc-orfff',
      'apim-secondary-nwe-g5bv4',
    ]);
    expect(foundInJson(stack)).toEqual(foundByConstructs(stack));
    expect(foundInJson(stack)).toHaveLength(1);
  });

  test("each region's pool: the policy chooses", () => {
    const stack = newStack();
    const apiManagement = ApiManagement.fromLookup(stack, 'Service', { name: 'apim', resourceGroupName: 'rg' });
    const [one, two] = ['one', 'two'].map(
      (name) => new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` }),
    );
    const poolOf = (name: string, first: CircuitBreakerBackend, second: CircuitBreakerBackend): PriorityPool =>
      new PriorityPool(stack, name, {
        apiManagement,
        name,
        members: [
          { backend: first, priority: 1 },
          { backend: second, priority: 2 },
        ],
      });
    new FailoverApi(stack, 'Api', {
      apiManagement,
      name: 'api',
      path: 'api',
      operations: [OPERATION],
      pool: poolOf('west', one, two),
      regionalPools: [{ region: 'North Europe', pool: poolOf('north', two, one) }],
    });
    const [api] = failoverModelOf(read(stack), readRetryDecision).apis;
    expect(api.pools.map(({ name }) => name).sort()).toEqual(['north', 'west']);
    expect(foundInJson(stack)).toEqual(foundByConstructs(stack));
  });
});

describe('several stacks', () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'cdktf.outdir.'));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  test('a pool of one stack has the backends of another', async () => {
    const app = new App({ outdir });
    const [first, second] = ['first', 'second'].map((id) => newStack(id, app));
    const apiManagement = ApiManagement.fromLookup(first, 'Apim', { name: 'apim', resourceGroupName: 'rg' });
    const members = ['local', 'remote'].map((name, index) => ({
      backend: new CircuitBreakerBackend(first, name, { apiManagement, name, url: `https://${name}.example.com` }),
      priority: index + 1,
    }));
    const pool = new PriorityPool(second, 'Pool', { apiManagement, name: 'pool', members });
    new FailoverApi(second, 'Api', { apiManagement, pool, name: 'api', path: 'api', operations: [OPERATION] });
    app.synth();

    const { services } = await readDeployment(outdir);
    expect(services.map(({ name }) => name)).toEqual(['apim']);
    const [{ backends, pools, apis }] = services;
    expect(apis.map(({ name }) => name)).toEqual(['api']);
    expect(pools[0].model.members.map(({ backend }) => backend)).toEqual(backends.map(({ model }) => model));
    expect(backends.map(({ model }) => model.breaker)).toEqual([
      expect.objectContaining({ count: 3 }),
      expect.objectContaining({ count: 3 }),
    ]);

    // One stack alone does not say what the other has; all that it needs is named.
    await expect(readDeployment(join(outdir, 'stacks', 'second'))).rejects.toThrow(
      'data.terraform_remote_state.cross-stack-reference-input-first is the state of a stack that is not in the given files',
    );
    expect((await readDeployment(join(outdir, 'stacks', 'first'))).services[0].backends).toHaveLength(2);
  });
});
