import { join } from 'node:path';
import { ApiManagement as ApiManagementResource } from '@cdktf/provider-azurerm/lib/api-management';
import { TerraformStack } from 'cdktf';
import * as ts from 'typescript';
import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  IApiManagement,
  PriorityPool,
  RegionalFailover,
  RetryCondition,
} from '../lib';
import { isNotCompared, newPool, newService, newStack, OPERATION } from './support/stack';

let stack: TerraformStack;
let apiManagement: IApiManagement;
beforeEach(() => {
  stack = newStack();
  isNotCompared(stack);
  apiManagement = newService(stack);
});

/** What a compiler would have refused. */
const EXTRA = { colour: 'red' } as object;

const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const URL = 'https://a.example.com';
const FUNCTION_APP = { name: 'app', resourceGroupName: 'rg' };
const CONDITION = { count: 3, interval: Duration.minutes(1), errorReasons: [ErrorReason.TIMEOUT] };
const RULE = { name: 'rule', tripDuration: Duration.seconds(30), failureCondition: CONDITION };

function backend(props: object = {}): CircuitBreakerBackend {
  return new CircuitBreakerBackend(stack, 'Thing', { apiManagement, name: 'a', url: URL, ...props });
}

function rule(props: object): CircuitBreakerBackend {
  return backend({ circuitBreaker: CircuitBreakerRule.custom({ ...RULE, ...props }) });
}

function credential(made: BackendCredentials): CircuitBreakerBackend {
  return backend({ credentials: [made] });
}

function pool(props: object = {}): PriorityPool {
  return new PriorityPool(stack, 'Thing', { apiManagement, name: 'pool', ...props });
}

function api(props: object = {}): FailoverApi {
  const own = newPool(stack, apiManagement);
  const required = { apiManagement, pool: own, name: 'orders', path: 'orders', operations: [OPERATION] };
  return new FailoverApi(stack, 'Thing', { ...required, ...props });
}

function regional(props: object = {}, region: object = {}): RegionalFailover {
  const regions = ['north', 'west'].map((name) => ({
    ...{ name, apiManagement: newService(stack, name), url: URL },
    ...(name === 'west' && region),
  }));
  return new RegionalFailover(stack, 'Thing', {
    ...{ name: 'orders', path: 'orders', operations: [OPERATION], regions },
    ...props,
  });
}

