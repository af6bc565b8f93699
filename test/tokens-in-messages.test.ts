import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  FailoverApiProps,
  IApiManagement,
  PriorityPool,
  RegionalFailover,
  RetryCondition,
} from '../lib';
import { annotations, isNotCompared, newPool, newService, newStack, OPERATION } from './support/stack';

let stack: TerraformStack;
let apiManagement: IApiManagement;
let token: string;
beforeEach(() => {
  stack = newStack();
  // Of names that are known only after deployment, `check` says that it cannot read them.
  isNotCompared(stack);
  apiManagement = newService(stack);
  token = new TerraformVariable(stack, 'text', {}).stringValue;
});

function backend(id: string, props: object = {}): CircuitBreakerBackend {
  return new CircuitBreakerBackend(stack, id, { apiManagement, name: id, url: 'https://a.example.com', ...props });
}

function api(props: Partial<FailoverApiProps> = {}): FailoverApi {
  const pool = props.pool ?? newPool(stack, apiManagement);
  return new FailoverApi(stack, 'Api', {
    ...{ apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] },
    ...props,
  });
}

/** Everything that is said at synth. */
function told(): string[] {
  return [...annotations(stack), ...stack.node.findAll().flatMap(({ node }) => node.validate())];
}

/** The token of a text or a list, and that of a number. */
const RAW = /TfToken|TOKEN\.|-8\.1\d*e\+298|-8\.10956/;

describe('a name that is known only after deployment', () => {
  const THROTTLING = CircuitBreakerRule.throttling();

  test.each<[string, () => unknown, RegExp]>([
    [
      'of an imported pool',
      () => api({ pool: PriorityPool.fromPoolId(stack, 'P', newPool(stack, apiManagement).poolId) }),
      /AF107 the members of pool 'main\/P' are not known here/,
    ],
    ['of an API', () => api({ name: token }), /AF202 POST of API 'main\/Api' may be sent/],
    [
      'of a pool',
      () => {
        const members = ['a', 'b'].map((id, index) => ({
          priority: index + 1,
          backend: backend(id),
        }));
        const pool = new PriorityPool(stack, 'P', { apiManagement, name: `x-${token}`, members });
        api({ pool, retry: { count: 1 } });
      },
      /AF004 .* but pool 'main\/P' needs 4 attempts/,
    ],
    [
      'of a pool without members',
      () => new PriorityPool(stack, 'P', { apiManagement, name: token }),
      /AF001 pool 'main\/P' has no members/,
    ],
    [
      'of a backend',
      () => backend('B', { name: token, circuitBreaker: THROTTLING }),
      /AF106 backend 'main\/B' accepts Retry-After/,
    ],
    [
      'of backends in a pool',
      () => {
        const members = ['A', 'B'].map((id) => ({
          backend: backend(id, { name: `${id}-${token}`, circuitBreaker: THROTTLING }),
        }));
        new PriorityPool(stack, 'P', { apiManagement, name: 'pool', members });
      },
      /AF106 backends 'main\/A' and 'main\/B' of pool 'pool'/,
    ],
    [
      'of backends with several tokens',
      () => {
        const members = ['api://a', 'api://b'].map((resource, index) => ({
          backend: backend(`B${index}`, {
            name: `b${index}-${token}`,
            credentials: [BackendCredentials.managedIdentity({ resource })],
          }),
        }));
        api({ pool: new PriorityPool(stack, 'P', { apiManagement, name: 'pool', members }) });
      },
      /managed identity tokens: one for 'main\/B0', another for 'main\/B1'/,
    ],
    [
      'in a condition',
      () => api({ retry: { condition: RetryCondition.expression(`@(context.Variables.ContainsKey(${token}))`) } }),
      /AF203 the retry condition .*<token>/,
    ],
    [
      'in a reason',
      () => api({ retry: { count: 0 }, acknowledge: [{ code: 'AF109', reason: `as of ${token}` }] }),
      /AF109 .* Acknowledged: as of <token>$/,
    ],
  ])('%s is shown as the path of its construct', (_, make, expected) => {
    make();
    const lines = told();
    expect(lines).toContainEqual(expect.stringMatching(expected));
    expect(lines.filter((line) => RAW.test(line))).toEqual([]);
  });
});

describe('a token in an error', () => {
  const list = () => Token.asList({ resolve: () => [], creationStack: [], toString: () => '' });
  const number = () => new TerraformVariable(stack, 'number', {}).numberValue;
  const members = (...names: string[]) => names.map((name) => ({ backend: backend(name) }));

  test.each<[string, () => unknown]>([
    ['a text that is too much', () => api({ name: `a b ${token}\${` })],
    ['a text in place of a number', () => api({ retry: { count: token as never } })],
    ['a list in place of a text', () => api({ path: list() as never })],
    ['a list in place of settings', () => api({ retry: list() as never })],
    ['protocols', () => api({ protocols: [`a${token}`, ...list()] as never })],
    ['an operation', () => api({ operations: [{ ...OPERATION, operationId: token, urlTemplate: `/${token}` }] })],
    ['an unknown property', () => api({ [token]: 1 })],
    ['policies', () => api({ policies: { inbound: `<a b="${token}" c=${token} />`, outbound: `a ${token}` } })],
    ['a policy without an end', () => api({ policies: { inbound: `<${token}><a>` } })],
    ['a missing backend', () => [backend('a', { name: token }), api({ policies: { inbound: MISSING } })]],
    [
      'a number in a number',
      () => backend('B', { circuitBreaker: CircuitBreakerRule.gatewayFailures({ count: [number()] as never }) }),
    ],
    ['a duration', () => api({ forwardTimeout: Duration.minutes(number()) })],
    ['a URL', () => backend('B', { url: `\${x}${token}` })],
    ['a secret', () => backend('B', { credentials: [BackendCredentials.header(`a b ${token}`, '\u0000')] })],
    [
      'a pool as a member',
      () => {
        const inner = new PriorityPool(stack, 'Inner', { apiManagement, name: token }) as never;
        return new PriorityPool(stack, 'P', { apiManagement, name: 'pool', members: [{ backend: inner }] });
      },
    ],
    [
      'a member twice',
      () => {
        const [one] = [{ backend: backend('B', { name: token }) }];
        return new PriorityPool(stack, 'P', { apiManagement, name: token, members: [one, one] });
      },
    ],
    [
      'regions',
      () => {
        const region = { name: token, apiManagement, url: 'https://a.example.com', backendName: token };
        const props = { name: 'orders', path: 'orders', operations: [OPERATION], poolName: token };
        return new RegionalFailover(stack, 'F', {
          ...props,
          policies: { inbound: MISSING },
          regions: [region, region],
        });
      },
    ],
    [
      'two names of one backend',
      () => new PriorityPool(stack, 'P', { apiManagement, name: '-', members: members('a') }),
    ],
  ])('is not shown: %s', (_, make) => {
    let message = 'nothing was refused';
    try {
      make();
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(/^main\/\w+: /);
    expect(message).not.toMatch(RAW);
  });

  const MISSING = '<set-backend-service backend-id="missing" />';
});
