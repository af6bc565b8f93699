import { isObject, Json, JsonObject, Unresolved, Value } from '../value';
import { Expression, ExpressionError, isExpression, literalOf, readExpression } from './expression';
import { FUNCTIONS } from './functions';
import { withLambdas } from './lambdas';
import { Limits } from './limits';
import { Locals, within } from './locals';
import { select, textIn } from './select';
import { callOf, unknown } from './symbols';

/** What the expressions of a template can refer to. */
export interface Scope {
  /** Calls a function that depends on the template or on its deployment; undefined for any other function. */
  call(name: string, args: readonly Value[], locals: Locals): Value | undefined;
  /** Reports a fault of a part of the template. */
  say(part: object, what: string): void;
}

/** The maximum number of iterations that Azure Resource Manager allows. */
export const MOST_COPIES = 800;

/** Evaluates the values of a template. What is known only after deployment is `Unresolved`, with its symbol. */
export class Evaluator {
  constructor(
    private readonly scope: Scope,
    private readonly limits: Limits,
  ) {}

  value(json: Json, locals: Locals): Value {
    if (typeof json === 'string') return isExpression(json) ? this.parsed(json, locals) : literalOf(json);
    if (typeof json !== 'object' || json === null) return json;
    return this.limits.evaluate(() =>
      isObject<JsonObject>(json) ? this.object(json, locals) : json.map((item) => this.value(item, locals)),
    );
  }

  expression(expression: Expression, locals: Locals): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'index':
        return select(this.expression(expression.of, locals), this.expression(expression.key, locals));
      case 'call':
        return this.limits.evaluate(() => this.call(expression, locals));
    }
  }

  /** Returns the number of iterations, or `Unresolved` after reporting a fault of a number that is not valid. */
  count(copy: JsonObject, locals: Locals): number | Unresolved {
    const count = this.value(copy.count, locals);
    if (count instanceof Unresolved) return count;
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MOST_COPIES) return count;
    const given = typeof count === 'number' ? String(count) : 'not a number';
    const what = `copy.count is ${given}; a whole number from 0 to ${MOST_COPIES} is needed`;
    this.scope.say(copy, what);
    return unknown(what);
  }

  /** Returns one value for each iteration. */
  copies(copy: JsonObject, locals: Locals, name = textIn(copy, 'name')): Value {
    const count = this.count(copy, locals);
    if (count instanceof Unresolved) return count;
    return Array.from({ length: count }, (_, index) => this.value(copy.input ?? null, within(locals, name, index)));
  }

  private parsed(text: string, locals: Locals): Value {
    try {
      return this.expression(readExpression(text), locals);
    } catch (error) {
      // The fault of the text is reported where the template is read.
      if (error instanceof ExpressionError) return unknown(`an expression ${error.message}`);
      throw error;
    }
  }

  private object(json: JsonObject, locals: Locals): Value {
    const { copy, ...rest } = json;
    const loops = Array.isArray(copy) && (copy as Json[]).every(isLoop) ? (copy as JsonObject[]) : undefined;
    const entries = Object.entries(loops ? rest : json).map(([name, value]) => [name, this.value(value, locals)]);
    const copied = (loops ?? []).map((loop) => [textIn(loop, 'name'), this.copies(loop, locals)]);
    return Object.fromEntries([...entries, ...copied]) as Value;
  }

  private call({ name, args }: Expression & { kind: 'call' }, locals: Locals): Value {
    const evaluate = (expression: Expression): Value => this.expression(expression, locals);
    switch (name) {
      case 'if':
        return this.choice(args, locals);
      case 'and':
        return this.decided(args, false, locals);
      case 'or':
        return this.decided(args, true, locals);
    }
    const folded = withLambdas(name, args, locals, (body, inner) => this.expression(body, inner));
    if (folded !== undefined) return this.limits.counted(folded);
    const values = args.map(evaluate);
    const own = this.scope.call(name, values, locals);
    const result = own === undefined ? FUNCTIONS.get(name)?.(...values) : own;
    return this.limits.counted(result === undefined ? callOf(name, values) : result);
  }

  /** Only the chosen value is evaluated, as in Azure Resource Manager. */
  private choice(args: readonly Expression[], locals: Locals): Value {
    if (args.length !== 3) return unknown('the function if needs three arguments');
    const condition = this.expression(args[0], locals);
    if (typeof condition === 'boolean') return this.expression(args[condition ? 1 : 2], locals);
    return callOf('if', [condition, ...args.slice(1).map((arg) => this.expression(arg, locals))]);
  }

  /** `and` is decided by false, and `or` by true. */
  private decided(args: readonly Expression[], by: boolean, locals: Locals): Value {
    const values: Value[] = [];
    for (const arg of args) {
      const value = this.expression(arg, locals);
      if (value === by) return by;
      values.push(value);
    }
    return values.every((value) => typeof value === 'boolean') ? !by : callOf(by ? 'or' : 'and', values);
  }
}

function isLoop(json: Json): boolean {
  return isObject<JsonObject>(json) && ['name', 'count'].every((name) => Object.hasOwn(json, name));
}
