import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { AiSpillOverStack } from '../examples/ai-spill-over/main';
import { ArticleStack } from '../examples/article/main';
import { BlueGreenStack } from '../examples/blue-green/main';
import { ExistingApisStack } from '../examples/existing-apis/main';
import { MaintenanceStack } from '../examples/maintenance/main';
import { MultiRegionPremiumStack } from '../examples/multi-region-premium/main';
import { WeightedStack } from '../examples/weighted/main';
import { Duration } from '../lib';
import { Gateway, GatewayOptions, guarantees } from '../simulator';
import { findingsOf } from '../simulator/check/findings-of';
import { readDeployment } from '../simulator/deployment';
import { proveDeployment } from '../simulator/prove/prove-deployment';
import { reportOf } from '../simulator/prove/report';
import '../simulator/testing/jest';
import { annotations, synth } from './support/stack';

interface Example {
  readonly name: string;
  readonly Stack: new (scope: Construct) => TerraformStack;
  /** The context that its README shows. */
  readonly context?: Record<string, unknown>;
  /** The codes of what a synth has to say of it. */
  readonly findings: string[];
  /** The backends that may fail together. */
  readonly survived: string[];
  /** Seconds. */
  readonly longestWait: number;
}

const TWO_ORDERS = { survived: ['orders-sdc', 'orders-nwe'], longestWait: 59 };

const ordersIn = (regions: string): string => regions.replace(/\w+/g, 'orders-$&');

const EXAMPLES: Example[] = [
  {
    name: 'article',
    Stack: ArticleStack,
    findings: ['AF202'],
    survived: ['func-primary-sdc-orfff', 'func-secondary-nwe-g5bv4'],
    longestWait: 59,
  },
  {
    name: 'weighted',
    Stack: WeightedStack,
    findings: [],
    survived: [
      'orders-large',
      'orders-small',
      'orders-remote',
      'orders-large + orders-small',
      'orders-large + orders-remote',
      'orders-small + orders-remote',
    ],
    longestWait: 39,
  },
  {
    name: 'ai-spill-over',
    Stack: AiSpillOverStack,
    findings: ['AF106', 'AF202'],
    survived: ['gpt-provisioned-sdc', 'gpt-paygo-nwe'],
    longestWait: 60,
  },
  {
    name: 'maintenance',
    Stack: MaintenanceStack,
    findings: [],
    survived: ['sweden', 'norway', 'germany', 'sweden + norway', 'norway + germany', 'germany + sweden'].map(ordersIn),
    longestWait: 39,
  },
  {
    name: 'maintenance',
    Stack: MaintenanceStack,
    context: { drained: ['norway'] },
    findings: [],
    survived: ['sweden', 'germany'].map(ordersIn),
    longestWait: 19,
  },
  ...[0, 100].map((green) => ({
    name: 'blue-green',
    Stack: BlueGreenStack,
    context: { green },
    findings: [],
    survived: [green === 0 ? 'orders-blue' : 'orders-green', 'orders-remote'],
    longestWait: 19,
  })),
  ...[10, 50].map((green) => ({
    name: 'blue-green',
    Stack: BlueGreenStack,
    context: { green },
    findings: [],
    survived: [
      ...['orders-blue', 'orders-green', 'orders-remote', 'orders-blue + orders-green'],
      ...['orders-blue + orders-remote', 'orders-green + orders-remote'],
    ],
    longestWait: 39,
  })),
  { name: 'multi-region-premium', Stack: MultiRegionPremiumStack, findings: [], ...TWO_ORDERS },
  { name: 'existing-apis', Stack: ExistingApisStack, findings: [], ...TWO_ORDERS },
];

const stackOf = ({ Stack, context }: Pick<Example, 'Stack' | 'context'>): TerraformStack =>
  new Stack(Testing.app({ context }));

const TITLED = EXAMPLES.map((example): [string, Example] => {
  const { name, context } = example;
  return [context ? `${name} with ${JSON.stringify(context)}` : name, example];
});

