import * as fc from 'fast-check';
import { deploymentOf } from '../../../simulator/deployment';
import { compileService } from '../../../simulator/policies/compile-service';
import { loadCSharp } from '../../../simulator/expressions';
import { loadParser } from '../../../simulator/expressions/grammar';
import { NOT_PLAYED } from '../../../simulator/prove/not-played';
import { casesOf } from '../../../simulator/prove/case';
import { Likeness } from '../../../simulator/prove/likeness';
import { proveCase } from '../../../simulator/prove/prove-case';
import { proveDeployment } from '../../../simulator/prove/prove-deployment';
import { RetryDecisions } from '../../../simulator/check/retry-decisions';
import { runs } from '../../support/runs';
import { Api, Breaker, Member, retry, Sections, Service, stackOf } from './stacks';

/** What there is of one API with its own pool and backends. */
interface Setup {
  readonly breakers: readonly (Breaker | null)[];
  readonly members: readonly Omit<Member, 'name'>[];
  readonly policy: Sections;
  readonly operation: { readonly method: string; readonly urlTemplate: string; readonly policy?: Sections };
  readonly more: object;
  readonly product?: Sections;
  readonly fragment: string;
  /** In place of that of the pool and its members, what Terraform says of them. */
  readonly text: (json: string) => string;
}

const FORWARD = '<forward-request timeout="10" buffer-request-body="true" />';
const CHOOSE = '<set-backend-service backend-id="pool" />';

const BASE: Setup = {
  breakers: [{ count: 1 }, { count: 1 }],
  members: [{ priority: 1 }, { priority: 2 }],
  policy: {
    inbound: `<base />${CHOOSE}<include-fragment fragment-id="fragment" />`,
    backend: retry(1, CHOOSE + FORWARD),
  },
  operation: { method: 'GET', urlTemplate: '/' },
  more: {},
  fragment: '<set-header name="X" exists-action="override"><value>1</value></set-header>',
  text: (json) => json,
};

type Change = (setup: Setup) => Setup;
const inbound =
  (more: string): Change =>
  (setup) => ({
    ...setup,
    policy: { ...setup.policy, inbound: `${setup.policy.inbound}${more}` },
  });
const backend =
  (text: string): Change =>
  (setup) => ({ ...setup, policy: { ...setup.policy, backend: text } });
const when = (condition: string, then: string): string =>
  `<choose><when condition="@(${condition})">${then}</when></choose>`;
/** Goes to the first backend instead, if that is so. */
const deciding = (condition: string): Change => backend(retry(1, CHOOSE + when(condition, OTHER) + FORWARD));
const RETURN = '<return-response><set-status code="503" reason="no" /></return-response>';
const OTHER = '<set-backend-service backend-id="a" />';

const inPool =
  (before: string, after: string): Change =>
  (setup) => ({ ...setup, text: (json) => json.replace(before, after) });

function withoutBackend(json: string): string {
  const { resource } = JSON.parse(json) as Json;
  const [[first]] = Object.entries(resource.azurerm_api_management_backend);
  Reflect.deleteProperty(resource.azurerm_api_management_backend, first);
  return JSON.stringify({ resource });
}

/** The first backend with the same circuit breaker and a failure response, which azapi alone can declare. */
function withFailureResponse(json: string): string {
  const { resource } = JSON.parse(json) as Json;
  const [[first, backend]] = Object.entries(resource.azurerm_api_management_backend);
  const { name, url } = backend as { name: string; url: string };
  const failureCondition = {
    count: 1,
    interval: 'PT1M',
    statusCodeRanges: [{ min: 500, max: 599 }],
    errorReasons: ['BackendConnectionFailure', 'Timeout'],
  };
  const rule = { name: 'rule', tripDuration: 'PT30S', failureCondition, failureResponse: { statusCode: 200 } };
  const [pool] = Object.values(resource.azapi_resource) as { parent_id: string; type: string }[];
  const body = { properties: { url, protocol: 'http', circuitBreaker: { rules: [rule] } } };
  Reflect.deleteProperty(resource.azurerm_api_management_backend, first);
  resource.azapi_resource.Backend = { type: pool.type, parent_id: pool.parent_id, name, body };
  return JSON.stringify({ resource });
}

interface Json {
  readonly resource: Record<string, Record<string, object>>;
}

