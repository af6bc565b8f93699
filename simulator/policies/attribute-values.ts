import { shownText } from '../../lib/messages';
import { holdsExpression, PolicyElement, Position } from '../../lib/policy';
import { namedValueIn } from '../deployment/named-values';
import { holdsNamedValue } from '../engine/http-url';
import { CSharpException, formatValue, Value } from '../expressions';
import { constantly, isConstant, Reading } from './reading';

/** The policy that has an attribute, as far as its value needs it: where faults are noted. */
interface Noted {
  readonly element: PolicyElement;
  fault(reason: string, position: Position | undefined): void;
}

/** What a number may be. */
export interface NumberRule {
  readonly least: number;
  readonly most?: number;
}

/** A time in a policy, in whatever unit: API Management takes it as an `int`. */
export const TIME: NumberRule = { least: 0, most: 2 ** 31 - 1 };

/** A boolean: an expression's, or the words true and false. */
export function flagOf(source: Noted, name: string, value: Reading<Value>): Reading<boolean> {
  return converted(source, name, value, 'true or false is needed', (given) => {
    if (typeof given === 'boolean') return given;
    const word = typeof given === 'string' ? given.trim().toLowerCase() : undefined;
    return word === 'true' ? true : word === 'false' ? false : undefined;
  });
}

/** A number: an expression's, or one in digits. */
export function numberOf(
  source: Noted,
  name: string,
  value: Reading<Value>,
  { least, most = Infinity }: NumberRule,
): Reading<number> {
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  return converted(source, name, value, `a number of ${range} is needed`, (given) => {
    const text = formatValue(given).trim();
    const number = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
    return number >= least && number <= most ? number : undefined;
  });
}

/** What is wrong with a constant is a fault before anything runs; with an expression's value, an error in the run. */
function converted<T>(
  source: Noted,
  name: string,
  value: Reading<Value>,
  needed: string,
  convert: (given: Value) => T | undefined,
): Reading<T> {
  const position = source.element.valuePositions?.[name];
  const attempt = (given: Value): T => {
    const result = convert(given);
    if (result !== undefined) return result;
    const message = `${name} is ${shownText(formatValue(given))}; ${needed}`;
    throw Object.assign(new CSharpException('FormatException', message), { position });
  };
  if (!isConstant(value)) return (exchange) => attempt(value(exchange));
  const result = convert(value.constant);
  if (result !== undefined) return constantly(result);
  if (holdsNamedValue(formatValue(value.constant))) {
    source.fault(`${name} ${needsNamedValue(formatValue(value.constant))}`, position);
    return () => attempt(value.constant);
  }
  source.fault(`${name} is ${shownText(formatValue(value.constant))}; ${needed}`, position);
  return () => attempt(value.constant);
}

/** That a text cannot be told for want of a named value; what else stands in it may be a secret. */
export function needsNamedValue(text: string): string {
  return `needs the named value '${namedValueIn(text) ?? ''}', whose value is not known`;
}

/** A text without an expression. */
export function constantText(
  source: Noted,
  name: string,
  text: string,
  position: Position | undefined,
): string | undefined {
  if (!holdsExpression(text)) return text;
  source.fault(`${name} is an expression, which is not allowed`, position);
  return undefined;
}
