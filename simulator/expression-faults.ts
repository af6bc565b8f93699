import type { ExpressionFaultModel } from '../lib/failover';
import { elementsOf, PolicyElement, Position, segmentsOf } from '../lib/policy';
import type { DeployedPolicy, DeployedService } from './deployment';
import type { CSharp, SyntaxFault } from './expressions';
import { within } from './policies/policy-compiler';

type Fault = Omit<ExpressionFaultModel, 'address'>;

/** Finds the expressions of policies that are no C#. */
export class ExpressionFaults {
  private readonly ofDocument = new WeakMap<PolicyElement, readonly Fault[]>();
  private readonly ofExpression = new Map<string, readonly SyntaxFault[]>();

  constructor(private readonly csharp: CSharp) {}

  in(service: DeployedService): ExpressionFaultModel[] {
    return policiesOf(service).flatMap(({ address, document }) =>
      this.inDocument(document).map((fault) => ({ address, ...fault })),
    );
  }

  /** Many resources share one document. */
  private inDocument(document: PolicyElement): readonly Fault[] {
    let faults = this.ofDocument.get(document);
    if (!faults) {
      faults = [...elementsOf([document])].flatMap((element) =>
        valuesOf(element).flatMap(([value, position]) => this.inValue(value, position)),
      );
      this.ofDocument.set(document, faults);
    }
    return faults;
  }

  private inValue(value: string, start: Position): Fault[] {
    if (!value.includes('@')) return [];
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
    if (!faults) this.ofExpression.set(expression, (faults = this.csharp.syntaxFaults(expression)));
    return faults;
  }
}

function policiesOf(service: DeployedService): DeployedPolicy[] {
  const all = [
    service.policy,
    ...service.products.map(({ policy }) => policy),
    ...service.apis.flatMap(({ policy, operationPolicies }) => [policy, ...operationPolicies.values()]),
    ...service.fragments.map(({ policy }) => policy),
  ];
  return all.filter((policy) => policy !== undefined);
}

/** Attributes and texts, each with its place. */
function valuesOf({ attributes, valuePositions, position, children }: PolicyElement): [string, Position][] {
  const first = { line: 1, column: 1 };
  return [
    ...Object.entries(attributes).map(([name, value]): [string, Position] => [
      value,
      valuePositions?.[name] ?? position ?? first,
    ]),
    ...children.flatMap((child): [string, Position][] =>
      child.kind === 'text' ? [[child.value, child.position ?? first]] : [],
    ),
  ];
}

/** The place behind a text, counted from its start. */
function endOf(text: string): Position {
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
