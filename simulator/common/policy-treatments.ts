import { suggestion } from './nearest';
import { isPolicy, POLICY_NAMES, PolicyName } from './policy-reference';

/** How the simulator treats a policy. */
export type PolicyTreatment =
  /** With what is assumed or left out, as sentences in Markdown. */
  | { readonly kind: 'simulated'; readonly note: string }
  /** Named in the results, without another effect, under the assumption that the note states. */
  | { readonly kind: 'recorded'; readonly note: string }
  /** An error. `why` completes a sentence whose subject is the policy. */
  | { readonly kind: 'refused'; readonly why: string };

function simulated(note = '') {
  return { kind: 'simulated', note } as const;
}

function recorded(note: string) {
  return { kind: 'recorded', note } as const;
}

function refused(why: string) {
  return { kind: 'refused', why } as const;
}

const SENDS = 'What it sends to other services succeeds.';
const RESOLVES = 'belongs to a resolver of a GraphQL API';
const DAPR = 'Dapr, which only a self-hosted gateway has, succeeds. `response-variable-name` is an error.';
const TLS = 'Backends accept the certificate.';
const TOKENS =
  'The number of tokens that a response does not report is [estimated](#token-limits): characters / 4. A month has 30 days.';
const MISS = 'Each lookup is a miss.';
const CONFORMS = 'Requests and responses conform to the definition of the API.';
const TOKEN = 'A scenario decides whether tokens are accepted; they are not validated.';
const SCRIPTED = 'A scenario scripts the host.';
const CACHE = 'All caches are the same cache.';

/** How the simulator treats each policy of the reference: this table decides. */
export const POLICY_TREATMENTS = {
  'authentication-basic': simulated(),
  'authentication-certificate': recorded(TLS),
  'authentication-managed-identity': simulated('The token states that it is simulated.'),
  'authentication-token': refused('is not documented'),
  'authentication-token-store': refused('is not documented'),
  'azure-openai-emit-token-metric': recorded(SENDS),
  'azure-openai-semantic-cache-lookup': recorded(MISS),
  'azure-openai-semantic-cache-store': recorded(MISS),
  'azure-openai-token-limit': simulated(TOKENS),
  block: refused('is not documented'),
  'cache-lookup': simulated(
    `${CACHE} A cached response is returned at once, without the \`outbound\` policies and without \`Cache-Control\`.`,
  ),
  'cache-lookup-value': simulated(CACHE),
  'cache-remove-value': simulated(CACHE),
  'cache-store': simulated(CACHE),
  'cache-store-value': simulated(CACHE),
  'cache-value': refused('refreshes values in the background'),
  'check-header': simulated(),
  choose: simulated(),
  cors: simulated(),
  'cosmosdb-data-source': refused(RESOLVES),
  'cross-domain': recorded('No client asks for the policy file of Adobe Flash.'),
  'emit-metric': recorded(SENDS),
  'find-and-replace': simulated(),
  'forward-request': simulated('A redirect that would be followed is an error.'),
  'get-authorization-context': simulated('The connection works, and its token states that it is simulated.'),
  'graphql-data-source': refused(RESOLVES),
  'http-data-source': refused(RESOLVES),
  'include-fragment': simulated(),
  'invoke-dapr-binding': recorded(DAPR),
  'invoke-request': refused('is not documented'),
  'ip-filter': simulated('A request for which no address is specified is allowed.'),
  'json-to-xml': simulated(
    'A body that would be converted is an error, because the form of the XML is not documented.',
  ),
  jsonp: recorded('No client sends the callback parameter.'),
  'limit-concurrency': simulated(),
  'llm-content-safety': recorded('Every prompt and completion is safe.'),
  'llm-emit-token-metric': recorded(SENDS),
  'llm-semantic-cache-lookup': recorded(MISS),
  'llm-semantic-cache-store': recorded(MISS),
  'llm-token-limit': simulated(TOKENS),
  'log-to-eventhub': recorded(SENDS),
  'mock-response': simulated('The response has no body: examples and schemas are not read.'),
  proxy: recorded('The proxy changes nothing.'),
  'publish-event': refused(RESOLVES),
  'publish-to-dapr': recorded(DAPR),
  quota: simulated(
    'The first period begins in 1970, and the bandwidth is that of the bodies. Limits of a single API or operation are an error.',
  ),
  'quota-by-key': simulated('Policies with the same key share its counters. The bandwidth is that of the bodies.'),
  'rate-limit': simulated('Limits of a single API or operation are an error.'),
  'rate-limit-by-key': simulated(
    'Policies with the same key share its counter. A call with a condition or a count is counted when its response is known.',
  ),
  'redirect-content-urls': recorded('No policy depends on the URLs in a body.'),
  retry: simulated(),
  'return-response': simulated(),
  'rewrite-uri': simulated(),
  'send-one-way-request': simulated(SCRIPTED),
  'send-request': simulated(SCRIPTED),
  'send-service-bus-message': recorded(SENDS),
  'set-backend-service': simulated(
    'The attributes of Service Fabric (`sf-...`) and of Dapr (`dapr-...`) are an error.',
  ),
  'set-body': simulated('[Liquid templates](#liquid) read JSON bodies. An XML body is an error.'),
  'set-graphql-resolver': refused('is replaced by resolvers that are not part of a policy document'),
  'set-header': simulated(),
  'set-method': simulated(),
  'set-query-parameter': simulated(),
  'set-request-metric-dimension-value': recorded(SENDS),
  'set-status': simulated(),
  'set-variable': simulated(),
  'sql-data-source': refused(RESOLVES),
  trace: recorded(SENDS),
  'validate-azure-ad-token': simulated(TOKEN),
  'validate-client-certificate': refused('depends on the certificates of clients, which are not known'),
  'validate-content': simulated('Size, content type, and well-formed JSON; schemas are not read.'),
  'validate-graphql-request': recorded(CONFORMS),
  'validate-headers': recorded(CONFORMS),
  'validate-jwt': simulated(TOKEN),
  'validate-odata-request': recorded(CONFORMS),
  'validate-parameters': recorded(CONFORMS),
  'validate-status-code': recorded(CONFORMS),
  wait: refused('runs policies in parallel'),
  'xml-to-json': simulated(
    'A body that would be converted is an error, because the form of the JSON is not documented.',
  ),
  'xsl-transform': refused('changes bodies in a way that other policies can read'),
} as const satisfies Readonly<Record<PolicyName, PolicyTreatment>>;

/** Completes the sentence why a policy is refused. */
export function whyRefused(name: string): string {
  if (!isPolicy(name)) return `is not in Microsoft's policy reference${suggestion(name, POLICY_NAMES)}`;
  const treatment = POLICY_TREATMENTS[name];
  return treatment.kind === 'refused' ? treatment.why : 'is not implemented';
}

type NameOf<Kind, Name extends PolicyName = PolicyName> = Name extends PolicyName
  ? (typeof POLICY_TREATMENTS)[Name]['kind'] extends Kind
    ? Name
    : never
  : never;

/** The name of a policy that is simulated. */
export type SimulatedPolicy = NameOf<'simulated'>;
