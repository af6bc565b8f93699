import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  ApiManagement,
  ApiProtocol,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  HttpMethod,
  IApiManagement,
  OpenApiDocument,
  PriorityPool,
  RegionalFailover,
  RetryCondition,
} from '../lib';
import { FINDING_CODES } from '../lib/failover';
import { annotations, isNotCompared, newPool, newService, newStack, OPERATION, synth } from './support/stack';

let stack: TerraformStack;
let apiManagement: IApiManagement;
let other: IApiManagement;
beforeEach(() => {
  stack = newStack();
  apiManagement = newService(stack);
  other = newService(stack, 'other');
});

/** What a caller in JavaScript can give, where no compiler looks at it. */
type Loose = Readonly<Record<string, unknown>>;

/** Makes a construct with the id `Thing`, of props that are valid but for these. */
type Make = (props?: Loose) => unknown;

const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const URL = 'https://a.example.com';

const lookedUp: Make = (props) =>
  ApiManagement.fromLookup(stack, 'Thing', { name: 'apim', resourceGroupName: 'rg', ...props });

const known: Make = (props) => ApiManagement.fromAttributes(stack, 'Thing', { apiManagementId: ID, ...props });

const backend: Make = (props) =>
  new CircuitBreakerBackend(stack, 'Thing', { apiManagement, name: 'a', url: URL, ...props });

const functionApp: Make = (props) =>
  CircuitBreakerBackend.forFunctionApp(stack, 'Thing', {
    apiManagement,
    functionApp: { name: 'app', resourceGroupName: 'rg' },
    ...props,
  });

const pool: Make = (props) => new PriorityPool(stack, 'Thing', { apiManagement, name: 'pool', ...props });

const api: Make = (props) =>
  new FailoverApi(stack, 'Thing', {
    apiManagement,
    pool: newPool(stack, apiManagement),
    name: 'orders',
    path: 'orders',
    operations: [OPERATION],
    ...props,
  });

const regions = (...changed: Loose[]): never => {
  const north = { name: 'north', apiManagement, url: URL };
  const west = { name: 'west', apiManagement: other, url: URL };
  return [north, west].map((region, index) => ({ ...region, ...changed[index] })) as never;
};

const regional: Make = (props) =>
  new RegionalFailover(stack, 'Thing', {
    name: 'orders',
    path: 'orders',
    operations: [OPERATION],
    regions: regions(),
    ...props,
  });

/** A backend whose rule is valid but for this. */
const rule: Make = (condition) =>
  backend({
    circuitBreaker: CircuitBreakerRule.custom({
      name: 'rule',
      tripDuration: Duration.seconds(30),
      failureCondition: { count: 3, interval: Duration.minutes(1), errorReasons: [ErrorReason.TIMEOUT], ...condition },
    }),
  });

/** A backend with one credential. */
const credential = (made: unknown): unknown => backend({ credentials: [made] });

/** An API whose only operation is valid but for this. */
const operation: Make = (changed) => api({ operations: [{ ...OPERATION, ...changed }] });

/** A member, and a backend of its own. */
const member = (name: string, service = apiManagement): { readonly backend: CircuitBreakerBackend } => ({
  backend: new CircuitBreakerBackend(stack, `Member-${name}`, { apiManagement: service, name, url: URL }),
});

