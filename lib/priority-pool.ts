import { Construct } from 'constructs';
import { IApiManagement } from './api-management';
import type { Resource as AzapiResource } from './azapi/resource';
import { checkPool, PoolModel } from './failover';
import { addressInAzure } from './private/addresses';
import { needsAzapiProvider } from './private/azapi-provider';
import { azapi } from './private/bindings';
import { drainedFaults, drainedNote } from './private/drained';
import { Faults } from './private/faults';
import { ImportedPool } from './private/imported-pool';
import { known } from './private/known';
import { late } from './private/late';
import { lateReference } from './private/late-reference';
import { shownName } from './private/literal-names';
import { literalServiceName } from './private/service-name';
import { memberModel, serviceModel } from './private/models';
import { declareName } from './private/names';
import { copiedMember, inUse, join, validateMembers } from './private/pool-members';
import type { PropNames } from './private/prop-names';
import { annotateAtSynth, raiseFindings } from './private/raise-findings';
import { BACKEND_NAME, freeText, HEADER_NAME } from './private/rules';
import { terraformText } from './private/terraform-text';
import type {
  FailureResponse,
  IPriorityPool,
  PoolMember,
  PriorityPoolProps,
  SessionAffinity,
} from './priority-pool-props';

const FAILURE_RESPONSE: PropNames<FailureResponse> = { statusCode: true };

const POOL: PropNames<PriorityPoolProps> = {
  ...{ apiManagement: true, name: true, members: true, title: true, description: true, sessionAffinity: true },
  ...{ failureResponse: true, acknowledge: true, azapiProvider: true },
};

const SESSION_AFFINITY: PropNames<SessionAffinity> = { cookieName: true };

const STABLE_VERSION = '2024-05-01';
/** The first version that supports session affinity and a failure response. */
const PREVIEW_VERSION = '2024-10-01-preview';

/**
 * A load-balanced pool. The priority group with the lowest number receives the requests, distributed in round-robin
 * order or by weight. While all circuits of the group are open, the next group takes over.
 *
 * No Terraform provider has a dedicated resource for pools, so the pool is created with azapi.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#load-balanced-pool
 */
export class PriorityPool extends Construct implements IPriorityPool {
  /**
   * Imports a pool that is deployed outside of this stack.
   *
   * The `apim-failover` command reads only Terraform files, so it cannot prove the failover of a pool that no file
   * declares.
   *
   * @param members the members of the pool, if they are known; without them, the number of attempts cannot be computed.
   *   `drained` describes the deployed pool and does not change it.
   */
  public static fromPoolId(scope: Construct, id: string, poolId: string, members?: PoolMember[]): IPriorityPool {
    return new ImportedPool(scope, id, poolId, members);
  }

  /**
   * The name of the pool, for use in policies in place of the name of a backend. It is a reference, so that Terraform
   * creates the pool first.
   */
  readonly poolName: string;
  /** The full Azure Resource Manager ID of the pool. */
  readonly poolId: string;
  /** The name of the service that the pool belongs to. */
  readonly apiManagementName: string;
  /** The service that the pool belongs to. */
  readonly apiManagement: IApiManagement;
  /** @internal The literal name from the props, for use where a reference cannot be resolved. */
  readonly _poolName: string;
  private readonly memberList: PoolMember[];
  private model: PoolModel;

