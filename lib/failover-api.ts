import type { ApiManagementApi } from '@cdktf/provider-azurerm/lib/api-management-api';
import { ITerraformDependable, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IApiManagement } from './api-management';
import { ManagedIdentityProps } from './backend-credentials';
import { ICircuitBreakerBackend } from './circuit-breaker-backend';
import { ApiModel, checkApi, longestForwardTimeout, PoolModel, retriesToFailOver } from './failover';
import { FailoverApiOperation, FailoverApiProps } from './failover-api-props';
import { writePolicy } from './policy';
import { azurerm } from './private/bindings';
import { validateApi } from './private/api-validation';
import { failoverPolicy, operationPolicy } from './private/failover-policy';
import { known } from './private/known';
import { poolModel, serviceModel } from './private/models';
import { Sections } from './private/policy-sections';
import { raiseFindings } from './private/raise-findings';
import { lazyTerraformText, terraformText } from './private/terraform-text';
import { PriorityPool } from './priority-pool';
import { retryModel, retrySettings, RetrySettings } from './retry';

/**
 * An API whose requests go to a pool, and are tried again until the pool has failed over: a client sees one request
 * that takes a little longer.
 *
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export class FailoverApi extends Construct {
  /** The API's name. */
  readonly apiName: string;
  /** The service it belongs to. */
  readonly apiManagement: IApiManagement;

  private readonly api: ApiManagementApi;
  private readonly props: FailoverApiProps;
  private readonly sections: Sections;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: FailoverApiProps) {
    super(scope, id);
    const read = validateApi(this, props);
    const { apiManagement, name, operations = [] } = props;
    this.props = props;
    this.sections = read.sections;
    this.apiName = name;
    this.apiManagement = apiManagement;

    const service: Service = {
      apiManagementName: apiManagement.apiManagementName,
      resourceGroupName: apiManagement.resourceGroupName,
      provider: props.azurermProvider ?? apiManagement.azurermProvider,
    };
    this.api = this.createApi(service);
    const apiName = this.api.name;
    operations.forEach((operation, index) =>
      this.createOperation({ ...service, apiName }, operation, read.operations[index] ?? {}),
    );
    new azurerm.ApiManagementApiPolicy(this, 'Policy', {
      ...service,
      apiName,
      xmlContent: lazyTerraformText(() => this.policy()),
      // The policy names its pools and backends literally: only this tells Terraform of them.
      dependsOn: dependencies(this, new Set([...this.pools, ...read.named])),
    });
    raiseFindings(this, () => checkApi(this._model()), props.acknowledge);
    this.node.addValidation({ validate: () => [...this.retryFaults(), ...identityFaults(this.pools)] });
  }

  /** The API's Azure Resource Manager id. */
  public get apiId(): string {
    return this.api.id;
  }

  /** The attempts until a request reaches the last priority when all before it fails, the one that succeeds included. */
  public get attemptsToFailOver(): number {
    return Math.max(...this.pools.map((pool) => retriesToFailOver(poolModel(pool)))) + 1;
  }

  /** @internal */
  public _model(): ApiModel {
    const { operations, openApi, apiManagement } = this.props;
    const { pools, retry, forwardTimeout } = this.settings();
    return {
      address: this.node.path,
      name: this.apiName,
      service: serviceModel(apiManagement.apiManagementName, apiManagement.skuName),
      pools,
      retry: retry && retryModel(retry),
      forwardTimeout: known(forwardTimeout),
      bufferRequestBody: true,
      methods: openApi ? openApi._methods : operations?.map(({ method }) => method),
      missingBackends: [],
      backendSectionChildren: 1,
    };
  }

  private get pools(): PriorityPool[] {
    return [...new Set([this.props.pool, ...(this.props.regionalPools ?? []).map(({ pool }) => pool)])];
  }

  /** What depends on the pools' members, which may still be added to: asked for when the stack is synthesized. */
  private settings(): { pools: PoolModel[]; retry?: RetrySettings; forwardTimeout: number } {
    const pools = this.pools.map(poolModel);
    const retry = retrySettings(this.props.retry, pools);
    const timeout = this.props.forwardTimeout?.toSeconds();
    return { pools, retry, forwardTimeout: timeout ?? longestForwardTimeout(pools, retry && retryModel(retry)) };
  }

  /** Whether there is a retry is known once the pools have all their members. */
  private retryFaults(): string[] {
    if (!this.sections.backend || this.settings().retry) return [];
    return [
      'policies.backend: without a retry, <backend> has room for the forward alone, ' +
        'and there is none by default where no pool has a second priority; give a retry.count',
    ];
  }

  private policy(): string {
    const { pool, regionalPools = [], attemptCountHeader } = this.props;
    const { retry, forwardTimeout } = this.settings();
    return writePolicy(
      failoverPolicy({
        poolName: pool.poolName,
        regionalPools: regionalPools.map((regional) => ({ region: regional.region, poolName: regional.pool.poolName })),
        retry,
        forwardTimeout,
        attemptCountHeader,
        managedIdentity: managedIdentitiesOf(this.pools)[0],
        extra: this.sections,
      }),
    );
  }

  private createApi(service: Service): ApiManagementApi {
    const { props } = this;
    return new azurerm.ApiManagementApi(this, 'Resource', {
      ...service,
      name: props.name,
      path: props.path,
      displayName: terraformText(props.displayName ?? props.name),
      description: props.description && terraformText(props.description),
      protocols: props.protocols ?? ['https'],
      revision: props.revision ?? '1',
      version: props.version,
      versionSetId: props.versionSetId,
      subscriptionRequired: props.subscriptionRequired ?? true,
      import: props.openApi?._toTerraform(),
    });
  }

  private createOperation(
    api: Service & { readonly apiName: string },
    { operationId, method, urlTemplate, displayName, description, rewriteUri }: FailoverApiOperation,
    sections: Sections,
  ): void {
    const operation = new azurerm.ApiManagementApiOperation(this, `Operation-${operationId}`, {
      ...api,
      operationId,
      displayName: terraformText(displayName ?? operationId),
      description: description && terraformText(description),
      method,
      urlTemplate,
      templateParameter: templateParameters(urlTemplate),
    });
    const hasPolicy = rewriteUri !== undefined || Object.values(sections).some((nodes) => nodes !== undefined);
    if (!hasPolicy) return;
    new azurerm.ApiManagementApiOperationPolicy(this, `OperationPolicy-${operationId}`, {
      ...api,
      operationId: operation.operationId,
      xmlContent: terraformText(writePolicy(operationPolicy(rewriteUri, sections))),
    });
  }
}

