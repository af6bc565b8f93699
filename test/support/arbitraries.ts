import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import fc from 'fast-check';
import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  HttpMethod,
  IApiManagement,
  OpenApiDocument,
  PriorityPool,
  RetryCondition,
} from '../../lib';
import { newPool, newStack } from './stack';

/**
 * Input for the constructs: valid, at the edge, and wild.
 *
 * What is generated is a recipe, plain data that fast-check can show and shrink: tokens, durations and constructs are
 * made of it for one stack by `World.make`.
 */

/** Stands for a text that Terraform knows later, alone or within a text. */
export const TEXT_TOKEN = '\u{f0001}';
/** Stands for a number that Terraform knows later. */
export const NUMBER_TOKEN = 4242.4242;

/** Something made by a call, as in `Duration.seconds(5)`. */
interface Call {
  readonly call: keyof typeof CALLS;
  readonly args: readonly unknown[];
}

function call(name: keyof typeof CALLS, ...args: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<Call> {
  return fc.tuple(...args).map((values) => ({ call: name, args: values }));
}

/** Nothing is written there; with a folder for each app, thousands would be left behind. */
const outdir = mkdtempSync(join(tmpdir(), 'cdktf.outdir.'));

/** A stack, and what recipes are made with. */
export class World {
  readonly stack: TerraformStack;
  private readonly made = new Map<string, unknown>();

  constructor() {
    this.stack = newStack('main', Testing.app({ outdir }));
  }

  /** What the recipe says, with this stack's tokens and constructs. */
  make(recipe: unknown): unknown {
    if (recipe === NUMBER_TOKEN) return this.once('number', () => this.variable('number').numberValue);
    if (typeof recipe === 'string') {
      return recipe.includes(TEXT_TOKEN) ? recipe.replaceAll(TEXT_TOKEN, this.textToken) : recipe;
    }
    if (Array.isArray(recipe)) return recipe.map((item) => this.make(item));
    if (typeof recipe !== 'object' || recipe === null) return recipe;
    if (isCall(recipe)) return (CALLS[recipe.call] as Make)(this, ...(this.make(recipe.args) as unknown[]));
    return Object.fromEntries(Object.entries(recipe).map(([key, value]) => [key, this.make(value)]));
  }

  once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }

  service(name = 'apim'): IApiManagement {
    return this.once(`service ${name}`, () =>
      ApiManagement.fromAttributes(this.stack, `Service-${name}`, { apiManagementId: serviceId(name) }),
    );
  }

  backend(index: number, service = this.service()): CircuitBreakerBackend {
    const name = `backend-${index}`;
    const id = `${service.node.id}-${name}`;
    return this.once(id, () => {
      const rule = index % 5 === 4 ? CircuitBreakerRule.none() : CircuitBreakerRule.gatewayFailures();
      const url = `https://${name}.example.com`;
      return new CircuitBreakerBackend(this.stack, id, { apiManagement: service, name, url, circuitBreaker: rule });
    });
  }

  pool(): PriorityPool {
    return this.once('pool', () => newPool(this.stack, this.service()));
  }

  /** Without a second priority: there is nothing to fail over to. */
  flatPool(): PriorityPool {
    const members = [{ backend: this.backend(0) }];
    return this.once(
      'flat',
      () => new PriorityPool(this.stack, 'Flat', { apiManagement: this.service(), name: 'flat', members }),
    );
  }

  private get textToken(): string {
    return this.once('text', () => this.variable('string').stringValue);
  }

  private variable(type: string): TerraformVariable {
    return new TerraformVariable(this.stack, type, { type });
  }
}

/** The text as Terraform has it once its escapes are undone and tokens stand by their names. */
export function asTerraformHasIt(text: string): string {
  return text.replaceAll(TEXT_TOKEN, '${var.string}');
}

export function serviceId(name: string): string {
  return `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ApiManagement/service/${name}`;
}

function isCall(recipe: object): recipe is Call {
  return 'call' in recipe && 'args' in recipe;
}

type Make = (world: World, ...args: readonly unknown[]) => unknown;

