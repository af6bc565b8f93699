export * from './document';
export { holdsExpression } from './expression';
export * from './read';
export { writePolicy } from './write';
