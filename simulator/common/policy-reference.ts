/** What an element of a policy document can contain. */
export interface ElementRule {
  /** The attributes, with the words that are allowed; `number` if none are. */
  readonly attributes: ReadonlyMap<string, readonly string[] | 'number' | undefined>;
  /** The child elements; or policies, in any order; or anything, such as the XML of a body. */
  readonly children: Children;
}

type Children = ReadonlyMap<string, ElementRule> | 'policies' | 'anything';

/**
 * @param attributes - separated by spaces; `name=a|b` allows only these values, and `name=#` only numbers
 * @param children - the rules of the child elements
 */
function element(attributes = '', children: Readonly<Record<string, ElementRule>> | 'policies' | 'anything' = {}) {
  const named = attributes.split(' ').filter((word) => word !== '');
  return {
    attributes: new Map(
      named.map((word) => {
        const [name, values] = word.split('=');
        return [name, values === '#' ? 'number' : values?.split('|')] as const;
      }),
    ),
    children: typeof children === 'string' ? children : new Map(Object.entries(children)),
  } satisfies ElementRule;
}

const TEXT = element();
const FLAG = 'true|false';
const ACTION = 'ignore|prevent|detect';
const CACHING = 'caching-type=prefer-external|external|internal';

const CLAIMS = element('', { claim: element('name match=all|any separator', { value: TEXT }) });
const AUDIENCES = element('', { audience: TEXT });
const APPLICATIONS = element('', { 'application-id': TEXT });
const DECRYPTION_KEYS = element('', { key: element('id certificate-id') });
const DIMENSION = element('name value');
const MANAGED_IDENTITY = element(`resource client-id output-token-variable-name ignore-error=${FLAG}`);
const CERTIFICATE = element('thumbprint certificate-id body password');
const PROXY = element('url username password');
const VALUES = element('name exists-action=override|append|skip|delete', { value: TEXT });
const SET_BODY = element(
  `template=none|liquid xsi-nil=blank|null parse-date=${FLAG} html-decode-expression=${FLAG}`,
  'anything',
);
const SET_STATUS = element('code=# reason');
const TOKEN = [
  ...['failed-validation-httpcode=#', 'failed-validation-error-message', 'header-name', 'query-parameter-name'],
  ...['token-value', 'require-scheme', 'output-token-variable-name'],
].join(' ');
const TOKEN_METRIC = element('namespace name value-type', { dimension: DIMENSION });
const TOKEN_LIMIT = element(
  [
    'counter-key tokens-per-minute=# token-quota=# token-quota-period=Hourly|Daily|Weekly|Monthly|Yearly',
    `estimate-prompt-tokens=${FLAG} prompt-type ignore-prompt retry-after-header-name retry-after-variable-name`,
    'remaining-tokens-header-name remaining-tokens-variable-name remaining-quota-tokens-header-name',
    'remaining-quota-tokens-variable-name tokens-consumed-header-name tokens-consumed-variable-name',
  ].join(' '),
);
const SEMANTIC_LOOKUP = element(
  `score-threshold=# embeddings-backend-id embeddings-backend-auth ignore-system-messages=${FLAG} max-message-count=# cache-id`,
  { 'vary-by': TEXT },
);
const SEMANTIC_STORE = element('duration=#');
const LIMIT = [
  ...['calls=#', 'renewal-period=#', 'retry-after-header-name', 'retry-after-variable-name'],
  ...['remaining-calls-header-name', 'remaining-calls-variable-name', 'total-calls-header-name'],
].join(' ');
const LIMITED = { operation: element(`name ${LIMIT}`) };
const QUOTA = 'calls=# bandwidth=# renewal-period=#';
const REQUEST = {
  'set-url': TEXT,
  'set-method': TEXT,
  'set-header': VALUES,
  'set-body': SET_BODY,
  'authentication-certificate': CERTIFICATE,
  'authentication-managed-identity': MANAGED_IDENTITY,
  proxy: PROXY,
};
const PARAMETERS = { parameter: element(`name action=${ACTION}`) };
const PARAMETER_ACTIONS = `specified-parameter-action=${ACTION} unspecified-parameter-action=${ACTION}`;

/**
 * The policies of Microsoft's policy reference, with a few that only its XML schemas contain. Every element can have an
 * `id`.
 *
 * @see https://learn.microsoft.com/azure/api-management/api-management-policies
 */
