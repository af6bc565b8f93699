import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import type { FailoverApiOperation, FailoverApiProps } from '../failover-api';
import { LONGEST_FORWARD } from '../failover';
import { validateRetry } from '../retry';
import { Faults } from './faults';
import { backendsNamedIn, readSections, Sections } from './policy-sections';
import { checkAcknowledgements } from './raise-findings';
import {
  API_NAME,
  API_PATH,
  freeText,
  HEADER_NAME,
  METHOD,
  OPERATION_ID,
  REGION,
  REVISION,
  URL_TEMPLATE,
} from './rules';

/** What was read while the props were looked through. */
export interface ReadApi {
  readonly sections: Sections;
  /** The policies of each operation, in their order. */
  readonly operations: readonly Sections[];
  /** The backends and pools that those policies name. */
  readonly named: readonly IConstruct[];
}

/**
 * Looks an API's props through, and reads its policies.
 * @throws Error that lists every fault.
 */
export function validateApi(construct: IConstruct, props: FailoverApiProps): ReadApi {
  const faults = new Faults(construct);
  const { operations, openApi, retry, regionalPools = [], forwardTimeout, version, versionSetId, protocols } = props;
  faults.text('name', props.name, API_NAME);
  faults.text('path', props.path, API_PATH);
  faults.optionalText('displayName', props.displayName, freeText(300));
  faults.optionalText('description', props.description, freeText(32_768));
  faults.optionalText('revision', props.revision, REVISION);
  faults.optionalText('version', version, freeText(100));
  faults.optionalText('attemptCountHeader', props.attemptCountHeader, HEADER_NAME);
  if ((version === undefined) !== (versionSetId === undefined)) {
    faults.say('version', 'version and versionSetId go together; one of them is missing');
  }
  if (protocols && (protocols.length === 0 || protocols.some((protocol) => !['http', 'https'].includes(protocol)))) {
    faults.add('protocols', protocols, "one or both of 'http' and 'https' are allowed");
  }
  if (forwardTimeout) faults.duration('forwardTimeout', forwardTimeout, LONGEST_FORWARD, true);
  if (retry) validateRetry(faults, retry);
  validatePools(faults, props);
  regionalPools.forEach(({ region }, index) => faults.text(`regionalPools[${index}].region`, region, REGION));
  if (new Set(regionalPools.map(({ region }) => region.toLowerCase())).size < regionalPools.length) {
    faults.add(
      'regionalPools',
      regionalPools.map(({ region }) => region),
      'each region is allowed once',
    );
  }
  if ((operations === undefined || operations.length === 0) === (openApi === undefined)) {
    faults.say(
      'operations',
      openApi
        ? 'there is an openApi document too; one of them is allowed'
        : 'there are none, and no openApi document; one of them is needed',
    );
  }
  if (openApi?._isEmpty) faults.say('openApi', 'the document is empty');
  const sections = readSections(faults, 'policies', props.policies);
  if (sections.backend && retry?.count === 0) {
    faults.say('policies.backend', 'without a retry, <backend> has room for the forward alone');
  }
  const read = validateOperations(faults, operations ?? []);
  checkAcknowledgements(faults, props.acknowledge);
  const named = findBackends(faults, construct, props, [sections, ...read]);
  faults.throwIfAny();
  return { sections, operations: read, named };
}

function validatePools(faults: Faults, { apiManagement, pool, regionalPools = [] }: FailoverApiProps): void {
  if (!faults.given('apiManagement', apiManagement)) return;
  const own = apiManagement.apiManagementName;
  const pools = [
    { pool, where: 'pool' },
    ...regionalPools.map((r, i) => ({ pool: r.pool, where: `regionalPools[${i}].pool` })),
  ];
  for (const { pool: used, where } of pools) {
    if (!faults.given(where, used)) continue;
    const other = used.apiManagement.apiManagementName;
    if (Token.isUnresolved(own) || Token.isUnresolved(other) || own.toLowerCase() === other.toLowerCase()) continue;
    faults.say(where, `the pool '${used.poolName}' belongs to the service ${other}; only pools of ${own} are allowed`);
  }
}

function validateOperations(faults: Faults, operations: readonly FailoverApiOperation[]): Sections[] {
  const ids = new Set<string>();
  const requests = new Set<string>();
  return operations.map((operation, index) => {
    const where = `operations[${index}]`;
    const { operationId, method, urlTemplate, rewriteUri, policies } = operation;
    faults.text(`${where}.operationId`, operationId, OPERATION_ID);
    faults.text(`${where}.method`, method, METHOD);
    faults.text(`${where}.urlTemplate`, urlTemplate, URL_TEMPLATE);
    faults.optionalText(`${where}.displayName`, operation.displayName, freeText(300));
    faults.optionalText(`${where}.description`, operation.description, freeText(1000));
    faults.optionalText(`${where}.rewriteUri`, rewriteUri, REWRITE_URI);
    if (ids.has(operationId)) faults.add(`${where}.operationId`, operationId, 'each is allowed once');
    if (requests.has(`${method} ${urlTemplate}`)) {
      faults.add(where, `${method} ${urlTemplate}`, 'each method and urlTemplate is allowed once');
    }
    ids.add(operationId);
    requests.add(`${method} ${urlTemplate}`);
    if (policies?.backend !== undefined) {
      faults.say(`${where}.policies.backend`, 'the backend section is that of the API; use the policies of the API');
    }
    return readSections(faults, `${where}.policies`, policies);
  });
}

const REWRITE_URI = {
  pattern: /^[^\p{C}]+$/u,
  longest: 2000,
  allowed: 'a path of up to 2000 characters is allowed, as in api/orders/{id}',
};

/** The backends that the policies name: what is in the program, of the same service. */
function findBackends(
  faults: Faults,
  construct: IConstruct,
  { apiManagement }: FailoverApiProps,
  sections: readonly Sections[],
): IConstruct[] {
  const names = new Set(sections.flatMap(backendsNamedIn));
  if (names.size === 0 || !apiManagement) return [];
  const declared = new Map<string, IConstruct>();
  for (const node of construct.node.root.node.findAll()) {
    const { backendName, poolName, apiManagementName, apiManagement: owner } = node as Partial<Declared>;
    const name = backendName ?? poolName;
    const service = apiManagementName ?? owner?.apiManagementName;
    if (name !== undefined && service === apiManagement.apiManagementName) declared.set(name, node);
  }
  const found: IConstruct[] = [];
  for (const name of names) {
    const backend = declared.get(name);
    if (backend) found.push(backend);
    else {
      const all = [...declared.keys()].map((key) => `'${key}'`).join(', ') || 'none';
      faults.say(
        'policies',
        `AF008 they name the backend '${name}', which does not exist; declared so far are ${all} ` +
          '(one made elsewhere is declared with CircuitBreakerBackend.fromBackendId)',
      );
    }
  }
  return found;
}

interface Declared {
  readonly backendName: string;
  readonly poolName: string;
  readonly apiManagementName: string;
  readonly apiManagement: FailoverApiProps['apiManagement'];
}