describe.each(TITLED)('examples/%s', (_, example) => {
  const readme = readFileSync(join(__dirname, '../examples', example.name, 'README.md'), 'utf8');

  test('synthesizes, and its README names what is found', () => {
    const stack = stackOf(example);
    expect(() => synth(stack)).not.toThrow();
    const told = annotations(stack);
    expect(told.filter((text) => / (?:warn|error) /.test(text))).toEqual([]);
    const codes = new Set(told.flatMap((text) => /\bAF\d+/.exec(text)?.[0] ?? []));
    expect([...codes].sort()).toEqual(example.findings);
    for (const code of codes) expect(readme).toContain(code);
  });

  test('survives every failure that leaves a backend healthy, in the time that its README names', async () => {
    const { guarantees: all, notProved } = await guarantees(Testing.synth(stackOf(example)));
    expect(notProved).toEqual([]);
    const proved = all.filter(({ verdict }) => verdict !== 'no healthy backend');
    const names = (backends: readonly string[]): string => [...backends].sort().join(' + ');
    expect(new Set(proved.map(({ failure }) => names(failure.backends)))).toEqual(
      new Set(example.survived.map((backends) => names(backends.split(' + ')))),
    );
    expect(proved.filter(({ verdict, otherwise, risk }) => verdict !== 'survives' || otherwise || risk)).toEqual([]);
    const longest = Math.max(...proved.map((guarantee) => guarantee.longest));
    expect(longest).toBe(example.longestWait);
    expect(readme).toContain(`${longest} seconds`);
  });
});

async function gatewayOf(
  Stack: Example['Stack'],
  apiManagement: string,
  assumptions?: GatewayOptions['assumptions'],
): Promise<Gateway> {
  return Gateway.fromTerraform(Testing.synth(stackOf({ Stack })), { apiManagement, assumptions });
}

test('article: the fourth attempt goes to the other region, and says so', async () => {
  const gateway = await gatewayOf(ArticleStack, 'apim-primary-sdc-orfff');
  gateway.backend('func-primary-sdc-orfff').respondsWith(503);
  const request = { method: 'POST', path: '/resilient-api/', body: '[]' };
  const exchange = await gateway.send(request);
  expect(exchange).toHaveFailedOverTo('func-secondary-nwe-g5bv4', { attempts: 4 });
  expect(exchange.headers).toMatchObject({ 'X-Attempt-Count': '4' });
  expect(await gateway.send(request)).toHaveBeenAnsweredBy('func-secondary-nwe-g5bv4', { attempts: 1 });
});

test('article: the fifth attempt goes there if a fixed interval ends during the request', async () => {
  const gateway = await gatewayOf(ArticleStack, 'apim-primary-sdc-orfff', { failureWindow: 'fixed' });
  const local = gateway.backend('func-primary-sdc-orfff');
  const request = { method: 'POST', path: '/resilient-api/', body: '[]' };
  local.respondsWith([503, 200]);
  expect(await gateway.send(request)).toHaveBeenAnsweredBy('func-primary-sdc-orfff', { attempts: 2 });
  gateway.clock.advance(Duration.seconds(45));
  local.hangs();
  const exchange = await gateway.send(request);
  expect(exchange).toHaveFailedOverTo('func-secondary-nwe-g5bv4', { attempts: 5 });
  expect(exchange.duration).toBe(TWO_ORDERS.longestWait);
});

test('weighted: three of four requests go to the large backend', async () => {
  const gateway = await gatewayOf(WeightedStack, 'apim-orders');
  const answered: (string | undefined)[] = [];
  for (let request = 0; request < 8; request++) {
    answered.push((await gateway.send({ method: 'GET', path: '/orders/' })).attempts.at(-1)?.backend);
  }
  expect(answered.filter((backend) => backend === 'orders-large')).toHaveLength(6);
  expect(answered.filter((backend) => backend === 'orders-small')).toHaveLength(2);
});

test('ai-spill-over: what is throttled spills over, for as long as Retry-After says', async () => {
  const gateway = await gatewayOf(AiSpillOverStack, 'apim-ai');
  const provisioned = gateway.backend('gpt-provisioned-sdc');
  provisioned.respondsWith(429, { headers: { 'Retry-After': '20' } });
  const request = { method: 'POST', path: '/openai/deployments/gpt/chat/completions', body: '{}' };
  expect(await gateway.send(request)).toHaveFailedOverTo('gpt-paygo-nwe', { attempts: 2 });
  provisioned.respondsWith(200);
  gateway.clock.advance(Duration.seconds(19));
  expect(await gateway.send(request)).toHaveBeenAnsweredBy('gpt-paygo-nwe', { attempts: 1 });
  gateway.clock.advance(Duration.seconds(2));
  expect(await gateway.send(request)).toHaveBeenAnsweredBy('gpt-provisioned-sdc', { attempts: 1 });
});

