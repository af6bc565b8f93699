import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ApiProtocol } from '../api-protocol';
import { LONGEST_FORWARD } from '../failover';
import type { FailoverApiOperation, FailoverApiOptions, FailoverApiProps, RegionalPool } from '../failover-api-props';
import type { OpenApiDocument } from '../open-api-document';
import type { IPriorityPool } from '../priority-pool-props';
import { copied, copiedList, isSettings } from './copies';
import { Faults } from './faults';
import { shownPoolName } from './literal-names';
import { isMarked } from './marks';
import { couldBeSame, NamedBackends } from './named-backends';
import { NamingOperation, OperationValidation, placeOf, ReadOperation } from './operation-validation';
import type { RetryOptions } from '../retry';
import { readSections, Sections } from './policy-sections';
import { validateForeign } from './pool-models';
import type { PropNames } from './prop-names';
import { validateRetry } from './retry-settings';
import { API_NAME, API_PATH, freeText, HEADER_NAME, REGION, REVISION, VERSION, VERSION_SET_ID } from './rules';
import { isOneToken } from './terraform-text';

export const API_OPTIONS: PropNames<FailoverApiOptions> = {
  ...{ name: true, path: true, operations: true, openApi: true, displayName: true, description: true },
  ...{ protocols: true, revision: true, version: true, versionSetId: true, subscriptionRequired: true },
  ...{ retry: true, forwardTimeout: true, latencyBudget: true, attemptCountHeader: true, policies: true },
  ...{ acknowledge: true },
};

const API: PropNames<FailoverApiProps> = {
  ...API_OPTIONS,
  ...{ apiManagement: true, pool: true, regionalPools: true, azurermProvider: true },
};

const REGIONAL_POOL: PropNames<RegionalPool> = { region: true, pool: true };

const RETRY: PropNames<RetryOptions> = {
  ...{ count: true, interval: true, delta: true, maxInterval: true, firstFastRetry: true, condition: true },
};

/** Copies the props of an API, because most of them are read only when the stack is synthesized. */
export function copiedApi(props: FailoverApiProps): FailoverApiProps {
  const own = copied(props, API);
  if (!isSettings(own)) return own;
  return {
    ...own,
    regionalPools: copiedList(own.regionalPools, (regional) => copied(regional, REGIONAL_POOL)),
    protocols: copiedList(own.protocols),
    retry: copied(own.retry, RETRY),
  };
}

/** One hour, in seconds: no client waits longer. */
const LONGEST_BUDGET = 3600;

/** The policies that were read while the options of an API were validated. */
interface ReadPolicies {
  readonly sections: Sections;
  readonly operations: readonly ReadOperation[];
}

/** The results of validating the props of an API. */
interface ReadApi {
  readonly sections: Sections;
  /** The backends and pools that the policies of all operations name. */
  readonly named: readonly IConstruct[];
  readonly operations: readonly NamingOperation[];
}

/**
 * Validates the props of an API and reads its policies.
 * @throws Error that lists every fault.
 */
export function validateApi(construct: IConstruct, props: FailoverApiProps): ReadApi {
  const faults = new Faults(construct);
  if (!faults.props(props, API)) faults.throwIfAny();
  const isService = validatePools(faults, construct, props);
  const read = validateApiOptions(faults, props);
  const found = isService ? findBackends(new NamedBackends(faults, construct, props.apiManagement), read) : undefined;
  faults.throwIfAny();
  return { ...read, named: [], operations: [], ...found };
}

/**
 * Validates an operation that is added to an API.
 *
 * @param before the existing operations of the API
 * @throws Error that lists every fault.
 */
export function validateOperation(
  construct: IConstruct,
  { apiManagement, openApi }: FailoverApiProps,
  before: readonly ReadOperation[],
  operation: FailoverApiOperation,
): NamingOperation {
  const faults = new Faults(construct);
  const where = placeOf(operation);
  if (openApi !== undefined) faults.report(where, BOTH_GIVEN);
  const read = new OperationValidation(faults, before).read(where, operation);
  const named = new NamedBackends(faults, construct, apiManagement).find(`${where}.policies`, read.sections);
  faults.throwIfAny();
  return { ...read, named };
}

const BOTH_GIVEN = 'there is also an openApi document; only one of the two is allowed';

