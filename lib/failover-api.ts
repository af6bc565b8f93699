import type { ApiManagementApi } from '@cdktf/provider-azurerm/lib/api-management-api';
import {
  ITerraformDependable,
  TerraformProvider,
  TerraformResource,
  TerraformResourceLifecycle,
  TerraformStack,
  Token,
} from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IApiManagement } from './api-management';
import { ApiProtocol } from './api-protocol';
import { Duration } from './duration';
import { ApiModel, PoolModel, retriesToFailOver } from './failover';
import { FailoverApiOperation, FailoverApiProps } from './failover-api-props';
import { writePolicy } from './policy';
import { validateApi, validateOperation } from './private/api-validation';
import { azurerm } from './private/bindings';
import { operationPolicy } from './private/failover-policy';
import { known } from './private/known';
import { lateText } from './private/late';
import { identityFaults } from './private/managed-identities';
import { poolModel } from './private/models';
import { declareName, Declaration } from './private/names';
import type { NamingOperation } from './private/operation-validation';
import type { Sections } from './private/policy-sections';
import { raiseFindings, tellAtSynth } from './private/raise-findings';
import { parametersOf } from './private/rules';
import { countedPools, SettledApi, settleApi } from './private/settle-api';
import { lazyTerraformText, terraformText } from './private/terraform-text';
import { timeoutNote } from './private/timeout-note';
import type { IPriorityPool } from './priority-pool-props';

