import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { FindingAcknowledgement } from './acknowledgement';
import { IApiManagement } from './api-management';
import type { Resource as AzapiResource } from './azapi/resource';
import type { CircuitBreakerBackend, ICircuitBreakerBackend } from './circuit-breaker-backend';
import { checkPool, HIGHEST_MEMBER_NUMBER, MemberModel, poolFaults, PoolModel } from './failover';
import { needsAzapiProvider } from './private/azapi-provider';
import { azapi } from './private/bindings';
import { Faults } from './private/faults';
import { lateList } from './private/late';
import { known } from './private/known';
import { backendModel, serviceModel } from './private/models';
import { declareName } from './private/names';
import { raiseFindings } from './private/raise-findings';
import { BACKEND_NAME, freeText, HEADER_NAME } from './private/rules';
import { terraformText } from './private/terraform-text';

/** A backend's place in a pool. */
export interface PoolMember {
  /** The backend, of the same service as the pool. */
  readonly backend: ICircuitBreakerBackend;
  /**
   * The group it is in, 0 to 100: a group is used only while every circuit of the groups with lower numbers is open.
   * @default 1
   */
  readonly priority?: number;
  /**
   * Its share of the group's requests, 0 to 100, against the weights of the others.
   * @default - the group takes turns
   */
  readonly weight?: number;
}

/** Keeps a client on one backend by a cookie. */
export interface SessionAffinity {
  /** The name of the cookie. */
  readonly cookieName: string;
}

/** What a client gets while every circuit of the pool is open. */
export interface FailureResponse {
  /** The status code, 200 to 599. */
  readonly statusCode: number;
}

