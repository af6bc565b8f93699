import fc from 'fast-check';
import { circuitBreaker, CREDENTIALS, credentials, url } from './backends';
import { service } from './services';
import {
  acknowledge,
  anyWild,
  duration,
  flag,
  goodText,
  HEADER,
  junk,
  name,
  NASTY,
  optional,
  orNone,
  Prop,
  required,
  settings,
  Shape,
  wholeNumber,
  wildText,
} from './values';
import { call, NUMBER_TOKEN, serviceId, TEXT_TOKEN } from './world';

/** C# of all sorts within one expression. */
export const expression = fc.oneof(
  fc.constantFrom(
    '@(context.Response == null || context.Response.StatusCode >= 500)',
    '@{ return context.Response == null; }',
    '@(context.Request.Headers.GetValueOrDefault("x", "${y} %{z}") == "a && <b>")',
  ),
  goodText(60).map((text) => `@(${JSON.stringify(text)} != context.RequestId.ToString())`),
);

/** Text without an expression, or what would begin one. */
const plainText = goodText(100)
  .map((text) => text.replaceAll('@', '').trim())
  .filter((text) => text !== '');

function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

const policyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!-- a comment, ${x} -->',
        '<set-variable name="a" value="@(1 < 2 && true)" />',
        '<choose><when condition="@(context.Variables.ContainsKey(&quot;a&quot;))"><trace source="${a}">b</trace></when></choose>',
        `<set-body>@{ return $"{1}\${2}" + "${TEXT_TOKEN}"; }</set-body>`,
        `<set-backend-service backend-id="${TEXT_TOKEN}" />`,
        '<set-backend-service backend-id="@(context.Variables.GetValueOrDefault<string>(&quot;backend&quot;))" />',
        `${TEXT_TOKEN}`,
      ),
      plainText.map(
        (text) => `<set-header name="x-a" exists-action="override"><value>${escapeXml(text)}</value></set-header>`,
      ),
      plainText.map((text) => `<trace source="${escapeXml(text)}" />`),
    ),
    { maxLength: 3 },
  )
  .map((policies) => policies.join('\n'));

const wildPolicy = fc.oneof(
  wildText,
  junk,
  fc
    .array(fc.oneof(NASTY, fc.constantFrom('<a>', '</a>', '<a b="', '"/>', '<base/>', '<inbound>')), { maxLength: 8 })
    .map((pieces) => pieces.join('')),
  fc.constantFrom(
    '<a>'.repeat(98) + '</a>'.repeat(98),
    '<set-backend-service backend-id="missing" />',
    '<base />',
    'text',
  ),
);

function sections(...names: string[]): {
  readonly valid: fc.Arbitrary<unknown>;
  readonly spoiled: fc.Arbitrary<unknown>;
} {
  return settings(Object.fromEntries(names.map((section) => [section, { ...optional(policyText), wild: wildPolicy }])));
}

const apiSections = sections('inbound', 'backend', 'outbound', 'onError');
const operationSections = sections('inbound', 'outbound', 'onError');

const operation = settings({
  operationId: required(
    fc.stringMatching(/^[a-z](?:[a-zA-Z_-]{0,20}[a-zA-Z])?$/),
    fc.constantFrom(TEXT_TOKEN, '-a', 'a'.repeat(81)),
  ),
  method: required(
    call('method', fc.constantFrom('GET', 'POST', 'DELETE', TEXT_TOKEN)),
    call('method', fc.constantFrom('get', 'G T')),
    fc.constant('GET'),
  ),
  urlTemplate: required(
    fc.constantFrom('/', '/orders/{id}', '/{a}/$b/{*c}', '/é%20'),
    fc.constantFrom(
      '',
      'orders',
      '/${id}',
      '/%{id}',
      '/{',
      '/{a b}',
      '/{a}{a}',
      `/${TEXT_TOKEN}`,
      '/\u0000',
      '/\ud800',
    ),
  ),
  displayName: optional(goodText(300)),
  description: optional(goodText(1000)),
  rewriteUri: optional(
    fc.oneof(
      fc.constantFrom('api/orders/{id}?a=${b}&c="d"', `/api/$${TEXT_TOKEN}`),
      plainText
        .map((text) => text.replace(/[\n\r\t\u200b\ufeff]/g, ''))
        .filter((text) => text !== '' && !/\p{C}/u.test(text.replaceAll(TEXT_TOKEN, ''))),
      expression.filter((text) => !/\p{C}/u.test(text.replaceAll(TEXT_TOKEN, ''))),
    ),
    fc.constantFrom('@(', 'a@(1)', '@(1)@(2)'),
  ),
  policies: {
    valid: fc.option(operationSections.valid, { nil: undefined, freq: 3 }),
    wild: fc.oneof(operationSections.spoiled, fc.record({ backend: policyText }), junk),
  },
});

/** Operations with ids and templates of their own. */
function operations(settingsOf: fc.Arbitrary<unknown>, minLength: number): fc.Arbitrary<unknown[]> {
  return fc.array(settingsOf, { minLength, maxLength: 3 }).map((all) =>
    all.map((one, index) => {
      const { operationId, urlTemplate, ...others } = one as { operationId: unknown; urlTemplate: unknown };
      const apart = (value: unknown): unknown =>
        typeof value === 'string' && value !== '' && index > 0 ? `${value}${index}` : value;
      return { ...others, operationId: apart(operationId), urlTemplate: apart(urlTemplate) };
    }),
  );
}

