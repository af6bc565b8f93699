import type { ExpressionFaultModel } from '../../lib/failover';
import { elementsOf, PolicyElement, Position, segmentsOf, withoutStrings } from '../../lib/policy';
import type { DeployedPolicy } from '../deployment/deployment';
import type { CSharp, SyntaxFault } from '../expressions';
import { within } from '../common/position';

/** The expressions of a policy. */
export interface PolicyExpressions {
  /** The address of the policy. */
  readonly address: string;
  readonly expressions: readonly PlacedExpression[];
}

interface PlacedExpression {
  /** The source, including `@(...)` or `@{...}`. */
  readonly text: string;
  /** The position in the document at which it starts. */
  readonly start: Position;
}

/** Returns the expressions of the policies that contain any. */
export function expressionsOf(policies: readonly DeployedPolicy[]): PolicyExpressions[] {
  // Many resources share one document.
  const known = new Map<PolicyElement, readonly PlacedExpression[]>();
  const found: PolicyExpressions[] = [];
  for (const { address, document } of policies) {
    const expressions = known.get(document) ?? expressionsIn(document);
    known.set(document, expressions);
    if (expressions.length > 0) found.push({ address, expressions });
  }
  return found;
}

/** Returns the expressions that are not valid C#. */
export function expressionFaults(policies: readonly PolicyExpressions[], csharp: CSharp): ExpressionFaultModel[] {
  const known = new Map<string, readonly SyntaxFault[]>();
  const found: ExpressionFaultModel[] = [];
  for (const { address, expressions } of policies) {
    for (const { text, start } of expressions) {
      const faults = known.get(text) ?? csharp.faults(text);
      known.set(text, faults);
      for (const { reason, position } of faults) {
        found.push({ address, expression: withoutStrings(text), reason, ...within(start, position) });
      }
    }
  }
  return found;
}

function expressionsIn(document: PolicyElement): PlacedExpression[] {
  const found: PlacedExpression[] = [];
  for (const { attributes, valuePositions, position, children } of elementsOf([document])) {
    for (const name of Object.keys(attributes)) {
      addExpressions(attributes[name], valuePositions?.[name] ?? position, found);
    }
    for (const child of children) if (child.kind === 'text') addExpressions(child.value, child.position, found);
  }
  return found;
}

function addExpressions(value: string, start: Position | undefined, found: PlacedExpression[]): void {
  if (!value.includes('@')) return;
  let at = 0;
  for (const { kind, value: text } of segmentsOf(value) ?? []) {
    if (kind === 'expression')
      found.push({ text, start: within(start ?? { line: 1, column: 1 }, endOf(value.slice(0, at))) });
    at += text.length;
  }
}

/** Returns the position after a text, relative to its start. */
function endOf(text: string): Position {
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