/** A pool's settings. */
export interface PriorityPoolProps {
  /** The service that the pool and its backends belong to. */
  readonly apiManagement: IApiManagement;
  /** The pool's name: 1 to 80 letters, digits, underscores and hyphens. Pools and backends share their names. */
  readonly name: string;
  /**
   * The backends, up to 30, each once.
   * @default - none yet; see addMember
   */
  readonly members?: PoolMember[];
  /**
   * The name that people read, up to 300 characters.
   * @default - none
   */
  readonly title?: string;
  /**
   * What it is for, up to 2000 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * Keeps each client on one backend. Chooses a preview version of Azure's API.
   * @default - none
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * What a client gets while every circuit is open. Chooses a preview version of Azure's API.
   * @default - status 503
   */
  readonly failureResponse?: FailureResponse;
  /**
   * Findings about this pool that are accepted.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
  /**
   * The azapi provider.
   * @default - that of the service
   */
  readonly azapiProvider?: TerraformProvider;
}

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
export class PriorityPool extends Construct {
  /** The pool's name, that policies use like a backend's. */
  readonly poolName: string;
  /** The service it belongs to. */
  readonly apiManagement: IApiManagement;
  private readonly memberList: PoolMember[];
  private readonly resource: AzapiResource;
  private model: PoolModel;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: PriorityPoolProps) {
    super(scope, id);
    validate(this, props);
    const { apiManagement, name, members = [], sessionAffinity, failureResponse } = props;
    this.poolName = name;
    this.apiManagement = apiManagement;
    this.memberList = [...members];

    needsAzapiProvider(this);
    const isPreview = sessionAffinity !== undefined || failureResponse !== undefined;
    this.resource = new azapi.Resource(this, 'Resource', {
      type: `Microsoft.ApiManagement/service/backends@${isPreview ? PREVIEW_VERSION : STABLE_VERSION}`,
      name,
      parentId: apiManagement.apiManagementId,
      body: {
        properties: {
          type: 'Pool',
          title: props.title && terraformText(props.title),
          description: props.description && terraformText(props.description),
          pool: {
            services: lateList(() => this.members.map(service)),
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
    this.model = {
      address: this.node.path,
      ...poolModel(name, apiManagement, this.memberList),
      ...(failureResponse && { exhaustedStatusCode: known(failureResponse.statusCode) }),
    };
    this.memberList.forEach(join);
    raiseFindings(this, () => checkPool(this.model), props.acknowledge);
    declareName(this, { kind: 'pool', name, apiManagementName: apiManagement.apiManagementName }, props.acknowledge);
  }

  /** The pool's Azure Resource Manager id. */
  public get poolId(): string {
    return this.resource.id;
  }

  /** The members, in the order they were added. */
  public get members(): PoolMember[] {
    return [...this.memberList];
  }

  /**
   * Adds a member.
   * @throws Error that lists every fault of the member.
   */
  public addMember(member: PoolMember): void {
    const faults = new Faults(this);
    validateMembers(faults, this.poolName, this.apiManagement, [...this.memberList, member]);
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

/** Tells a backend that a pool has it; one that is made elsewhere need not know. */
function join({ backend }: PoolMember): void {
  (backend as Partial<CircuitBreakerBackend>)._join?.();
}

/** A member as Azure takes it. Ids are full: Azure gives them back so, and a short one would differ for ever. */
function service({ backend, priority = 1, weight }: PoolMember): object {
  return { id: backend.backendId, priority, weight };
}

function memberModel({ backend, priority = 1, weight }: PoolMember): MemberModel {
  return { backend: backendModel(backend), priority: known(priority), weight: known(weight) };
}

function poolModel(
  name: string,
  { apiManagementName, skuName }: IApiManagement,
  members: readonly PoolMember[],
): Omit<PoolModel, 'address'> {
  return { name, service: serviceModel(apiManagementName, skuName), members: members.map(memberModel) };
}

function validate(construct: Construct, props: PriorityPoolProps): void {
  const faults = new Faults(construct);
  if (!faults.settings('props', props)) return faults.throwIfAny();
  const { apiManagement, name, sessionAffinity, failureResponse } = props;
  faults.text('name', name, BACKEND_NAME);
  faults.optionalText('title', props.title, freeText(300));
  faults.optionalText('description', props.description, freeText(2000));
  const members = faults.list('members', props.members);
  if (faults.service('apiManagement', apiManagement)) validateMembers(faults, name, apiManagement, members);
  if (faults.optionalSettings('sessionAffinity', sessionAffinity) && sessionAffinity) {
    faults.text('sessionAffinity.cookieName', sessionAffinity.cookieName, HEADER_NAME);
  }
  if (faults.optionalSettings('failureResponse', failureResponse) && failureResponse) {
    faults.statusCode('failureResponse.statusCode', failureResponse.statusCode);
  }
  faults.acknowledgements(props.acknowledge);
  faults.throwIfAny();
}

function validateMembers(
  faults: Faults,
  name: string,
  apiManagement: IApiManagement,
  members: readonly PoolMember[],
): void {
  const usable = members.filter((member, index) => validateMember(faults, member, `members[${index}]`));
  const found = poolFaults({ address: '', ...poolModel(name, apiManagement, usable) });
  // Members can still be added: that there is none is found when the stack is synthesized.
  if (usable.length > 0) found.forEach((fault) => faults.say('members', `the pool ${fault}`));
  validateNames(faults, usable);
}

/** Two constructs may stand for one backend, made here and found by its id, or found twice. */
function validateNames(faults: Faults, members: readonly PoolMember[]): void {
  const seen = new Map<string, ICircuitBreakerBackend>();
  for (const { backend } of members) {
    const key = `${backend.apiManagementName}/${backend.backendName}`.toLowerCase();
    const other = seen.get(key);
    if (other && other !== backend) {
      const paths = `'${other.node.path}' and '${backend.node.path}'`;
      faults.say('members', `${paths} are both the backend '${backend.backendName}'; each backend is allowed once`);
    }
    seen.set(key, backend);
  }
}

/** Whether the member is one at all, so that it can be asked more. */
function validateMember(faults: Faults, member: PoolMember, where: string): boolean {
  if (!faults.settings(where, member, 'an object with a backend is needed')) return false;
  const { backend, priority, weight } = member;
  faults.wholeNumber(`${where}.priority`, priority, 0, HIGHEST_MEMBER_NUMBER);
  faults.wholeNumber(`${where}.weight`, weight, 0, HIGHEST_MEMBER_NUMBER);
  if ((backend as unknown) instanceof PriorityPool) {
    const { poolName } = backend as unknown as PriorityPool;
    faults.say(`${where}.backend`, `it is the pool '${poolName}'; only single backends are allowed`);
    return false;
  }
  return faults.backend(`${where}.backend`, backend);
}
