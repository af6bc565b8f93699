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
import { lateReference } from './private/late-reference';
import { backendModel } from './private/models';
import { declareName } from './private/names';
import { raiseFindings } from './private/raise-findings';
import { dependOnNamedValues, mayNameValues } from './private/used-named-values';

/**
 * A backend with a circuit breaker. A load-balanced pool needs the circuit breaker to fail over: when the circuits of a
 * priority group are open, the pool uses the next priority.
 *
 * @see https://learn.microsoft.com/azure/api-management/backends
 */
export class CircuitBreakerBackend extends Construct implements ICircuitBreakerBackend {
  /**
   * Creates a backend for an existing function app. Terraform looks up the host name and stores the host key in a named
   * value. The key appears neither in the synthesized JSON nor in the plan or the state. The private data of the state
   * contains a hash of it.
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
   * Imports a backend that is deployed outside of this stack.
   *
   * @param circuitBreaker the circuit breaker rule of the backend, if it is known; without it, the number of attempts
   *   cannot be computed.
   */
  public static fromBackendId(
    scope: Construct,
    id: string,
    backendId: string,
    circuitBreaker: CircuitBreakerRule = CircuitBreakerRule.unknown(),
  ): ICircuitBreakerBackend {
    return new ImportedBackend(scope, id, backendId, circuitBreaker);
  }

  /** The name of the backend, for use in policies. It is a reference, so that Terraform creates the backend first. */
  readonly backendName: string;
  /** The full Azure Resource Manager ID of the backend, for use in pools. */
  readonly backendId: string;
  /** The name of the service that the backend belongs to. */
  readonly apiManagementName: string;
  /** The SKU of the service, if it is known before deployment. */
  readonly skuName?: string;
  /** The circuit breaker rule of the backend. */
  readonly circuitBreaker: CircuitBreakerRule;
  /** The credentials with which the service authenticates to the backend. */
  readonly credentials: BackendCredentials[];
  /** @internal The literal name from the props, for use where a reference cannot be resolved. */
  readonly _backendName: string;
  /** @internal The URL from the props. */
  readonly _url: string;
  /** @internal The codes of the findings that are acknowledged on this backend. */
  readonly _acknowledged: readonly string[];
  private isMember = false;

  /**
   * @throws Error if the props are invalid. The message lists every error.
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
    const texts = credentials.flatMap(({ _credential }) => _credential.text ?? []);
    if (texts.some(mayNameValues)) dependOnNamedValues(resource, apiManagementName, () => texts);
    if (proxy?.password && !Token.isUnresolved(proxy.password)) {
      Annotations.of(this).addWarning(
        'proxy.password appears as plain text in the synthesized JSON: use a sensitive TerraformVariable',
      );
    }

    this.backendName = lateReference(resource, 'name');
    this.backendId = lateReference(resource, 'id');
    this.apiManagementName = apiManagementName;
    this.skuName = apiManagement.skuName;
    this.circuitBreaker = circuitBreaker;
    this.credentials = [...credentials];
    this._backendName = name;
    this._url = props.url;
    this._acknowledged = (props.acknowledge ?? []).map(({ code }) => code);
    const model = backendModel(this);
    if (checkBackend(model).length > 0) {
      raiseFindings(this, () => checkBackend(model, this.isMember), props.acknowledge);
    }
    declareName(this, { kind: 'backend', name, apiManagementName }, props.acknowledge);
    for (const { _credential } of credentials) {
      const stored = _credential.storedName?.(name);
      if (stored) declareName(this, { kind: 'named value', name: stored, apiManagementName }, props.acknowledge);
    }
  }

  /**
   * @internal Records that a pool contains this backend. The pool then reports the findings that concern all its
   * members.
   */
  public _join(): void {
    this.isMember = true;
  }
}

const DEFAULT_RULE = CircuitBreakerRule.gatewayFailures();
