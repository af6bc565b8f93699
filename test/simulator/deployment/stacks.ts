import fc from 'fast-check';
import { writePolicy, policies, element, BASE } from '../../../lib/policy';

/** A stack of services, backends, pools and an API, to be written in each form that is read. */
export interface Recipe {
  readonly services: readonly ServiceRecipe[];
}

export interface ServiceRecipe {
  readonly name: string;
  readonly skuName: string;
  readonly backends: readonly BackendRecipe[];
  readonly pools: readonly PoolRecipe[];
}

export interface BackendRecipe {
  readonly name: string;
  readonly url: string;
  readonly breaker?: {
    readonly count: number;
    readonly interval: number;
    readonly tripDuration: number;
    readonly ranges: readonly { readonly min: number; readonly max: number }[];
    readonly acceptRetryAfter: boolean;
  };
}

export interface PoolRecipe {
  readonly name: string;
  readonly description: string;
  /** Indexes into the service's backends. */
  readonly members: readonly { readonly backend: number; readonly priority: number; readonly weight?: number }[];
}

export type Form = 'config' | 'plan of HCL' | 'plan of JSON' | 'state';
export const FORMS: readonly Form[] = ['config', 'plan of HCL', 'plan of JSON', 'state'];

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What stands for `${address.id}` until the form is known. */
class Id {
  constructor(
    readonly address: string,
    readonly arm: string,
  ) {}
}

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg';

function resourcesOf({ services }: Recipe): Resource[] {
  return services.flatMap((service, s) => {
    const arm = `${GROUP}/providers/Microsoft.ApiManagement/service/${service.name}`;
    const common = { api_management_name: service.name, resource_group_name: 'rg' };
    const backendId = (b: number): Id =>
      new Id(`azurerm_api_management_backend.s${s}b${b}`, `${arm}/backends/${service.backends[b].name}`);
    return [
      {
        type: 'azurerm_api_management',
        name: `s${s}`,
        values: { name: service.name, resource_group_name: 'rg', sku_name: service.skuName, location: 'westeurope' },
      },
      ...service.backends.map(({ name, url, breaker }, b) => ({
        type: 'azurerm_api_management_backend',
        name: `s${s}b${b}`,
        values: {
          ...common,
          name,
          url,
          protocol: 'http',
          circuit_breaker_rule: breaker
            ? [
                {
                  name: 'rule',
                  trip_duration: `PT${breaker.tripDuration}S`,
                  accept_retry_after_enabled: breaker.acceptRetryAfter,
                  failure_condition: [
                    {
                      count: breaker.count,
                      percentage: null,
                      interval_duration: `PT${breaker.interval}S`,
                      status_code_range: breaker.ranges,
                      error_reasons: ['Timeout'],
                    },
                  ],
                },
              ]
            : [],
        },
      })),
      ...service.pools.map(({ name, description, members }, p) => ({
        type: 'azapi_resource',
        name: `s${s}p${p}`,
        values: {
          type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
          name,
          parent_id: new Id(`azurerm_api_management.s${s}`, arm),
          body: {
            properties: {
              description,
              type: 'Pool',
              pool: {
                services: members.map(({ backend, priority, weight }) => ({
                  id: backendId(backend),
                  priority,
                  ...(weight !== undefined && { weight }),
                })),
              },
            },
          },
        },
      })),
      ...service.pools.flatMap(({ name }, p) => [
        {
          type: 'azurerm_api_management_api',
          name: `s${s}a${p}`,
          values: {
            ...common,
            name: `api-${p}`,
            display_name: `API ${p}`,
            path: `/api/${p}`,
            revision: '1',
            protocols: ['https'],
          },
        },
        {
          type: 'azurerm_api_management_api_policy',
          name: `s${s}a${p}`,
          values: {
            ...common,
            api_name: `api-${p}`,
            xml_content: writePolicy(
              policies({ inbound: [BASE, element('set-backend-service', { 'backend-id': name })] }),
            ),
          },
        },
      ]),
    ];
  });
}

/** The stack as Terraform has it in that form. */
export function written(recipe: Recipe, form: Form): string {
  const resources = resourcesOf(recipe);
  switch (form) {
    case 'config':
      return JSON.stringify(config(resources));
    case 'state':
      return JSON.stringify({
        format_version: '1.0',
        values: { root_module: { resources: resources.map((resource) => shown(resource, idsAsTexts)) } },
      });
    case 'plan of HCL':
    case 'plan of JSON':
      return JSON.stringify(plan(resources, form === 'plan of JSON'));
  }
}