/** What every resource of a service is given. */
interface Service {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly provider?: TerraformProvider;
}

/** The parameters in the template: azurerm wants each declared. */
function templateParameters(urlTemplate: string): { name: string; type: string; required: boolean }[] | undefined {
  const names = [...urlTemplate.matchAll(/\{\*?([^}]+)\}/g)].map(([, name]) => name ?? '');
  return names.length > 0 ? names.map((name) => ({ name, type: 'string', required: true })) : undefined;
}

/** What the API's policy must wait for; a pool of another stack is made before this whole stack. */
function dependencies(api: Construct, named: Iterable<IConstruct>): ITerraformDependable[] {
  const stack = TerraformStack.of(api);
  return [...named].flatMap((construct) => {
    const resource = construct.node.tryFindChild('Resource');
    if (!resource || !TerraformResource.isTerraformResource(resource)) return [];
    if (resource.cdktfStack === stack) return [resource];
    stack.addDependency(resource.cdktfStack);
    return [];
  });
}

function managedIdentitiesOf(pools: readonly PriorityPool[]): ManagedIdentityProps[] {
  const identities = membersOf(pools).flatMap(identityOf);
  return [...new Map(identities.map((identity) => [JSON.stringify(identity), identity])).values()];
}

/** The policy asks for one token, whichever backend the request goes to. */
function identityFaults(pools: readonly PriorityPool[]): string[] {
  const identities = managedIdentitiesOf(pools);
  const without = membersOf(pools).filter((backend) => identityOf(backend).length === 0);
  if (identities.length === 0 || (identities.length === 1 && without.length === 0)) return [];
  const tokens = identities.map(({ resource }) => `'${resource}'`).join(', ');
  const others = without.map(({ backendName }) => `'${backendName}'`).join(', ');
  return [
    `managed identity tokens for ${tokens}${others && `, and none for ${others}`}: all backends of the API's pools must take the same token`,
  ];
}

function membersOf(pools: readonly PriorityPool[]): ICircuitBreakerBackend[] {
  return pools.flatMap((pool) => pool.members.map(({ backend }) => backend));
}

function identityOf({ credentials }: ICircuitBreakerBackend): ManagedIdentityProps[] {
  return credentials.flatMap(({ _managedIdentity }) => _managedIdentity ?? []);
}
