import { Syntax } from './syntax';

/** A local variable that is declared without a value. */
export interface Variable {
  readonly name: string;
}
/** The variables that have a value; undefined if the place cannot be reached. */
export type State = ReadonlySet<Variable> | undefined;

/** Returns the variables that have a value on both paths. */
export function both(a: State, b: State): State {
  if (!a || !b) return a ?? b;
  return new Set([...a].filter((variable) => b.has(variable)));
}

/** The states after a condition. */
export interface Outcomes {
  readonly yes: State;
  readonly no: State;
}

export function joined({ yes, no }: Outcomes): State {
  return both(yes, no);
}

export function holds(syntax: Syntax, type: string): boolean {
  return syntax.type === type || syntax.children.some((child) => holds(child, type));
}

export function namesIn(parameters: Syntax | undefined): string[] {
  if (!parameters) return [];
  if (parameters.type !== 'parameter_list') return [parameters.text];
  return parameters.children.map((parameter) => parameter.fields.get('name')?.text ?? parameter.text);
}
