/** The classes whose values the caller passes to constructs. */
type MarkedClass =
  | 'BackendCredentials'
  | 'CircuitBreakerRule'
  | 'Duration'
  | 'ErrorReason'
  | 'HttpMethod'
  | 'OpenApiDocument'
  | 'RetryCondition';

/**
 * Marks all values of a class. A program can contain several copies of this package, for example as the dependency of a
 * library, and `instanceof` recognizes only the values of its own copy.
 */
export function mark(name: MarkedClass, { prototype }: { readonly prototype: object }): void {
  Object.defineProperty(prototype, markOf(name), { value: true });
}

/** Returns whether the value is of the class, in any copy of this package. */
export function isMarked(name: MarkedClass, value: unknown): boolean {
  return typeof value === 'object' && value !== null && markOf(name) in value;
}

function markOf(name: MarkedClass): symbol {
  return Symbol.for(`apim-failover.${name}`);
}
