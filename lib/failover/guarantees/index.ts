export * from './course';
export * from './every-assumption';
export * from './failing-sets';
export * from './failure-kinds';
export * from './guarantee';
export * from './guarantees-of';
export * from './prove';
