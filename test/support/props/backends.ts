import fc from 'fast-check';
import { ErrorReason } from '../../../lib';
import { service } from './services';
import {
  acknowledge,
  anyWild,
  BACKEND_NAME,
  duration,
  flag,
  goodText,
  HEADER,
  junk,
  LONGEST,
  name,
  optional,
  orNone,
  Prop,
  Props,
  propsOf,
  required,
  settings,
  Shape,
  wholeNumber,
  wildText,
} from './values';
import { call, NUMBER_TOKEN, serviceId, TEXT_TOKEN } from './world';

export const url: Prop = required(
  fc.constantFrom('https://a.example.com', 'http://a.example.com:8080/x?y=$z%20', 'https://[::1]/é', TEXT_TOKEN),
  fc.constantFrom(
    ...['ftp://a', 'https://', 'https:///a', 'a.example.com', 'https://u:p@a', 'https://a/${x}', 'https://a/%{x}'],
    ...['https://a\u0000', 'https://a/\ud800', `https://a/${'a'.repeat(2000)}`, ' https://a', 'https://a:99999', '//a'],
  ),
);

const failureCondition = settings({
  interval: duration(LONGEST),
  statusCodeRanges: optional(
    fc.array(fc.constantFrom({ min: 500, max: 599 }, { min: 200, max: 200 }, { min: NUMBER_TOKEN, max: 504 }), {
      minLength: 1,
      maxLength: 10,
    }),
    fc.array(fc.record({ min: wholeNumber(200, 599).wild, max: wholeNumber(200, 599).wild })),
    fc.constant(Array.from({ length: 11 }, () => ({ min: 500, max: 500 }))),
    fc.constant([{ min: 503, max: 500 }]),
  ),
  errorReasons: required(
    fc.array(call('reason', fc.oneof(fc.constantFrom('Timeout', 'BackendConnectionFailure'), goodText(200))), {
      minLength: 1,
      maxLength: 10,
    }),
    fc.array(fc.oneof(wildText, call('reason', wildText))),
    fc.constant(Array.from({ length: 11 }, () => ErrorReason.TIMEOUT)),
    fc.tuple(call('reason', fc.constant('é'.repeat(101)))),
  ),
});

function counted(condition: fc.Arbitrary<unknown>, isValid: boolean): fc.Arbitrary<unknown> {
  const amount = fc.oneof(
    fc.record({ count: wholeNumber(1, 10_000).valid }),
    fc.record({ percentage: wholeNumber(1, 100).valid }),
  );
  const wild = fc.record(
    { count: wholeNumber(1, 10_000).wild, percentage: wholeNumber(1, 100).wild },
    { requiredKeys: [] },
  );
  return fc.tuple(condition, isValid ? amount : fc.oneof(amount, wild)).map(([a, b]) => ({ ...(a as object), ...b }));
}

const customRule = settings({
  name: name(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/, '-a', 'a_b', 'a'.repeat(81)),
  tripDuration: duration(LONGEST),
  acceptRetryAfter: flag,
  failureCondition: {
    valid: counted(failureCondition.valid, true),
    wild: fc.oneof(counted(failureCondition.spoiled, false), junk),
  },
});

const preset = settings({
  count: orNone(wholeNumber(1, 5)),
  interval: orNone(duration(LONGEST)),
  tripDuration: orNone(duration(LONGEST)),
});

/** A duration or count of a preset that is undefined is left out. */
export const circuitBreaker: Prop = optional(
  fc.oneof(
    call('gatewayFailures', preset.valid),
    call('throttling', preset.valid),
    call('custom', customRule.valid),
    call('none'),
  ),
  call('gatewayFailures', preset.spoiled),
  call('custom', customRule.spoiled),
  call('custom', junk),
  call('unknown'),
);

const clientId = optional(fc.constantFrom('00000000-0000-0000-0000-000000000000', TEXT_TOKEN));
const functionAppId = '/subscriptions/s/resourceGroups/grün/providers/Microsoft.Web/sites/app';
const functionKey = settings({
  functionAppId: required(fc.constantFrom(functionAppId, TEXT_TOKEN), fc.constantFrom(`${functionAppId}\${x}`, '/a')),
  keyName: optional(fc.constantFrom('default', 'my_key', TEXT_TOKEN)),
  keyVersion: optional(
    fc.constantFrom('2026-11', 'v'.repeat(80), TEXT_TOKEN),
    fc.constantFrom('', 'a b', '${x}', 'v'.repeat(81)),
  ),
});
const keyVaultSecret = settings({
  header: required(
    fc.stringMatching(HEADER).map((header) => `v-${header}`),
    fc.constantFrom(TEXT_TOKEN, 'x-', 'a b', 'a'.repeat(100)),
  ),
  secretId: required(fc.constantFrom('https://vault.vault.azure.net/secrets/name', TEXT_TOKEN)),
  identityClientId: clientId,
});
const managedIdentity = settings({
  resource: required(
    fc.constantFrom('api://orders', 'https://a.example.com/.default', TEXT_TOKEN, `api://\${x}%{y}$${TEXT_TOKEN}`),
    fc.constant('api://@('),
  ),
  clientId,
});

