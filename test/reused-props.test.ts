import { TerraformStack, Testing } from 'cdktf';
import {
  ApiManagement,
  ApiProtocol,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  FailoverApiProps,
  HttpMethod,
  IApiManagement,
  PriorityPool,
  RegionalFailover,
  RetryCondition,
} from '../lib';
import {
  annotations,
  isNotCompared,
  newPool,
  newService,
  newStack,
  OPERATION,
  resources,
  synth,
} from './support/stack';

/** Makes something of settings, which the caller then may use for something else. */
type Make = <S, T>(settings: S, make: (settings: S) => T) => T;

const untouched: Make = (settings, make) => make(settings);

const spoiling: Make = (settings, make) => {
  const made = make(settings);
  spoil(settings);
  return made;
};

/** Changes everything in plain settings; what is made by a call, as a construct or a duration, is left alone. */
function spoil(settings: unknown): void {
  if (Array.isArray(settings)) {
    settings.forEach(spoil);
    settings.length = 0;
  } else if (
    typeof settings === 'object' &&
    settings !== null &&
    Object.getPrototypeOf(settings) === Object.prototype
  ) {
    Object.values(settings).forEach(spoil);
    for (const name of Object.keys(settings)) (settings as Record<string, unknown>)[name] = 'spoiled';
  }
}

const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';

