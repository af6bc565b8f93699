export * from './automaton';
export * from './findings';
export * from './model';
