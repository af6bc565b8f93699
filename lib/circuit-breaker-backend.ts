import { Annotations, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { DataAzapiResource } from './azapi/data-azapi-resource';
import { BackendCredentials } from './backend-credentials';
import type {
  CircuitBreakerBackendProps,
  FunctionAppBackendProps,
  ICircuitBreakerBackend,
} from './circuit-breaker-backend-props';
import { CircuitBreakerRule } from './circuit-breaker-rule';
import { checkBackend } from './failover';
import { functionAppId } from './private/arm-id';
import { needsAzapiProvider } from './private/azapi-provider';
import { createBackend } from './private/backend-resource';
import { validateBackend, validateFunctionAppBackend } from './private/backend-validation';
import { azapi } from './private/bindings';
import { ImportedBackend } from './private/imported-backend';
import { lateText } from './private/late';
import { backendModel } from './private/models';
import { declareName } from './private/names';
import { raiseFindings } from './private/raise-findings';

/**
 * A backend with a circuit breaker, as a pool needs it to fail over: once its circuit is open, the pool goes on to the
 * next priority.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends
 */
export class CircuitBreakerBackend extends Construct implements ICircuitBreakerBackend {
  /**
   * A backend for a function app that exists: its host name is looked up, and its host key goes into a named value
   * without passing through the synthesized JSON, a plan or the state.
   */
  public static forFunctionApp(scope: Construct, id: string, props: FunctionAppBackendProps): CircuitBreakerBackend {
    validateFunctionAppBackend([scope.node.path, id].filter((part) => part !== '').join('/'), props);
    const { functionApp, ...options } = props;
    const { apiManagement } = options;
    const { name, resourceGroupName, keyName, keyVersion } = functionApp;
    const siteId = functionAppId(functionApp.subscriptionId ?? apiManagement.subscriptionId, resourceGroupName, name);
    const azapiProvider = functionApp.azapiProvider ?? options.azapiProvider ?? apiManagement.azapiProvider;
    const key = BackendCredentials.functionKey({ functionAppId: siteId, keyName, keyVersion, azapiProvider });
    const backend = new CircuitBreakerBackend(scope, id, {
      ...options,
      name: options.name ?? name,
      url: lateText((): string => `https://${site.getStringAttribute('output.defaultHostName')}`),
      credentials: options.credentials ?? [key],
    });
    needsAzapiProvider(backend);
    const site: DataAzapiResource = new azapi.DataAzapiResource(backend, 'FunctionApp', {
      type: 'Microsoft.Web/sites@2024-04-01',
      resourceId: siteId,
      responseExportValues: { defaultHostName: 'properties.defaultHostName' },
      provider: azapiProvider,
    });
    return backend;
  }

  /**
   * A backend that is made elsewhere.
   *
   * @param circuitBreaker its rule, if it is known: attempts can be counted only with it.
   */
  public static fromBackendId(
    scope: Construct,
    id: string,
    backendId: string,
    circuitBreaker: CircuitBreakerRule = CircuitBreakerRule.unknown(),
  ): ICircuitBreakerBackend {
    return new ImportedBackend(scope, id, backendId, circuitBreaker);
  }

  /** The backend's name, that policies use: a reference, so that Terraform makes the backend first. */
  readonly backendName: string;
  /** The backend's full Azure Resource Manager id, that pools use. */
  readonly backendId: string;
  /** The name of the service it belongs to. */
  readonly apiManagementName: string;
  /** The SKU of that service, where it is known before a deployment. */
  readonly skuName?: string;
  /** The rule that opens its circuit. */
  readonly circuitBreaker: CircuitBreakerRule;
  /** How the service authenticates to it. */
  readonly credentials: BackendCredentials[];
  /** @internal The name as it was given, for what is written or compared before Terraform knows of any. */
  readonly _backendName: string;
  /** @internal The codes of the findings that are acknowledged at it. */
  readonly _acknowledged: readonly string[];
  private isMember = false;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: CircuitBreakerBackendProps) {
    super(scope, id);
    validateBackend(this, props);
    const { apiManagement, name, circuitBreaker = DEFAULT_RULE, credentials = [], proxy } = props;
    const { apiManagementName } = apiManagement;
    const bound = credentials.map(({ _credential }, index) =>
      _credential.bind(this, {
        where: `credentials[${index}]`,
        apiManagement,
        backendName: name,
        azurermProvider: props.azurermProvider ?? apiManagement.azurermProvider,
        azapiProvider: props.azapiProvider ?? apiManagement.azapiProvider,
      }),
    );
    const resource = createBackend(this, props, circuitBreaker, bound);
    if (proxy?.password && !Token.isUnresolved(proxy.password)) {
      Annotations.of(this).addWarning(
        'proxy.password stands as plain text in the synthesized JSON: take it from a sensitive TerraformVariable',
      );
    }

    this.backendName = resource.name;
    this.backendId = resource.id;
    this.apiManagementName = apiManagementName;
    this.skuName = apiManagement.skuName;
    this.circuitBreaker = circuitBreaker;
    this.credentials = credentials;
    this._backendName = name;
    this._acknowledged = (props.acknowledge ?? []).map(({ code }) => code);
    const model = backendModel(this);
    if (checkBackend(model).length > 0) {
      raiseFindings(this, () => checkBackend(model, this.isMember), props.acknowledge);
    }
    declareName(this, { kind: 'backend', name, apiManagementName }, props.acknowledge);
  }

  /** @internal A pool took it for a member, and says what is to be said of all its members. */
  public _join(): void {
    this.isMember = true;
  }
}

const DEFAULT_RULE = CircuitBreakerRule.gatewayFailures();
