export * from './document';
export { holdsExpression, isExpression, segmentsOf, withoutStrings } from './expression';
export * from './forwards';
export * from './only-run';
export * from './switches';
export * from './read';
export * from './spaced-texts';
export * from './twice-escaped';
export { writePolicy } from './write';