/** Each changes one small thing of the second API. */
const CHANGES: Readonly<Record<string, Change>> = {
  'nothing at all': (setup) => setup,
  'the count of a circuit': (setup) => ({ ...setup, breakers: [{ count: 2 }, { count: 1 }] }),
  'the trip duration': (setup) => ({ ...setup, breakers: [{ count: 1, trip: 7 }, { count: 1 }] }),
  'the status codes': (setup) => ({
    ...setup,
    breakers: [{ count: 1, codes: [{ min: 503, max: 503 }] }, { count: 1 }],
  }),
  'the error reasons': (setup) => ({ ...setup, breakers: [{ count: 1, reasons: ['Timeout'] }, { count: 1 }] }),
  'no circuit breaker': (setup) => ({ ...setup, breakers: [null, { count: 1 }] }),
  'a member that is declared elsewhere': (setup) => ({ ...setup, text: withoutBackend }),
  'a member that is carbon-aware': inPool('"services":[{', '"services":[{"preferredCarbonEmission":"Low",'),
  'the weights': (setup) => ({
    ...setup,
    members: [
      { priority: 1, weight: 3 },
      { priority: 1, weight: 1 },
    ],
  }),
  'the priorities': (setup) => ({ ...setup, members: [{ priority: 2 }, { priority: 1 }] }),
  'the failure response of the pool': inPool('"services"', '"failureResponse":{"statusCode":200},"services"'),
  'session affinity': inPool('"services"', '"sessionAffinity":{"sessionId":{"source":"Cookie","name":"S"}},"services"'),
  'the failure response of a backend': (setup) => ({ ...setup, text: withFailureResponse }),
  'the retry count': backend(retry(2, CHOOSE + FORWARD)),
  'the retry condition': backend(retry(1, CHOOSE + FORWARD, 'context.Response.StatusCode == 503')),
  'the interval': backend(retry(1, CHOOSE + FORWARD).replace('interval="1"', 'interval="2"')),
  'the first fast retry': backend(retry(1, CHOOSE + FORWARD).replace('first-fast-retry="true"', '')),
  'the timeout': backend(retry(1, CHOOSE + FORWARD.replace('10', '11'))),
  'the buffer, with a body': (setup) => ({
    ...backend(retry(1, CHOOSE + FORWARD.replace('buffer-request-body="true"', '')))(setup),
    operation: { method: 'POST', urlTemplate: '/' },
  }),
  'where the backend is set': backend(retry(1, FORWARD)),
  'a backend in place of the pool': backend(retry(1, OTHER + FORWARD)),
  'the fragment': (setup) => ({ ...setup, fragment: CHOOSE.replace('pool', 'b') }),
  'the product': (setup) => ({ ...setup, product: { inbound: RETURN }, more: { subscription_required: true } }),
  'the method': (setup) => ({ ...setup, operation: { method: 'POST', urlTemplate: '/' } }),
  'the URL template': (setup) => ({ ...setup, operation: { method: 'GET', urlTemplate: '/{id}' } }),
  'the policy of the operation': (setup) => ({
    ...setup,
    operation: { ...setup.operation, policy: { inbound: `<base />${OTHER}` } },
  }),
  'the own URL of the API': (setup) => ({ ...setup, more: { service_url: 'https://own.example.net' } }),
  'a URL of a backend': inbound('<set-backend-service base-url="https://a.example.com" />'),
  'a rewritten URL': inbound('<rewrite-uri template="/x" />'),
  'a token': inbound('<authentication-managed-identity resource="x" />'),
  'the name of the API': deciding('context.Api.Id == "second"'),
  'context by another name': deciding('new [] { context }[0].Api.Id == "second"'),
  'the name of the pool': deciding('context.Backend.Id == "pool2"'),
  'the service': deciding('context.Deployment.ServiceName == "other"'),
  'the path': deciding('context.Request.OriginalUrl.Path.Contains("second")'),
  'the body': deciding('context.Request.Body != null'),
  'a name that is made up': inbound('<set-backend-service backend-id="@("po" + "ol")" />'),
  'the message of an error': (setup) => ({
    ...setup,
    policy: {
      ...setup.policy,
      onError: when(
        'context.LastError.Message.Contains("2")',
        '<return-response><set-status code="200" /></return-response>',
      ),
    },
  }),
};

/** The names of the second API's backends and pool end with a 2. */
function api(
  number: number,
  setup: Setup,
): Required<Pick<Service, 'backends' | 'pools' | 'products' | 'fragments'>> & { api: Api } {
  const name = number === 1 ? 'first' : 'second';
  const own = (text: string | undefined): string | undefined =>
    text
      ?.replace(/(backend-id|fragment-id)="(pool|a|b|fragment)"/g, `$1="$2${number}"`)
      .replace(/"(pool|po)"/g, `"$1${number}"`)
      .replace(/https:\/\/a\./g, `https://a${number}.`);
  const sections = (policy: Sections): Sections =>
    Object.fromEntries(Object.entries(policy).map(([key, text]) => [key, own(text as string)]));
  const names = [`a${number}`, `b${number}`];
  const { method, urlTemplate, policy } = setup.operation;
  return {
    backends: Object.fromEntries(names.map((each, index) => [each, setup.breakers[index]])),
    pools: { [`pool${number}`]: setup.members.map((member, index) => ({ name: names[index], ...member })) },
    products: setup.product ? { [`product${number}`]: { apis: [name], policy: setup.product } } : {},
    fragments: { [`fragment${number}`]: own(setup.fragment) ?? '' },
    api: {
      name,
      policy: sections(setup.policy),
      operations: [{ id: 'op', method, urlTemplate, ...(policy && { policy: sections(policy) }) }],
      more: setup.more,
    },
  };
}

