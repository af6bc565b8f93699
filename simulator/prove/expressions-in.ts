import { holdsExpression, PolicyElement, segmentsOf } from '../../lib/policy';

/** Returns the expressions in the attributes and text content of policies. */
export function expressionsIn(elements: readonly PolicyElement[]): string[] {
  return elements.flatMap(({ attributes, children }) =>
    [...Object.values(attributes), ...children.flatMap((child) => (child.kind === 'text' ? [child.value] : []))]
      .filter(holdsExpression)
      .flatMap((text) =>
        (segmentsOf(text.trim()) ?? [{ kind: 'expression', value: text }])
          .filter(({ kind }) => kind !== 'text')
          .map(({ value }) => value),
      ),
  );
}

/**
 * Matches expressions that may distinguish APIs or requests. The excluded members of `context` are safe to read; any
 * other use of `context`, including as a value, may differ. The message of an error names a backend.
 */
const TELLS_APART =
  /\bcontext\b(?!\s*\??\s*\.\s*(?:Response|Variables|LastError|Elapsed|Timestamp|RequestId|Trace)\b)|\bMessage\b|\\[uU]/;

/** Returns whether policies can behave differently for another request or API with the same policies. */
export function tellsApart(elements: readonly PolicyElement[]): boolean {
  return expressionsIn(elements).some((text) => TELLS_APART.test(text));
}