function newBackend(stack: TerraformStack, apiManagement: IApiManagement, name: string, props: object = {}) {
  return new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com`, ...props });
}

const CASES: Readonly<Record<string, (stack: TerraformStack, make: Make) => void>> = {
  ApiManagement: (stack, make) => {
    const known = make({ apiManagementId: ID, skuName: 'Premium_2' }, (props) =>
      ApiManagement.fromAttributes(stack, 'Known', props),
    );
    newBackend(stack, known, 'a');
    const lookedUp = make({ name: 'other', resourceGroupName: 'rg' }, (props) =>
      ApiManagement.fromLookup(stack, 'LookedUp', props),
    );
    newBackend(stack, lookedUp, 'b');
  },
  'CircuitBreakerRule.custom': (stack, make) => {
    const props = {
      name: 'rule',
      tripDuration: Duration.seconds(30),
      acceptRetryAfter: true,
      failureCondition: {
        count: 4,
        interval: Duration.seconds(50),
        statusCodeRanges: [{ min: 500, max: 504 }],
        errorReasons: [ErrorReason.TIMEOUT],
      },
    };
    const circuitBreaker = make(props, (own) => CircuitBreakerRule.custom(own));
    newApi(stack, make, { circuitBreaker });
  },
  'CircuitBreakerRule.gatewayFailures': (stack, make) => {
    const circuitBreaker = make({ count: 5 }, (own) => CircuitBreakerRule.gatewayFailures(own));
    newApi(stack, make, { circuitBreaker });
  },
  BackendCredentials: (stack, make) => {
    const functionAppId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app';
    const credentials = [
      make({ functionAppId, keyName: 'own' }, (props) => BackendCredentials.functionKey(props)),
      make({ header: 'x-secret', secretId: 'https://v.vault.azure.net/secrets/s' }, (props) =>
        BackendCredentials.keyVaultSecret(props),
      ),
      make({ resource: 'api://orders' }, (props) => BackendCredentials.managedIdentity(props)),
    ];
    newApi(stack, make, { credentials });
    newBackend(stack, service(stack), 'own', {
      credentials: [make({ resource: 'api://own' }, (props) => BackendCredentials.backendManagedIdentity(props))],
    });
  },
  CircuitBreakerBackend: (stack, make) => {
    const props = {
      ...{ apiManagement: service(stack), name: 'full', url: 'https://full.example.com', title: 'Full' },
      proxy: { url: 'https://proxy.example.com', username: 'user' },
      credentials: [BackendCredentials.header('x-a', 'a')],
      circuitBreaker: CircuitBreakerRule.throttling(),
      acknowledge: [{ code: 'AF106', reason: 'it is ours' }],
    };
    expect(make(props, (own) => new CircuitBreakerBackend(stack, 'Full', own)).credentials).toHaveLength(1);
    const { name, resourceGroupName } = { name: 'app', resourceGroupName: 'rg' };
    make({ apiManagement: service(stack), functionApp: { name, resourceGroupName } }, (own) =>
      CircuitBreakerBackend.forFunctionApp(stack, 'App', own),
    );
  },
  'an acknowledged name': (stack, make) => {
    const apiManagement = service(stack);
    const props = () => ({
      ...{ apiManagement, name: 'twice', url: 'https://twice.example.com' },
      acknowledge: [{ code: 'AF010', reason: 'only one is deployed' }],
    });
    for (const id of ['A', 'B']) make(props(), (own) => new CircuitBreakerBackend(stack, id, own));
  },
  PriorityPool: (stack, make) => {
    const apiManagement = service(stack);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => newBackend(stack, apiManagement, name));
    const props = {
      ...{ apiManagement, name: 'pool', title: 'Pool' },
      members: [
        { backend: a, priority: 1 },
        { backend: b, priority: 2, weight: 5 },
      ],
      sessionAffinity: { cookieName: 'session' },
      failureResponse: { statusCode: 529 },
      acknowledge: [{ code: 'AF106', reason: 'they are ours' }],
    };
    const pool = make(props, (own) => new PriorityPool(stack, 'Pool', own));
    make({ backend: c, priority: 3 }, (member) => pool.addMember(member));
    make(pool.members, () => undefined);
    new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
  },
  'PriorityPool.fromPoolId': (stack, make) => {
    const members = ['a', 'b'].map((name, index) => ({
      priority: index + 1,
      backend: CircuitBreakerBackend.fromBackendId(
        ...([stack, name, `${ID}/backends/${name}`, CircuitBreakerRule.gatewayFailures({ count: 2 })] as const),
      ),
    }));
    const pool = make(members, (own) => PriorityPool.fromPoolId(stack, 'Pool', `${ID}/backends/pool`, own));
    make(pool.members, () => undefined);
    const apiManagement = service(stack);
    new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
  },
  FailoverApi: (stack, make) => newApi(stack, make),
  RegionalFailover: (stack, make) => {
    const props = {
      ...{ name: 'orders', path: 'orders', operations: [{ ...OPERATION }], protocols: [ApiProtocol.HTTPS] },
      retry: { count: 5 },
      regions: [
        { name: 'north', apiManagement: newService(stack, 'north'), url: 'https://north.example.com' },
        {
          ...{ name: 'west', apiManagement: newService(stack, 'west') },
          functionApp: { name: 'app', resourceGroupName: 'rg' },
        },
      ],
    };
    make(props, (own) => new RegionalFailover(stack, 'Failover', own));
  },
};

function service(stack: TerraformStack): IApiManagement {
  return (stack.node.tryFindChild('Service-apim') as IApiManagement | undefined) ?? newService(stack);
}

/** An API with all its options, whose pools have backends with these. */
function newApi(stack: TerraformStack, make: Make, backend: object = {}): void {
  const apiManagement = service(stack);
  const members = ['north', 'west'].map((name, index) => ({
    backend: newBackend(stack, apiManagement, name, backend),
    priority: index + 1,
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  const norway = new PriorityPool(stack, 'Norway', { apiManagement, name: 'norway', members });
  const condition = make([{ min: 500, max: 599 }], (ranges) => RetryCondition.statusCodes(...ranges));
  const props = {
    ...{ apiManagement, pool, name: 'orders', path: 'orders', attemptCountHeader: 'x-attempts' },
    regionalPools: [{ region: 'Norway East', pool: norway }],
    operations: [{ ...OPERATION, policies: { outbound: '<trace source="a" />' } }],
    protocols: [ApiProtocol.HTTP],
    retry: { count: 9, interval: Duration.seconds(2), condition },
    forwardTimeout: Duration.seconds(3),
    latencyBudget: Duration.seconds(59),
    policies: { inbound: '<trace source="b" />' },
    acknowledge: [{ code: 'AF101', reason: 'it may be' }],
  };
  const api = make(props, (own) => new FailoverApi(stack, 'Api', own));
  make({ operationId: 'list', method: HttpMethod.GET, urlTemplate: '/list' }, (own) => api.addOperation(own));
  expect(() => api.addOperation({ ...OPERATION, operationId: 'again' })).toThrow('POST /');
}

describe('settings that their caller changes afterwards', () => {
  const outcome = (build: (stack: TerraformStack, make: Make) => void, make: Make): unknown => {
    const stack = newStack();
    isNotCompared(stack);
    build(stack, make);
    const told = annotations(stack);
    const faults = stack.node.findAll().flatMap(({ node }) => node.validate());
    return { json: JSON.parse(Testing.synth(stack)) as unknown, told, faults };
  };

  test.each(Object.entries(CASES))('%s: nothing else is synthesized or said', (_, build) => {
    expect(outcome(build, spoiling)).toEqual(outcome(build, untouched));
  });

  test('in a loop, each API has its own pool and retry', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const one = newPool(stack, apiManagement);
    const two = new PriorityPool(stack, 'Two', { apiManagement, name: 'two', members: one.members });
    const props = { apiManagement, operations: [OPERATION] } as unknown as {
      -readonly [K in keyof FailoverApiProps]: FailoverApiProps[K];
    };
    for (const [name, pool, count] of [
      ['a', one, 5],
      ['b', two, 6],
    ] as const) {
      Object.assign(props, { name, path: name, pool, retry: { count } });
      new FailoverApi(stack, name, props);
    }
    Object.assign(props, { name: 'c', path: 'c', retry: { count: 'bogus' } });
    expect(() => new FailoverApi(stack, 'c', props)).toThrow('retry.count: "bogus"');
    stack.node.tryRemoveChild('c');
    const policies = resources(stack, 'azurerm_api_management_api_policy').map(({ xml_content }) =>
      String(xml_content).match(/backend-id="\w+"|\bcount="\d+"/g),
    );
    expect(policies).toEqual([
      ['backend-id="pool"', 'count="5"', 'backend-id="pool"'],
      ['backend-id="two"', 'count="6"', 'backend-id="two"'],
    ]);
    expect(
      annotations(stack)
        .filter((line) => line.startsWith('main/a '))
        .join(),
    ).toContain("API 'a'");
  });

  test('settings may be a class with getters', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const pool = newPool(stack, apiManagement);
    class Orders implements FailoverApiProps {
      readonly apiManagement = apiManagement;
      readonly name = 'orders';
      readonly operations = [OPERATION];
      get path() {
        return this.name;
      }
      get pool() {
        return pool;
      }
    }
    new FailoverApi(stack, 'Api', new Orders());
    expect(Object.values(synth(stack).resource?.azurerm_api_management_api ?? {})).toMatchObject([{ path: 'orders' }]);
  });
});