/**
 * An API whose requests go to a pool, and are tried again until the pool has failed over: a client sees one request
 * that takes a little longer.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export class FailoverApi extends Construct {
  /** The API's name: a reference, so that Terraform makes the API first. */
  readonly apiName: string;
  /** The API's Azure Resource Manager id. */
  readonly apiId: string;
  /** The service it belongs to. */
  readonly apiManagement: IApiManagement;

  private readonly api: ApiManagementApi;
  private readonly props: FailoverApiProps;
  private readonly service: Service;
  private readonly sections: Sections;
  private readonly operations: NamingOperation[] = [];
  private readonly pools: readonly IPriorityPool[];
  private last?: Last;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: FailoverApiProps) {
    super(scope, id);
    const { sections, named, operations } = validateApi(this, props);
    const { apiManagement } = props;
    this.props = props;
    this.sections = sections;
    this.pools = [...new Set([props.pool, ...(props.regionalPools ?? []).map(({ pool }) => pool)])];
    this.apiManagement = apiManagement;
    this.service = {
      apiManagementName: apiManagement.apiManagementName,
      resourceGroupName: apiManagement.resourceGroupName,
      provider: props.azurermProvider ?? apiManagement.azurermProvider,
    };
    this.api = this.createApi();
    this.apiName = this.api.name;
    this.apiId = this.api.id;
    for (const operation of operations) this.createOperation(operation);
    new azurerm.ApiManagementApiPolicy(this, 'Policy', {
      ...this.service,
      apiName: this.apiName,
      xmlContent: lazyTerraformText(() => this.settled().policy),
      lifecycle: this.lifecycle,
      // The policy names its pools and backends literally: only this tells Terraform of them.
      dependsOn: dependencies(this, [...this.pools, ...named]),
    });
    raiseFindings(this, () => this.settled().findings, props.acknowledge);
    if (!props.forwardTimeout) tellAtSynth(this, () => this.chosenTimeout());
    this.node.addValidation({
      validate: () => [...this.operationFaults(), ...this.retryFaults(), ...identityFaults(this.pools)],
    });
    declareName(this, declarationOf(props), props.acknowledge);
  }

  /** The attempts until a request reaches the last priority when all before it fails, the one that succeeds included. */
  public get attemptsToFailOver(): number {
    return Math.max(...countedPools(this.pools).map(retriesToFailOver)) + 1;
  }

  /** How long an attempt may take. */
  public get forwardTimeout(): Duration {
    const { forwardTimeout } = this.settled().model;
    return this.props.forwardTimeout ?? Duration.milliseconds(Math.round(Number(forwardTimeout) * 1000));
  }

  /**
   * Adds an operation.
   * @throws Error that lists every fault of the operation.
   */
  public addOperation(operation: FailoverApiOperation): void {
    this.createOperation(validateOperation(this, this.props, this.operations, operation));
    this.last = undefined;
  }

  /** @internal */
  public _model(): ApiModel {
    return this.settled().model;
  }

  /** What follows from the pools' members and the operations, to which more may be added: reckoned again only after one was. */
  private settled(): SettledApi {
    const pools = this.pools.map(poolModel);
    const isSettled = this.last?.pools.every((pool, index) => pool === pools[index]);
    if (!this.last || !isSettled) {
      const { props, sections, operations } = this;
      const parts = { address: this.node.path, props, pools: this.pools, sections, operations };
      this.last = { pools, settled: settleApi(parts) };
    }
    return this.last.settled;
  }

  /** Which forward timeout was chosen for the caller, and why. */
  private chosenTimeout(): string | undefined {
    const { model, isBudgetKept } = this.settled();
    const { retry, forwardTimeout: timeout, latencyBudget } = model;
    if (!retry || typeof timeout !== 'number') return undefined;
    return timeoutNote({ timeout, isBudgetKept, latencyBudget });
  }

  /** Operations can be added until the stack is synthesized. */
  private operationFaults(): string[] {
    if (this.operations.length > 0 || this.props.openApi) return [];
    return ['operations: there are none, and no openApi document; one of them is needed'];
  }

  /** Whether there is a retry is known once the pools have all their members. */
  private retryFaults(): string[] {
    if (!this.sections.backend || this._model().retry) return [];
    return [
      'policies.backend: without a retry, <backend> has room for the forward alone, ' +
        'and there is none by default where no pool has a second priority; give a retry.count',
    ];
  }

  /** Azure deletes an API's operations and policies with it: a new revision replaces them too. */
  private get lifecycle(): TerraformResourceLifecycle {
    const { api } = this;
    return { replaceTriggeredBy: [lateText(() => `${api.terraformResourceType}.${api.friendlyUniqueId}.id`)] };
  }

  private createApi(): ApiManagementApi {
    const { props } = this;
    return new azurerm.ApiManagementApi(this, 'Resource', {
      ...this.service,
      name: props.name,
      path: props.path,
      displayName: terraformText(props.displayName ?? props.name),
      description: props.description && terraformText(props.description),
      protocols: props.protocols ?? [ApiProtocol.HTTPS],
      revision: props.revision ?? '1',
      version: props.version,
      versionSetId: props.versionSetId,
      subscriptionRequired: props.subscriptionRequired ?? true,
      import: props.openApi?._toTerraform(),
    });
  }

  private createOperation(read: NamingOperation): void {
    const { operationId, method, urlTemplate, displayName, description, rewriteUri } = read.operation;
    this.operations.push(read);
    const api = { ...this.service, apiName: this.apiName, lifecycle: this.lifecycle };
    const operation = new azurerm.ApiManagementApiOperation(this, `Operation-${operationId}`, {
      ...api,
      operationId,
      displayName: terraformText(displayName ?? operationId),
      description: description && terraformText(description),
      method: method.name,
      urlTemplate,
      templateParameter: templateParameters(urlTemplate),
    });
    const hasPolicy = rewriteUri !== undefined || Object.values(read.sections).some((nodes) => nodes !== undefined);
    if (!hasPolicy) return;
    new azurerm.ApiManagementApiOperationPolicy(this, `OperationPolicy-${operationId}`, {
      ...api,
      operationId: operation.operationId,
      xmlContent: terraformText(writePolicy(operationPolicy(rewriteUri, read.sections))),
      dependsOn: dependencies(this, read.named),
    });
  }
}

/** What was settled last, and of which members. */
interface Last {
  readonly pools: readonly (PoolModel | undefined)[];
  readonly settled: SettledApi;
}

/** What the API takes of its service. */
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

/** What every resource of a service is given. */
interface Service {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly provider?: TerraformProvider;
}

/** The parameters in the template: azurerm wants each declared. */
function templateParameters(urlTemplate: string): { name: string; type: string; required: boolean }[] | undefined {
  const names = parametersOf(urlTemplate);
  return names.length > 0 ? names.map((name) => ({ name, type: 'string', required: true })) : undefined;
}

/** What a policy must wait for; a pool of another stack is made before this whole stack. */
function dependencies(api: Construct, named: readonly IConstruct[]): ITerraformDependable[] | undefined {
  const stack = TerraformStack.of(api);
  const resources = [...new Set(named)].flatMap((construct) => {
    const resource = construct.node.tryFindChild('Resource');
    if (!resource || !TerraformResource.isTerraformResource(resource)) return [];
    if (resource.cdktfStack === stack) return [resource];
    stack.addDependency(resource.cdktfStack);
    return [];
  });
  return resources.length > 0 ? resources : undefined;
}
