import type { IConstruct } from 'constructs';
import type { BackendCredentials } from '../backend-credentials';
import type {
  BackendProxy,
  CircuitBreakerBackendOptions,
  CircuitBreakerBackendProps,
  FunctionAppBackendProps,
  FunctionAppReference,
} from '../circuit-breaker-backend-props';
import { CircuitBreakerRule } from '../circuit-breaker-rule';
import { validateCredentials } from './credentials/validate-credentials';
import { Faults } from './faults';
import type { PropNames } from './prop-names';
import {
  ANY_RESOURCE_GROUP_NAME,
  BACKEND_NAME,
  freeBytes,
  FUNCTION_APP_NAME,
  KEY_NAME,
  KEY_VERSION,
  secretText,
  SUBSCRIPTION_ID,
} from './rules';

const PROXY: PropNames<BackendProxy> = { url: true, username: true, password: true };

const BACKEND_OPTIONS: PropNames<CircuitBreakerBackendOptions> = {
  ...{ apiManagement: true, circuitBreaker: true, title: true, description: true, credentials: true, proxy: true },
  ...{ validateCertificateChain: true, validateCertificateName: true, acknowledge: true },
  ...{ azurermProvider: true, azapiProvider: true },
};

const BACKEND: PropNames<CircuitBreakerBackendProps> = { name: true, url: true, ...BACKEND_OPTIONS };

const FUNCTION_APP_BACKEND: PropNames<FunctionAppBackendProps> = {
  ...{ functionApp: true, name: true },
  ...BACKEND_OPTIONS,
};

const FUNCTION_APP: PropNames<FunctionAppReference> = {
  ...{ name: true, resourceGroupName: true, subscriptionId: true },
  ...{ keyName: true, keyVersion: true, azapiProvider: true },
};

/** @throws Error that lists every fault */
export function validateBackend(construct: IConstruct, props: CircuitBreakerBackendProps): void {
  const faults = new Faults(construct);
  if (faults.props(props, BACKEND)) {
    faults.service('apiManagement', props.apiManagement);
    faults.text('name', props.name, BACKEND_NAME);
    faults.url('url', props.url);
    validateOptions(faults, props, props.name);
  }
  faults.throwIfAny();
}

/**
 * @param path the construct path of the backend, which does not exist yet
 * @throws Error that lists every fault
 */
export function validateFunctionAppBackend(path: string, props: FunctionAppBackendProps): void {
  const faults = new Faults(path);
  if (faults.props(props, FUNCTION_APP_BACKEND)) {
    faults.service('apiManagement', props.apiManagement);
    faults.optionalText('name', props.name, BACKEND_NAME);
    validateFunctionApp(faults, 'functionApp', props.functionApp, props.credentials);
    validateOptions(faults, props, props.name ?? props.functionApp?.name);
  }
  faults.throwIfAny();
}

/**
 * Validates the reference to a function app.
 *
 * @param credentials the credentials of the backend, which replace the host key
 */
export function validateFunctionApp(
  faults: Faults,
  where: string,
  functionApp: FunctionAppReference,
  credentials: readonly BackendCredentials[] | undefined,
): void {
  const needed = 'an object with name and resourceGroupName is needed';
  if (!faults.settings(where, functionApp, FUNCTION_APP, needed)) return;
  faults.text(`${where}.name`, functionApp.name, FUNCTION_APP_NAME);
  faults.text(`${where}.resourceGroupName`, functionApp.resourceGroupName, ANY_RESOURCE_GROUP_NAME);
  faults.optionalText(`${where}.subscriptionId`, functionApp.subscriptionId, SUBSCRIPTION_ID);
  faults.optionalText(`${where}.keyName`, functionApp.keyName, KEY_NAME);
  faults.optionalText(`${where}.keyVersion`, functionApp.keyVersion, KEY_VERSION);
  if (credentials === undefined) return;
  for (const name of ['keyName', 'keyVersion'] as const) {
    if (functionApp[name] === undefined) continue;
    faults.report(`${where}.${name}`, `credentials are also set; ${name} is allowed only without credentials`);
  }
}

function validateOptions(faults: Faults, options: CircuitBreakerBackendOptions, name: string): void {
  const { proxy } = options;
  faults.optionalText('title', options.title, freeBytes(300));
  faults.optionalText('description', options.description, freeBytes(2000));
  CircuitBreakerRule._validateOptional(faults, options.circuitBreaker);
  validateCredentials(faults, 'credentials', options.credentials, name);
  if (faults.optionalSettings('proxy', proxy, PROXY) && proxy) {
    faults.url('proxy.url', proxy.url);
    faults.text('proxy.username', proxy.username, secretText(300));
    faults.optionalText('proxy.password', proxy.password, secretText(300));
  }
  faults.optionalFlag('validateCertificateChain', options.validateCertificateChain);
  faults.optionalFlag('validateCertificateName', options.validateCertificateName);
  faults.acknowledgements(options.acknowledge);
}