const CALLS = {
  milliseconds: (_: World, amount: number) => Duration.milliseconds(amount),
  seconds: (_: World, amount: number) => Duration.seconds(amount),
  minutes: (_: World, amount: number) => Duration.minutes(amount),
  hours: (_: World, amount: number) => Duration.hours(amount),
  gatewayFailures: (_: World, props: object) => CircuitBreakerRule.gatewayFailures(props),
  throttling: (_: World, props: object) => CircuitBreakerRule.throttling(props),
  custom: (_: World, props: never) => CircuitBreakerRule.custom(props),
  none: () => CircuitBreakerRule.none(),
  unknown: () => CircuitBreakerRule.unknown(),
  functionKey: (_: World, props: never) => BackendCredentials.functionKey(props),
  namedValue: (_: World, header: string, name: string) => BackendCredentials.namedValue(header, name),
  keyVaultSecret: (_: World, props: never) => BackendCredentials.keyVaultSecret(props),
  managedIdentity: (_: World, props: never) => BackendCredentials.managedIdentity(props),
  header: (_: World, name: string, value: string) => BackendCredentials.header(name, value),
  query: (_: World, name: string, value: string) => BackendCredentials.query(name, value),
  certificate: (_: World, thumbprint: string) => BackendCredentials.certificate(thumbprint),
  breakerFailures: () => RetryCondition.breakerFailures(),
  statusCodes: (_: World, ...ranges: never[]) => RetryCondition.statusCodes(...ranges),
  expression: (_: World, expression: string) => RetryCondition.expression(expression),
  method: (_: World, name: string) => HttpMethod.of(name),
  reason: (_: World, name: string) => ErrorReason.of(name),
  inline: (_: World, content: string) => OpenApiDocument.fromInline(content),
  fromUrl: (_: World, url: string) => OpenApiDocument.fromUrl(url),
  service: (world: World, name: string) => world.service(name),
  backend: (world: World, index: number) => world.backend(index),
  foreignBackend: (world: World, index: number) => world.backend(index, world.service('other')),
  pool: (world: World) => world.pool(),
  flatPool: (world: World) => world.flatPool(),
  stack: (world: World) => world.stack,
} satisfies Record<string, (world: World, ...args: never[]) => unknown>;

/** Pieces that something on the way to Azure takes for more than text. */
const NASTY = fc.constantFrom(
  ...[
    '"',
    "'",
    '\\',
    '$',
    '%',
    '${',
    '%{',
    '$${',
    '%%{',
    '}',
    '{{x}}',
    '${var.x}',
    '%{ if true }',
    '@',
    '@(',
    '@{',
    ')',
  ],
  ...[
    '<',
    '>',
    '&',
    '&amp;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<a/>',
    '</value>',
    '//',
    '/*',
    ',',
    ' ',
    '\n',
    '\t',
    '\r',
  ],
  ...['é', '😀', '\u200b', '\ufeff', 'a', 'Z', '0', '-', '_', '.', '1e5', TEXT_TOKEN],
);

/** Any text that reaches Azure as it is: no control characters, no halves of surrogate pairs. */
export function goodText(maxLength: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.array(NASTY, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }),
    )
    .filter((text) => Buffer.byteLength(text) <= maxLength);
}

const wildText = fc.oneof(
  fc
    .array(fc.oneof(NASTY, fc.constantFrom('\0', '\u001b', '\u007f', '\ud800', '\udfff', '\uffff')), { maxLength: 8 })
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('', ' ', '-', '__proto__', 'a'.repeat(81), 'a'.repeat(300), 'é'.repeat(301), 'x'.repeat(100_000)),
);

const wildNumber = fc.constantFrom(
  ...[
    NaN,
    Infinity,
    -Infinity,
    -1,
    -0,
    0,
    0.5,
    1.1,
    5e-324,
    1e21,
    2 ** 53,
    31,
    51,
    101,
    199,
    600,
    10_001,
    NUMBER_TOKEN,
  ],
);

