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
} from '../../../lib';
import { newPool, newStack } from '../stack';

/** Stands for a text that Terraform knows later, alone or within a text. */
export const TEXT_TOKEN = '\u{f0001}';
/** Stands for a number that Terraform knows later. */
export const NUMBER_TOKEN = 4242.4242;

/** Something made by a call, as in `Duration.seconds(5)`. */
interface Call {
  readonly call: keyof typeof CALLS;
  readonly args: readonly unknown[];
}

export function call(name: keyof typeof CALLS, ...args: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<Call> {
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
