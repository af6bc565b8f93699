export * from './failover-model';
export * from './known';
export * from './limits';
export * from './priority-groups';
export * from './retry-decision';
export * from './status-codes';
export * from './time';
export * from './units';
