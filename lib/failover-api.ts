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
import { ApiModel, checkPool, Finding, PoolModel, retriesToFailOver } from './failover';
import { FailoverApiOperation, FailoverApiProps } from './failover-api-props';
import { copiedApi, validateApi, validateOperation } from './private/api-validation';
import { azurerm } from './private/bindings';
import { operationPolicy } from './private/failover-policy';
import { known } from './private/known';
import { lateText } from './private/late';
import { lateReference } from './private/late-reference';
import { shownName } from './private/literal-names';
import { identityFaults } from './private/managed-identities';
import { declareName, Declaration } from './private/names';
import { NamingOperation, placeOf } from './private/operation-validation';
import type { Sections } from './private/policy-sections';
import { foreignPools, poolModel } from './private/pool-models';
import { raiseFindings, annotateAtSynth } from './private/raise-findings';
import { parametersOf } from './private/rules';
import { countedPools, SettledApi, settleApi } from './private/settle-api';
import { lazyTerraformText, terraformText } from './private/terraform-text';
import { timeoutNote } from './private/timeout-note';
import { dependOnNamedValues, mayNameValues } from './private/used-named-values';
import { warnOfEntities } from './private/warn-of-entities';
import { writtenPolicy } from './private/written-policy';
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

  /** Azure deletes the operations and policies of an API with it, so a new revision replaces them too. */
  private readonly lifecycle: TerraformResourceLifecycle;
  private readonly props: FailoverApiProps;
  private readonly service: Service;
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
    this.service = {
      apiManagementName: apiManagement.apiManagementName,
      resourceGroupName: apiManagement.resourceGroupName,
      provider: props.azurermProvider ?? apiManagement.azurermProvider,
    };
    const api = this.createApi();
    this.apiName = lateReference(api, 'name');
    this.apiId = lateReference(api, 'id');
    this.lifecycle = {
      replaceTriggeredBy: [lateText(() => `${api.terraformResourceType}.${api.friendlyUniqueId}.id`)],
    };
    for (const operation of operations) this.createOperation(operation);
    const policy = new azurerm.ApiManagementApiPolicy(this, 'Policy', {
      ...this.service,
      apiName: this.apiName,
      xmlContent: lazyTerraformText(() => this.settled().policy),
      lifecycle: this.lifecycle,
      // The policy contains the literal names of pools and backends, so Terraform cannot infer the dependencies.
      dependsOn: dependencies(this, [...this.pools, ...named]),
    });
    dependOnNamedValues(policy, apiManagement.apiManagementName, () => [this.settled().policy]);
    warnOfEntities(this, '', sections);
    // Their members are told that a pool contains them.
    foreignPools(this.pools).forEach(poolModel);
    raiseFindings(this, () => [...this.foreignFindings(), ...this.settled().findings], props.acknowledge);
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
    warnOfEntities(this, `${placeOf(read.operation)}.`, read.sections, rewriteUri);
    const text = writtenPolicy(operationPolicy(rewriteUri, read.sections));
    const policy = new azurerm.ApiManagementApiOperationPolicy(this, `OperationPolicy-${operationId}`, {
      ...api,
      operationId: lateReference(operation, 'operation_id'),
      xmlContent: terraformText(text),
      dependsOn: dependencies(this, read.named),
    });
    if (mayNameValues(text)) dependOnNamedValues(policy, this.service.apiManagementName, () => [text]);
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

/** The arguments that all resources of a service share. */
interface Service {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly provider?: TerraformProvider;
}

/** Returns the parameters of the template, which azurerm requires to be declared. */
function templateParameters(urlTemplate: string): { name: string; type: string; required: boolean }[] | undefined {
  const names = parametersOf(urlTemplate);
  return names.length > 0 ? names.map((name) => ({ name, type: 'string', required: true })) : undefined;
}

/** Returns the resource of a construct; all resources below a construct that a caller implements otherwise. */
function resourcesOf({ node }: IConstruct): TerraformResource[] {
  const resource = node.tryFindChild('Resource');
  const constructs: IConstruct[] = resource ? [resource] : node.findAll();
  return constructs.filter((each) => TerraformResource.isTerraformResource(each));
}

/** Returns the resources that a policy depends on. For a pool in another stack, this stack depends on that stack. */
function dependencies(api: Construct, named: readonly IConstruct[]): ITerraformDependable[] | undefined {
  const stack = TerraformStack.of(api);
  const resources = [...new Set(named)].flatMap(resourcesOf).flatMap((resource) => {
    if (resource.cdktfStack === stack) return [resource];
    stack.addDependency(resource.cdktfStack);
    return [];
  });
  return resources.length > 0 ? resources : undefined;
}
