import type { ExpressionFaultModel } from '../lib/failover';
import type { Parser } from 'web-tree-sitter';
import { elementsOf, PolicyElement, Position, segmentsOf } from '../lib/policy';
import type { DeployedService } from './deployment';
import { policiesOf } from './deployment/fragments';
import type { SyntaxFault } from './expressions';
import { syntaxFaults } from './expressions/parse';
import { within } from './position';

type Fault = Omit<ExpressionFaultModel, 'address'>;

/** Finds the expressions of policies that are no C#. */
export class ExpressionFaults {
  private readonly ofDocument = new WeakMap<PolicyElement, readonly Fault[]>();
  private readonly ofExpression = new Map<string, readonly SyntaxFault[]>();

  constructor(private readonly parser: Parser) {}

  in(service: DeployedService): ExpressionFaultModel[] {
    const found: ExpressionFaultModel[] = [];
    for (const { address, document } of policiesOf(service)) {
      for (const fault of this.inDocument(document)) found.push({ address, ...fault });
    }
    return found;
  }

  /** Many resources share one document. */
  private inDocument(document: PolicyElement): readonly Fault[] {
    const known = this.ofDocument.get(document);
    if (known) return known;
    const faults: Fault[] = [];
    for (const element of elementsOf([document])) this.addFaultsIn(element, faults);
    this.ofDocument.set(document, faults);
    return faults;
  }

  /** Adds those in its attributes and texts, of which hardly any holds an expression. */
  private addFaultsIn({ attributes, valuePositions, position, children }: PolicyElement, faults: Fault[]): void {
    for (const name of Object.keys(attributes)) {
      const value = attributes[name];
      if (value.includes('@')) faults.push(...this.inValue(value, valuePositions?.[name] ?? position ?? FIRST));
    }
    for (const child of children) {
      if (child.kind !== 'text' || !child.value.includes('@')) continue;
      faults.push(...this.inValue(child.value, child.position ?? FIRST));
    }
  }

  private inValue(value: string, start: Position): Fault[] {
    let at = 0;
    return (segmentsOf(value) ?? []).flatMap(({ kind, value: expression }) => {
      const before = value.slice(0, at);
      at += expression.length;
      if (kind === 'text') return [];
      return this.inExpression(expression).map(({ reason, position }) => ({
        expression,
        reason,
        ...within(within(start, endOf(before)), position),
      }));
    });
  }

  private inExpression(expression: string): readonly SyntaxFault[] {
    let faults = this.ofExpression.get(expression);
    if (!faults) this.ofExpression.set(expression, (faults = syntaxFaults(this.parser, expression)));
    return faults;
  }
}

const FIRST: Position = { line: 1, column: 1 };

/** The place behind a text, counted from its start. */
function endOf(text: string): Position {
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