test('maintenance: no gateway sends the drained backend a request, and taking it back restores the JSON', async () => {
  const json = (drained?: string[]): string =>
    Testing.synth(stackOf({ Stack: MaintenanceStack, context: drained && { drained } }));
  for (const apiManagement of ['apim-sweden', 'apim-norway', 'apim-germany']) {
    const gateway = await Gateway.fromTerraform(json(['norway']), { apiManagement });
    const request = { method: 'GET', path: '/orders/' };
    const near = apiManagement === 'apim-sweden' ? 'orders-sweden' : 'orders-germany';
    const far = near === 'orders-sweden' ? 'orders-germany' : 'orders-sweden';
    expect(await gateway.send(request)).toHaveBeenAnsweredBy(near, { attempts: 1 });
    gateway.backend(near).respondsWith(503);
    expect(await gateway.send(request)).toHaveFailedOverTo(far, { attempts: 4 });
    gateway.backend(far).respondsWith(503);
    const { status, attempts } = await gateway.send(request);
    expect(status).toBe(503);
    expect(attempts.map(({ backend }) => backend)).not.toContain('orders-norway');
  }
  expect(json([])).toBe(json());
  expect(() => json(['narvik'])).toThrow('drained: there are no regions narvik');
});

test.each([
  [0, 0],
  [10, 2],
  [50, 10],
  [100, 20],
])('blue-green: with %i, %i of 20 requests go to green, under every assumption', async (green, expected) => {
  for (const zeroWeight of ['as 1', 'no requests'] as const) {
    const json = Testing.synth(stackOf({ Stack: BlueGreenStack, context: { green } }));
    const gateway = await Gateway.fromTerraform(json, { assumptions: { zeroWeight } });
    const answered: (string | undefined)[] = [];
    for (let request = 0; request < 20; request++) {
      answered.push((await gateway.send({ method: 'GET', path: '/orders/' })).attempts.at(-1)?.backend);
    }
    expect(answered.filter((backend) => backend === 'orders-green')).toHaveLength(expected);
    expect(answered).not.toContain('orders-remote');
  }
});

test('blue-green: a step changes nothing but the pool', () => {
  const policies = [0, 10, 50, 100].map((green) => {
    const { resource: { azapi_resource: pools, ...others } = {}, ...rest } = synth(
      stackOf({ Stack: BlueGreenStack, context: { green } }),
    );
    expect(Object.keys(pools)).toHaveLength(1);
    return JSON.stringify({ others, rest });
  });
  expect(new Set(policies).size).toBe(1);
});

test.each([
  ['Sweden Central', 'orders-sdc', 'orders-nwe'],
  ['Norway East', 'orders-nwe', 'orders-sdc'],
])('multi-region-premium: %s prefers %s', async (region, near, far) => {
  const gateway = await gatewayOf(MultiRegionPremiumStack, 'apim-orders');
  const request = { method: 'GET', path: '/orders/7', region };
  expect(await gateway.send(request)).toHaveBeenAnsweredBy(near, { attempts: 1 });
  gateway.backend(near).respondsWith(503);
  expect(await gateway.send(request)).toHaveFailedOverTo(far, { attempts: 4 });
});

test('existing-apis: what is in Azure is taken over, and not made again', () => {
  const json = JSON.parse(Testing.synth(stackOf({ Stack: ExistingApisStack }))) as { import: { to: string }[] };
  expect(json.import.map(({ to }) => to.split('.')[0]).sort()).toEqual([
    'azurerm_api_management_api',
    'azurerm_api_management_api_operation',
    'azurerm_api_management_api_policy',
  ]);
});

test('hcl: survives every failure, without findings, in the time that its README names', async () => {
  const path = join(__dirname, '../examples/hcl');
  const deployment = await readDeployment(path, { variableFiles: [join(path, 'prod.tfvars')] });
  expect(deployment.services.map(({ name }) => name)).toEqual(['apim-orders-nwe-prod', 'apim-orders-sdc-prod']);
  expect(deployment.warnings).toEqual([]);
  expect(await findingsOf(deployment)).toEqual([]);
  const { guarantees: proved } = reportOf(await proveDeployment(deployment));
  const left = proved.filter(({ verdict }) => verdict !== 'no healthy backend');
  expect(left).toHaveLength(24);
  expect(left.filter(({ verdict }) => verdict !== 'survives')).toEqual([]);
  expect(readFileSync(join(path, 'README.md'), 'utf8')).toContain('59 seconds');
  // Loading the parser of HCL takes seconds on a busy machine.
}, 60_000);
