import { TerraformStack } from 'cdktf';
import {
  ApiManagement,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  IApiManagement,
  PriorityPool,
  RegionalFailover,
} from '../../lib';
import { newPool, newService, newStack, OPERATION } from '../support/stack';

export let stack: TerraformStack;
export let apiManagement: IApiManagement;
export let other: IApiManagement;

/** A stack with two services: once before each test, and where a test needs another. */
export function begin(): void {
  stack = newStack();
  apiManagement = newService(stack);
  other = newService(stack, 'other');
}
beforeEach(begin);

/** What a caller in JavaScript can give, where no compiler looks at it. */
type Loose = Readonly<Record<string, unknown>>;

/** Makes a construct with the id `Thing`, of props that are valid but for these. */
type Make = (props?: Loose) => unknown;

export const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
export const URL = 'https://a.example.com';

export const lookedUp: Make = (props) =>
  ApiManagement.fromLookup(stack, 'Thing', { name: 'apim', resourceGroupName: 'rg', ...props });

export const known: Make = (props) => ApiManagement.fromAttributes(stack, 'Thing', { apiManagementId: ID, ...props });

export const backend: Make = (props) =>
  new CircuitBreakerBackend(stack, 'Thing', { apiManagement, name: 'a', url: URL, ...props });

export const functionApp: Make = (props) =>
  CircuitBreakerBackend.forFunctionApp(stack, 'Thing', {
    apiManagement,
    functionApp: { name: 'app', resourceGroupName: 'rg' },
    ...props,
  });

export const pool: Make = (props) => new PriorityPool(stack, 'Thing', { apiManagement, name: 'pool', ...props });

export const api: Make = (props) =>
  new FailoverApi(stack, 'Thing', {
    apiManagement,
    pool: newPool(stack, apiManagement),
    name: 'orders',
    path: 'orders',
    operations: [OPERATION],
    ...props,
  });

export const regions = (...changed: Loose[]): never => {
  const north = { name: 'north', apiManagement, url: URL };
  const west = { name: 'west', apiManagement: other, url: URL };
  return [north, west].map((region, index) => ({ ...region, ...changed[index] })) as never;
};

export const regional: Make = (props) =>
  new RegionalFailover(stack, 'Thing', {
    name: 'orders',
    path: 'orders',
    operations: [OPERATION],
    regions: regions(),
    ...props,
  });

/** A backend whose rule is valid but for this. */
export const rule: Make = (condition) =>
  backend({
    circuitBreaker: CircuitBreakerRule.custom({
      name: 'rule',
      tripDuration: Duration.seconds(30),
      failureCondition: { count: 3, interval: Duration.minutes(1), errorReasons: [ErrorReason.TIMEOUT], ...condition },
    }),
  });

/** A backend with one credential. */
export const credential = (made: unknown): unknown => backend({ credentials: [made] });

/** An API whose only operation is valid but for this. */
export const operation: Make = (changed) => api({ operations: [{ ...OPERATION, ...changed }] });

/** A member, and a backend of its own. */
export const member = (name: string, service = apiManagement): { readonly backend: CircuitBreakerBackend } => ({
  backend: new CircuitBreakerBackend(stack, `Member-${name}`, { apiManagement: service, name, url: URL }),
});

/** What is said at construction: one error of ours, and no TypeError of JavaScript's. */
export function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof Error && error.constructor === Error) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What is wrong, how it comes about, and all that is said of it after the construct's path. */
type Rows = readonly (readonly [what: string, make: () => unknown, fault: string])[];

export function refuses(rows: Rows): void {
  test.each(rows)('%s', (_, make, fault) => {
    expect(refusal(make)).toBe(`main/Thing: ${fault}`);
  });
}

export const SERVICE_NEEDED =
  'an API Management service is needed, from ApiManagement.fromLookup, fromAttributes or fromResource';
export const URL_ALLOWED =
  'an HTTP or HTTPS URL of up to 2000 characters is allowed, such as https://orders.example.com, without white space, braces or a user name';
export const NAME = '1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end';
