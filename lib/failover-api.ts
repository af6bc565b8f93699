import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { IApiManagement } from './api-management';
import { Duration } from './duration';
import { ApiModel, checkPool, Finding, PoolModel, retriesToFailOver } from './failover';
import { FailoverApiOperation, FailoverApiProps } from './failover-api-props';
import { ApiResources } from './private/api-resources';
import { copiedApi, validateApi, validateOperation } from './private/api-validation';
import { drainedAcknowledgements, drainedButNamed } from './private/drained';
import { known } from './private/known';
import { shownName } from './private/literal-names';
import { identityFaults } from './private/managed-identities';
import { declareName, Declaration } from './private/names';
import type { NamingOperation } from './private/operation-validation';
import type { Sections } from './private/policy-sections';
import { foreignPools, poolModel } from './private/pool-models';
import { annotateAtSynth, raiseFindings, WARN } from './private/raise-findings';
import { countedPools, SettledApi, settleApi } from './private/settle-api';
import { timeoutNote } from './private/timeout-note';
import { warnOfEntities } from './private/warn-of-entities';
import type { IPriorityPool } from './priority-pool-props';

/**
 * An API that forwards requests to a load-balanced pool and retries them until the pool fails over. The client sees a
 * single request that takes slightly longer.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export class FailoverApi extends Construct {
  /** The name of the API. It is a reference, so that Terraform creates the API first. */
  readonly apiName: string;
  /** The Azure Resource Manager ID of the API. */
  readonly apiId: string;
  /** The service that the API belongs to. */
  readonly apiManagement: IApiManagement;

  private readonly props: FailoverApiProps;
  private readonly resources: ApiResources;
  private readonly sections: Sections;
  private readonly operations: NamingOperation[] = [];
  private readonly pools: readonly IPriorityPool[];
  private last?: Last;

  /**
   * @throws Error if the props are invalid. The message lists every error.
   */
  constructor(scope: Construct, id: string, props: FailoverApiProps) {
    super(scope, id);
    this.props = copiedApi(props);
    const { sections, named, operations } = validateApi(this, this.props);
    const { apiManagement } = props;
    this.sections = sections;
    this.pools = [...new Set([props.pool, ...(props.regionalPools ?? []).map(({ pool }) => pool)])];
    this.apiManagement = apiManagement;
    this.resources = new ApiResources(this, this.props);
    this.apiName = this.resources.apiName;
    this.apiId = this.resources.apiId;
    for (const operation of operations) this.createOperation(operation);
    this.resources.createPolicy(() => this.settled().policy, [...this.pools, ...named]);
    warnOfEntities(this, '', sections);
    // Their members are told that a pool contains them.
    foreignPools(this.pools).forEach(poolModel);
    raiseFindings(
      this,
      () => [...this.foreignFindings(), ...this.settled().findings],
      props.acknowledge,
      () => drainedAcknowledgements(this.pools),
    );
    annotateAtSynth(
      this,
      () => drainedButNamed(this.pools, [named, ...this.operations.map((each) => each.named)].flat()),
      WARN,
    );
    if (!props.forwardTimeout) annotateAtSynth(this, () => this.chosenTimeout());
    this.node.addValidation({
      validate: () => [...this.operationFaults(), ...this.retryFaults(), ...identityFaults(this.pools)],
    });
    declareName(this, declarationOf(props), props.acknowledge);
  }

  /**
   * The maximum number of attempts that a request needs to reach the last priority when all other priorities fail,
   * including the successful attempt. If a circuit opens after three failures or more, fewer attempts are usually
   * enough: an additional failure reaches the backend only if Azure counts failures in fixed intervals and one ends
   * between the failures of the request. The number is computed from the current members of the pools: a value that is
   * read before the last member is added may no longer be valid.
   */
  public get attemptsToFailOver(): number {
    return Math.max(...countedPools(this.pools).map(retriesToFailOver)) + 1;
  }

  /**
   * The forward-request timeout of each attempt. Unless it is set, it is computed from the current members of the pools
   * and the current operations: a value that is read before the last of them is added may no longer be valid.
   */
  public get forwardTimeout(): Duration {
    const { forwardTimeout } = this.settled().model;
    return this.props.forwardTimeout ?? Duration.milliseconds(Math.round(Number(forwardTimeout) * 1000));
  }

  /**
   * Adds an operation to the API.
   * @throws Error if the operation is invalid. The message lists every error.
   */
  public addOperation(operation: FailoverApiOperation): void {
    this.createOperation(validateOperation(this, this.props, this.operations, operation));
    this.last = undefined;
  }

  /** @internal */
  public _model(): ApiModel {
    return this.settled().model;
  }

  /**
   * Everything that is computed from the members of the pools and the operations. It is computed again only after a
   * member or an operation was added.
   */
  private settled(): SettledApi {
    const pools = this.pools.map(poolModel);
    const isSettled = this.last?.pools.every((pool, index) => pool === pools[index]);
    if (!this.last || !isSettled) {
      const { props, sections, operations } = this;
      const name = shownName(this, props.name);
      const parts = { address: this.node.path, name, props, pools: this.pools, sections, operations };
      this.last = { pools, settled: settleApi(parts) };
    }
    return this.last.settled;
  }

  /** Returns the findings about pools that do not report findings themselves. */
  private foreignFindings(): Finding[] {
    return foreignPools(this.pools).flatMap((pool) => {
      const model = poolModel(pool);
      return model ? checkPool(model) : [];
    });
  }

  /** Returns a note on the computed forward timeout, if it was computed. */
  private chosenTimeout(): string | undefined {
    const { model, isBudgetKept } = this.settled();
    const { retry, forwardTimeout: timeout, latencyBudget } = model;
    if (!retry || typeof timeout !== 'number') return undefined;
    return timeoutNote({ timeout, isBudgetKept, latencyBudget });
  }

  /** Validated at synth, because operations can be added until then. */
  private operationFaults(): string[] {
    if (this.operations.length > 0 || this.props.openApi) return [];
    return ['operations: there are no operations and no openApi document; one of them is needed'];
  }

  /** Validated at synth, because the default retry depends on the members of the pools. */
  private retryFaults(): string[] {
    if (!this.sections.backend || this._model().retry) return [];
    return [
      'policies.backend: without a retry, <backend> can contain only forward-request, and there is no retry by default ' +
        'because no pool has a second priority; set retry.count',
    ];
  }

  private createOperation(operation: NamingOperation): void {
    this.operations.push(operation);
    this.resources.createOperation(operation);
  }
}

/** The cached result, and the pool models that it was computed from. */
interface Last {
  readonly pools: readonly (PoolModel | undefined)[];
  readonly settled: SettledApi;
}

/** Returns the name and path that the API occupies in its service. */
function declarationOf({
  apiManagement,
  name,
  revision = '1',
  path,
  version,
  versionSetId,
}: FailoverApiProps): Declaration {
  const isPathKnown = !Token.isUnresolved(path) && !Token.isUnresolved(version);
  return {
    kind: 'API',
    apiManagementName: apiManagement.apiManagementName,
    name,
    revision,
    ...(isPathKnown && { path, version }),
    ...(versionSetId !== undefined && { versionSet: known(versionSetId.split('/').at(-1) ?? '') }),
  };
}