/** Kinds of credentials, each with a header of its own, so that no two of a list are sent as the same. */
export const CREDENTIALS: Readonly<
  Record<string, { readonly valid: fc.Arbitrary<unknown>; readonly spoiled: fc.Arbitrary<unknown> }>
> = {
  functionKey: {
    valid: call('functionKey', functionKey.valid),
    spoiled: call('functionKey', fc.oneof(functionKey.spoiled, junk)),
  },
  namedValue: {
    valid: call(
      'namedValue',
      fc.stringMatching(HEADER).map((header) => `n-${header}`),
      fc.oneof(fc.stringMatching(/^[\w.-]{1,20}$/), fc.constant(TEXT_TOKEN)),
    ),
    spoiled: call('namedValue', anyWild, anyWild),
  },
  keyVaultSecret: {
    valid: call('keyVaultSecret', keyVaultSecret.valid),
    spoiled: call('keyVaultSecret', fc.oneof(keyVaultSecret.spoiled, junk)),
  },
  managedIdentity: {
    valid: call('managedIdentity', managedIdentity.valid),
    spoiled: call('managedIdentity', fc.oneof(managedIdentity.spoiled, junk)),
  },
  header: {
    valid: call(
      'header',
      fc.stringMatching(HEADER).map((header) => `h-${header}`),
      fc.oneof(
        fc.constantFrom('a ${b} %{c} {{d}}', `Bearer $${TEXT_TOKEN}`),
        fc.stringMatching(/^[\x20-\x2b\x2d-\x7e]{1,30}$/),
      ),
    ),
    spoiled: call('header', anyWild, anyWild),
  },
  query: {
    valid: call('query', fc.stringMatching(HEADER), fc.constantFrom('a ${b} %{c}', 'é', TEXT_TOKEN)),
    spoiled: call('query', anyWild, anyWild),
  },
  certificate: {
    valid: call('certificate', fc.constantFrom('ab'.repeat(20), TEXT_TOKEN)),
    spoiled: call('certificate', anyWild),
  },
};

const kinds = Object.values(CREDENTIALS);
export const credentials: Prop = optional(
  fc.subarray(kinds).chain((some) => fc.tuple(...some.map(({ valid }) => valid))),
  fc.array(fc.oneof(...kinds.flatMap(({ valid, spoiled }) => [valid, spoiled]), junk), { maxLength: 4 }),
);

const proxy = settings({
  url,
  username: required(goodText(300)),
  password: optional(goodText(300)),
});

const backendOptions: Shape = {
  apiManagement: service,
  circuitBreaker,
  title: optional(goodText(300), fc.constantFrom('é'.repeat(151), 'a'.repeat(301))),
  description: optional(goodText(2000), fc.constantFrom('é'.repeat(1001), 'a'.repeat(2001))),
  credentials,
  proxy: { valid: fc.option(proxy.valid, { freq: 3, nil: undefined }), wild: fc.oneof(proxy.spoiled, junk) },
  validateCertificateChain: flag,
  validateCertificateName: flag,
  acknowledge,
};

export const backend: Shape = {
  ...backendOptions,
  name: name(BACKEND_NAME, '_a', '-a', 'a-', 'a.b', 'a'.repeat(81)),
  url,
};

const functionApp = settings({
  name: required(fc.constantFrom('app', 'a'.repeat(60), TEXT_TOKEN), fc.constantFrom('app_1', 'a'.repeat(61))),
  resourceGroupName: required(fc.constantFrom('rg', 'grün', TEXT_TOKEN), fc.constantFrom('rg.', 'a/b', '${x}')),
  subscriptionId: optional(fc.constantFrom('00000000-0000-0000-0000-000000000000', TEXT_TOKEN)),
  keyName: optional(fc.constantFrom('default', TEXT_TOKEN)),
  keyVersion: optional(
    fc.constantFrom('2026-11', 'v'.repeat(80), TEXT_TOKEN),
    fc.constantFrom('', 'a b', '${x}', 'v'.repeat(81)),
  ),
});

/** The name and the version of the host key are given only without credentials, as is allowed. */
export const functionAppBackend: fc.Arbitrary<Props> = propsOf({
  ...backendOptions,
  name: orNone(backend.name),
  functionApp: { valid: functionApp.valid, wild: fc.oneof(functionApp.spoiled, junk) },
}).map(({ props, spoiled }) => {
  const app = props.functionApp as { readonly resourceGroupName?: unknown } | null | undefined;
  const isApp = typeof app?.resourceGroupName === 'string';
  if (props.credentials === undefined || !isApp) return { props, spoiled };
  return { props: { ...props, functionApp: { ...app, keyName: undefined, keyVersion: undefined } }, spoiled };
});

export const imported: Shape = {
  backendId: required(
    fc.oneof(
      fc.stringMatching(BACKEND_NAME).map((own) => `${serviceId('apim')}/backends/${own}`),
      fc.constant(TEXT_TOKEN),
    ),
    fc.constantFrom(serviceId('apim'), `${serviceId('a_b')}/backends/a`, `${serviceId('apim')}/backends/a.b`),
    fc.constant(`${serviceId('apim')}/backends/${TEXT_TOKEN}`),
  ),
  circuitBreaker: { ...circuitBreaker, valid: fc.oneof(circuitBreaker.valid, call('unknown')) },
};
