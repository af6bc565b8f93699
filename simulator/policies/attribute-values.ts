import { flagIn, NEEDED_FLAG, neededNumber, numberIn, NumberRule } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import type { PolicyElement, Position } from '../../lib/policy';
import { namedValueIn } from '../deployment/named-values';
import { holdsNamedValue } from '../engine/http-url';
import { CSharpException, type Cultured, formatValue, INVARIANT, Value } from '../expressions';
import { constantly, isConstant, Reading } from './reading';

/** The policy of an attribute, where faults are reported. */
interface Noted {
  readonly element: PolicyElement;
  fault(reason: string, position: Position | undefined): void;
}

/** Reads a boolean: an expression, or true or false. */
export function flagOf(source: Noted, name: string, value: Reading<Value>): Reading<boolean> {
  return converted(source, name, value, NEEDED_FLAG, (given) => {
    if (typeof given === 'boolean') return given;
    return typeof given === 'string' ? flagIn(given) : undefined;
  });
}

/** Reads a number: an expression or digits. */
export function numberOf(source: Noted, name: string, value: Reading<Value>, rule: NumberRule): Reading<number> {
  return converted(source, name, value, neededNumber(rule), (given, of) => numberIn(formatValue(given, of), rule));
}

/** An invalid constant is a fault at compile time; an invalid value of an expression is an error at run time. */
function converted<T>(
  source: Noted,
  name: string,
  value: Reading<Value>,
  needed: string,
  convert: (given: Value, of: Cultured) => T | undefined,
): Reading<T> {
  const position = source.element.valuePositions?.[name];
  const mismatch = (text: string): string => `${name} is ${shownText(text)}; ${needed}`;
  const attempt = (given: Value, of: Cultured): T => {
    const result = convert(given, of);
    if (result !== undefined) return result;
    throw Object.assign(new CSharpException('FormatException', mismatch(formatValue(given, of))), { position });
  };
  if (!isConstant(value)) return (exchange) => attempt(value(exchange), exchange);
  const result = convert(value.constant, INVARIANT);
  if (result !== undefined) return constantly(result);
  const text = formatValue(value.constant, INVARIANT);
  const [symbol] = /\$\{[^}]*\}/.exec(text) ?? [];
  const unknown = holdsNamedValue(text) ? needsNamedValue(text) : symbol && `is not known before deployment: ${symbol}`;
  source.fault(unknown ? `${name} ${unknown}` : mismatch(text), position);
  return () => attempt(value.constant, INVARIANT);
}

/** Returns the fault of a text with an unknown named value. The rest of the text can be a secret. */
export function needsNamedValue(text: string): string {
  return `needs the named value '${namedValueIn(text) ?? ''}', whose value is not known`;
}