function config(resources: readonly Resource[]): object {
  const byType: Record<string, Record<string, unknown>> = {};
  for (const { type, name, values } of resources) (byType[type] ??= {})[name] = escaped(values);
  return { resource: byType };
}

/** Texts as they stand in a file: ids are references, and what Terraform would read is escaped. */
function escaped(value: unknown): unknown {
  if (value instanceof Id) return `\${${value.address}.id}`;
  if (typeof value === 'string') return value.replace(/([$%])\{/g, '$1$1{');
  return mapped(value, escaped);
}

function plan(resources: readonly Resource[], isJson: boolean): object {
  return {
    format_version: '1.2',
    planned_values: { root_module: { resources: resources.map((resource) => shown(resource, withoutIds)) } },
    resource_changes: resources.map(({ type, name, values }) => ({
      address: `${type}.${name}`,
      change: { actions: ['create'], after_unknown: { id: true, ...(unknownIn(values) as object) } },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ type, name, values }) => ({
          address: `${type}.${name}`,
          mode: 'managed',
          type,
          name,
          expressions: Object.fromEntries(
            Object.entries(values).map(([key, value]) => {
              const references = idsIn(value).flatMap(({ address }) => [`${address}.id`, address]);
              const constant = isJson || references.length === 0;
              return [
                key,
                { ...(constant && { constant_value: escaped(value) }), ...(references.length > 0 && { references }) },
              ];
            }),
          ),
        })),
      },
    },
  };
}

function shown({ type, name, values }: Resource, change: (value: unknown) => unknown): object {
  return { address: `${type}.${name}`, mode: 'managed', type, name, values: change(values) };
}

function idsAsTexts(value: unknown): unknown {
  return value instanceof Id ? value.arm : mapped(value, idsAsTexts);
}

function withoutIds(value: unknown): unknown {
  return value instanceof Id ? undefined : mapped(value, withoutIds);
}

/** As in `after_unknown`: true where it is not known, and nothing where it is. */
function unknownIn(value: unknown): unknown {
  if (value instanceof Id) return true;
  if (typeof value !== 'object' || value === null) return undefined;
  return mapped(value, unknownIn);
}

function idsIn(value: unknown): Id[] {
  if (value instanceof Id) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

function mapped(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const range = fc
  .tuple(fc.integer({ min: 200, max: 599 }), fc.integer({ min: 200, max: 599 }))
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
const breaker = fc.record({
  count: fc.integer({ min: 1, max: 10_000 }),
  interval: fc.integer({ min: 1, max: 3600 }),
  tripDuration: fc.integer({ min: 1, max: 3600 }),
  ranges: fc.array(range, { minLength: 1, maxLength: 3 }),
  acceptRetryAfter: fc.boolean(),
});
/** Texts that Terraform would read, were they not escaped. */
const text = fc
  .array(fc.constantFrom('${', '%{', '$${', '%%{', '$', '%', '{', '}', '"', '\\', 'x', 'é', '${var.x}', '\n'), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''));

const service = fc
  .tuple(
    name,
    fc.constantFrom('Developer_1', 'Premium_2', 'Consumption_0'),
    fc.uniqueArray(name, { minLength: 2, maxLength: 6 }),
    fc.array(fc.record({ url: fc.webUrl(), breaker: fc.option(breaker, { nil: undefined }) }), {
      minLength: 6,
      maxLength: 6,
    }),
    fc.array(
      fc.record({
        description: text,
        members: fc.uniqueArray(
          fc.record(
            { backend: fc.nat(5), priority: fc.nat(100), weight: fc.nat(100) },
            { requiredKeys: ['backend', 'priority'] },
          ),
          { minLength: 1, maxLength: 5, selector: ({ backend }) => backend },
        ),
      }),
      { maxLength: 2 },
    ),
  )
  .map(([serviceName, skuName, names, backends, pools]): ServiceRecipe => {
    const singles = names.map((backend, index) => ({ name: backend, ...backends[index] }));
    return {
      name: serviceName,
      skuName,
      backends: singles,
      pools: pools.map(({ description, members }, index) => ({
        name: `pool-of-${index}`,
        description,
        members: members.filter(({ backend }) => backend < singles.length),
      })),
    };
  });

export const recipes: fc.Arbitrary<Recipe> = fc
  .uniqueArray(service, { minLength: 1, maxLength: 3, selector: (one) => one.name })
  .map((services) => ({ services }));
