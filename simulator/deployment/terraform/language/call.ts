import { suggestion } from '../../../common/nearest';
import { Invalid, isKnown, Refused, Unresolved, Value, Whole } from '../../value';
import { plainNull } from './convert';
import { FunctionContext, Refusal } from './function';
import { hideDerived } from './sensitive';
import { sizeOf } from './size';
import { isFoundKnown, unknownIn, unresolved } from './symbols';

/** Loaded with the first call, since loading takes time. */
function functions(): typeof import('../functions') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../functions') as typeof import('../functions');
}

/** Calls a function. A function of a value that is not known returns a value that is not known. */
export function callFunction(name: string, args: readonly Value[], context: FunctionContext): Value {
  const { FUNCTIONS, argumentsFault } = functions();
  const called = FUNCTIONS.get(name);
  if (!called) return providerFunction(name, args) ?? noFunction(name, [...FUNCTIONS.keys()], context);
  const fault = argumentsFault(name, args.length);
  if (fault !== undefined) return new Invalid(fault);
  const { unknowns = 'none', handlesErrors, seesTypes, isQuick } = called;
  const costOf = (arg: Value): number => (isQuick && isFoundKnown(arg) ? 1 : sizeOf(arg));
  context.budget.spend(args.reduce<number>((cost, arg) => cost + costOf(arg), 0));
  const unknown = unknownIn(args);
  if (unknown instanceof Refused && !handlesErrors) return unknown;
  const prevents =
    unknowns === 'none' ? unknown : unknowns === 'nested' ? unknownIn(args.filter(isUnknown)) : undefined;
  if (prevents) return unresolved(prevents, `${name}(`, args);
  try {
    const value = called.run(seesTypes ? args : args.map(plainNull), context);
    return name === 'nonsensitive' ? value : hideDerived(args, value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return !error.value.symbol ? error.value : unresolved(error.value, `${name}(`, args);
  }
}

function noFunction(name: string, known: readonly string[], { isAttempted }: FunctionContext): Unresolved {
  const reason = `Terraform has no function ${name}${suggestion(name, known)}`;
  // A newer version can have it, and would not evaluate the next argument of `try`.
  return isAttempted ? new Unresolved(reason) : new Invalid(reason);
}

function isUnknown(value: Value): boolean {
  return value instanceof Unresolved || value instanceof Whole || (typeof value === 'string' && !isKnown(value));
}

/** A function of a provider, such as `provider::azapi::build_resource_id`. Only the provider knows its result. */
function providerFunction(name: string, args: readonly Value[]): Unresolved | undefined {
  if (!name.startsWith('provider::')) return undefined;
  const unknown = unknownIn(args);
  if (unknown && unknown.symbol === undefined) return unknown;
  return unresolved(new Unresolved(`${name} is a function of a provider`, name), `${name}(`, args);
}
