import fc from 'fast-check';
import { SimulationError } from '../../../simulator/common/simulation-error';
import { runs } from '../../support/runs';
import { reported, retry } from './stacks';
import { FAILOVER, FORWARD, POOL, RETURN, service } from './two-backends';

/**
 * What is claimed while a variable has no value holds with every value, unless it is reported that something is not
 * known.
 */

type Block = Record<string, unknown>;
type Resources = Record<string, Record<string, Block>>;
type Fill = (resources: Resources, text: string) => void;

const first = (resources: Resources, type: string): Block => Object.values(resources[type])[0];
const of =
  (type: string, name: string): Fill =>
  (resources, text) =>
    void (first(resources, `azurerm_api_management${type}`)[name] = text);
const inPolicy: Fill = (resources, text) => {
  const policy = first(resources, 'azurerm_api_management_api_policy');
  policy.xml_content = String(policy.xml_content).replaceAll('HOLE', () => text);
};
const inBreaker =
  (name: string): Fill =>
  (resources, text) => {
    const rule = first(resources, 'azurerm_api_management_backend').circuit_breaker_rule as Block;
    (rule.failure_condition as Block)[name] = text;
  };
const inMember =
  (name: string): Fill =>
  ({ azapi_resource }, text) => {
    const { body } = Object.values(azapi_resource)[0] as { body: { properties: { pool: { services: Block[] } } } };
    body.properties.pool.services[0][name] = text;
  };

/** An argument that is not known, two values of it, and conditions of a policy that can read it. */
type Argument = readonly [fill: Fill, values: readonly string[], conditions?: readonly string[]];

const API = 'context.Api.';
const OPERATION = 'context.Operation.';
const PRODUCT = ['context.Product != null', 'context.Product?.Name == "x"', 'context.Product?.Id == "x"'];
const URL = ['Host == "x.example.com"', 'Path.Contains("x")'].map((what) => `context.Request.Url.${what}`);
const MODE = 'context.Variables.GetValueOrDefault("mode", "") == "x"';
const IN_POLICY = ['"HOLE" == "x"', MODE, 'context.Request.Headers.GetValueOrDefault("X", "") == "x"', ...URL];

const ARGUMENTS: readonly Argument[] = [
  [inPolicy, ['x', 'y'], IN_POLICY],
  [inPolicy, ['pool', 'a'], IN_POLICY],
  [inPolicy, ['1', '3'], IN_POLICY],
  [inPolicy, ['a', 'z'], IN_POLICY],
  [of('_backend', 'url'), ['https://a.example.com', 'https://x.example.com'], ['true', ...URL]],
  [inBreaker('count'), ['1', '50']],
  [inBreaker('interval_duration'), ['PT1M', 'PT1S']],
  [inMember('priority'), ['1', '2']],
  [inMember('weight'), ['1', '0']],
  [of('_api', 'display_name'), ['orders', 'x'], [`${API}Name == "x"`, MODE]],
  [of('_api', 'path'), ['orders', 'x'], [`${API}Path == "x"`, 'context.Request.OriginalUrl.Path.Contains("x")']],
  [of('_api', 'revision'), ['1', '2'], [`${API}Revision == "2"`]],
  [of('_api', 'service_url'), ['https://x.example.com/x', 'https://y/'], [`${API}ServiceUrl == null`, ...URL]],
  [of('_api', 'subscription_required'), ['true', 'false'], ['context.Subscription == null', ...PRODUCT]],
  [of('_api_operation', 'display_name'), ['get', 'x'], [`${OPERATION}Name == "x"`]],
  [of('_api_operation', 'operation_id'), ['get', 'x'], [`${OPERATION}Id == "x"`]],
  [of('_api_operation', 'method'), ['GET', 'PUT'], [`${OPERATION}Method == "PUT"`]],
  [of('_api_operation', 'url_template'), ['/', '/x'], [`${OPERATION}UrlTemplate == "/x"`, ...URL]],
  [of('_product', 'display_name'), ['gold', 'x'], PRODUCT],
  [of('_product', 'product_id'), ['gold', 'x'], PRODUCT],
  [of('_product_api', 'api_name'), ['orders', 'x'], PRODUCT],
  [of('_named_value', 'value'), ['x', 'y'], ['"{{value}}" == "x"', MODE]],
  [of('_policy_fragment', 'name'), ['fragment', 'x'], [MODE]],
];

