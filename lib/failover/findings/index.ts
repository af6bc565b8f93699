export * from './catalogue';
export * from './check';
export * from './check-api';
export * from './check-backend';
export * from './check-names';
export * from './check-pool';
export * from './finding';
export * from './grouped';
export { counted, seconds } from './wording';