/** By interface: what is given too much, and the place that the error names. */
const CASES: Readonly<Record<string, readonly (readonly [place: string, make: () => unknown])[]>> = {
  ApiManagementProviders: [
    [
      '',
      () => {
        const config = { name: 'a', location: 'l', resourceGroupName: 'r', publisherEmail: 'e', publisherName: 'p' };
        const made = new ApiManagementResource(stack, 'Made', { ...config, skuName: 'Developer_1' });
        return ApiManagement.fromResource(stack, 'Thing', made, EXTRA);
      },
    ],
  ],
  ApiManagementLookupOptions: [
    ['', () => ApiManagement.fromLookup(stack, 'Thing', { name: 'a', resourceGroupName: 'rg', ...EXTRA })],
  ],
  ApiManagementAttributes: [
    ['', () => ApiManagement.fromAttributes(stack, 'Thing', { apiManagementId: ID, ...EXTRA })],
  ],
  CircuitBreakerBackendProps: [['', () => backend(EXTRA)]],
  FunctionAppBackendProps: [
    [
      '',
      () =>
        CircuitBreakerBackend.forFunctionApp(stack, 'Thing', { apiManagement, functionApp: FUNCTION_APP, ...EXTRA }),
    ],
  ],
  FunctionAppReference: [
    [
      'functionApp.',
      () => {
        const functionApp = { ...FUNCTION_APP, ...EXTRA };
        return CircuitBreakerBackend.forFunctionApp(stack, 'Thing', { apiManagement, functionApp });
      },
    ],
    ['regions[1].functionApp.', () => regional({}, { url: undefined, functionApp: { ...FUNCTION_APP, ...EXTRA } })],
  ],
  BackendProxy: [['proxy.', () => backend({ proxy: { url: URL, username: 'user', ...EXTRA } })]],
  FunctionKeyOptions: [
    [
      'credentials[0].',
      () => {
        const functionAppId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app';
        return credential(BackendCredentials.functionKey({ functionAppId, ...EXTRA }));
      },
    ],
  ],
  KeyVaultSecretOptions: [
    [
      'credentials[0].',
      () => {
        const secretId = 'https://v.vault.azure.net/secrets/s';
        return credential(BackendCredentials.keyVaultSecret({ header: 'x-key', secretId, ...EXTRA }));
      },
    ],
  ],
  ManagedIdentityOptions: [
    ['credentials[0].', () => credential(BackendCredentials.managedIdentity({ resource: 'api://orders', ...EXTRA }))],
    [
      'credentials[0].',
      () => credential(BackendCredentials.backendManagedIdentity({ resource: 'api://orders', ...EXTRA })),
    ],
  ],
  CircuitBreakerRuleOptions: [['circuitBreaker.', () => rule(EXTRA)]],
  FailureCondition: [
    ['circuitBreaker.failureCondition.', () => rule({ failureCondition: { ...CONDITION, ...EXTRA } })],
  ],
  StatusCodeRange: [
    [
      'circuitBreaker.failureCondition.statusCodeRanges[0].',
      () => rule({ failureCondition: { ...CONDITION, statusCodeRanges: [{ min: 500, max: 599, ...EXTRA }] } }),
    ],
    [
      'retry.condition.statusCodes[0].',
      () => api({ retry: { condition: RetryCondition.statusCodes({ min: 500, max: 599, ...EXTRA }) } }),
    ],
  ],
  CircuitBreakerPresetOptions: [
    ['circuitBreaker.', () => backend({ circuitBreaker: CircuitBreakerRule.gatewayFailures(EXTRA) })],
    ['circuitBreaker.', () => backend({ circuitBreaker: CircuitBreakerRule.throttling(EXTRA) })],
    ['circuitBreaker.', () => regional({ circuitBreaker: CircuitBreakerRule.throttling(EXTRA) })],
  ],
  PriorityPoolProps: [['', () => pool(EXTRA)]],
  PoolMember: [
    [
      'members[0].',
      () => {
        const other = new CircuitBreakerBackend(stack, 'Other', { apiManagement, name: 'other', url: URL });
        return pool({ members: [{ backend: other, ...EXTRA }] });
      },
    ],
  ],
  SessionAffinity: [['sessionAffinity.', () => pool({ sessionAffinity: { cookieName: 'c', ...EXTRA } })]],
  FailureResponse: [['failureResponse.', () => pool({ failureResponse: { statusCode: 503, ...EXTRA } })]],
  FailoverApiProps: [['', () => api(EXTRA)]],
  FailoverApiOperation: [
    ['operations[0].', () => api({ operations: [{ ...OPERATION, ...EXTRA }] })],
    ["operation 'b'.", () => api().addOperation({ ...OPERATION, operationId: 'b', urlTemplate: '/b', ...EXTRA })],
  ],
  PolicySections: [
    ['policies.', () => api({ policies: EXTRA })],
    ['operations[0].policies.', () => api({ operations: [{ ...OPERATION, policies: EXTRA }] })],
  ],
  RegionalPool: [
    [
      'regionalPools[0].',
      () => {
        const own = new PriorityPool(stack, 'Norway', { apiManagement, name: 'norway' });
        return api({ regionalPools: [{ region: 'Norway East', pool: own, ...EXTRA }] });
      },
    ],
  ],
  RetryOptions: [['retry.', () => api({ retry: EXTRA })]],
  FindingAcknowledgement: [
    ['acknowledge[0].', () => backend({ acknowledge: [{ code: 'AF106', reason: 'known', ...EXTRA }] })],
  ],
  RegionalFailoverProps: [['', () => regional(EXTRA)]],
  FailoverRegion: [['regions[1].', () => regional({}, EXTRA)]],
};

/**
 * The names of the interfaces of the package that a caller fills in: those of its parameters and of their properties, as
 * the compiler sees them. An interface that others only extend is not one of them.
 */
function propsInterfaces(): string[] {
  const entry = join(__dirname, '../lib/index.ts');
  const program = ts.createProgram([entry], { ...ts.getDefaultCompilerOptions(), types: [], noLib: true });
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(entry);
  const exported = checker.getExportsOfModule((index && checker.getSymbolAtLocation(index)) as ts.Symbol);
  const own = new Set(exported.filter(({ declarations = [] }) => !declarations.some(isGenerated)));
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) {
      const symbol = checker.getTypeAtLocation(node).getSymbol();
      // jsii reads an interface whose name begins with I as one of behaviour.
      const isProps = symbol && symbol.flags & ts.SymbolFlags.Interface && !/^I[A-Z]/.test(symbol.name);
      if (isProps && own.has(symbol)) found.add(symbol.name);
    }
    ts.forEachChild(node, visit);
  };
  for (const { declarations = [] } of own) declarations.forEach(visit);
  return [...found].sort();
}

/** The azapi binding is checked by Terraform's own generator. */
function isGenerated(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.includes('/lib/azapi/');
}

describe('a property that nothing reads', () => {
  const rows = Object.entries(CASES).flatMap(([name, cases]) =>
    cases.map(([place, make]) => [name, place, make] as const),
  );

  test.each(rows)('%s, at %j', (_, place, make) => {
    let message = 'nothing was refused';
    try {
      make();
    } catch (error) {
      message = String(error);
    }
    const [fault, ...others] = message.split('; ');
    expect(fault).toBe(`Error: main/Thing: ${place}colour: unknown property`);
    expect(others.join()).toMatch(/^allowed: \w+(?:, \w+)*$/);
  });

  test('is refused in every interface of the package', () => {
    expect(Object.keys(CASES).sort()).toEqual(propsInterfaces());
  }, 60_000);

  test('is let through where it is undefined, as a spread leaves it', () => {
    expect(() => backend({ colour: undefined })).not.toThrow();
  });

  test('is named without what may be a secret in it', () => {
    expect(() => backend({ 'password=hunter2': 1 })).toThrow('main/Thing: ...: unknown property');
  });
});
