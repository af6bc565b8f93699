import type { Declaration } from './declaration';
import type { Kind } from './kinds';
import { isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/** The name of an azurerm attribute in the Azure API; for a block, also the names within it. */
type Shape = Readonly<Record<string, string | readonly [name: string, block: Shape]>>;

const RANGE: Shape = { min: 'min', max: 'max' };
const CONDITION: Shape = {
  ...{ count: 'count', percentage: 'percentage', interval_duration: 'interval', error_reasons: 'errorReasons' },
  status_code_range: ['statusCodeRanges[]', RANGE],
};
const RULE: Shape = {
  ...{ name: 'name', trip_duration: 'tripDuration', accept_retry_after_enabled: 'acceptRetryAfter' },
  failure_condition: ['failureCondition', CONDITION],
};
const POLICY: Shape = { xml_content: 'value' };
const DISPLAY_NAME: Shape = { display_name: 'displayName' };

/** The azurerm attributes that are read, by kind. */
const SHAPES: Readonly<Record<Kind, Shape>> = {
  '': { sku_name: 'sku', additional_location: ['additionalLocations[]', { location: 'location' }] },
  apis: {
    ...DISPLAY_NAME,
    ...{ path: 'path', protocols: 'protocols', service_url: 'serviceUrl', revision: 'apiRevision' },
    ...{ subscription_required: 'subscriptionRequired', source_api_id: 'sourceApiId', is_current: 'isCurrent' },
    ...{ version: 'apiVersion', version_set_id: 'apiVersionSetId' },
    subscription_key_parameter_names: ['subscriptionKeyParameterNames', { header: 'header', query: 'query' }],
    import: ['', { content_format: 'format', content_value: 'value' }],
  },
  apiVersionSets: {
    ...{ versioning_scheme: 'versioningScheme', version_header_name: 'versionHeaderName' },
    version_query_name: 'versionQueryName',
  },
  'apis/operations': { ...DISPLAY_NAME, method: 'method', url_template: 'urlTemplate' },
  backends: {
    ...{ url: 'url', protocol: 'protocol', title: 'title', description: 'description', resource_id: 'resourceId' },
    credentials: [
      'credentials',
      {
        ...{ certificate: 'certificate', header: 'header', query: 'query' },
        authorization: ['authorization', { scheme: 'scheme', parameter: 'parameter' }],
      },
    ],
    proxy: ['proxy', { url: 'url', username: 'username', password: 'password' }],
    circuit_breaker_rule: ['rules[]', RULE],
  },
  namedValues: {
    ...DISPLAY_NAME,
    ...{ value: 'value', secret: 'secret' },
    value_from_key_vault: ['keyVault', { secret_id: 'secretIdentifier' }],
  },
  ...{ policies: POLICY, 'apis/policies': POLICY, 'apis/operations/policies': POLICY, 'products/policies': POLICY },
  policyFragments: { value: 'value', xml_content: 'value' },
  products: DISPLAY_NAME,
};

/** Returns the properties of an azurerm resource as the Azure API names them. */
export function azureProperties({ kind, resource }: Declaration): ValueObject {
  const { rules, sku, ...properties } = renamed(
    (name) => resource.attribute(name),
    SHAPES[kind] ?? {},
  ) as ValueObject & {
    readonly rules?: Value;
    readonly sku?: Value;
  };
  return {
    ...properties,
    ...(rules !== undefined && { circuitBreaker: { rules } }),
    ...(sku !== undefined && { sku: skuOf(sku) }),
  };
}

function renamed(get: (name: string) => Value | undefined, shape: Shape): ValueObject {
  const properties: Record<string, Value> = {};
  for (const [attribute, target] of Object.entries(shape)) {
    const value = get(attribute) ?? undefined;
    // In a state, a number that is not set is 0.
    if (value === undefined || value === 0) continue;
    if (typeof target === 'string') properties[target] = value;
    else addBlock(properties, value, ...target);
  }
  return properties;
}

/** A block is an object or a list of objects. Only those of the Azure API that end in `[]` are lists there. */
function addBlock(properties: Record<string, Value>, value: Value, name: string, shape: Shape): void {
  if (value instanceof Unresolved) {
    properties[name.replace('[]', '')] = value;
    return;
  }
  const items = (isList(value) ? value : [value]).map((item) =>
    isObject<ValueObject>(item) ? renamed((key) => own(item, key), shape) : item,
  );
  if (items.length === 0) return;
  if (name.endsWith('[]')) properties[name.slice(0, -2)] = items;
  else if (name !== '') properties[name] = items[0];
  else if (isObject<ValueObject>(items[0])) Object.assign(properties, items[0]);
}

/** Converts `Premium_2`. */
function skuOf(sku: Value): Value {
  if (typeof sku !== 'string') return sku;
  const [name, capacity] = sku.split('_');
  return capacity === undefined ? { name } : { name, capacity: Number(capacity) };
}
