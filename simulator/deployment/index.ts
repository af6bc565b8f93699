export * from './deployment';
export { effectivePolicy, type EffectivePolicy, type PolicyScope, type ScopedPolicy } from './effective-policy';
export { fragmentOf } from './fragments';
export { deploymentOf, readDeployment } from './read-deployment';
export { placeOf } from './places';
export type { SourcePlace } from './source-text';
export type { DeploymentInput } from './sources/input';
export type { SourceFile } from './source-file';
export { readSources } from './sources/sources';