/** What a caller in JavaScript may give by mistake. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, {}, [], [null], [[]], 'text', 7, new Date(0), () => 'text'),
  call('stack'),
  call('service', fc.constant('apim')),
  call('pool'),
  call('seconds', fc.constant(5)),
);

const anyWild = fc.oneof(wildText, wildNumber, junk);

export interface Prop {
  readonly valid: fc.Arbitrary<unknown>;
  readonly wild: fc.Arbitrary<unknown>;
}

function required(valid: fc.Arbitrary<unknown>, ...edges: fc.Arbitrary<unknown>[]): Prop {
  const wild = { weight: 1, arbitrary: anyWild };
  return { valid, wild: fc.oneof(wild, ...edges.map((arbitrary) => ({ weight: 2, arbitrary }))) };
}

function optional(valid: fc.Arbitrary<unknown>, ...edges: fc.Arbitrary<unknown>[]): Prop {
  return required(fc.option(valid, { nil: undefined, freq: 3 }), ...edges);
}

export type Shape = Readonly<Record<string, Prop>>;

/** Props, and which of them were spoiled: all others are valid. */
export interface Props {
  readonly props: Readonly<Record<string, unknown>>;
  readonly spoiled: readonly string[];
}

/** All props valid, or one or two of some of them spoiled. */
export function propsOf(shape: Shape, some: readonly string[] = Object.keys(shape)): fc.Arbitrary<Props> {
  const valid = fc.record(Object.fromEntries(Object.entries(shape).map(([name, prop]) => [name, prop.valid])));
  const wild = (name: string): fc.Arbitrary<[string, unknown]> => shape[name].wild.map((value) => [name, value]);
  const names = fc.subarray([...some], { minLength: 1, maxLength: Math.min(2, some.length) });
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, { weight: 5, arbitrary: names })
    .chain((spoiled) => fc.tuple(valid, fc.tuple(...spoiled.map(wild))))
    .map(([props, spoiled]) => ({
      props: { ...props, ...Object.fromEntries(spoiled) },
      spoiled: spoiled.map(([name]) => name),
    }));
}

/** The same within props, where faults are named by the outer one: now and then one of them is spoiled. */
function settings(shape: Shape): { readonly valid: fc.Arbitrary<unknown>; readonly spoiled: fc.Arbitrary<unknown> } {
  const valid = fc.record(Object.fromEntries(Object.entries(shape).map(([name, prop]) => [name, prop.valid])));
  return { valid, spoiled: propsOf(shape).map(({ props }) => props) };
}

function name(pattern: RegExp, ...edges: string[]): Prop {
  return required(fc.oneof(fc.stringMatching(pattern), fc.constant(TEXT_TOKEN)), fc.constantFrom(...edges));
}

function wholeNumber(least: number, most: number): Prop {
  const valid = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: least, max: most }) },
    { weight: 1, arbitrary: fc.constantFrom(least, most) },
    { weight: 1, arbitrary: fc.constant(NUMBER_TOKEN) },
  );
  return required(valid, fc.constantFrom(least - 1, most + 1, least + 0.5));
}

function orNone({ valid, wild }: Prop): Prop {
  return { valid: fc.option(valid, { nil: undefined, freq: 3 }), wild };
}

const LONGEST = 1_000_000;

function duration(mostSeconds: number): Prop {
  const valid = fc.oneof(
    call('seconds', fc.oneof(fc.integer({ min: 1, max: mostSeconds }), fc.constant(NUMBER_TOKEN))),
    call('minutes', fc.integer({ min: 1, max: Math.floor(mostSeconds / 60) })),
    call('minutes', fc.constantFrom(0.1, 2.3, 4.1)),
  );
  const edge = fc.tuple(fc.constantFrom('milliseconds', 'seconds', 'minutes', 'hours'), fc.oneof(wildNumber, junk));
  return required(
    valid,
    edge.map(([unit, amount]) => ({ call: unit, args: [amount] })),
  );
}

const flag = optional(fc.boolean());

const acknowledge = optional(
  fc.array(fc.record({ code: fc.constantFrom('AF001', 'AF002', 'AF004', 'AF106'), reason: fc.constant('known') })),
  fc.constantFrom([{ code: 'AF999', reason: 'known' }], [{ code: 'toString', reason: 'known' }], [{ code: 'AF001' }]),
);

const SERVICE_NAME = /^[0-9a-zA-Z-]{1,50}$/;
// An underscore first is allowed, too, but not where the name of a named value begins with it.
const BACKEND_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,40}[a-zA-Z0-9_])?$/;
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,20}[A-Za-z]$/;

