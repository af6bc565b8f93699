export * from './configuration';
export * from './order';
export * from './plan';
export * from './state';