export const POLICY_REFERENCE = {
  'authentication-basic': element('username password'),
  'authentication-certificate': CERTIFICATE,
  'authentication-managed-identity': MANAGED_IDENTITY,
  'authentication-token': element('token-type token-service-url resource-url ignore-error'),
  'authentication-token-store': element('token-id client-id output-token-variable-name ignore-error'),
  'azure-openai-emit-token-metric': TOKEN_METRIC,
  'azure-openai-semantic-cache-lookup': SEMANTIC_LOOKUP,
  'azure-openai-semantic-cache-store': SEMANTIC_STORE,
  'azure-openai-token-limit': TOKEN_LIMIT,
  block: element('', 'policies'),
  'cache-lookup': element(
    `vary-by-developer=${FLAG} vary-by-developer-groups=${FLAG} ${CACHING} ` +
      `downstream-caching-type=none|private|public must-revalidate=${FLAG} allow-private-response-caching=${FLAG}`,
    { 'vary-by-header': TEXT, 'vary-by-query-parameter': TEXT },
  ),
  'cache-lookup-value': element(`key default-value variable-name ${CACHING}`),
  'cache-remove-value': element(`key ${CACHING}`),
  'cache-store': element(`duration=# cache-response=${FLAG} caching-mode`),
  'cache-store-value': element(`key value duration=# ${CACHING}`),
  'cache-value': element(`key value default-value variable-name expires-after refresh-after ${CACHING}`, 'policies'),
  'check-header': element(`name failed-check-httpcode=# failed-check-error-message ignore-case=${FLAG}`, {
    value: TEXT,
  }),
  choose: element('', { when: element('condition', 'policies'), otherwise: element('', 'policies') }),
  cors: element(`allow-credentials=${FLAG} terminate-unmatched-request=${FLAG}`, {
    'allowed-origins': element('', { origin: TEXT }),
    'allowed-methods': element('preflight-result-max-age=#', { method: TEXT }),
    'allowed-headers': element('', { header: TEXT }),
    'expose-headers': element('', { header: TEXT }),
  }),
  'cosmosdb-data-source': element('', 'anything'),
  'cross-domain': element('', 'anything'),
  'emit-metric': element(`name namespace value default-dimensions=${FLAG}`, { dimension: DIMENSION }),
  'find-and-replace': element('from to'),
  // The values of the attributes are checked with the failover model.
  'forward-request': element(
    'timeout timeout-ms continue-timeout http-version follow-redirects buffer-request-body buffer-response ' +
      'fail-on-error-status-code',
  ),
  'get-authorization-context': element(
    `provider-id authorization-id context-variable-name identity-type=managed|jwt identity ignore-error=${FLAG}`,
  ),
  'graphql-data-source': element('', 'anything'),
  'http-data-source': element('', 'anything'),
  'include-fragment': element('fragment-id'),
  'invoke-dapr-binding': element(
    `name operation ignore-error=${FLAG} response-variable-name timeout template=liquid content-type`,
    { metadata: element('', { item: element('key') }), data: element('', 'anything') },
  ),
  'invoke-request': element('url backend-id method response-variable-name', 'anything'),
  'ip-filter': element('action=allow|forbid', { address: TEXT, 'address-range': element('from to') }),
  'json-to-xml': element(
    `apply=always|content-type-json consider-accept-header=${FLAG} parse-date=${FLAG} namespace-separator ` +
      'namespace-prefix attribute-block-name namespace-block-name attribute-prefix invalid-character-replacement ' +
      'null-values trim-values empty-values',
  ),
  jsonp: element('callback-parameter-name'),
  'limit-concurrency': element('key max-count=#', 'policies'),
  'llm-content-safety': element(`backend-id shield-prompt=${FLAG} enforce-on-completions=${FLAG} window-size`, {
    categories: element('output-type=FourSeverityLevels|EightSeverityLevels', {
      category: element('name=Hate|SelfHarm|Sexual|Violence threshold'),
    }),
    blocklists: element('', { id: TEXT }),
  }),
  'llm-emit-token-metric': TOKEN_METRIC,
  'llm-semantic-cache-lookup': SEMANTIC_LOOKUP,
  'llm-semantic-cache-store': SEMANTIC_STORE,
  'llm-token-limit': TOKEN_LIMIT,
  'log-to-eventhub': element('logger-id partition-id partition-key'),
  'mock-response': element(`status-code=# content-type index=# enabled=${FLAG}`),
  proxy: PROXY,
  'publish-event': element('', { targets: element('', { 'graphql-subscription': TEXT }) }),
  'publish-to-dapr': element(
    `pubsub-name topic ignore-error=${FLAG} response-variable-name timeout template=liquid content-type`,
    'anything',
  ),
  quota: element(QUOTA, { api: element(`name ${QUOTA}`, { operation: element(`name ${QUOTA}`) }) }),
  'quota-by-key': element(`${QUOTA} counter-key increment-condition increment-count=# first-period-start`),
  'rate-limit': element(LIMIT, { ...LIMITED, api: element(`name ${LIMIT}`, LIMITED) }),
  'rate-limit-by-key': element(
    `${LIMIT} counter-key increment-condition increment-count=# increment-after-response flexible-retry-window`,
  ),
  'redirect-content-urls': TEXT,
  // The values of the attributes are checked with the failover model.
  retry: element('condition count interval delta max-interval first-fast-retry', 'policies'),
  'return-response': element('response-variable-name', {
    'set-status': SET_STATUS,
    'set-header': VALUES,
    'set-body': SET_BODY,
  }),
  'rewrite-uri': element(`template copy-unmatched-params=${FLAG}`),
  'send-one-way-request': element(`mode=new|copy timeout=#`, REQUEST),
  'send-request': element(
    `mode=new|copy response-variable-name timeout=# timeout-ms=# ignore-error=${FLAG} buffer-response fail-on-error-status-code`,
    REQUEST,
  ),
  'send-service-bus-message': element('queue-name topic-name namespace client-id', {
    payload: element('', 'anything'),
    'message-properties': element('', { 'message-property': element('name') }),
  }),
  'set-backend-service': element(
    'base-url backend-id sf-resolve-condition sf-service-instance-name sf-partition-key sf-listener-name ' +
      'sf-replica-type dapr-app-id dapr-method dapr-namespace',
  ),
  'set-body': SET_BODY,
  'set-graphql-resolver': element('parent-type field', 'anything'),
  'set-header': VALUES,
  'set-method': TEXT,
  'set-query-parameter': VALUES,
  'set-request-metric-dimension-value': element('name value'),
  'set-status': SET_STATUS,
  'set-variable': element('name value'),
  'sql-data-source': element('', 'anything'),
  trace: element('source severity=verbose|information|error', { message: TEXT, metadata: element('name value') }),
  'validate-azure-ad-token': element(
    `${TOKEN} tenant-id authentication-endpoint allow-protected-forwarded-tokens allow-proof-of-possession-tokens`,
    {
      'backend-application-ids': APPLICATIONS,
      'client-application-ids': APPLICATIONS,
      audiences: AUDIENCES,
      'required-claims': CLAIMS,
      'decryption-keys': DECRYPTION_KEYS,
    },
  ),
  'validate-client-certificate': element(
    `validate-revocation=${FLAG} validate-trust=${FLAG} validate-not-before=${FLAG} validate-not-after=${FLAG} ` +
      `ignore-error=${FLAG}`,
    {
      identities: element('', {
        identity: element(
          'thumbprint serial-number common-name subject dns-name issuer-subject issuer-thumbprint issuer-certificate-id',
        ),
      }),
    },
  ),
  'validate-content': element(
    `unspecified-content-type-action=${ACTION} max-size=# size-exceeded-action=${ACTION} errors-variable-name`,
    {
      'content-type-map': element('any-content-type-value missing-content-type-value', {
        type: element('from when to'),
      }),
      content: element(
        `type validate-as=json|xml|soap action=${ACTION} schema-id schema-ref allow-additional-properties=${FLAG} ` +
          `case-insensitive-property-names=${FLAG}`,
      ),
    },
  ),
  'validate-graphql-request': element('error-variable-name max-size max-depth max-total-depth max-complexity', {
    authorize: element('', { rule: element('path action') }),
  }),
  'validate-headers': element(
    `specified-header-action=${ACTION} unspecified-header-action=${ACTION} errors-variable-name`,
    { header: element(`name action=${ACTION}`) },
  ),
  'validate-jwt': element(`${TOKEN} require-expiration-time=${FLAG} require-signed-tokens=${FLAG} clock-skew`, {
    'openid-config': element('url host'),
    'issuer-signing-tokens': element('', { token: TEXT }),
    'issuer-signing-keys': element('', { key: element('certificate-id n e'), 'zumo-master-key': TEXT }),
    'decryption-keys': DECRYPTION_KEYS,
    audiences: AUDIENCES,
    issuers: element('', { issuer: TEXT }),
    'required-claims': CLAIMS,
  }),
  'validate-odata-request': element(
    'error-variable-name default-odata-version min-odata-version max-odata-version max-size',
  ),
  'validate-parameters': element(`${PARAMETER_ACTIONS} errors-variable-name`, {
    headers: element(PARAMETER_ACTIONS, PARAMETERS),
    query: element(PARAMETER_ACTIONS, PARAMETERS),
    path: element(PARAMETER_ACTIONS, PARAMETERS),
  }),
  'validate-status-code': element(`unspecified-status-code-action=${ACTION} errors-variable-name`, {
    'status-code': element(`code action=${ACTION}`),
  }),
  wait: element('for=all|any', 'policies'),
  'xml-to-json': element(
    `kind=javascript-friendly|direct apply=always|content-type-xml consider-accept-header=${FLAG} ` +
      `always-array-child-elements=${FLAG} preserve-whitespace-nodes=${FLAG} empty-values trim-values=${FLAG}`,
  ),
  'xsl-transform': element('', 'anything'),
} as const satisfies Readonly<Record<string, ElementRule>>;

/** The name of a policy of the reference. */
export type PolicyName = keyof typeof POLICY_REFERENCE;

/** The names of all policies. */
export const POLICY_NAMES = Object.keys(POLICY_REFERENCE) as readonly PolicyName[];

export function isPolicy(name: string): name is PolicyName {
  return Object.hasOwn(POLICY_REFERENCE, name);
}

/** The rule of a policy; undefined if the reference does not have it. */
export function policyRule(name: string): ElementRule | undefined {
  return isPolicy(name) ? POLICY_REFERENCE[name] : undefined;
}
