import { Annotations, TerraformProvider, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { FindingAcknowledgement } from './acknowledgement';
import { IApiManagement } from './api-management';
import type { DataAzapiResource } from './azapi/data-azapi-resource';
import { BackendCredentials, BoundCredentials } from './backend-credentials';
import { CircuitBreakerRule } from './circuit-breaker-rule';
import { checkBackend } from './failover';
import { needsAzapiProvider } from './private/azapi-provider';
import { azapi, azurerm } from './private/bindings';
import { functionAppId, serviceIdParts } from './private/arm-id';
import { Faults } from './private/faults';
import { lateText } from './private/late';
import { backendModel } from './private/models';
import { declareName } from './private/names';
import { raiseFindings } from './private/raise-findings';
import {
  ANY_RESOURCE_GROUP_NAME,
  BACKEND_ID,
  BACKEND_NAME,
  freeBytes,
  FUNCTION_APP_NAME,
  KEY_NAME,
  secretText,
  SUBSCRIPTION_ID,
} from './private/rules';
import { terraformText } from './private/terraform-text';

/** A backend of an API Management service. */
export interface ICircuitBreakerBackend extends IConstruct {
  /** The backend's name, that policies use. */
  readonly backendName: string;
  /** The backend's full Azure Resource Manager id, that pools use. */
  readonly backendId: string;
  /** The name of the service it belongs to. */
  readonly apiManagementName: string;
  /** The SKU of that service, where it is known before a deployment. */
  readonly skuName?: string;
  /** The rule that opens its circuit. */
  readonly circuitBreaker: CircuitBreakerRule;
  /** How the service makes itself known to it. */
  readonly credentials: BackendCredentials[];
}

/** A proxy between the service and its backend. */
export interface BackendProxy {
  /** The proxy's URL. */
  readonly url: string;
  /** The user that the proxy knows. */
  readonly username: string;
  /**
   * The user's password, from a sensitive variable: a plain one would stand in the synthesized JSON.
   * @default - none
   */
  readonly password?: string;
}

/** What every backend takes. */
export interface CircuitBreakerBackendOptions {
  /** The service that the backend belongs to. */
  readonly apiManagement: IApiManagement;
  /**
   * What opens its circuit.
   * @default CircuitBreakerRule.gatewayFailures()
   */
  readonly circuitBreaker?: CircuitBreakerRule;
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
   * How the service makes itself known to the backend.
   * @default - not at all; for a function app, its host key
   */
  readonly credentials?: BackendCredentials[];
  /**
   * The proxy that leads to the backend.
   * @default - none
   */
  readonly proxy?: BackendProxy;
  /**
   * Whether the chain of the backend's TLS certificate must be valid.
   * @default true
   */
  readonly validateCertificateChain?: boolean;
  /**
   * Whether the name in the backend's TLS certificate must be the host's.
   * @default true
   */
  readonly validateCertificateName?: boolean;
  /**
   * Findings about this backend that are accepted.
   * @default - none
   */
  readonly acknowledge?: FindingAcknowledgement[];
  /**
   * The azurerm provider.
   * @default - that of the service
   */
  readonly azurermProvider?: TerraformProvider;
  /**
   * The azapi provider.
   * @default - that of the service
   */
  readonly azapiProvider?: TerraformProvider;
}

/** A backend by its URL. */
export interface CircuitBreakerBackendProps extends CircuitBreakerBackendOptions {
  /** The backend's name: 1 to 80 letters, digits, underscores and hyphens. */
  readonly name: string;
  /** The backend's URL, http or https, up to 2000 characters. */
  readonly url: string;
  /** @internal The function app that the URL is of. */
  readonly _functionApp?: FunctionAppReference;
  /** @internal Its host key, for a backend without credentials of the caller's own. */
  readonly _functionKey?: BackendCredentials;
}

/** A function app, of any plan and operating system. */
export interface FunctionAppReference {
  /** The function app's name. */
  readonly name: string;
  /** The resource group it is in. */
  readonly resourceGroupName: string;
  /**
   * The subscription it is in.
   * @default - that of the API Management service
   */
  readonly subscriptionId?: string;
  /**
   * The name of the host key to send.
   * @default 'default'
   */
  readonly keyName?: string;
  /**
   * Change it after the host key has been renewed, and the key is read and sent again.
   * @default '1'
   */
  readonly keyVersion?: string;
  /**
   * The azapi provider that may read the function app and list its keys.
   * @default - that of the backend
   */
  readonly azapiProvider?: TerraformProvider;
}

/** A backend by its function app. */
export interface FunctionAppBackendProps extends CircuitBreakerBackendOptions {
  /** The function app, which must exist. */
  readonly functionApp: FunctionAppReference;
  /**
   * The backend's name.
   * @default - the function app's name
   */
  readonly name?: string;
}

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
    // A caller in JavaScript may have left out any of it: the constructor says so.
    const { functionApp, ...options } = props ?? {};
    const { name, resourceGroupName, keyName, keyVersion } = functionApp ?? {};
    const subscriptionId = functionApp?.subscriptionId ?? options.apiManagement?.subscriptionId;
    const siteId = functionAppId(subscriptionId, resourceGroupName, name);
    const azapiProvider = functionApp?.azapiProvider ?? options.azapiProvider ?? options.apiManagement?.azapiProvider;
    const backend: CircuitBreakerBackend = new CircuitBreakerBackend(scope, id, {
      ...options,
      name: options.name ?? name,
      url: lateText((): string => `https://${site.getStringAttribute('output.defaultHostName')}`),
      _functionApp: functionApp,
      _functionKey: BackendCredentials.functionKey({ functionAppId: siteId, keyName, keyVersion, azapiProvider }),
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

  /** @internal */
  public static _validateFunctionApp(
    faults: Faults,
    where: string,
    functionApp: FunctionAppReference | undefined,
  ): void {
    const needed = 'an object with name and resourceGroupName is needed';
    if (!faults.settings(where, functionApp, needed) || !functionApp) return;
    faults.text(`${where}.name`, functionApp.name, FUNCTION_APP_NAME);
    faults.text(`${where}.resourceGroupName`, functionApp.resourceGroupName, ANY_RESOURCE_GROUP_NAME);
    faults.optionalText(`${where}.subscriptionId`, functionApp.subscriptionId, SUBSCRIPTION_ID);
    faults.optionalText(`${where}.keyName`, functionApp.keyName, KEY_NAME);
    faults.optionalText(`${where}.keyVersion`, functionApp.keyVersion, secretText(200));
  }

  readonly backendName: string;
  readonly backendId: string;
  readonly apiManagementName: string;
  readonly skuName?: string;
  readonly circuitBreaker: CircuitBreakerRule;
  readonly credentials: BackendCredentials[];
  /** @internal The codes of the findings that are acknowledged at it. */
  readonly _acknowledged: readonly string[];
  private isMember = false;

  /**
   * @throws Error that lists every fault of the props.
   */
  constructor(scope: Construct, id: string, props: CircuitBreakerBackendProps) {
    super(scope, id);
    validate(this, props);
    const { apiManagement, name, url, circuitBreaker = DEFAULT_RULE, proxy } = props;
    const credentials = props.credentials ?? (props._functionKey ? [props._functionKey] : []);
    const azurermProvider = props.azurermProvider ?? apiManagement.azurermProvider;
    const azapiProvider = props.azapiProvider ?? apiManagement.azapiProvider;
    const { apiManagementName, resourceGroupName } = apiManagement;

    const bound = credentials.map((credential, index) => {
      const where = `credentials[${index}]`;
      return credential._bind(this, { where, apiManagement, backendName: name, azurermProvider, azapiProvider });
    });
    const dependsOn = bound.flatMap((credential) => credential.dependsOn ?? []);
    const resource = new azurerm.ApiManagementBackend(this, 'Resource', {
      apiManagementName,
      resourceGroupName,
      name,
      protocol: 'http',
      url,
      title: props.title && terraformText(props.title),
      description: props.description && terraformText(props.description),
      circuitBreakerRule: circuitBreaker._toTerraform(),
      credentials: merged(bound),
      proxy: proxy && {
        url: proxy.url,
        username: terraformText(proxy.username),
        password: proxy.password && terraformText(proxy.password),
      },
      tls: {
        validateCertificateChain: props.validateCertificateChain ?? true,
        validateCertificateName: props.validateCertificateName ?? true,
      },
      provider: azurermProvider,
      dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
      // A pool must let go of a backend before it can be deleted: a new one comes first, then the pool, then the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    if (proxy?.password && !Token.isUnresolved(proxy.password)) {
      Annotations.of(this).addWarning(
        'proxy.password stands as plain text in the synthesized JSON: take it from a sensitive TerraformVariable',
      );
    }

    this.backendName = name;
    this.backendId = resource.id;
    this.apiManagementName = apiManagementName;
    this.skuName = apiManagement.skuName;
    this.circuitBreaker = circuitBreaker;
    this.credentials = credentials;
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

class ImportedBackend extends Construct implements ICircuitBreakerBackend {
  readonly backendName: string;
  readonly backendId: string;
  readonly apiManagementName: string;
  readonly credentials: BackendCredentials[] = [];

  constructor(
    scope: Construct,
    id: string,
    backendId: string,
    readonly circuitBreaker: CircuitBreakerRule,
  ) {
    super(scope, id);
    const faults = new Faults(this);
    faults.text('backendId', backendId, BACKEND_ID);
    CircuitBreakerRule._validateOptional(faults, circuitBreaker, true);
    faults.throwIfAny();
    const { backendName, serviceName } = serviceIdParts(backendId);
    this.backendId = backendId;
    this.backendName = backendName;
    this.apiManagementName = serviceName;
  }
}

function validate(construct: Construct, props: CircuitBreakerBackendProps): void {
  const faults = new Faults(construct);
  if (!faults.settings('props', props)) return faults.throwIfAny();
  const { apiManagement, name, url, circuitBreaker, proxy, _functionKey: key, _functionApp: app } = props;
  faults.service('apiManagement', apiManagement);
  // One that has no name of its own has that of its function app.
  if (!key || name !== app?.name) faults.text('name', name, BACKEND_NAME);
  if (key) CircuitBreakerBackend._validateFunctionApp(faults, 'functionApp', app);
  else faults.url('url', url);
  faults.optionalText('title', props.title, freeBytes(300));
  faults.optionalText('description', props.description, freeBytes(2000));
  CircuitBreakerRule._validateOptional(faults, circuitBreaker);
  BackendCredentials._validateAll(faults, 'credentials', props.credentials, name);
  if (faults.optionalSettings('proxy', proxy) && proxy) {
    faults.url('proxy.url', proxy.url);
    faults.text('proxy.username', proxy.username, secretText(300));
    faults.optionalText('proxy.password', proxy.password, secretText(300));
  }
  faults.optionalFlag('validateCertificateChain', props.validateCertificateChain);
  faults.optionalFlag('validateCertificateName', props.validateCertificateName);
  faults.acknowledgements(props.acknowledge);
  faults.throwIfAny();
}

function merged(bound: readonly BoundCredentials[]): BoundCredentials | undefined {
  const header = Object.assign({}, ...bound.map((credential) => credential.header)) as Record<string, string>;
  const query = Object.assign({}, ...bound.map((credential) => credential.query)) as Record<string, string>;
  const certificate = bound.flatMap((credential) => credential.certificate ?? []);
  const some = <T extends object>(values: T): T | undefined => (Object.keys(values).length > 0 ? values : undefined);
  return some({
    ...(some(header) && { header }),
    ...(some(query) && { query }),
    ...(some(certificate) && { certificate }),
  });
}
