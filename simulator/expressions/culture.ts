import type { ExpressionContext } from './context';
import type { Value } from './value';

/** What knows the culture of the gateway: an assumption, which is read only where a text depends on it. */
export type Cultured = Pick<ExpressionContext, 'culture'>;

/** `CultureInfo.InvariantCulture`. */
export const INVARIANT: Cultured = { culture: 'invariant' };

/** Evaluations are synchronous, so they can share one. */
let current = INVARIANT;

/** Sets the culture of the evaluation that begins. */
export function useCulture(of: Cultured): void {
  current = of;
}

export function culture(): Cultured['culture'] {
  return current.culture;
}

/** Writes a text with a format provider; null is the culture of the gateway. */
export function withProvider<T>(provider: Value, write: () => T): T {
  if (provider === null) return write();
  const outer = current;
  current = provider as Cultured;
  try {
    return write();
  } finally {
    current = outer;
  }
}