  /**
   * @throws Error if the props are invalid. The message lists every error.
   */
  constructor(scope: Construct, id: string, props: PriorityPoolProps) {
    super(scope, id);
    validate(this, props);
    const { apiManagement, name, members = [], sessionAffinity, failureResponse } = props;
    this._poolName = name;
    this.apiManagementName = apiManagement.apiManagementName;
    this.apiManagement = apiManagement;
    this.memberList = members.map(copiedMember);

    needsAzapiProvider(this);
    const isPreview = sessionAffinity !== undefined || failureResponse !== undefined;
    const resource: AzapiResource = new azapi.Resource(this, 'Resource', {
      type: `Microsoft.ApiManagement/service/backends@${isPreview ? PREVIEW_VERSION : STABLE_VERSION}`,
      name,
      parentId: apiManagement.apiManagementId,
      body: {
        properties: {
          type: 'Pool',
          title: props.title && terraformText(props.title),
          description: props.description && terraformText(props.description),
          pool: {
            services: late(() => inUse(this.memberList).map(service)),
            ...(isPreview && {
              sessionAffinity: sessionAffinity
                ? { sessionId: { source: 'Cookie', name: sessionAffinity.cookieName } }
                : NONE,
              failureResponse: failureResponse ? { statusCode: failureResponse.statusCode } : NONE,
            }),
          },
        },
      },
      // Without these two settings, azapi does not detect a priority that was removed manually and reports a different
      // order of members as a change.
      ignoreMissingProperty: false,
      listUniqueIdProperty: { 'properties.pool.services': 'id' },
      provider: props.azapiProvider ?? apiManagement.azapiProvider,
      // A pool can be deleted only after no policy refers to it.
      lifecycle: { createBeforeDestroy: true },
    });
    addressInAzure(resource, 'backend', literalServiceName(apiManagement), name);
    this.poolName = lateReference(resource, 'name');
    this.poolId = lateReference(resource, 'id');
    this.model = {
      address: this.node.path,
      name: shownName(this, name),
      service: serviceModel(apiManagement.apiManagementName, apiManagement.skuName),
      members: inUse(members).map(memberModel),
      ...(failureResponse && { exhaustedStatusCode: known(failureResponse.statusCode) }),
    };
    inUse(this.memberList).forEach(join);
    raiseFindings(this, () => checkPool(this.model), props.acknowledge);
    annotateAtSynth(this, () => drainedNote(this));
    this.node.addValidation({ validate: () => drainedFaults(this) });
    declareName(this, { kind: 'pool', name, apiManagementName: apiManagement.apiManagementName }, props.acknowledge);
  }

  /** The members, in the order in which they were added, including drained ones. */
  public get members(): PoolMember[] | undefined {
    return this.memberList.map(copiedMember);
  }

  /**
   * Adds a member to the pool.
   * @throws Error if the member is invalid. The message lists every error.
   */
  public addMember(member: PoolMember): void {
    const faults = new Faults(this);
    const own = copiedMember(member);
    validateMembers(faults, this._poolName, this.apiManagementName, [...this.memberList, own]);
    faults.throwIfAny();
    this.memberList.push(own);
    inUse([own]).forEach(join);
    this.model = { ...this.model, members: inUse(this.memberList).map(memberModel) };
  }

  /** @internal Returns the model of the pool without drained members: the same object until a member is added. */
  public _model(): PoolModel {
    return this.model;
  }
}

/**
 * Terraform's null. azapi compares only the properties that are set, so this is how a plan shows that someone added one
 * by hand. cdktf would omit a null of JavaScript.
 */
const NONE = '${null}';

/**
 * Returns a member in the format of the Azure API. Ids are full ids, as Azure returns them; a short id would show as a
 * permanent difference.
 */
function service({ backend, priority = 1, weight }: PoolMember): object {
  return { id: backend.backendId, priority, weight: weight ?? NONE };
}

function validate(construct: Construct, props: PriorityPoolProps): void {
  const faults = new Faults(construct);
  if (!faults.props(props, POOL)) return faults.throwIfAny();
  const { apiManagement, name, sessionAffinity, failureResponse } = props;
  faults.text('name', name, BACKEND_NAME);
  faults.optionalText('title', props.title, freeText(300));
  faults.optionalText('description', props.description, freeText(2000));
  const members = faults.list('members', props.members);
  if (faults.service('apiManagement', apiManagement)) {
    validateMembers(faults, name, apiManagement.apiManagementName, members);
  }
  if (faults.optionalSettings('sessionAffinity', sessionAffinity, SESSION_AFFINITY) && sessionAffinity) {
    faults.text('sessionAffinity.cookieName', sessionAffinity.cookieName, HEADER_NAME);
  }
  if (faults.optionalSettings('failureResponse', failureResponse, FAILURE_RESPONSE) && failureResponse) {
    faults.statusCode('failureResponse.statusCode', failureResponse.statusCode);
  }
  faults.acknowledgements(props.acknowledge);
  faults.throwIfAny();
}
