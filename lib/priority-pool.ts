import { Construct } from 'constructs';
import { IApiManagement } from './api-management';
import type { Resource as AzapiResource } from './azapi/resource';
import { checkPool, PoolModel } from './failover';
import { needsAzapiProvider } from './private/azapi-provider';
import { azapi } from './private/bindings';
import { Faults } from './private/faults';
import { ImportedPool } from './private/imported-pool';
import { known } from './private/known';
import { lateList } from './private/late';
import { memberModel, serviceModel } from './private/models';
import { declareName } from './private/names';
import { join, validateMembers } from './private/pool-members';
import type { PropNames } from './private/prop-names';
import { raiseFindings } from './private/raise-findings';
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
/** The first with session affinity and a failure response. */
const PREVIEW_VERSION = '2024-10-01-preview';

/**
 * A load-balanced pool: the backends of the lowest priority take the requests, by turns or by weight, and the next
 * priority takes over while all their circuits are open.
 *
 * No Terraform provider has a resource for it, so it is made through azapi.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends#load-balanced-pool
 */
export class PriorityPool extends Construct implements IPriorityPool {
  /**
   * A pool that is made elsewhere.
   *
   * The command `apim-failover` reads Terraform alone: to it, a pool that no file declares does not exist.
   *
   * @param members its members, if they are known: attempts can be counted only with them.
   */
  public static fromPoolId(scope: Construct, id: string, poolId: string, members?: PoolMember[]): IPriorityPool {
    return new ImportedPool(scope, id, poolId, members);
  }

  /** The pool's name, that policies use like a backend's: a reference, so that Terraform makes the pool first. */
  readonly poolName: string;
  /** The pool's full Azure Resource Manager id. */
  readonly poolId: string;
  /** The name of the service it belongs to. */
  readonly apiManagementName: string;
  /** The service it belongs to. */
  readonly apiManagement: IApiManagement;
  /** @internal The name as it was given, for what is written or compared before Terraform knows of any. */
  readonly _poolName: string;
  private readonly memberList: PoolMember[];
  private model: PoolModel;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: PriorityPoolProps) {
    super(scope, id);
    validate(this, props);
    const { apiManagement, name, members = [], sessionAffinity, failureResponse } = props;
    this._poolName = name;
    this.apiManagementName = apiManagement.apiManagementName;
    this.apiManagement = apiManagement;
    this.memberList = [...members];

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
            services: lateList(() => this.memberList.map(service)),
            sessionAffinity: sessionAffinity && { sessionId: { source: 'Cookie', name: sessionAffinity.cookieName } },
            failureResponse: failureResponse && { statusCode: failureResponse.statusCode },
          },
        },
      },
      // Without these two, azapi neither sees a priority that was removed by hand nor bears another order of members.
      ignoreMissingProperty: false,
      listUniqueIdProperty: { 'properties.pool.services': 'id' },
      provider: props.azapiProvider ?? apiManagement.azapiProvider,
      // Policies must let go of a pool before it can be deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    this.poolName = resource.name;
    this.poolId = resource.id;
    this.model = {
      address: this.node.path,
      name,
      service: serviceModel(apiManagement.apiManagementName, apiManagement.skuName),
      members: members.map(memberModel),
      ...(failureResponse && { exhaustedStatusCode: known(failureResponse.statusCode) }),
    };
    this.memberList.forEach(join);
    raiseFindings(this, () => checkPool(this.model), props.acknowledge);
    declareName(this, { kind: 'pool', name, apiManagementName: apiManagement.apiManagementName }, props.acknowledge);
  }

  /** The members, in the order they were added. */
  public get members(): PoolMember[] | undefined {
    return [...this.memberList];
  }

  /**
   * Adds a member.
   * @throws Error that lists every fault of the member.
   */
  public addMember(member: PoolMember): void {
    const faults = new Faults(this);
    validateMembers(faults, this._poolName, this.apiManagementName, [...this.memberList, member]);
    faults.throwIfAny();
    this.memberList.push(member);
    join(member);
    this.model = { ...this.model, members: [...this.model.members, memberModel(member)] };
  }

  /** @internal Another one after a member was added, the same one as long as none is. */
  public _model(): PoolModel {
    return this.model;
  }
}

/** A member as Azure takes it. Ids are full: Azure gives them back so, and a short one would differ for ever. */
function service({ backend, priority = 1, weight }: PoolMember): object {
  return { id: backend.backendId, priority, weight };
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
