import type { Kind } from './kinds';

/**
 * The name in the Azure API of each azurerm attribute; for a block, also the names within it. Names that end in `[]` are
 * those of lists.
 */
export type Shape = Readonly<Record<string, string | readonly [name: string, block: Shape]>>;

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
export const SHAPES: Readonly<Record<Kind, Shape>> = {
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

/** The attributes that declare the properties of the Azure API. */
export interface Naming {
  /** The attributes by property. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The attributes of blocks, by the property of the block. */
  readonly blocks: ReadonlyMap<string, Naming>;
}

/** The attributes of azapi and of ARM templates have the names of the properties. */
export const SAME_NAMES: Naming = { attributes: new Map(), blocks: new Map() };

const NAMINGS: ReadonlyMap<Kind, Naming> = new Map(
  Object.entries(SHAPES).map(([kind, shape]) => [kind, namingOf(shape)]),
);

/** Returns the attributes of azurerm. */
export function azurermNaming(kind: Kind): Naming {
  return NAMINGS.get(kind) ?? SAME_NAMES;
}

function namingOf(shape: Shape): Naming {
  const attributes = new Map<string, string>();
  const blocks = new Map<string, Naming>();
  for (const [attribute, target] of Object.entries(shape)) {
    const [name, block] = typeof target === 'string' ? [target] : target;
    // A block without a name is none in the Azure API, which has its properties beside it.
    const property = name.replace('[]', '') || attribute;
    if (!attributes.has(property)) attributes.set(property, attribute);
    if (block) blocks.set(property, namingOf(block));
  }
  return { attributes, blocks };
}
