import type * as library from '../lib';
import {
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  HttpMethod,
  OpenApiDocument,
  PriorityPool,
  RetryCondition,
} from '../lib';
import { isNotCompared, newService, newStack, synth } from './support/stack';

type Library = typeof library;

/** A copy of the package with classes of its own, as a dependency of another package may bring it. */
function anotherCopy(): Library {
  let copy: Library | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<Library>('../lib');
  });
  if (!copy) throw new Error('the package was not loaded');
  return copy;
}

type Values = Pick<
  Library,
  | 'BackendCredentials'
  | 'CircuitBreakerRule'
  | 'Duration'
  | 'ErrorReason'
  | 'HttpMethod'
  | 'OpenApiDocument'
  | 'RetryCondition'
>;

const OWN: Values = {
  ...{ BackendCredentials, CircuitBreakerRule, Duration, ErrorReason, HttpMethod, OpenApiDocument, RetryCondition },
};

/** A stack whose settings are all made with these classes. */
function jsonWith(values: Values): unknown {
  const stack = newStack();
  isNotCompared(stack);
  const apiManagement = newService(stack);
  const circuitBreaker = values.CircuitBreakerRule.custom({
    name: 'rule',
    tripDuration: values.Duration.minutes(1),
    failureCondition: {
      ...{ count: 2, interval: values.Duration.seconds(50) },
      errorReasons: [values.ErrorReason.TIMEOUT, values.ErrorReason.of('${x}')],
    },
  });
  const credentials = [
    values.BackendCredentials.managedIdentity({ resource: 'api://orders' }),
    values.BackendCredentials.header('x-a', '${a}'),
  ];
  const members = ['a', 'b'].map((name, index) => ({
    priority: index,
    backend: new CircuitBreakerBackend(stack, name, {
      ...{ apiManagement, name, url: `https://${name}.example.com`, circuitBreaker, credentials },
    }),
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  const options = { apiManagement, pool, forwardTimeout: values.Duration.seconds(3) };
  new FailoverApi(stack, 'Api', {
    ...{ ...options, name: 'orders', path: 'orders' },
    operations: [{ operationId: 'get', method: values.HttpMethod.GET, urlTemplate: '/' }],
    retry: { interval: values.Duration.seconds(2), condition: values.RetryCondition.serverErrors() },
  });
  new FailoverApi(stack, 'Document', {
    ...{ ...options, name: 'document', path: 'document' },
    openApi: values.OpenApiDocument.fromInline('{"openapi":"3.0.1","paths":{"/":{"get":{}}}}'),
  });
  return synth(stack);
}

test('what another copy of the package makes is what this one makes', () => {
  const copy = anotherCopy();
  expect(copy.Duration).not.toBe(Duration);
  expect(jsonWith(copy)).toEqual(jsonWith(OWN));
});

test('constructs of two copies share a stack: the routes of a service, and no address of the other', () => {
  const stack = newStack();
  const apiManagement = newService(stack);
  const copy = anotherCopy();
  [copy, { CircuitBreakerBackend, FailoverApi, HttpMethod, PriorityPool }].forEach((lib, index) => {
    const url = 'https://example.com';
    const acknowledge = [{ code: 'AF010', reason: 'a test' }];
    new lib.CircuitBreakerBackend(stack, `Shared${index}`, { apiManagement, name: 'shared', url, acknowledge });
    const backend = new lib.CircuitBreakerBackend(stack, `Backend${index}`, { apiManagement, name: `b${index}`, url });
    const pool = new lib.PriorityPool(stack, `Pool${index}`, {
      apiManagement,
      name: `p${index}`,
      members: [{ backend }],
    });
    new lib.FailoverApi(stack, `Api${index}`, {
      ...{ apiManagement, pool, name: `a${index}`, path: `a${index}` },
      operations: [{ operationId: 'get', method: lib.HttpMethod.GET, urlTemplate: '/' }],
    });
  });
  isNotCompared(stack);
  const { resource = {} } = synth(stack);
  expect(Object.keys(resource.azurerm_api_management_backend)).toHaveLength(4);
  const [{ input }, ...others] = Object.values(resource.terraform_data);
  expect(others).toEqual([]);
  expect(Object.values(input as object)).toEqual(['/a0', 'GET /', '/a1', 'GET /']);
});
