import type { ApiManagementApi } from '@cdktf/provider-azurerm/lib/api-management-api';
import { ITerraformDependable, TerraformProvider, TerraformResource, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IApiManagement } from './api-management';
import { ManagedIdentityProps } from './backend-credentials';
import { ICircuitBreakerBackend } from './circuit-breaker-backend';
import { Duration } from './duration';
import {
  ApiModel,
  checkApi,
  chooseForwardTimeout,
  ChosenTimeout,
  Finding,
  PoolModel,
  retriesToFailOver,
  SentElsewhere,
} from './failover';
import { FailoverApiOperation, FailoverApiProps } from './failover-api-props';
import { writePolicy } from './policy';
import { azurerm } from './private/bindings';
import { validateApi } from './private/api-validation';
import { failoverPolicy, operationPolicy } from './private/failover-policy';
import { known } from './private/known';
import { serviceModel } from './private/models';
import { declareName, Declaration } from './private/names';
import { choosesBackend, forwardsIn, onlyRunOf, Sections, sentElsewhere } from './private/policy-sections';
import { raiseFindings, tellAtSynth } from './private/raise-findings';
import { parametersOf } from './private/rules';
import { lazyTerraformText, terraformText } from './private/terraform-text';
import { timeoutNote } from './private/timeout-note';
import { PriorityPool } from './priority-pool';
import { retryModel, retrySettings } from './retry';

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
  private readonly operationSections: readonly Sections[];
  private readonly pools: readonly PriorityPool[];
  /** Whether a policy of the caller's own chooses the backend before the retry. */
  private readonly isBackendChosenByCaller: boolean;
  private last?: Settled;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: FailoverApiProps) {
    super(scope, id);
    const read = validateApi(this, props);
    const { apiManagement, name, operations = [] } = props;
    this.props = props;
    this.sections = read.sections;
    this.operationSections = read.operations;
    this.pools = [...new Set([props.pool, ...(props.regionalPools ?? []).map(({ pool }) => pool)])];
    this.isBackendChosenByCaller = [read.sections, ...read.operations].some(({ inbound }) => choosesBackend(inbound));
    this.apiName = name;
    this.apiManagement = apiManagement;

    const service: Service = {
      apiManagementName: apiManagement.apiManagementName,
      resourceGroupName: apiManagement.resourceGroupName,
      provider: props.azurermProvider ?? apiManagement.azurermProvider,
    };
    this.api = this.createApi(service);
    const apiName = this.api.name;
    for (const [index, operation] of operations.entries()) {
      this.createOperation({ ...service, apiName }, operation, read.operations[index] ?? {});
    }
    new azurerm.ApiManagementApiPolicy(this, 'Policy', {
      ...service,
      apiName,
      xmlContent: lazyTerraformText(() => this.settled().policy),
      // The policy names its pools and backends literally: only this tells Terraform of them.
      dependsOn: dependencies(this, new Set([...this.pools, ...read.named])),
    });
    raiseFindings(this, () => this.settled().findings, props.acknowledge);
    if (!props.forwardTimeout) tellAtSynth(this, () => this.chosenTimeout());
    this.node.addValidation({ validate: () => [...this.retryFaults(), ...identityFaults(this.pools)] });
    declareName(this, declarationOf(props), props.acknowledge);
  }

  /** The API's Azure Resource Manager id. */
  public get apiId(): string {
    return this.api.id;
  }

  /** The attempts until a request reaches the last priority when all before it fails, the one that succeeds included. */
  public get attemptsToFailOver(): number {
    return Math.max(...this.pools.map((pool) => retriesToFailOver(pool._model()))) + 1;
  }

  /** How long an attempt may take. */
  public get forwardTimeout(): Duration {
    const { forwardTimeout } = this.settled().model;
    return this.props.forwardTimeout ?? Duration.milliseconds(Math.round(Number(forwardTimeout) * 1000));
  }

  /** @internal */
  public _model(): ApiModel {
    return this.settled().model;
  }

  /** What follows from the pools' members, to which more may be added: reckoned again only after one was. */
  private settled(): Settled {
    const pools = this.pools.map((pool) => pool._model());
    const isSettled = this.last?.model.pools.every((pool, index) => pool === pools[index]);
    if (!this.last || !isSettled) this.last = this.settle(pools);
    return this.last;
  }

  private settle(pools: readonly PoolModel[]): Settled {
    const { props } = this;
    const retry = retrySettings(props.retry, pools);
    const latencyBudget = known(props.latencyBudget?.toSeconds());
    const choosesPoolAgain = retry !== undefined && !this.isBackendChosenByCaller;
    const untimed: ApiModel = {
      address: this.node.path,
      name: this.apiName,
      service: serviceModel(props.apiManagement.apiManagementName, props.apiManagement.skuName),
      pools,
      retry: retry && retryModel(retry),
      forwardTimeout: 'unknown',
      latencyBudget,
      bufferRequestBody: true,
      choosesPoolAgain,
      forwardsPerAttempt: 1 + forwardsIn(this.sections.backend),
      onlyRun: retry && onlyRunOf(this.sections.backend),
      sentElsewhere: this.sentElsewhere(),
      methods: props.openApi ? props.openApi._methods : props.operations?.map(({ method }) => method),
      missingBackends: [],
      backendSectionChildren: 1,
    };
    const { timeout: forwardTimeout, obstacle }: ChosenTimeout = props.forwardTimeout
      ? { timeout: props.forwardTimeout.toSeconds() }
      : chooseForwardTimeout(untimed, latencyBudget === 'unknown' ? undefined : latencyBudget);
    const model: ApiModel = { ...untimed, forwardTimeout: known(forwardTimeout) };
    const policy = failoverPolicy({
      poolName: props.pool.poolName,
      regionalPools: (props.regionalPools ?? []).map(({ region, pool }) => ({ region, poolName: pool.poolName })),
      retry,
      choosesPoolAgain,
      forwardTimeout,
      attemptCountHeader: props.attemptCountHeader,
      managedIdentity: managedIdentitiesOf(this.pools)[0],
      extra: this.sections,
    });
    return { model, findings: checkApi(model), policy: writePolicy(policy), isBudgetKept: obstacle === undefined };
  }

  /** Which requests the caller's own policies send to another backend than the API's pools. */
  private sentElsewhere(): SentElsewhere | undefined {
    const names = new Set(this.pools.map(({ poolName }) => poolName));
    const own = sentElsewhere(this.sections.inbound, names);
    const ofOperations = this.operationSections.map(({ inbound }) => sentElsewhere(inbound, names, own));
    if ([own, ...ofOperations].every((sent) => sent === 'all')) return 'all';
    return [own, ...ofOperations].some((sent) => sent !== undefined) ? 'some' : undefined;
  }

  /** Which forward timeout was chosen for the caller, and why. */
  private chosenTimeout(): string | undefined {
    const { model, isBudgetKept } = this.settled();
    const { retry, forwardTimeout: timeout, latencyBudget } = model;
    if (!retry || typeof timeout !== 'number') return undefined;
    return timeoutNote({ timeout, isBudgetKept, latencyBudget });
  }

  /** Whether there is a retry is known once the pools have all their members. */
  private retryFaults(): string[] {
    if (!this.sections.backend || this._model().retry) return [];
    return [
      'policies.backend: without a retry, <backend> has room for the forward alone, ' +
        'and there is none by default where no pool has a second priority; give a retry.count',
    ];
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

interface Settled {
  readonly model: ApiModel;
  /** Whether no client waits longer than the latency budget, or than what takes its place, with a timeout that was chosen. */
  readonly isBudgetKept: boolean;
  readonly findings: Finding[];
  readonly policy: string;
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
  const byToken = new Map<string, string[]>();
  for (const backend of new Set(membersOf(pools))) {
    const token = JSON.stringify(identityOf(backend));
    byToken.set(token, [...(byToken.get(token) ?? []), `'${backend.backendName}'`]);
  }
  if (byToken.size < 2) return [];
  const without = byToken.get(NO_TOKEN);
  byToken.delete(NO_TOKEN);
  // What a token is for stands in the credentials, and is not shown.
  const told = [...byToken.values()].map(
    (names, index) => `${index === 0 ? 'one' : 'another'} for ${names.join(', ')}`,
  );
  if (without) told.push(`none for ${without.join(', ')}`);
  return [`managed identity tokens, ${told.join(', ')}: all backends of the API's pools must take the same token`];
}

/** Of a backend without a managed identity. */
const NO_TOKEN = JSON.stringify([]);

function membersOf(pools: readonly PriorityPool[]): ICircuitBreakerBackend[] {
  return pools.flatMap((pool) => pool.members.map(({ backend }) => backend));
}

function identityOf({ credentials }: ICircuitBreakerBackend): ManagedIdentityProps[] {
  return credentials.flatMap(({ _managedIdentity }) => _managedIdentity ?? []);
}