export const condition: Prop = optional(
  fc.oneof(
    call('breakerFailures'),
    call('statusCodes', fc.constantFrom({ min: 502, max: 504 }, { min: 500, max: NUMBER_TOKEN })),
    call('expression', expression),
    call('expression', fc.constant(TEXT_TOKEN)),
  ),
  call('expression', anyWild),
  call('statusCodes'),
  call('statusCodes', fc.oneof(junk, fc.record({ min: wholeNumber(200, 599).wild, max: wholeNumber(200, 599).wild }))),
);

const retry = settings({
  count: orNone(wholeNumber(1, 50)),
  interval: orNone(duration(3600)),
  delta: required(call('seconds', fc.integer({ min: 1, max: 5 })), duration(3600).wild),
  maxInterval: orNone(duration(3600)),
  firstFastRetry: flag,
  condition,
});

const apiOptions: Shape = {
  name: name(/^[a-zA-Z0-9][a-zA-Z0-9_.()@$!=-]{0,40}$/, 'a b', 'a/b', 'a${b}', 'a'.repeat(257)),
  path: name(/^[a-z](?:[a-z/.:-]{0,40}[a-z-])?$/, '/a', 'a/', '', 'a b', 'a'.repeat(401)),
  operations: required(operations(operation.valid, 1), operations(operation.spoiled, 1), fc.constant([])),
  displayName: optional(goodText(300), fc.constant('a'.repeat(301))),
  description: optional(goodText(1000)),
  protocols: optional(
    fc.constantFrom(['https'], ['http', 'https'], [TEXT_TOKEN]),
    fc.constantFrom([], ['ftp'], 'https'),
  ),
  revision: optional(fc.constantFrom('1', 'a.b', TEXT_TOKEN), fc.constantFrom('a b', '1;rev=2')),
  subscriptionRequired: flag,
  retry: {
    valid: fc.option(retry.valid, { nil: undefined, freq: 2 }),
    wild: fc.oneof(retry.spoiled, junk, fc.constant({ count: 0 })),
  },
  forwardTimeout: orNone({
    valid: fc.oneof(
      call('milliseconds', fc.integer({ min: 1, max: 240_000 })),
      call('seconds', fc.integer({ min: 1, max: 240 })),
      call('seconds', fc.constant(NUMBER_TOKEN)),
    ),
    wild: duration(240).wild,
  }),
  attemptCountHeader: optional(fc.stringMatching(HEADER)),
  policies: {
    valid: fc.option(apiSections.valid, { nil: undefined, freq: 3 }),
    wild: fc.oneof(apiSections.spoiled, junk),
  },
  acknowledge,
};

const versionSetId = `${serviceId('apim')}/apiVersionSets/set`;

export const api: Shape = {
  ...apiOptions,
  apiManagement: service,
  pool: required(fc.oneof(call('pool'), call('flatPool'))),
  regionalPools: optional(
    fc
      .subarray(['Norway East', 'West Europe', TEXT_TOKEN])
      .map((regions) => regions.map((region) => ({ region, pool: { call: 'pool', args: [] } }))),
    fc.array(fc.record({ region: anyWild, pool: fc.oneof(junk, call('pool')) })),
    fc.constant([
      { region: 'a', pool: { call: 'pool', args: [] } },
      { region: 'A', pool: { call: 'pool', args: [] } },
    ]),
  ),
};

/** Both, neither, or one of them alone. */
export const versions = fc.constantFrom<Readonly<Record<string, unknown>>>(
  {},
  { version: 'v1', versionSetId },
  { version: TEXT_TOKEN, versionSetId: TEXT_TOKEN },
  { version: 'v1' },
  { versionSetId },
  { version: 'v${1}', versionSetId },
  { version: 'v1', versionSetId: '${x}' },
);

const region = settings({
  name: required(fc.constantFrom('north'), fc.constantFrom(TEXT_TOKEN, '-a', 'a b', 'a'.repeat(61))),
  apiManagement: required(fc.constant(undefined), call('service', fc.constant('apim'))),
  url: required(url.valid, url.wild),
  backendName: optional(fc.constantFrom('own', `own-${TEXT_TOKEN}`), fc.constantFrom('load-balanced-pool', '-')),
  credentials: optional(fc.tuple(CREDENTIALS.functionKey.valid, CREDENTIALS.header.valid), credentials.wild),
  drained: flag,
});

/** Regions with names, services and backends of their own. */
function regions(settingsOf: fc.Arbitrary<unknown>, minLength: number, isValid: boolean): fc.Arbitrary<unknown[]> {
  return fc.array(settingsOf, { minLength, maxLength: 3 }).map((all) =>
    all.map((one, index) => {
      const own = one as { name: unknown; backendName: unknown; apiManagement: unknown };
      const isService = isValid || own.apiManagement === undefined;
      return {
        ...own,
        name: own.name === 'north' ? `north-${index}` : own.name,
        backendName: own.backendName === undefined ? undefined : index === 0 ? own.backendName : `own-${index}`,
        apiManagement: isService ? { call: 'service', args: [`apim-${index}`] } : own.apiManagement,
        // At least one region is not drained.
        ...(isValid && index === 0 && { drained: false }),
      };
    }),
  );
}

export const regional: Shape = {
  ...apiOptions,
  regions: required(regions(region.valid, 2, true), regions(region.spoiled, 0, false)),
  poolName: orNone(name(/^[a-z]{1,10}-pool$/, '-', 'own-1')),
  circuitBreaker,
};
