export * from './acknowledgement';
export * from './api-management';
export * from './azapi';
export {
  BackendCredentials,
  type FunctionKeyProps,
  type KeyVaultSecretProps,
  type ManagedIdentityProps,
} from './backend-credentials';
export * from './circuit-breaker-backend';
export * from './circuit-breaker-rule';
export * from './duration';
export * from './failover-api';
export * from './failover-api-props';
export * from './open-api-document';
export * from './policy-sections';
export * from './priority-pool';
export * from './regional-failover';
export { type Retry, RetryCondition } from './retry';
export * from './status-code-range';
