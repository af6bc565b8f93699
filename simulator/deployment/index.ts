export * from './deployment';
export { EffectivePolicy, effectivePolicy, PolicyScope, ScopedPolicy } from './effective-policy';
export { Decide, failoverModelOf } from './failover-model';
export { fragmentOf } from './fragments';
export { deploymentOf, readDeployment } from './read-deployment';
export { TerraformSource } from './sources';
