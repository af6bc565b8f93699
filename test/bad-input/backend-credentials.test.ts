import { TerraformVariable } from 'cdktf';
import { BackendCredentials } from '../../lib';
import { annotations, synth } from '../support/stack';
import { backend, credential, refuses, stack } from './constructs';

describe('BackendCredentials', () => {
  const secretId = 'https://vault.vault.azure.net/secrets/name';
  const functionAppId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app';
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
    ...(
      [
        ['two headers', () => BackendCredentials.keyVaultSecret({ header: 'A-b', secretId })],
        ['a function key and a header', () => BackendCredentials.functionKey({ functionAppId })],
      ] as const
    ).map(([of, other]): [string, () => unknown, string] => [
      `one named value of ${of}`,
      () =>
        backend({
          credentials: [
            ...['a.b', 'APP-key'].map((header) => BackendCredentials.keyVaultSecret({ header, secretId })),
            other(),
          ],
        }),
      `credentials[2]: its named value has the same name as that of credentials[${of === 'two headers' ? 0 : 1}]; ` +
        'each needs a name of its own, which combines the backend and the header in lower case, with a hyphen for ' +
        'every character other than a letter, digit, hyphen or underscore: choose another header',
    ]),
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
