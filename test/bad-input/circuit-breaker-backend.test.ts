import { BackendCredentials, CircuitBreakerBackend, CircuitBreakerRule } from '../../lib';
import { FINDING_CODES } from '../../lib/failover';
import {
  backend,
  begin,
  functionApp,
  ID,
  NAME,
  refusal,
  refuses,
  SERVICE_NEEDED,
  stack,
  URL,
  URL_ALLOWED,
} from './constructs';

const CODES = `one of ${FINDING_CODES.join(', ')} is allowed`;

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
       functionApp.keyVersion: an empty string; 1 to 80 letters, digits, underscores, periods and hyphens are allowed"
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
    begin();
    const rule = CircuitBreakerRule.gatewayFailures({ count: NaN });
    expect(refusal(find(`${ID}/backends/a`, rule))).toBe(
      'main/Thing: circuitBreaker.failureCondition.count: NaN; a whole number from 1 to 10000 is allowed',
    );
  });
});