const skuName: Prop = optional(
  fc.constantFrom('Premium_2', 'Developer_1', 'StandardV2_1', TEXT_TOKEN),
  fc.constant('Premium'),
);

export const lookup: Shape = {
  name: name(SERVICE_NAME, 'a_b', 'a'.repeat(51), 'apim ', 'apim\n'),
  resourceGroupName: name(/^[a-zA-Z0-9_.()-]{0,40}[a-zA-Z0-9_()-]$/, 'rg.', 'grün', 'a'.repeat(91)),
  skuName,
};

export const attributes: Shape = {
  apiManagementId: required(
    fc.oneof(fc.stringMatching(SERVICE_NAME).map(serviceId), fc.constant(TEXT_TOKEN)),
    fc.constantFrom(
      ...['/', serviceId('a/'), serviceId('a_b'), serviceId('a'.repeat(51)), serviceId('${x}'), serviceId(TEXT_TOKEN)],
      ...[serviceId('apim').replace('/rg/', '/grün/'), `${serviceId('apim')}/backends/a`, serviceId('apim').slice(1)],
    ),
  ),
  location: optional(fc.constantFrom('Norway East', 'norwayeast', TEXT_TOKEN)),
  skuName,
  gatewayUrl: optional(fc.constantFrom('https://api.example.com', TEXT_TOKEN), fc.constantFrom('api', 'https://a b')),
};

const url: Prop = required(
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
  keyVersion: optional(goodText(200)),
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
const credentials: Prop = optional(
  fc.subarray(kinds).chain((some) => fc.tuple(...some.map(({ valid }) => valid))),
  fc.array(fc.oneof(...kinds.flatMap(({ valid, spoiled }) => [valid, spoiled]), junk), { maxLength: 4 }),
);

const proxy = settings({
  url,
  username: required(goodText(300)),
  password: optional(goodText(300)),
});

const service: Prop = required(call('service', fc.constant('apim')));

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
  keyVersion: optional(goodText(200)),
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

const member = settings({
  backend: required(fc.constant(undefined), call('foreignBackend', fc.constant(0)), call('backend', fc.constant(0))),
  priority: orNone(wholeNumber(0, 100)),
  weight: orNone(wholeNumber(0, 100)),
});

/** Members with different backends, most of them with a circuit breaker. */
function members(settingsOf: fc.Arbitrary<unknown>, maxLength: number): fc.Arbitrary<unknown[]> {
  return fc
    .array(settingsOf, { maxLength })
    .map((all) => all.map((one, index) => ({ ...(one as object), backend: { call: 'backend', args: [index] } })));
}

export const pool: Shape = {
  apiManagement: service,
  name: name(BACKEND_NAME, '_a', '-a', 'a'.repeat(81)),
  members: optional(
    fc.oneof({ weight: 9, arbitrary: members(member.valid, 6) }, { weight: 1, arbitrary: members(member.valid, 30) }),
    fc.array(member.spoiled, { maxLength: 4 }),
    members(member.spoiled, 3),
    members(member.valid, 40),
  ),
  title: optional(goodText(300), fc.constant('a'.repeat(301))),
  description: optional(goodText(2000), fc.constant('a'.repeat(2001))),
  sessionAffinity: optional(fc.record({ cookieName: fc.stringMatching(HEADER) }), fc.record({ cookieName: anyWild })),
  failureResponse: optional(
    fc.record({ statusCode: wholeNumber(200, 599).valid }),
    fc.record({ statusCode: wholeNumber(200, 599).wild }),
  ),
  acknowledge,
};

/** Members to add to a pool, one after the other. */
export const addedMembers: fc.Arbitrary<readonly unknown[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(member.valid, call('backend', fc.integer({ min: 0, max: 5 })))
        .map(([one, own]) => ({ ...(one as object), backend: own })),
    },
    { weight: 1, arbitrary: fc.oneof(member.spoiled, junk) },
  ),
  { maxLength: 6 },
);

/** C# of all sorts within one expression. */
const expression = fc.oneof(
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

const condition: Prop = optional(
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