/** What is said at construction: one error of ours, and no TypeError of JavaScript's. */
function refusal(make: () => unknown): string {
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

function refuses(rows: Rows): void {
  test.each(rows)('%s', (_, make, fault) => {
    expect(refusal(make)).toBe(`main/Thing: ${fault}`);
  });
}

const SERVICE_NEEDED =
  'an API Management service is needed, from ApiManagement.fromLookup, fromAttributes or fromResource';
const URL_ALLOWED =
  'an HTTP or HTTPS URL of up to 2000 characters is allowed, such as https://orders.example.com, without white space, braces or a user name';
const SECONDS = 'whole seconds greater than 0, up to 31536000 s, are allowed';
const NAME = '1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end';

const CODES = `one of ${FINDING_CODES.join(', ')} is allowed`;

describe('names', () => {
  const letters = (count: number): string => 'a'.repeat(count);

  test.each<[string, (name: string) => unknown, number, string]>([
    ['ApiManagement.fromLookup', (name) => lookedUp({ name }), 50, 'name'],
    ['ApiManagement.fromLookup', (resourceGroupName) => lookedUp({ resourceGroupName }), 90, 'resourceGroupName'],
    [
      'ApiManagement.fromAttributes',
      (name) => known({ apiManagementId: ID.replace('apim', name) }),
      50,
      'apiManagementId',
    ],
    ['CircuitBreakerBackend', (name) => backend({ name }), 80, 'name'],
    ['forFunctionApp', (name) => functionApp({ name }), 80, 'name'],
    [
      'forFunctionApp',
      (name) => functionApp({ functionApp: { name, resourceGroupName: 'rg' } }),
      60,
      'functionApp.name',
    ],
    [
      'fromBackendId',
      (name) => CircuitBreakerBackend.fromBackendId(stack, 'Thing', `${ID}/backends/${name}`),
      80,
      'backendId',
    ],
    ['CircuitBreakerRule', (name) => backend({ circuitBreaker: ruleNamed(name) }), 80, 'circuitBreaker.name'],
    [
      'BackendCredentials.namedValue',
      (name) => credential(BackendCredentials.namedValue('x-key', name)),
      256,
      'credentials[0].namedValueName',
    ],
    [
      'BackendCredentials.header',
      (name) => credential(BackendCredentials.header(name, 'x')),
      256,
      'credentials[0].name',
    ],
    ['BackendCredentials.query', (name) => credential(BackendCredentials.query(name, 'x')), 256, 'credentials[0].name'],
    ['PriorityPool', (name) => pool({ name }), 80, 'name'],
    ['PriorityPool', (cookieName) => pool({ sessionAffinity: { cookieName } }), 256, 'sessionAffinity.cookieName'],
    ['FailoverApi', (name) => api({ name }), 256, 'name'],
    ['FailoverApi', (path) => api({ path }), 400, 'path'],
    ['FailoverApi', (displayName) => api({ displayName }), 300, 'displayName'],
    ['FailoverApi', (attemptCountHeader) => api({ attemptCountHeader }), 256, 'attemptCountHeader'],
    ['FailoverApi', (revision) => api({ revision }), 100, 'revision'],
    ['FailoverApi', (operationId) => operation({ operationId }), 80, 'operations[0].operationId'],
    ['FailoverApi', (displayName) => operation({ displayName }), 300, 'operations[0].displayName'],
    ['RegionalFailover', (name) => regional({ regions: regions({ name }) }), 60, 'regions[0].name'],
    [
      'RegionalFailover',
      (backendName) => regional({ regions: regions({ backendName }) }),
      80,
      'regions[0].backendName',
    ],
    ['RegionalFailover', (poolName) => regional({ poolName }), 80, 'poolName'],
  ])('%s: as long as can be, and one letter longer (%#)', (_, make, longest, where) => {
    expect(() => make(letters(longest))).not.toThrow();
    stack = newStack('main');
    apiManagement = newService(stack);
    other = newService(stack, 'other');
    const message = refusal(() => make(letters(longest + 1)));
    // What is given to credentials is not shown.
    const shown = where.startsWith('credentials') ? `a string of ${longest + 1} characters;` : '"';
    expect(message.startsWith(`main/Thing: ${where}: ${shown}`)).toBe(true);
    expect(message).toMatch(/(?:are allowed|is allowed|is needed)/);
    expect(message).not.toContain('\n');
  });

  function ruleNamed(name: string): CircuitBreakerRule {
    const failureCondition = { count: 1, interval: Duration.minutes(1), errorReasons: [ErrorReason.TIMEOUT] };
    return CircuitBreakerRule.custom({ name, tripDuration: Duration.minutes(1), failureCondition });
  }
});

describe('ApiManagement', () => {
  const none = undefined as never;
  const ID_NEEDED =
    'the full id of a service is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ApiManagement/service/<name>';

  refuses([
    ['no options', () => ApiManagement.fromLookup(stack, 'Thing', none), 'options: undefined; an object is needed'],
    [
      'no name',
      () => lookedUp({ name: undefined }),
      'name: undefined; 1 to 50 letters, digits and hyphens are allowed',
    ],
    [
      'a name that is a number',
      () => lookedUp({ name: 5 }),
      'name: 5; 1 to 50 letters, digits and hyphens are allowed',
    ],
    [
      'no attributes',
      () => ApiManagement.fromAttributes(stack, 'Thing', none),
      'attributes: undefined; an object is needed',
    ],
    ['no id', () => known({ apiManagementId: undefined }), `apiManagementId: undefined; ${ID_NEEDED}`],
    ['a name for an id', () => known({ apiManagementId: 'apim' }), `apiManagementId: "apim"; ${ID_NEEDED}`],
    [
      'an id of pieces, which Terraform would have to take apart',
      () => known({ apiManagementId: ID.replace('/s/', `/${new TerraformVariable(stack, 'id', {}).stringValue}/`) }),
      `apiManagementId: a token inside a longer string; ${ID_NEEDED}`,
    ],
    [
      'a SKU without units',
      () => known({ skuName: 'Premium' }),
      'skuName: "Premium"; a tier and a number of units are needed, such as Premium_2',
    ],
    ['a URL that is none', () => known({ gatewayUrl: 'apim' }), `gatewayUrl: a string of 4 characters; ${URL_ALLOWED}`],
    [
      'another construct for the resource',
      () => ApiManagement.fromResource(stack, 'Thing', apiManagement as never),
      "resource: the construct 'main/Service-apim'; an azurerm_api_management resource is needed",
    ],
    [
      'no resource',
      () => ApiManagement.fromResource(stack, 'Thing', none),
      'resource: undefined; an azurerm_api_management resource is needed',
    ],
  ]);

  test('several errors at once', () => {
    expect(refusal(() => lookedUp({ name: 'a_b', resourceGroupName: 'grün' }))).toMatchInlineSnapshot(`
     "main/Thing: 2 errors
       name: "a_b"; 1 to 50 letters, digits and hyphens are allowed
       resourceGroupName: "grün"; 1 to 90 ASCII letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end"
    `);
  });
});

describe('CircuitBreakerBackend', () => {
  refuses([
    ['no service', () => backend({ apiManagement: undefined }), `apiManagement: undefined; ${SERVICE_NEEDED}`],
    ['the name of a service', () => backend({ apiManagement: 'apim' }), `apiManagement: "apim"; ${SERVICE_NEEDED}`],
    [
      'another construct for the service',
      () => backend({ apiManagement: stack }),
      `apiManagement: the construct 'main'; ${SERVICE_NEEDED}`,
    ],
    ['no name', () => backend({ name: undefined }), `name: undefined; ${NAME}`],
    ['an empty name', () => backend({ name: '' }), `name: ""; ${NAME}`],
    ['a hyphen last', () => backend({ name: 'a-' }), `name: "a-"; ${NAME}`],
    ['no URL', () => backend({ url: undefined }), `url: undefined; ${URL_ALLOWED}`],
    [
      'a URL without protocol',
      () => backend({ url: 'a.example.com' }),
      `url: a string of 13 characters; ${URL_ALLOWED}`,
    ],
    [
      'a URL of another protocol',
      () => backend({ url: 'ftp://a.example.com' }),
      `url: "ftp://a.example.com"; ${URL_ALLOWED}`,
    ],
    ['a URL with a template', () => backend({ url: 'https://a/${b}' }), `url: "https://a/\${b}"; ${URL_ALLOWED}`],
    [
      'a URL with a user, who is not shown',
      () => backend({ url: 'https://me:secret@a' }),
      `url: "https://...@a"; ${URL_ALLOWED}`,
    ],
    [
      'more bytes than characters',
      () => backend({ title: 'é'.repeat(151) }),
      `title: "${'é'.repeat(100)}"... (151 characters); 1 to 300 bytes are allowed (the azurerm provider counts bytes), without control characters`,
    ],
    [
      'half of a surrogate pair',
      () => backend({ description: '\ud800' }),
      'description: "\\ud800"; 1 to 2000 bytes are allowed (the azurerm provider counts bytes), without control characters',
    ],
    [
      'a number for a text',
      () => backend({ title: 5 }),
      'title: 5; 1 to 300 bytes are allowed (the azurerm provider counts bytes), without control characters',
    ],
    [
      'a text for a flag',
      () => backend({ validateCertificateName: 'no' }),
      'validateCertificateName: "no"; true or false is allowed',
    ],
    ['a proxy that is none', () => backend({ proxy: URL }), 'proxy: a string of 21 characters; an object is needed'],
    [
      'a password that is too long, and not shown',
      () => backend({ proxy: { url: URL, username: 'me', password: 's'.repeat(301) } }),
      'proxy.password: a string of 301 characters; 1 to 300 characters are allowed, without control characters',
    ],
    [
      'no function app',
      () => functionApp({ functionApp: undefined }),
      'functionApp: undefined; an object with name and resourceGroupName is needed',
    ],
    [
      'the name of a function app',
      () => functionApp({ functionApp: 'app' }),
      'functionApp: a string of 3 characters; an object with name and resourceGroupName is needed',
    ],
    [
      'a key name of white space',
      () => functionApp({ functionApp: { name: 'app', resourceGroupName: 'rg', keyName: ' ' } }),
      'functionApp.keyName: a string of 1 character; 1 to 100 letters, digits, underscores, periods and hyphens are allowed',
    ],
    [
      'no props',
      () => new CircuitBreakerBackend(stack, 'Thing', undefined as never),
      'props: undefined; an object is needed',
    ],
    [
      'a rule that is none',
      () => backend({ circuitBreaker: { name: 'rule' } }),
      'circuitBreaker: an object; a CircuitBreakerRule is needed',
    ],
    [
      'a rule that is not known',
      () => backend({ circuitBreaker: CircuitBreakerRule.unknown() }),
      'circuitBreaker: unknown(); it is allowed only for a backend that is deployed elsewhere, with fromBackendId',
    ],
    [
      'credentials that are no list',
      () => backend({ credentials: BackendCredentials.header('a', 'b') }),
      'credentials: an object; a list is needed',
    ],
    [
      'an acknowledgement of no finding',
      () => backend({ acknowledge: [{ code: 'AF999', reason: 'x' }] }),
      `acknowledge[0].code: "AF999"; ${CODES}`,
    ],
    [
      'one that every object has',
      () => backend({ acknowledge: [{ code: 'toString', reason: 'x' }] }),
      `acknowledge[0].code: "toString"; ${CODES}`,
    ],
    [
      'an acknowledgement without reason',
      () => backend({ acknowledge: [{ code: 'AF106', reason: ' ' }] }),
      'acknowledge[0].reason: " "; a reason is needed',
    ],
    [
      'a code alone',
      () => backend({ acknowledge: ['AF106'] }),
      'acknowledge[0]: a string of 5 characters; an object is needed',
    ],
  ]);

  test('several errors at once', () => {
    const faults = { name: 'a b', url: 'a', title: '', circuitBreaker: 1, credentials: [1], proxy: 1, acknowledge: 1 };
    expect(refusal(() => backend({ ...faults, apiManagement: null }))).toMatchInlineSnapshot(`
     "main/Thing: 8 errors
       apiManagement: null; an API Management service is needed, from ApiManagement.fromLookup, fromAttributes or fromResource
       name: "a b"; 1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end
       url: a string of 1 character; an HTTP or HTTPS URL of up to 2000 characters is allowed, such as https://orders.example.com, without white space, braces or a user name
       title: ""; 1 to 300 bytes are allowed (the azurerm provider counts bytes), without control characters
       circuitBreaker: 1; a CircuitBreakerRule is needed
       credentials[0]: it is not a BackendCredentials object; its value is not shown because it may be a secret
       proxy: 1; an object is needed
       acknowledge: 1; a list is needed"
    `);
  });

  test.each([
    'https://',
    'https:/orders.example.com',
    '//orders.example.com',
    'https://orders example.com',
    ' https://orders.example.com',
    'https://orders.example.com\0',
    'https://%{host}',
    'https://orders.example.com:99999',
    `https://orders.example.com/${'a'.repeat(2000)}`,
    '',
  ])('%j is no URL', (url) => {
    expect(refusal(() => backend({ url }))).toMatch(
      /^main\/Thing: url: (?:".+|a string of \d+ characters|an empty string); an HTTP or HTTPS URL of up to 2000 char/,
    );
  });

  test('several errors of a function app at once', () => {
    const app = { name: 'a_b', resourceGroupName: 'rg.', subscriptionId: 's', keyVersion: '' };
    expect(refusal(() => functionApp({ functionApp: app, name: '-' }))).toMatchInlineSnapshot(`
     "main/Thing: 5 errors
       name: "-"; 1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end
       functionApp.name: "a_b"; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end
       functionApp.resourceGroupName: "rg."; 1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end
       functionApp.subscriptionId: "s"; a subscription id is needed, such as 00000000-0000-0000-0000-000000000000
       functionApp.keyVersion: an empty string; 1 to 200 characters are allowed, without control characters"
    `);
  });

  const KEY = { name: 'app', resourceGroupName: 'rg', keyName: 'other', keyVersion: '2' };

  test.each([
    ['credentials', () => [BackendCredentials.header('x', 'y')]],
    ['an empty list, which stands for none', () => []],
  ])('a host key beside %s, which replaces it', (_, credentials) => {
    expect(refusal(() => functionApp({ functionApp: KEY, credentials: credentials() }))).toBe(
      'main/Thing: 2 errors\n' +
        '  functionApp.keyName: credentials are also set; keyName is allowed only without credentials\n' +
        '  functionApp.keyVersion: credentials are also set; keyVersion is allowed only without credentials',
    );
  });

  test('a host key without credentials is taken', () => {
    expect(() => functionApp({ functionApp: KEY })).not.toThrow();
  });

  test('made elsewhere', () => {
    const find = (id: unknown, circuitBreaker?: CircuitBreakerRule) => () =>
      CircuitBreakerBackend.fromBackendId(stack, 'Thing', id as never, circuitBreaker);
    expect(refusal(find(undefined))).toContain(
      'main/Thing: backendId: undefined; the full id of a backend is needed: ',
    );
    stack = newStack();
    const rule = CircuitBreakerRule.gatewayFailures({ count: NaN });
    expect(refusal(find(`${ID}/backends/a`, rule))).toBe(
      'main/Thing: circuitBreaker.failureCondition.count: NaN; a whole number from 1 to 10000 is allowed',
    );
  });
});

describe('CircuitBreakerRule', () => {
  const where = 'circuitBreaker.failureCondition';
  const nothing = `${where}: nothing counts as a failure; at least one status code range or error reason is needed`;
  const range = { min: 500, max: 599 };

  refuses([
    [
      'both count and percentage',
      () => rule({ percentage: 50 }),
      `${where}: it has both count 3 and percentage 50; exactly one is allowed`,
    ],
    [
      'neither of them',
      () => rule({ count: undefined }),
      `${where}: it has neither count nor percentage; exactly one is needed`,
    ],
    ['no failures', () => rule({ count: 0 }), `${where}.count: 0; a whole number from 1 to 10000 is allowed`],
    ['half a failure', () => rule({ count: 0.5 }), `${where}.count: 0.5; a whole number from 1 to 10000 is allowed`],
    [
      'too many failures',
      () => rule({ count: 10_001 }),
      `${where}.count: 10001; a whole number from 1 to 10000 is allowed`,
    ],
    [
      'a text for a number',
      () => rule({ count: '3' }),
      `${where}.count: "3"; a whole number from 1 to 10000 is allowed`,
    ],
    [
      'more than all',
      () => rule({ count: undefined, percentage: 101 }),
      `${where}.percentage: 101; a whole number from 1 to 100 is allowed`,
    ],
    ['nothing that counts', () => rule({ errorReasons: [] }), nothing],
    ['nothing that counts at all', () => rule({ errorReasons: undefined }), nothing],
    [
      'min over max',
      () => rule({ statusCodeRanges: [{ min: 503, max: 500 }] }),
      `${where}.statusCodeRanges[0]: min 503 is greater than its max 500`,
    ],
    [
      'a status under 200',
      () => rule({ statusCodeRanges: [{ min: 199, max: 500 }] }),
      `${where}.statusCodeRanges[0].min: 199; a whole number from 200 to 599 is allowed`,
    ],
    [
      'a status over 599',
      () => rule({ statusCodeRanges: [{ min: 500, max: 600 }] }),
      `${where}.statusCodeRanges[0].max: 600; a whole number from 200 to 599 is allowed`,
    ],
    [
      'half a range',
      () => rule({ statusCodeRanges: [{ min: 500 }] }),
      `${where}.statusCodeRanges[0].max: undefined; a status code is needed`,
    ],
    [
      'no range',
      () => rule({ statusCodeRanges: [null] }),
      `${where}.statusCodeRanges[0]: null; an object with min and max is needed`,
    ],
    [
      '11 ranges',
      () => rule({ statusCodeRanges: Array.from({ length: 11 }, () => range) }),
      `${where}.statusCodeRanges: 11 items; at most 10 are allowed`,
    ],
    [
      '11 reasons',
      () => rule({ errorReasons: Array.from({ length: 11 }, () => ErrorReason.TIMEOUT) }),
      `${where}.errorReasons: 11 items; at most 10 are allowed`,
    ],
    [
      'an empty reason',
      () => rule({ errorReasons: [ErrorReason.of('')] }),
      `${where}.errorReasons[0]: ""; 1 to 200 bytes are allowed (the azurerm provider counts bytes), without control characters`,
    ],
    ['no interval', () => rule({ interval: undefined }), `${where}.interval: undefined; a Duration is needed`],
    ['a number for a duration', () => rule({ interval: 60 }), `${where}.interval: 60; a Duration is needed`],
    ['zero', () => rule({ interval: Duration.seconds(0) }), `${where}.interval: 0 s; ${SECONDS}`],
    ['less than zero', () => rule({ interval: Duration.minutes(-1) }), `${where}.interval: -60 s; ${SECONDS}`],
    [
      'a fraction of a second',
      () => rule({ interval: Duration.milliseconds(1500) }),
      `${where}.interval: 1.5 s; ${SECONDS}`,
    ],
    ['no number', () => rule({ interval: Duration.seconds(NaN) }), `${where}.interval: NaN s; ${SECONDS}`],
    ['without end', () => rule({ interval: Duration.hours(Infinity) }), `${where}.interval: Infinity s; ${SECONDS}`],
    [
      'nothing to count',
      () => rule({ interval: Duration.hours(undefined as never) }),
      `${where}.interval: NaN s; ${SECONDS}`,
    ],
    [
      'a token that would be multiplied',
      () => rule({ interval: Duration.minutes(new TerraformVariable(stack, 'minutes', {}).numberValue) }),
      `${where}.interval: a token in a unit other than seconds; tokens are allowed only in seconds`,
    ],
    [
      'a rule without props',
      () => backend({ circuitBreaker: CircuitBreakerRule.custom(undefined as never) }),
      'circuitBreaker: undefined; CircuitBreakerRule.custom needs an object',
    ],
    [
      'a rule without a condition',
      () =>
        backend({
          circuitBreaker: CircuitBreakerRule.custom({ name: 'a', tripDuration: Duration.minutes(1) } as never),
        }),
      `${where}: undefined; an object is needed`,
    ],
  ]);

  test('several errors at once', () => {
    const failureCondition = { count: -1, percentage: 1, interval: 1, statusCodeRanges: [{ min: 9, max: 8 }] };
    const props = { name: 'a_b', tripDuration: Duration.seconds(0), acceptRetryAfter: 1, failureCondition };
    const circuitBreaker = CircuitBreakerRule.custom(props as never);
    expect(refusal(() => backend({ circuitBreaker }))).toMatchInlineSnapshot(`
     "main/Thing: 9 errors
       circuitBreaker.name: "a_b"; 1 to 80 letters, digits and hyphens are allowed, with no hyphen at the start or end
       circuitBreaker.tripDuration: 0 s; whole seconds greater than 0, up to 31536000 s, are allowed
       circuitBreaker.acceptRetryAfter: 1; true or false is allowed
       circuitBreaker.failureCondition.count: -1; a whole number from 1 to 10000 is allowed
       circuitBreaker.failureCondition.interval: 1; a Duration is needed
       circuitBreaker.failureCondition.statusCodeRanges[0].min: 9; a whole number from 200 to 599 is allowed
       circuitBreaker.failureCondition.statusCodeRanges[0].max: 8; a whole number from 200 to 599 is allowed
       circuitBreaker.failureCondition.statusCodeRanges[0]: min 9 is greater than its max 8
       circuitBreaker.failureCondition: it has both count -1 and percentage 1; exactly one is allowed"
    `);
  });
});

describe('BackendCredentials', () => {
  const secretId = 'https://vault.vault.azure.net/secrets/name';
  const nothing = undefined as never;
  const where = 'credentials[0]';

  refuses([
    [
      'none of them, which may be a secret',
      () => credential('s3cret'),
      `${where}: it is not a BackendCredentials object; its value is not shown because it may be a secret`,
    ],
    [
      'nothing for a function key',
      () => credential(BackendCredentials.functionKey(nothing)),
      `${where}: undefined; an object is needed`,
    ],
    [
      'nothing for a secret',
      () => credential(BackendCredentials.keyVaultSecret(nothing)),
      `${where}: undefined; an object is needed`,
    ],
    [
      'nothing for an identity',
      () => credential(BackendCredentials.managedIdentity(nothing)),
      `${where}: undefined; an object is needed`,
    ],
    [
      'no header',
      () => credential(BackendCredentials.namedValue(nothing, 'name')),
      `${where}.header: undefined; an HTTP header name of up to 256 characters is allowed`,
    ],
    [
      'braces round a named value',
      () => credential(BackendCredentials.namedValue('x-key', '{{name}}')),
      `${where}.namedValueName: a string of 8 characters; 1 to 256 letters, digits, underscores, periods and hyphens are allowed`,
    ],
    [
      'the name of a function app',
      () => credential(BackendCredentials.functionKey({ functionAppId: 'app' })),
      `${where}.functionAppId: a string of 3 characters; the full id of a function app is needed: /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Web/sites/<name>`,
    ],
    [
      'the name of a secret',
      () => credential(BackendCredentials.keyVaultSecret({ header: 'x-key', secretId: 'name' })),
      `${where}.secretId: a string of 4 characters; the id of a Key Vault secret is needed, such as https://vault.vault.azure.net/secrets/name`,
    ],
    [
      'a header that makes a named value that azurerm refuses',
      () => credential(BackendCredentials.keyVaultSecret({ header: 'x-', secretId })),
      `${where}.header: a string of 4 characters; the name of the named value combines the backend name and the header: 1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end`,
    ],
    [
      'a token for what is part of an id in the program',
      () =>
        credential(
          BackendCredentials.keyVaultSecret({
            header: new TerraformVariable(stack, 'header', {}).stringValue,
            secretId,
          }),
        ),
      `${where}.header: a token, whose value is known only after deployment; an HTTP header name of up to 256 characters is allowed`,
    ],
    [
      'half of an expression',
      () => credential(BackendCredentials.managedIdentity({ resource: 'api://@(' })),
      `${where}.resource: a string of 8 characters; an application id URI of up to 1000 characters is allowed, such as api://orders`,
    ],
    [
      'no client id',
      () => credential(BackendCredentials.managedIdentity({ resource: 'api://a', clientId: 'me' })),
      `${where}.clientId: a string of 2 characters; a client id is needed, such as 00000000-0000-0000-0000-000000000000`,
    ],
    [
      'a space in a header',
      () => credential(BackendCredentials.header('x key', 'a')),
      `${where}.name: a string of 5 characters; an HTTP header name of up to 256 characters is allowed`,
    ],
    [
      'a comma in a value, which is not shown',
      () => credential(BackendCredentials.header('x-key', 's3cret,s3cret')),
      `${where}.value: a string of 13 characters; printable ASCII without commas is allowed: the azurerm provider splits the value at commas`,
    ],
    [
      'a line in a query parameter',
      () => credential(BackendCredentials.query('code', 'a\nb')),
      `${where}.value: a string of 3 characters; text without commas is allowed: the azurerm provider splits the value at commas`,
    ],
    [
      'a thumbprint that is none',
      () => credential(BackendCredentials.certificate('ab:cd')),
      `${where}.thumbprint: a string of 5 characters; a thumbprint of 40 to 64 hexadecimal digits is needed`,
    ],
    [
      'a header twice',
      () =>
        backend({
          credentials: [BackendCredentials.header('x-key', 'a'), BackendCredentials.namedValue('X-Key', 'b')],
        }),
      'credentials[1]: it sends the same header as credentials[0]; each is allowed once',
    ],
  ]);

  describe('a secret as plain text', () => {
    const warnings = (made: BackendCredentials): string[] => {
      credential(made);
      return annotations(stack).filter((line) => line.includes(' warn '));
    };

    test.each([
      ['a key of a function', 'x-functions-key', 'Zk3v9Q-0aB_cD1eF2gH3iJ4kL5mN6oP7qR8sT9uV0wX1yZ2=='],
      ['a key by its name', 'x-api-key', 'password'],
      ['a subscription key', 'Ocp-Apim-Subscription-Key', '0123456789abcdef0123456789abcdef'],
      ['a bearer token', 'Authorization', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'],
      ['a random value, whatever its name', 'x-note', 'q8Zx71LmN0pQ4rSt'],
    ])('%s gives a warning without the secret', (_, name, value) => {
      const found = warnings(BackendCredentials.header(name, value));
      expect(found).toEqual([
        expect.stringMatching(/^main\/Thing warn credentials\[0\]\.value: it looks like a secret \(\d+ char/),
      ]);
      expect(found.join()).not.toContain(value.slice(-8));
      // Nothing else of the construct shows it, but the JSON that it goes to.
      expect(JSON.stringify(synth(stack))).toContain(value);
    });

    test.each([
      ['a named value', 'x-functions-key', '{{orders-key}}'],
      ['a named value after its scheme', 'Authorization', 'Bearer {{orders-token}}'],
      ['a region', 'x-region', 'norway-east'],
      ['a version', 'x-api-version', '2024-05-01-preview'],
      ['a media type', 'Accept', 'application/vnd.example.orders.v2+json'],
      ['a sentence', 'x-note', 'sent by the gateway of the north'],
      ['a host', 'x-forwarded-host', 'orders-north-01.internal.example.com'],
    ])('%s gives none', (_, name, value) => {
      expect(warnings(BackendCredentials.header(name, value))).toEqual([]);
    });

    test('a token gives none', () => {
      const key = new TerraformVariable(stack, 'key', { sensitive: true }).stringValue;
      expect(warnings(BackendCredentials.header('x-functions-key', key))).toEqual([]);
    });

    test('a token after a text gives none', () => {
      const key = new TerraformVariable(stack, 'key', { sensitive: true }).stringValue;
      expect(warnings(BackendCredentials.query('code', `prefix-${key}`))).toEqual([]);
    });
  });
});

describe('PriorityPool', () => {
  const NUMBER = 'a whole number from 0 to 100 is allowed';
  const BACKEND = 'a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId';

  refuses([
    ['no service', () => pool({ apiManagement: undefined }), `apiManagement: undefined; ${SERVICE_NEEDED}`],
    ['no name', () => pool({ name: undefined }), `name: undefined; ${NAME}`],
    [
      'a priority under 0',
      () => pool({ members: [{ ...member('a'), priority: -1 }] }),
      `members[0].priority: -1; ${NUMBER}`,
    ],
    [
      'a priority over 100',
      () => pool({ members: [{ ...member('a'), priority: 101 }] }),
      `members[0].priority: 101; ${NUMBER}`,
    ],
    [
      'a weight over 100',
      () => pool({ members: [{ ...member('a'), weight: 101 }] }),
      `members[0].weight: 101; ${NUMBER}`,
    ],
    ['half a weight', () => pool({ members: [{ ...member('a'), weight: 0.5 }] }), `members[0].weight: 0.5; ${NUMBER}`],
    [
      'a weight that is no number',
      () => pool({ members: [{ ...member('a'), weight: NaN }] }),
      `members[0].weight: NaN; ${NUMBER}`,
    ],
    [
      '31 members',
      () => pool({ members: Array.from({ length: 31 }, (_, index) => member(`a${index}`)) }),
      'members: the pool has 31 members; 1 to 30 are allowed',
    ],
    [
      'a member twice',
      () => pool({ members: [member('a')].flatMap((one) => [one, one]) }),
      "members: the pool contains 'a' more than once; each backend is allowed once",
    ],
    [
      'a member by two constructs',
      () =>
        pool({
          members: [member('a'), { backend: CircuitBreakerBackend.fromBackendId(stack, 'Found', `${ID}/backends/A`) }],
        }),
      "members: 'main/Member-a' and 'main/Found' both represent the backend 'A'; each backend is allowed once",
    ],
    [
      'a pool in a pool',
      () => pool({ members: [{ backend: newPool(stack, apiManagement) }] }),
      "members[0].backend: it is the pool 'pool'; only single backends are allowed",
    ],
    [
      'a backend of another service',
      () => pool({ members: [member('a', other)] }),
      "members: the pool belongs to apim but contains 'a' of other; only backends of its own service are allowed",
    ],
    ['no backend', () => pool({ members: [{ backend: undefined }] }), `members[0].backend: undefined; ${BACKEND}`],
    [
      'another construct for a backend',
      () => pool({ members: [{ backend: other }] }),
      `members[0].backend: the construct 'main/Service-other'; ${BACKEND}`,
    ],
    [
      'a backend for a member',
      () => pool({ members: [member('a').backend] }),
      "members[0]: the construct 'main/Member-a'; an object with a backend is needed",
    ],
    [
      'a cookie without name',
      () => pool({ sessionAffinity: {} }),
      'sessionAffinity.cookieName: undefined; an HTTP header name of up to 256 characters is allowed',
    ],
    [
      'no status code',
      () => pool({ failureResponse: { statusCode: 600 } }),
      'failureResponse.statusCode: 600; a whole number from 200 to 599 is allowed',
    ],
  ]);

  test('several errors at once', () => {
    const local = member('local');
    const members = [{ ...local, priority: -1 }, { ...local, weight: 1e9 }, {}, member('far', other)];
    expect(refusal(() => pool({ name: 'a b', title: '', members }))).toMatchInlineSnapshot(`
     "main/Thing: 7 errors
       name: "a b"; 1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end
       title: ""; 1 to 300 characters are allowed, without control characters
       members[0].priority: -1; a whole number from 0 to 100 is allowed
       members[1].weight: 1000000000; a whole number from 0 to 100 is allowed
       members[2].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members: the pool contains 'local' more than once; each backend is allowed once
       members: the pool belongs to apim but contains 'far' of other; only backends of its own service are allowed"
    `);
  });

  test('a token for a text, where a number is needed', () => {
    const weight = new TerraformVariable(stack, 'weight', {}).stringValue;
    expect(refusal(() => pool({ members: [{ ...member('a'), weight }] }))).toBe(
      `main/Thing: members[0].weight: "<token>"; ${NUMBER}`,
    );
  });

  test('addMember refuses a member as a whole', () => {
    const made = new PriorityPool(stack, 'Thing', { apiManagement, name: 'pool', members: [member('local')] });
    const add = (one: unknown) => () => made.addMember(one as never);
    expect(refusal(add(undefined))).toBe('main/Thing: members[1]: undefined; an object with a backend is needed');
    expect(refusal(add({ backend: made }))).toBe(
      "main/Thing: members[1].backend: it is the pool 'pool'; only single backends are allowed",
    );
    expect(refusal(add({ ...made.members?.[0], priority: 101, weight: '1' }))).toMatchInlineSnapshot(`
     "main/Thing: 3 errors
       members[1].priority: 101; a whole number from 0 to 100 is allowed
       members[1].weight: "1"; a whole number from 0 to 100 is allowed
       members: the pool contains 'local' more than once; each backend is allowed once"
    `);
    expect(made.members).toHaveLength(1);
    for (let index = 1; index < 30; index++) made.addMember(member(`a${index}`));
    expect(refusal(add(member('a30')))).toBe('main/Thing: members: the pool has 31 members; 1 to 30 are allowed');
  });

  test('members that are not usable count, and what is wrong with all of them is not said of each', () => {
    const members = Array.from({ length: 31 }, (_, index) => (index === 3 ? { priority: -1 } : {}));
    expect(refusal(() => pool({ members }))).toMatchInlineSnapshot(`
     "main/Thing: 33 errors
       members[0].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[1].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[2].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[3].priority: -1; a whole number from 0 to 100 is allowed
       members[3].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[4].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       ... and 26 more like it
       members: the pool has 31 members; 1 to 30 are allowed"
    `);
  });
});

describe('FailoverApi', () => {
  const EXPRESSION = 'one policy expression is needed, @(...) or @{...}';
  const versionSetId = `${ID}/apiVersionSets/set`;
  const inbound = (source: string): unknown => api({ policies: { inbound: source } });

  refuses([
    ['no service', () => api({ apiManagement: undefined }), `apiManagement: undefined; ${SERVICE_NEEDED}`],
    [
      'no pool',
      () => api({ pool: undefined }),
      'pool: undefined; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId',
    ],
    [
      'the name of a pool',
      () => api({ pool: 'pool' }),
      'pool: "pool"; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId',
    ],
    [
      'a backend for a pool',
      () => api({ pool: member('a').backend }),
      "pool: the construct 'main/Member-a'; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId",
    ],
    [
      'a pool of another service',
      () => api({ pool: new PriorityPool(stack, 'Far', { apiManagement: other, name: 'far' }) }),
      "pool: the pool 'far' belongs to the service other; only pools of apim are allowed",
    ],
    [
      'no name',
      () => api({ name: undefined }),
      `name: undefined; 1 to 256 characters are allowed, except spaces and * # & + : < > ? / \\ % { } " ' \` ;`,
    ],
    [
      'no path',
      () => api({ path: undefined }),
      'path: undefined; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end',
    ],
    [
      'a slash first',
      () => api({ path: '/orders' }),
      'path: "/orders"; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end',
    ],
    [
      'no protocols',
      () => api({ protocols: [] }),
      'protocols: []; ApiProtocol.HTTP, ApiProtocol.HTTPS or both are allowed',
    ],
    [
      'another protocol',
      () => api({ protocols: [ApiProtocol.HTTPS, 'ws'] }),
      `protocols: ["https", "ws"]; ApiProtocol.HTTP, ApiProtocol.HTTPS or both are allowed`,
    ],
    [
      'a version without version set',
      () => api({ version: 'v1' }),
      'version: "v1"; versionSetId is missing: set both or neither',
    ],
    [
      'a version set without version',
      () => api({ versionSetId }),
      `versionSetId: "${versionSetId}"; version is missing: set both or neither`,
    ],
    [
      'operations and a document',
      () => api({ openApi: OpenApiDocument.fromInline('openapi: 3.0.1') }),
      'operations: there is also an openApi document; only one of the two is allowed',
    ],
    [
      'an empty document',
      () => api({ operations: undefined, openApi: OpenApiDocument.fromInline(' \n') }),
      'openApi: it is empty; a JSON or YAML document without control characters is needed',
    ],
    [
      'nothing for a document',
      () => api({ operations: undefined, openApi: OpenApiDocument.fromInline(undefined as never) }),
      'openApi: undefined; a JSON or YAML document without control characters is needed',
    ],
    [
      'a document at no URL',
      () => api({ operations: undefined, openApi: OpenApiDocument.fromUrl('a.json') }),
      `openApi: a string of 6 characters; ${URL_ALLOWED}`,
    ],
    [
      'an operation twice',
      () => api({ operations: [OPERATION, { ...OPERATION, urlTemplate: '/b' }] }),
      'operations[1].operationId: "process"; each is allowed once',
    ],
    [
      'an operation twice, but for capital letters',
      () => api({ operations: [OPERATION, { ...OPERATION, operationId: 'Process', method: HttpMethod.GET }] }),
      'operations[1].operationId: "Process"; each is allowed once',
    ],
    [
      'two operations for a request',
      () => api({ operations: [OPERATION, { ...OPERATION, operationId: 'b' }] }),
      'operations[1]: "POST /"; each combination of method and urlTemplate is allowed once',
    ],
    ['no operation', () => api({ operations: [undefined] }), 'operations[0]: undefined; an object is needed'],
    [
      'the name of a method',
      () => operation({ method: 'POST' }),
      'operations[0].method: "POST"; an HttpMethod is needed, such as HttpMethod.POST',
    ],
    [
      'a method in small letters',
      () => operation({ method: HttpMethod.of('post') }),
      'operations[0].method: "post"; an HTTP method in uppercase is needed',
    ],
    [
      'a template of JavaScript',
      () => operation({ urlTemplate: '/${id}' }),
      'operations[0].urlTemplate: "/${id}"; a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them',
    ],
    [
      'a parameter twice',
      () => operation({ urlTemplate: '/{id}/{id}' }),
      'operations[0].urlTemplate: "id"; each parameter is allowed once',
    ],
    [
      'half of an expression in a URI',
      () => operation({ rewriteUri: '/@(a' }),
      'operations[0].rewriteUri: a string of 4 characters; a path of up to 2000 characters, such as api/orders/{id}, or one policy expression is allowed',
    ],
    [
      'a backend section of an operation',
      () => operation({ policies: { backend: '<a />' } }),
      'operations[0].policies.backend: an operation has no backend section of its own; use the policies of the API',
    ],
    ['51 retries', () => api({ retry: { count: 51 } }), 'retry.count: 51; a whole number from 0 to 50 is allowed'],
    ['a number for a retry', () => api({ retry: 3 }), 'retry: 3; an object is needed'],
    [
      'a wait of nothing',
      () => api({ retry: { interval: Duration.seconds(0) } }),
      'retry.interval: 0 s; whole seconds greater than 0, up to 3600 s, are allowed',
    ],
    [
      'a wait of half a second',
      () => api({ retry: { interval: Duration.milliseconds(500) } }),
      'retry.interval: 0.5 s; whole seconds greater than 0, up to 3600 s, are allowed',
    ],
    [
      'the longest wait without delta',
      () => api({ retry: { maxInterval: Duration.seconds(9) } }),
      'retry.delta: undefined; a delta is needed with maxInterval',
    ],
    [
      'a condition that is no expression',
      () => api({ retry: { condition: RetryCondition.expression('true') } }),
      `retry.condition: a string of 4 characters; ${EXPRESSION}`,
    ],
    [
      'a condition that is not closed',
      () => api({ retry: { condition: RetryCondition.expression('@(true') } }),
      `retry.condition: a string of 6 characters; ${EXPRESSION}`,
    ],
    [
      'two conditions',
      () => api({ retry: { condition: RetryCondition.expression('@(true)@(true)') } }),
      `retry.condition: a string of 14 characters; ${EXPRESSION}`,
    ],
    [
      'a character that no policy holds',
      () => api({ retry: { condition: RetryCondition.expression('@("\0" == "")') } }),
      `retry.condition: a string of 12 characters; ${EXPRESSION}`,
    ],
    [
      'nothing for a condition',
      () => api({ retry: { condition: RetryCondition.expression(undefined as never) } }),
      `retry.condition: undefined; ${EXPRESSION}`,
    ],
    [
      'a text for a condition',
      () => api({ retry: { condition: '@(true)' } }),
      'retry.condition: a string of 7 characters; a RetryCondition is needed',
    ],
    [
      'no status codes',
      () => api({ retry: { condition: RetryCondition.statusCodes() } }),
      'retry.condition: there are no status codes; at least one range is needed',
    ],
    [
      'min over max',
      () => api({ retry: { condition: RetryCondition.statusCodes({ min: 503, max: 500 }) } }),
      'retry.condition.statusCodes[0]: min 503 is greater than its max 500',
    ],
    [
      'a status that is none',
      () => api({ retry: { condition: RetryCondition.statusCodes({ min: 199, max: 500 }) } }),
      'retry.condition.statusCodes[0].min: 199; a whole number from 200 to 599 is allowed',
    ],
    [
      'a forward of over 240 s',
      () => api({ forwardTimeout: Duration.milliseconds(240_001) }),
      'forwardTimeout: 240.001 s; whole milliseconds greater than 0, up to 240 s, are allowed',
    ],
    [
      'a forward of less than a millisecond',
      () => api({ forwardTimeout: Duration.milliseconds(0.5) }),
      'forwardTimeout: 0.0005 s; whole milliseconds greater than 0, up to 240 s, are allowed',
    ],
    ['a forward of a number', () => api({ forwardTimeout: 0 }), 'forwardTimeout: 0; a Duration is needed'],
    [
      'policies that are not closed',
      () => inbound('<trace source="a">'),
      'policies.inbound: it is not valid policy XML: line 1, column 1: <trace> is not closed',
    ],
    [
      'policies that are no XML, in their second line',
      () => inbound('<trace source="a" />\n  <trace source=b />'),
      'policies.inbound: it is not valid policy XML: line 2, column 17: the value of the attribute source is not in quotes',
    ],
    [
      'an expression that is not closed',
      () => inbound('<trace source="@(a" />'),
      'policies.inbound: it is not valid policy XML: line 1, column 16: an expression is not closed',
    ],
    [
      'a character that XML does not allow',
      () => inbound('<trace source="\u0001" />'),
      'policies.inbound: it is not valid policy XML: line 1, column 16: a character that XML does not allow',
    ],
    [
      'text for policies',
      () => inbound('trace'),
      'policies.inbound: line 1, column 1: text outside a policy; only XML elements are allowed',
    ],
    [
      'several texts for policies',
      () => inbound('trace<trace source="a" />trace<base />'),
      '3 errors\n' +
        '  policies.inbound: line 1, column 1: text outside a policy; only XML elements are allowed\n' +
        '  policies.inbound: line 1, column 26: text outside a policy; only XML elements are allowed\n' +
        '  policies.inbound: <base> is added automatically; pass only the policies inside the section',
    ],
    [
      'policies that are deeper than any',
      () => inbound('<a>'.repeat(98) + '</a>'.repeat(98)),
      'policies.inbound: elements are nested deeper than 100',
    ],
    [
      'what is written already',
      () => inbound('<base />'),
      'policies.inbound: <base> is added automatically; pass only the policies inside the section',
    ],
    [
      'policies without section',
      () => api({ policies: '<trace />' }),
      'policies: a string of 9 characters; an object with inbound, backend, outbound or onError is needed',
    ],
    [
      'policies of a section that are no text',
      () => api({ policies: { inbound: 7, outbound: ['<trace source="a" />'], onError: null } }),
      '3 errors\n' +
        '  policies.inbound: 7; policies in XML are needed\n' +
        '  policies.outbound: a list of 1; policies in XML are needed\n' +
        '  policies.onError: null; policies in XML are needed',
    ],
    [
      'policies before each attempt, without a retry',
      () => api({ retry: { count: 0 }, policies: { backend: '<trace source="a" />' } }),
      'policies.backend: retry.count is 0; without a retry, <backend> can contain only forward-request',
    ],
    [
      'a backend that is not there',
      () => inbound('<set-backend-service backend-id="far" />'),
      "policies: AF008 the policies name the backend 'far', which apim does not have; declared so far: 'local', 'remote', 'pool' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)",
    ],
    [
      'a backend of another service in an operation',
      () => {
        member('far', other);
        operation({
          policies: {
            inbound: '<choose><when condition="@(true)"><set-backend-service backend-id="far" /></when></choose>',
          },
        });
      },
      "operations[0].policies: AF008 the policies name the backend 'far', which apim does not have; declared so far: 'local', 'remote', 'pool' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)",
    ],
    [
      'a regional pool without pool',
      () => api({ regionalPools: [{ region: 'Norway East' }] }),
      'regionalPools[0].pool: undefined; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId',
    ],
    ['no props', () => new FailoverApi(stack, 'Thing', undefined as never), 'props: undefined; an object is needed'],
  ]);

  test('several errors at once', () => {
    const faults = { name: 'a b', path: '', operations: [{}], retry: { count: 51, interval: 1 }, forwardTimeout: 30 };
    const policies = { inbound: '<a>', outbound: 'b' };
    expect(refusal(() => api({ ...faults, policies, pool: undefined, version: '1' }))).toMatchInlineSnapshot(`
     "main/Thing: 12 errors
       pool: undefined; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId
       name: "a b"; 1 to 256 characters are allowed, except spaces and * # & + : < > ? / \\ % { } " ' \` ;
       path: ""; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end
       version: "1"; versionSetId is missing: set both or neither
       forwardTimeout: 30; a Duration is needed
       retry.count: 51; a whole number from 0 to 50 is allowed
       retry.interval: 1; a Duration is needed
       policies.inbound: it is not valid policy XML: line 1, column 1: <a> is not closed
       policies.outbound: line 1, column 1: text outside a policy; only XML elements are allowed
       operations[0].operationId: undefined; 1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end
       operations[0].method: undefined; an HttpMethod is needed, such as HttpMethod.POST
       operations[0].urlTemplate: undefined; a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them"
    `);
  });

  test.each([
    ['<a>\n  <b></a>', 'line 2, column 6: </a> closes <b>'],
    ['<set-header', 'line 1, column 1: <set-header> is not closed'],
    ['<a>]]></a><!-- -- -->', 'a comment cannot contain two consecutive hyphens'],
    ['<policies><inbound /></policies>', '<policies> is added automatically'],
  ])('policy text %j', (source, fault) => {
    const message = refusal(() => inbound(source));
    expect(message).toMatch(/^main\/Thing: policies\.inbound: /);
    expect(message).toContain(fault);
  });

  test('no operations, once the stack is synthesized', () => {
    isNotCompared(stack);
    const none = api({ operations: undefined }) as FailoverApi;
    const fault = '[main/Thing] operations: there are no operations and no openApi document; one of them is needed';
    expect(() => synth(stack)).toThrow(fault);
    none.addOperation(OPERATION);
    expect(() => synth(stack)).not.toThrow();
  });

  test('addOperation refuses an operation as a whole', () => {
    const made = api() as FailoverApi;
    const inbound = '<set-backend-service backend-id="far" />';
    const added = { ...OPERATION, urlTemplate: '/b/{b', colour: 'red', policies: { inbound, backend: '<a />' } };
    expect(refusal(() => made.addOperation(added))).toMatchInlineSnapshot(`
     "main/Thing: 5 errors
       operation 'process'.colour: unknown property; allowed: operationId, method, urlTemplate, displayName, description, rewriteUri, policies
       operation 'process'.urlTemplate: "/b/{b"; a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them
       operation 'process'.operationId: "process"; each is allowed once
       operation 'process'.policies.backend: an operation has no backend section of its own; use the policies of the API
       operation 'process'.policies: AF008 the policies name the backend 'far', which apim does not have; declared so far: 'local', 'remote', 'pool' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)"
    `);
    expect(refusal(() => made.addOperation({ ...OPERATION, operationId: 'b' }))).toBe(
      'main/Thing: operation \'b\': "POST /"; each combination of method and urlTemplate is allowed once',
    );
    made.addOperation({ ...OPERATION, operationId: 'b', urlTemplate: '/b' });
    expect(refusal(() => made.addOperation({ ...OPERATION, operationId: 'B', urlTemplate: '/c' }))).toBe(
      'main/Thing: operation \'B\'.operationId: "B"; each is allowed once',
    );
    expect(refusal(() => made.addOperation({ ...OPERATION, operationId: 'a b', urlTemplate: '/c' }))).toBe(
      'main/Thing: operation.operationId: "a b"; 1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end',
    );
    expect(refusal(() => made.addOperation(undefined as never))).toBe(
      'main/Thing: operation: undefined; an object is needed',
    );
    expect(Object.keys(synth(stack).resource?.azurerm_api_management_api_operation ?? {})).toHaveLength(2);
  });

  test('addOperation beside an OpenAPI document', () => {
    isNotCompared(stack);
    const made = api({ operations: undefined, openApi: OpenApiDocument.fromInline('openapi: 3.0.1') }) as FailoverApi;
    expect(refusal(() => made.addOperation(OPERATION))).toBe(
      "main/Thing: operation 'process': there is also an openApi document; only one of the two is allowed",
    );
  });

  test('policies before each attempt, where the pool turns out to need no retry', () => {
    isNotCompared(stack);
    const { backend: only } = member('only');
    const flat = new PriorityPool(stack, 'Flat', { apiManagement, name: 'flat', members: [{ backend: only }] });
    api({ pool: flat, policies: { backend: '<trace source="a" />' } });
    expect(() => synth(stack)).toThrow(
      '[main/Thing] policies.backend: without a retry, <backend> can contain only forward-request',
    );
    flat.addMember({ ...member('second'), priority: 2 });
    expect(() => synth(stack)).not.toThrow();
  });
});

describe('RegionalFailover', () => {
  refuses([
    ['no regions', () => regional({ regions: undefined }), 'regions: 0 regions; at least two are required'],
    [
      'one region',
      () => regional({ regions: (regions() as unknown[]).slice(1) }),
      'regions: 1 region; at least two are required',
    ],
    ['a region for regions', () => regional({ regions: { name: 'north' } }), 'regions: an object; a list is needed'],
    [
      'no name',
      () => regional({ regions: regions({ name: undefined }) }),
      'regions[0].name: undefined; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end',
    ],
    [
      'a name twice',
      () => regional({ regions: regions({}, { name: 'North' }) }),
      'regions[1].name: "North"; each is allowed once',
    ],
    [
      'no service',
      () => regional({ regions: regions({ apiManagement: undefined }) }),
      `regions[0].apiManagement: undefined; ${SERVICE_NEEDED}`,
    ],
    [
      'a service twice',
      () => regional({ regions: regions({}, { apiManagement }) }),
      'regions[1].apiManagement: "apim"; each region needs its own service; for one service in several regions, use regionalPools of FailoverApi',
    ],
    [
      'nothing that answers',
      () => regional({ regions: regions({ url: undefined }) }),
      'regions[0]: neither functionApp nor url; exactly one of them is needed',
    ],
    [
      'a URL that is none',
      () => regional({ regions: regions({}, { url: 'west' }) }),
      `regions[1].url: a string of 4 characters; ${URL_ALLOWED}`,
    ],
    [
      'a backend named like the pool',
      () => regional({ poolName: 'west' }),
      'regions[1].backendName: "west"; each name is allowed once and must differ from poolName',
    ],
    ['a rule that is none', () => regional({ circuitBreaker: 3 }), 'circuitBreaker: 3; a CircuitBreakerRule is needed'],
    [
      'an option of its API',
      () => regional({ retry: { count: 51 } }),
      'retry.count: 51; a whole number from 0 to 50 is allowed',
    ],
    [
      'no props',
      () => new RegionalFailover(stack, 'Thing', undefined as never),
      'props: undefined; an object is needed',
    ],
  ]);

  test('several errors at once', () => {
    const both = { functionApp: { name: 'a_b' }, credentials: [BackendCredentials.header('', 'a')] };
    const inbound = '<set-backend-service backend-id="south" />';
    expect(refusal(() => regional({ path: '/', regions: regions({ name: 'a b' }, both), policies: { inbound } })))
      .toMatchInlineSnapshot(`
     "main/Thing: 8 errors
       path: "/"; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end
       regions[0].name: "a b"; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end
       regions[1]: both functionApp and url; exactly one of them is needed
       regions[1].functionApp.name: "a_b"; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end
       regions[1].functionApp.resourceGroupName: undefined; 1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end
       regions[1].credentials[0].name: an empty string; an HTTP header name of up to 256 characters is allowed
       policies: AF008 the policies name the backend 'south', which apim does not have; declared so far: 'load-balanced-pool', 'a b', 'a_b' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)
       policies: AF008 the policies name the backend 'south', which other does not have; declared so far: 'load-balanced-pool', 'a b', 'a_b' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)"
    `);
  });

  test('the host key of a region beside its credentials, which replace it', () => {
    const functionApp = { name: 'app', resourceGroupName: 'rg', keyName: 'other' };
    const credentials = [BackendCredentials.header('x', 'y')];
    expect(refusal(() => regional({ regions: regions({}, { url: undefined, functionApp, credentials }) }))).toBe(
      'main/Thing: regions[1].functionApp.keyName: credentials are also set; keyName is allowed only without credentials',
    );
  });

  test('its policies may name its backends and its pool, before they are made', () => {
    const inbound = '<set-backend-service backend-id="west" /><set-backend-service backend-id="load-balanced-pool" />';
    expect(() => regional({ policies: { inbound } })).not.toThrow();
  });
});
