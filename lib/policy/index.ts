export * from './document';
export { holdsExpression, isExpression, segmentsOf } from './expression';
export * from './forwards';
export * from './read';
export { writePolicy } from './write';
