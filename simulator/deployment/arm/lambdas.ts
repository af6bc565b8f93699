import { isKnown, isList, isObject, Value, ValueObject } from '../value';
import type { Expression } from './expression';
import { Locals, withVariables } from './locals';
import { unknown } from './symbols';

type Evaluate = (expression: Expression, locals: Locals) => Value;
type Lambda = (...args: Value[]) => Value;
type Fold = (given: readonly Value[], lambdas: readonly Lambda[]) => Value | undefined;

/** The functions that take lambda expressions. They return undefined if the result cannot be determined. */
const FOLDS: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['map', ([list], [run]) => (isList(list) ? list.map((item, index) => run(item, index)) : undefined)],
  ['filter', ([list], [run]) => (isList(list) ? filtered(list, run) : undefined)],
  [
    'reduce',
    ([list, initial], [run]) => (isList(list) ? list.reduce((all, item, i) => run(all, item, i), initial) : undefined),
  ],
  ['sort', ([list], [run]) => (isList(list) ? sorted(list, run) : undefined)],
  ['toobject', ([list], [key, value]) => (isList(list) ? toObject(list, key, value) : undefined)],
  ['groupby', ([list], [key]) => (isList(list) ? groupBy(list, key) : undefined)],
  ['mapvalues', ([object], [run]) => (isObject<ValueObject>(object) ? mapValues(object, run) : undefined)],
]);

/** Calls a function that takes lambda expressions. Returns undefined for any other function. */
export function withLambdas(
  name: string,
  args: readonly Expression[],
  locals: Locals,
  evaluate: Evaluate,
): Value | undefined {
  const fold = FOLDS.get(name);
  if (!fold) return undefined;
  const given = args.filter((arg) => !isLambda(arg)).map((arg) => evaluate(arg, locals));
  const lambdas = args.filter(isLambda).map((lambda) => lambdaOf(lambda, locals, evaluate));
  const result = lambdas.length === 0 ? undefined : fold(given, lambdas);
  // Without a symbol: the body of a lambda expression can refer to anything.
  return result === undefined ? unknown(`the arguments of ${name} are known only after deployment`) : result;
}

function isLambda(expression: Expression): expression is Expression & { kind: 'call' } {
  return expression.kind === 'call' && expression.name === 'lambda';
}

function lambdaOf({ args }: Expression & { kind: 'call' }, locals: Locals, evaluate: Evaluate): Lambda {
  const body = args.at(-1);
  const names = args.slice(0, -1).map((arg) => (arg.kind === 'literal' ? String(arg.value).toLowerCase() : ''));
  if (body === undefined) return () => unknown('a lambda expression is empty');
  return (...values) => evaluate(body, withVariables(locals, names, values));
}

function filtered(list: readonly Value[], run: Lambda): Value[] | undefined {
  const decisions = list.map((item, index) => run(item, index));
  return decisions.every((each) => typeof each === 'boolean') ? list.filter((_, i) => decisions[i]) : undefined;
}

/** The lambda expression returns whether its first argument comes before the second one. */
function sorted(list: readonly Value[], isBefore: Lambda): Value[] | undefined {
  let isDecided = true;
  const result = [...list].sort((one, other) => {
    const orders = [isBefore(one, other), isBefore(other, one)];
    isDecided &&= orders.every((order) => typeof order === 'boolean');
    return orders[0] === true ? -1 : orders[1] === true ? 1 : 0;
  });
  return isDecided ? result : undefined;
}

function keysOf(list: readonly Value[], key: Lambda): string[] | undefined {
  const keys = list.map((item) => key(item));
  return keys.every((each) => typeof each === 'string' && isKnown(each)) ? (keys as string[]) : undefined;
}

function toObject(list: readonly Value[], key: Lambda, value?: Lambda): ValueObject | undefined {
  const keys = keysOf(list, key);
  return keys && Object.fromEntries(list.map((item, index) => [keys[index], value ? value(item) : item]));
}

function groupBy(list: readonly Value[], key: Lambda): ValueObject | undefined {
  const keys = keysOf(list, key);
  return (
    keys &&
    Object.fromEntries([...new Set(keys)].map((name) => [name, list.filter((_, index) => keys[index] === name)]))
  );
}

function mapValues(object: ValueObject, run: Lambda): ValueObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, run(value)]));
}
