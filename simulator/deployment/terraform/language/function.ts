import { isList, isObject, Unresolved, Value, ValueObject, Whole } from '../../value';
import type { Budget } from './budget';
import { unknownOf } from './configured';
import { areApart } from './equality';
import type { Files } from './files';
import { kindOf } from './kinds';
import { isExact } from './numbers';
import { giveUp, Refusal, refuse } from './refusal';
import { toBool, toNumber, toText } from './convert';

export { giveUp, Refusal, refuse } from './refusal';

/** What functions use besides their arguments. */
export interface FunctionContext {
  readonly budget: Budget;
  /** Whether `try` or `can` contains the call. */
  readonly isAttempted: boolean;
  readonly files: Files;
  /** Evaluates a template that can refer only to the variables. */
  readonly template: (text: string, variables: ReadonlyMap<string, Value>) => Value;
}

export interface TerraformFunction {
  /** Which arguments can be unknown: none, parts of lists and objects, or all. Default: none. */
  readonly unknowns?: 'none' | 'nested' | 'all';
  /** Whether an argument can be an error. Default: false. */
  readonly handlesErrors?: boolean;
  /** Whether it gets null with its type, as `TypedNull`. Default: false. */
  readonly seesTypes?: boolean;
  /** Whether it takes the same time for a value of any size. Default: false. */
  readonly isQuick?: boolean;
  readonly run: (args: readonly Value[], context: FunctionContext) => Value;
}

export type Functions = Readonly<Record<string, TerraformFunction>>;

function known<T>(value: T | null | Unresolved, needed: string): T {
  if (value instanceof Unresolved) throw new Refusal(value);
  return value ?? refuse(`a function is called with null where ${needed} is needed`);
}

export function asText(value: Value | undefined): string {
  return known(toText(value ?? null), 'a string');
}

export function asNumber(value: Value | undefined): number {
  return known(toNumber(value ?? null), 'a number');
}

export function asInteger(value: Value | undefined): number {
  const number = asNumber(value);
  if (Number.isSafeInteger(number)) return number;
  const isNearInteger = !isExact(number) && !areApart(number, Math.round(number));
  return isNearInteger ? giveUp('a number has too many digits') : refuse('a function needs a whole number');
}

export function asBool(value: Value | undefined): boolean {
  return known(toBool(value ?? null), 'true or false');
}

export function asList(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  return value instanceof Unresolved ? known<never>(value, 'a list') : refuse('a function needs a list');
}

export function asObject(value: Value | undefined): ValueObject {
  if (value instanceof Unresolved) return known<never>(value, 'a map');
  if (value instanceof Whole) return giveUp(`the attributes of ${value.address} are known only after deployment`);
  const unknown = value === undefined ? undefined : unknownOf(value);
  if (unknown) throw new Refusal(unknown);
  const object = value ?? null;
  return isObject<ValueObject>(object) && kindOf(object) !== 'json' ? object : refuse('a function needs a map');
}