/** Validates the options of an API that do not depend on its pool. */
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
    faults.add(given, version ?? versionSetId, `${missing} is missing: set both or neither`);
  }
  faults.optionalText('attemptCountHeader', options.attemptCountHeader, HEADER_NAME);
  faults.optionalFlag('subscriptionRequired', options.subscriptionRequired);
  validateProtocols(faults, options);
  faults.optionalDuration('forwardTimeout', options.forwardTimeout, LONGEST_FORWARD, true);
  faults.optionalDuration('latencyBudget', options.latencyBudget, LONGEST_BUDGET, true);
  const isRetry = faults.optionalSettings('retry', retry, RETRY);
  if (isRetry && retry) validateRetry(faults, retry);
  const sections = readSections(faults, 'policies', options.policies);
  if (sections.backend && isRetry && retry?.count === 0) {
    faults.report('policies.backend', 'retry.count is 0; without a retry, <backend> can contain only forward-request');
  }
  const operations = validateOperations(faults, options);
  faults.acknowledgements(options.acknowledge);
  return { sections, operations };
}

function validateProtocols(faults: Faults, { protocols }: FailoverApiOptions): void {
  if (protocols === undefined || (Array.isArray(protocols) && Token.isUnresolved(protocols))) return;
  const isAllowed = (protocol: string): boolean =>
    ALL_PROTOCOLS.includes(protocol) || (typeof protocol === 'string' && isOneToken(protocol));
  if (!Array.isArray(protocols) || protocols.length === 0 || !protocols.every(isAllowed)) {
    faults.add('protocols', protocols, 'ApiProtocol.HTTP, ApiProtocol.HTTPS or both are allowed');
  }
}

const ALL_PROTOCOLS: readonly string[] = Object.values(ApiProtocol);

/** Returns whether there is a valid service, so that further checks are possible. */
function validatePools(
  faults: Faults,
  construct: IConstruct,
  { apiManagement, pool, regionalPools }: FailoverApiProps,
): boolean {
  const isService = faults.service('apiManagement', apiManagement);
  const validatePool = (where: string, used: IPriorityPool): void => {
    if (!faults.pool(where, used)) return;
    // Terraform could not create the pool first.
    if (used.node.tryFindChild('Resource') && used.node.root !== construct.node.root) {
      const needed = 'only a pool of the same app is allowed; import any other with PriorityPool.fromPoolId';
      return faults.report(where, `the pool '${shownPoolName(used)}' belongs to another app; ${needed}`);
    }
    if (!isService) return;
    const own = apiManagement.apiManagementName;
    const other = used.apiManagementName;
    if (couldBeSame(own, other)) return void validateForeign(faults, `${where}.members`, used);
    faults.report(
      where,
      `the pool '${shownPoolName(used)}' belongs to the service ${other}; only pools of ${own} are allowed`,
    );
  };
  validatePool('pool', pool);
  const regions = new Set<string>();
  faults.list('regionalPools', regionalPools).forEach((regional, index) => {
    const where = `regionalPools[${index}]`;
    if (!faults.settings(where, regional, REGIONAL_POOL)) return;
    validatePool(`${where}.pool`, regional.pool);
    const isRegion = faults.text(`${where}.region`, regional.region, REGION);
    if (isRegion) faults.once(`${where}.region`, regional.region, regions);
  });
  return isService;
}

function validateOperations(faults: Faults, { operations, openApi }: FailoverApiOptions): ReadOperation[] {
  const given = faults.list('operations', operations);
  const written = openApi === undefined ? [] : operationsOf(faults, openApi);
  if (given.length > 0 && openApi !== undefined) faults.report('operations', BOTH_GIVEN);
  const validation = new OperationValidation(faults);
  return [...written, ...given.map((operation, index) => validation.read(`operations[${index}]`, operation))];
}

function operationsOf(faults: Faults, openApi: OpenApiDocument): ReadOperation[] {
  const isDocument = isMarked('OpenApiDocument', openApi);
  const isUsable = faults.requiredUnshown('openApi', openApi, isDocument, 'an OpenApiDocument is needed');
  return isUsable ? openApi._operations(faults).map((written) => ({ ...written, sections: {} })) : [];
}

/** Finds the backends and pools that the policies name. */
export function findBackends(
  backends: NamedBackends,
  { sections, operations }: ReadPolicies,
): Omit<ReadApi, 'sections'> {
  return {
    named: backends.find('policies', sections),
    operations: operations.map((read, index) => ({
      ...read,
      named: backends.find(`operations[${index}].policies`, read.sections),
    })),
  };
}