/** What comes before the decision. */
const BEFORE: readonly string[] = [
  ...['', '<set-variable name="mode" value="HOLE" />', '<set-variable name="mode" value="{{value}}" />'],
  ...['<set-variable name="mode" value="@(context.Api.Name)" />', '<rewrite-uri template="/HOLE" />'],
  ...['<set-header name="X" exists-action="override"><value>HOLE</value></set-header>'],
  ...['<include-fragment fragment-id="fragment" />', '<set-backend-service backend-id="HOLE" />'],
];
const THEN: readonly string[] = [
  ...[RETURN, '<set-backend-service backend-id="a" />', '<set-backend-service backend-id="HOLE" />'],
  ...['<set-backend-service base-url="https://HOLE.example.com" />', '<set-backend-service base-url="HOLE" />'],
];
const RETRIES: readonly string[] = [
  ...[FAILOVER.backend, retry(1, FORWARD), retry(1, POOL + FORWARD).replace('count="1"', 'count="HOLE"')],
  retry(1, `${POOL}<forward-request timeout="HOLE" buffer-request-body="true" />`),
];
/** How the argument refers to the variable. */
const TEXTS: readonly string[] = ['${var.v}', '${local.v}', '${lower(var.v)}', '${{ k = var.v }["k"]}'];

const deployment = fc.constantFrom(...ARGUMENTS).chain(([fill, values, conditions = [MODE]]) =>
  fc
    .tuple(...[BEFORE, conditions, THEN, RETRIES, TEXTS].map((each) => fc.constantFrom(...each)))
    .map(([before, condition, then, backend, text]) => {
      const when = `<choose><when condition='@(${condition})'>${then}</when></choose>`;
      const apis = [{ name: 'orders', policy: { inbound: `<base />${POOL}${before}${when}`, backend } }];
      const fragments = { fragment: '<set-variable name="mode" value="x" />' };
      const { resource } = JSON.parse(service({ apis, products: { gold: { apis: ['orders'] } }, fragments })) as {
        resource: Resources;
      };
      const value = { api_management_name: 'apim', resource_group_name: 'rg', name: 'value', display_name: 'value' };
      resource.azurerm_api_management_named_value = { value: { ...value, value: 'y' } };
      fill(resource, text);
      inPolicy(resource, values[0]);
      const json = (v: object): string => JSON.stringify({ variable: { v }, locals: { v: '${var.v}' }, resource });
      return { unknown: json({}), known: values.map((each) => json({ default: each })) };
    }),
);

/** Returns what is claimed; undefined if something is reported as not known. */
async function claims(json: string): Promise<readonly string[] | undefined> {
  try {
    const { guarantees, notProved, warnings } = await reported(json);
    if (notProved.length + warnings.length > 0) return undefined;
    return guarantees.map(({ failure, verdict, first: { status, backend } }) =>
      `${failure.backends.join(' + ')} (${failure.how}): ${verdict}, ${status} from ${backend}`.toLowerCase(),
    );
  } catch (error) {
    if (error instanceof SimulationError) return undefined;
    throw error;
  }
}

test('what is claimed without a value holds with every value', async () => {
  await fc.assert(
    fc.asyncProperty(deployment, async ({ unknown, known }) => {
      const claimed = await claims(unknown);
      if (claimed) for (const json of known) expect(await claims(json)).toEqual(claimed);
    }),
    runs(80),
  );
});
