export * from './automaton';
export * from './findings';
export * from './guarantees';
export * from './model';
