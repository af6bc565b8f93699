import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import type { IApiManagement } from '../api-management';
import type { FailoverApiOperation, FailoverApiOptions, FailoverApiProps } from '../failover-api-props';
import { LONGEST_FORWARD } from '../failover';
import { redactName, textOfLength } from '../messages';
import { OpenApiDocument } from '../open-api-document';
import { validateRetry } from '../retry';
import { Faults } from './faults';
import { TextRule } from './text-rule';
import { backendsNamedIn, isPolicyValue, readSections, Sections } from './policy-sections';
import {
  API_NAME,
  API_PATH,
  freeText,
  HEADER_NAME,
  METHOD,
  OPERATION_ID,
  parametersOf,
  REGION,
  REVISION,
  URL_TEMPLATE,
  VERSION,
  VERSION_SET_ID,
} from './rules';
import { holdsToken, isOneToken } from './terraform-text';

/** An hour, in seconds: no client waits longer. */
const LONGEST_BUDGET = 3600;

/** The policies that were read while an API's options were looked through. */
export interface ReadPolicies {
  readonly sections: Sections;
  /** The policies of each operation, in their order. */
  readonly operations: readonly Sections[];
}

/** What was read while the props were looked through. */
export interface ReadApi extends ReadPolicies {
  /** The backends and pools that the policies name. */
  readonly named: readonly IConstruct[];
}

/**
 * Looks an API's props through, and reads its policies.
 * @throws Error that lists every fault.
 */
export function validateApi(construct: IConstruct, props: FailoverApiProps): ReadApi {
  const faults = new Faults(construct);
  if (!faults.settings('props', props)) faults.throwIfAny();
  const isService = validatePools(faults, props);
  const read = validateApiOptions(faults, props);
  const named = isService ? findBackends(faults, construct, props.apiManagement, read) : [];
  faults.throwIfAny();
  return { ...read, named };
}

/** Looks through what an API takes whatever its pool is. */
export function validateApiOptions(faults: Faults, options: FailoverApiOptions): ReadPolicies {
  const { retry, version, versionSetId } = options;
  faults.text('name', options.name, API_NAME);
  faults.text('path', options.path, API_PATH);
  faults.optionalText('displayName', options.displayName, freeText(300));
  faults.optionalText('description', options.description, freeText(32_768));
  faults.optionalText('revision', options.revision, REVISION);
  faults.optionalText('version', version, VERSION);
  faults.optionalText('versionSetId', versionSetId, VERSION_SET_ID);
  if ((version === undefined) !== (versionSetId === undefined)) {
    const [given, missing] = version === undefined ? ['versionSetId', 'version'] : ['version', 'versionSetId'];
    faults.add(given, version ?? versionSetId, `${missing} is missing, and both or neither are allowed`);
  }
  faults.optionalText('attemptCountHeader', options.attemptCountHeader, HEADER_NAME);
  faults.optionalFlag('subscriptionRequired', options.subscriptionRequired);
  validateProtocols(faults, options);
  faults.optionalDuration('forwardTimeout', options.forwardTimeout, LONGEST_FORWARD, true);
  faults.optionalDuration('latencyBudget', options.latencyBudget, LONGEST_BUDGET, true);
  const isRetry = faults.optionalSettings('retry', retry);
  if (isRetry && retry) validateRetry(faults, retry);
  const sections = readSections(faults, 'policies', options.policies);
  if (sections.backend && isRetry && retry?.count === 0) {
    faults.say('policies.backend', 'retry.count is 0, and without a retry <backend> has room for the forward alone');
  }
  const operations = validateOperations(faults, options);
  faults.acknowledgements(options.acknowledge);
  return { sections, operations };
}

function validateProtocols(faults: Faults, { protocols }: FailoverApiOptions): void {
  if (protocols === undefined || (Array.isArray(protocols) && Token.isUnresolved(protocols))) return;
  const isAllowed = (protocol: string): boolean =>
    ['http', 'https'].includes(protocol) || (typeof protocol === 'string' && isOneToken(protocol));
  if (!Array.isArray(protocols) || protocols.length === 0 || !protocols.every(isAllowed)) {
    faults.add('protocols', protocols, "one or both of 'http' and 'https' are allowed");
  }
}

/** Whether there is a service, so that it can be asked more. */
function validatePools(faults: Faults, { apiManagement, pool, regionalPools }: FailoverApiProps): boolean {
  const isService = faults.service('apiManagement', apiManagement);
  const validatePool = (where: string, used: FailoverApiProps['pool']): void => {
    if (!faults.pool(where, used) || !isService) return;
    const own = apiManagement.apiManagementName;
    const other = used.apiManagement.apiManagementName;
    if (couldBeSame(own, other)) return;
    faults.say(where, `the pool '${used.poolName}' belongs to the service ${other}; only pools of ${own} are allowed`);
  };
  validatePool('pool', pool);
  const regions = new Set<string>();
  faults.list('regionalPools', regionalPools).forEach((regional, index) => {
    const where = `regionalPools[${index}]`;
    if (!faults.settings(where, regional)) return;
    validatePool(`${where}.pool`, regional.pool);
    const isRegion = faults.text(`${where}.region`, regional.region, REGION);
    if (isRegion) faults.once(`${where}.region`, regional.region, regions);
  });
  return isService;
}

/** Names of services are the same in capital letters; what a token stands for may be any of them. */
function couldBeSame(service: string, other: string): boolean {
  return holdsToken(service) || holdsToken(other) || service.toLowerCase() === other.toLowerCase();
}

