export * from './context';
export { CSharp, type Expression, loadCSharp } from './csharp';
export { CSharpException, ExpressionSyntaxError, type SyntaxFault, UnsupportedExpressionError } from './errors';

export { type Cultured, INVARIANT } from './culture';
export { formatValue } from './text';
export { parseJwt } from './library/tokens';
export * from './value';
export * from './collection';