/** One service with both APIs, or two with one each. */
function stack(first: Setup, second: Setup, isSpread: boolean): string {
  const [one, two] = [first, second].map((setup, index) => {
    const { api: own, ...rest } = api(index + 1, setup);
    const name = isSpread && index === 1 ? 'other' : 'apim';
    return JSON.parse(setup.text(stackOf({ name, apis: [own], ...rest }))) as Json;
  });
  const { resource } = one;
  for (const [type, table] of Object.entries(two.resource)) {
    if (type === 'azurerm_api_management' && !isSpread) continue;
    for (const [id, each] of Object.entries(table)) (resource[type] ??= {})[`Second${id}`] = each;
  }
  return JSON.stringify({ resource });
}

/** What is proved of the second API behind the first, and on its own; nothing where they are not taken to be alike. */
async function bothWays(json: string): Promise<{ behind: unknown; alone: unknown; areAlike: boolean }> {
  const deployment = deploymentOf([{ name: 'the stack', json }]);
  const csharp = await loadCSharp();
  const decisions = new RetryDecisions(await loadParser());
  const cases = deployment.services.flatMap((service) => {
    const compiled = compileService(service, csharp, NOT_PLAYED);
    return service.apis.flatMap((each) => casesOf(compiled, each, []).cases.map((given) => ({ compiled, given })));
  });
  const isSecond = ({ given }: (typeof cases)[number]): boolean => given.api.name === 'second';
  const keyOf = ({ compiled, given }: (typeof cases)[number]): string | undefined => new Likeness(compiled, given).key;
  const own = cases.filter(isSecond);
  expect(own).not.toEqual([]);
  const keys = cases.filter((each) => !isSecond(each)).map(keyOf);
  // What is like no other is proved on its own in any case.
  if (!own.some((each) => keyOf(each) !== undefined && keys.includes(keyOf(each)))) {
    return { behind: [], alone: [], areAlike: false };
  }
  const { proven } = await proveDeployment(deployment);
  const behind = proven.filter(({ case: { api: each } }) => each.name === 'second');
  return {
    behind: behind.map(({ proof }) => proof),
    // Of what cannot be proved, another that is like it must not tell anything: this throws then.
    alone: behind.map(({ case: given }) =>
      proveCase(own[0].compiled, given, (condition) => decisions.decide(condition)),
    ),
    areAlike: true,
  };
}

describe.each([
  ['of one service', false],
  ['of two services', true],
])('an API behind another %s', (_, isSpread) => {
  test.each(Object.entries(CHANGES))('differs by %s, and is proved as on its own', async (_name, change) => {
    const { behind, alone } = await bothWays(stack(BASE, change(BASE), isSpread));
    expect(behind).toEqual(alone);
  });

  // The same text may do otherwise for another name.
  test.each([
    ...['the name of the API', 'context by another name', 'the name of the pool', 'the service', 'the path'],
    ...['the message of an error', 'session affinity', 'a URL of a backend', 'the fragment'],
  ])('has %s in common, and is proved as on its own', async (name) => {
    const both = CHANGES[name](BASE);
    const { behind, alone } = await bothWays(stack(both, both, isSpread));
    expect(behind).toEqual(alone);
  });

  test('that goes to a backend differs by its failure response', async () => {
    const direct = backend(retry(1, OTHER + FORWARD))(BASE);
    const { behind, alone } = await bothWays(stack(direct, { ...direct, text: withFailureResponse }, isSpread));
    expect(behind).toEqual(alone);
  });

  test('is alike if it differs by names, and is not proved again', async () => {
    expect((await bothWays(stack(BASE, BASE, isSpread))).areAlike).toBe(true);
  });
});

test('APIs that have changes in common are proved as on their own', async () => {
  const changes = fc.subarray(Object.values(CHANGES), { maxLength: 3 });
  const applied = (all: readonly Change[]): Setup => all.reduce((setup, change) => change(setup), BASE);
  await fc.assert(
    fc.asyncProperty(changes, changes, fc.boolean(), fc.boolean(), async (common, more, isSame, isSpread) => {
      const first = applied(common);
      const second = isSame ? first : more.reduce((setup, change) => change(setup), first);
      const { behind, alone } = await bothWays(stack(first, second, isSpread));
      expect(behind).toEqual(alone);
    }),
    runs(12),
  );
});