function validateOperations(faults: Faults, { operations, openApi }: FailoverApiOptions): Sections[] {
  const given = faults.list('operations', operations);
  if (openApi !== undefined) validateOpenApi(faults, openApi);
  if (given.length > 0 && openApi !== undefined) {
    faults.say('operations', 'there is an openApi document too; one of them is allowed');
  }
  if (openApi === undefined && (operations === undefined || (Array.isArray(operations) && given.length === 0))) {
    faults.say('operations', 'there are none, and no openApi document; one of them is needed');
  }
  const ids = new Set<string>();
  const requests = new Set<string>();
  return given.map((operation, index) => {
    const where = `operations[${index}]`;
    return faults.settings(where, operation) ? validateOperation(faults, where, operation, ids, requests) : {};
  });
}

function validateOpenApi(faults: Faults, openApi: OpenApiDocument): void {
  const isDocument = openApi instanceof OpenApiDocument;
  if (faults.requiredUnshown('openApi', openApi, isDocument, 'an OpenApiDocument is needed')) openApi._validate(faults);
}

function validateOperation(
  faults: Faults,
  where: string,
  operation: FailoverApiOperation,
  ids: Set<string>,
  requests: Set<string>,
): Sections {
  const { operationId, method, urlTemplate, rewriteUri, policies } = operation;
  const isId = faults.text(`${where}.operationId`, operationId, OPERATION_ID);
  const isMethod = faults.text(`${where}.method`, method, METHOD);
  const isTemplate = faults.text(`${where}.urlTemplate`, urlTemplate, URL_TEMPLATE);
  faults.optionalText(`${where}.displayName`, operation.displayName, freeText(300));
  faults.optionalText(`${where}.description`, operation.description, freeText(1000));
  if (rewriteUri !== undefined) validateRewriteUri(faults, `${where}.rewriteUri`, rewriteUri);
  if (isId) faults.once(`${where}.operationId`, operationId, ids);
  if (isTemplate) {
    const parameters = new Set<string>();
    for (const parameter of parametersOf(urlTemplate)) {
      faults.once(`${where}.urlTemplate`, parameter, parameters, 'each parameter is allowed once');
    }
  }
  if (isMethod && isTemplate) {
    faults.once(where, `${method} ${urlTemplate}`, requests, 'each method and urlTemplate is allowed once');
  }
  const sections = readSections(faults, `${where}.policies`, policies);
  if (policies?.backend !== undefined) {
    faults.say(`${where}.policies.backend`, 'the backend section is that of the API; use the policies of the API');
  }
  return sections;
}

const REWRITE_URI: TextRule = {
  pattern: /^[^\p{C}]+$/u,
  longest: 2000,
  isEscaped: true,
  // Its query may hold a key.
  isSecret: true,
  allowed: 'a path of up to 2000 characters is allowed, as in api/orders/{id}, or one policy expression',
};

function validateRewriteUri(faults: Faults, where: string, rewriteUri: string): void {
  const isText = faults.text(where, rewriteUri, REWRITE_URI);
  if (isText && !isPolicyValue(rewriteUri)) faults.say(where, `${textOfLength(rewriteUri)}; ${REWRITE_URI.allowed}`);
}

/**
 * The backends that the policies name: what is in the program, of the same service.
 *
 * @param promised names of those that the caller is about to declare.
 */
export function findBackends(
  faults: Faults,
  construct: IConstruct,
  apiManagement: IApiManagement,
  { sections, operations }: ReadPolicies,
  promised: readonly string[] = [],
): IConstruct[] {
  const names = [
    ...backendsNamedIn(sections).map((name) => ({ where: 'policies', name })),
    ...operations.flatMap((own, index) =>
      backendsNamedIn(own).map((name) => ({ where: `operations[${index}].policies`, name })),
    ),
  ];
  if (names.length === 0) return [];
  const service = apiManagement.apiManagementName;
  const declared = new Map<string, IConstruct>();
  for (const { node, name, owner } of declarations(construct.node.root)) {
    // Of two that may be meant, the one whose service is surely the same.
    if (owner === service || (couldBeSame(owner, service) && !declared.has(name))) declared.set(name, node);
  }
  const found: IConstruct[] = [];
  for (const { where, name } of names) {
    const backend = declared.get(name);
    if (backend) found.push(backend);
    else if (!promised.includes(name) && !holdsToken(name)) {
      const all = [...new Set([...declared.keys(), ...promised])].map((key) => `'${key}'`).join(', ') || 'none';
      faults.say(
        where,
        `AF008 they name the backend '${redactName(name)}', which ${holdsToken(service) ? 'the service' : service} does not have; ` +
          `declared so far are ${all} (one made elsewhere is declared with CircuitBreakerBackend.fromBackendId)`,
      );
    }
  }
  return found;
}

interface Declaration {
  readonly node: IConstruct;
  readonly name: string;
  /** The name of the service that it belongs to. */
  readonly owner: string;
}

/** All backends and pools in the program. */
function declarations(root: IConstruct): Declaration[] {
  return root.node.findAll().flatMap((node) => {
    const { backendName, poolName, apiManagementName, apiManagement } = node as Partial<Declared>;
    const name = backendName ?? poolName;
    const owner = apiManagementName ?? apiManagement?.apiManagementName;
    return typeof name === 'string' && typeof owner === 'string' ? [{ node, name, owner }] : [];
  });
}

interface Declared {
  readonly backendName: string;
  readonly poolName: string;
  readonly apiManagementName: string;
  readonly apiManagement: FailoverApiProps['apiManagement'];
}
