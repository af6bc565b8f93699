import {
  ApiModel,
  attributeFaults,
  checkApi,
  chooseForwardTimeout,
  ChosenTimeout,
  describeFault,
  Finding,
  PoolModel,
  SentElsewhere,
} from '../failover';
import type { FailoverApiProps } from '../failover-api-props';
import { shownText } from '../messages';
import { elementsOf } from '../policy';
import type { IPriorityPool } from '../priority-pool-props';
import { COUNT_ATTEMPT, failoverPolicy } from './failover-policy';
import { known } from './known';
import { literalPoolName, shownPoolName } from './literal-names';
import { managedIdentityOf } from './managed-identities';
import { assumedPool, serviceModel } from './models';
import type { ReadOperation } from './operation-validation';
import { poolModel, undrainedModel } from './pool-models';
import { choosesBackend, forwardsIn, onlyRunBefore, Sections, sentElsewhere } from './policy-sections';
import { retryModel, retrySettings } from './retry-settings';
import { writtenPolicy } from './written-policy';

/** The parts of an API that are known so far. Members and operations can still be added. */
interface ApiParts {
  /** The path of the construct. */
  readonly address: string;
  /** The name to show for the API. */
  readonly name: string;
  readonly props: FailoverApiProps;
  readonly pools: readonly IPriorityPool[];
  /** The parsed custom policies for all operations. */
  readonly sections: Sections;
  readonly operations: readonly ReadOperation[];
}

/** Everything that is computed from the parts. */
export interface SettledApi {
  readonly model: ApiModel;
  /** Whether the computed timeout meets the latency budget, or the default that replaces it. */
  readonly isBudgetKept: boolean;
  readonly findings: Finding[];
  readonly policy: string;
}

export function settleApi(parts: ApiParts): SettledApi {
  const { props, pools, sections, operations } = parts;
  const { pool, regionalPools = [] } = props;
  const counted = countedPools(pools, undrainedModel);
  const retry = retrySettings(props.retry, counted);
  const latencyBudget = known(props.latencyBudget?.toSeconds());
  const isChosenByCaller = [{ sections }, ...operations].some((own) => choosesBackend(own.sections.inbound));
  const choosesPoolAgain = retry !== undefined && !isChosenByCaller;
  const faults = faultsIn([sections, ...operations.map((operation) => operation.sections)]);
  const unknown = pools.filter((each) => poolModel(each) === undefined).map(shownPoolName);
  const untimed: ApiModel = {
    address: parts.address,
    name: parts.name,
    service: serviceModel(props.apiManagement.apiManagementName, props.apiManagement.skuName),
    pools: pools.flatMap((each) => poolModel(each) ?? []),
    ...(unknown.length > 0 && { unknownPools: unknown }),
    retry: retry && retryModel(retry),
    forwardTimeout: 'unknown',
    latencyBudget,
    bufferRequestBody: true,
    choosesPoolAgain,
    forwardsPerAttempt: 1 + forwardsIn(sections.backend),
    // A policy that reads any variable may read the number of the attempt.
    onlyRun:
      retry && onlyRunBefore([...(props.attemptCountHeader ? [COUNT_ATTEMPT] : []), ...(sections.backend ?? [])]),
    sentElsewhere: sentElsewhereBy(parts),
    methods: props.openApi?._isImported
      ? props.openApi._importedMethods
      : operations.map(({ operation }) => operation.method.name),
    ...(faults.length > 0 && { attributeFaults: faults }),
    missingBackends: [],
    backendSectionChildren: 1,
  };
  const { timeout: forwardTimeout, obstacle }: ChosenTimeout = props.forwardTimeout
    ? { timeout: props.forwardTimeout.toSeconds() }
    : chooseForwardTimeout({ ...untimed, pools: counted }, latencyBudget === 'unknown' ? undefined : latencyBudget);
  const model: ApiModel = { ...untimed, forwardTimeout: known(forwardTimeout) };
  const policy = failoverPolicy({
    poolName: literalPoolName(pool),
    regionalPools: regionalPools.map((regional) => ({
      region: regional.region,
      poolName: literalPoolName(regional.pool),
    })),
    retry,
    choosesPoolAgain,
    forwardTimeout,
    attemptCountHeader: props.attemptCountHeader,
    managedIdentity: managedIdentityOf(pools),
    extra: sections,
  });
  return { model, findings: checkApi(model), policy: writtenPolicy(policy), isBudgetKept: obstacle === undefined };
}

/** Returns the models from which numbers such as the retry count are computed. */
export function countedPools(pools: readonly IPriorityPool[], modelOf = poolModel): PoolModel[] {
  return pools.map((pool) => modelOf(pool) ?? assumedPool(pool));
}

/** Returns the values in the custom policies that API Management does not accept. */
function faultsIn(all: readonly Sections[]): string[] {
  const elements = all.flatMap((sections) => Object.values(sections).flatMap((nodes) => elementsOf(nodes ?? [])));
  return [...new Set(elements.flatMap(attributeFaults).map((fault) => describeFault(fault, shownText)))];
}

/** Returns which requests the custom policies send to a backend outside the pools of the API. */
function sentElsewhereBy({ pools, sections, operations }: ApiParts): SentElsewhere | undefined {
  const names = new Set(pools.flatMap((pool) => [literalPoolName(pool), pool.poolName]));
  const own = sentElsewhere(sections.inbound, names);
  const ofOperations = operations.map((operation) => sentElsewhere(operation.sections.inbound, names, own));
  if ([own, ...ofOperations].every((sent) => sent === 'all')) return 'all';
  return [own, ...ofOperations].some((sent) => sent !== undefined) ? 'some' : undefined;
}
