export * from './document';
export { holdsExpression, isExpression } from './expression';
export * from './read';
export { writePolicy } from './write';
