import { Budget } from './language/budget';
import { callFunction } from './language/call';
import { Expression, TemplateError, UnbalancedTemplate } from './language/expression';
import { type Files, NO_FILES } from './language/files';
import { evaluateFor, itemsOf, joinFor } from './language/for';
import { objectOf, tupleOf } from './language/structures';
import { binary, conditional, unary } from './language/operators';
import { bind, lookUp, Scope } from './language/scope';
import { select, Step } from './language/select';
import { sizeOf } from './language/size';
import { unknownIn, withoutSymbol } from './language/symbols';
import { evaluateTemplate } from './language/text';
import { plainNull, toText } from './language/convert';
import { itemOf, typeOf } from './language/types';
import { isTemplate, readExpression, readTemplate } from './template';
import { Invalid, isList, isObject, Json, JsonObject, TypedNull, Unresolved, Value, ValueObject } from '../value';

export { formatSteps, select, selectConfigured } from './language/select';
export type { Step } from './language/select';

/** The values that an expression can refer to. */
export interface Environment {
  /** Resolves a variable, local value, resource or output, for example `azurerm_api_management`, `main`, `id`. */
  refer(steps: readonly Step[]): Value;
  /** The files that expressions can read. */
  readonly files?: Files;
}

/** The maximum length of a chain of references. */
const LONGEST_CHAIN = 300;

/** Evaluates Terraform expressions. Whatever cannot be determined is `Unresolved`, with the reason. */
export class Evaluator {
  private depth = 0;
  /** The number of results so far that are not known, and could be errors. */
  private doubts = 0;
  /** The number of calls of `try` and `can` that contain the expression. */
  private attempts = 0;

  constructor(
    private readonly environment: Environment,
    private readonly budget = new Budget(),
  ) {}

  /** Evaluates a value from a file, in which strings and the names in objects are templates. */
  evaluate(json: Json): Value {
    return plainNull(this.evaluateTyped(json));
  }

  /** Like `evaluate`, but null keeps its type. */
  evaluateTyped(json: Json): Value {
    if (typeof json === 'string') {
      return isTemplate(json) ? this.guarded(() => this.read(() => readTemplate(json))) : json;
    }
    if (typeof json !== 'object' || json === null) return json;
    return this.guarded(() =>
      limited(isObject(json) ? this.evaluateObject(json) : json.map((item) => this.evaluate(item))),
    );
  }

  private evaluateObject(json: JsonObject): ValueObject | Unresolved {
    const entries: [string, Value][] = [];
    for (const [template, item] of Object.entries(json)) {
      const name = isTemplate(template) ? keyOf(this.evaluate(template)) : template;
      if (name instanceof Unresolved) return name;
      entries.push([name, this.evaluate(item)]);
    }
    return Object.fromEntries(entries);
  }

  /** Evaluates a single expression. */
  evaluateExpression(text: string): Value {
    return plainNull(this.guarded(() => this.read(() => readExpression(text))));
  }

  private read(parse: () => Expression): Value {
    try {
      return this.valueOf(parse());
    } catch (error) {
      if (error instanceof UnbalancedTemplate) return new Invalid(error.message);
      if (error instanceof TemplateError) return new Unresolved(error.message);
      throw error;
    }
  }

  private guarded(evaluate: () => Value): Value {
    if (this.depth >= LONGEST_CHAIN) return new Unresolved(`it has more than ${LONGEST_CHAIN} steps`);
    this.depth++;
    try {
      return evaluate();
    } finally {
      this.depth--;
    }
  }

  valueOf(expression: Expression, scope?: Scope): Value {
    this.budget.spend(1);
    const value = this.guarded(() => this.unguarded(expression, scope));
    const size = sizeOf(value);
    // The branches are compared, and the result is converted.
    if (expression.kind === 'conditional') this.budget.spend(size);
    return value;
  }

  private unguarded(expression: Expression, scope: Scope | undefined): Value {
    const valueOf = (inner: Expression, within = scope): Value => this.valueOf(inner, within);
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'template':
        return evaluateTemplate(expression.parts, valueOf, this.budget);
      case 'list':
        return tupleOf(expression.items.map((item) => valueOf(item)));
      case 'object':
        return this.object(expression.entries, scope);
      case 'call':
        return this.call(expression, scope);
      case 'reference':
        return this.refer(expression.steps, scope);
      case 'name':
      case 'index':
        return this.reference(expression, scope);
      case 'item':
        return this.item(scope);
      case 'splat':
        return this.splat(expression, scope);
      case 'unary':
        return unary(expression.operator, valueOf(expression.operand));
      case 'binary': {
        const left = valueOf(expression.left);
        this.budget.spend(costOf(left));
        return this.noted(binary(expression.operator, left, () => valueOf(expression.right)));
      }
      case 'conditional': {
        const { condition, then, otherwise } = expression;
        return conditional(
          valueOf(condition),
          () => valueOf(then),
          () => valueOf(otherwise),
          this.attempts > 0,
        );
      }
      case 'for':
        return evaluateFor(expression, scope, valueOf, this.budget);
      case 'each':
        return joinFor(expression.loop, scope, valueOf, this.budget);
    }
  }

  private object(entries: readonly (readonly [Expression, Expression])[], scope: Scope | undefined): Value {
    const entriesByName: [string, Value][] = [];
    for (const [key, value] of entries) {
      const name = keyOf(this.valueOf(key, scope));
      if (name instanceof Unresolved) return name;
      entriesByName.push([name, this.valueOf(value, scope)]);
    }
    return objectOf(entriesByName);
  }

  private call({ name: given, args, isExpanded }: Expression & { kind: 'call' }, scope: Scope | undefined): Value {
    const name = given.replace(/^core::/, '');
    const handlesErrors = name === 'try' || name === 'can';
    const values = args.map((arg) => (handlesErrors ? this.attempt(arg, scope) : this.valueOf(arg, scope)));
    if (isExpanded) {
      const last = itemsOf(values.pop() ?? null);
      if (last instanceof Unresolved) return last;
      values.push(...last.map(([, value]) => value));
    }
    return this.noted(
      callFunction(name, values, {
        budget: this.budget,
        isAttempted: this.attempts > 0,
        files: this.environment.files ?? NO_FILES,
        template: (text, variables) => this.valueOf(readTemplate(text), { variables }),
      }),
    );
  }

  /**
   * Evaluates an argument of `try` or `can`. Its value is not known if a part of the expression could be an error,
   * although the value does not contain that part.
   */
  private attempt(arg: Expression, scope: Scope | undefined): Value {
    const before = this.doubts;
    this.attempts++;
    try {
      const value = this.valueOf(arg, scope);
      const isDoubtful = this.doubts > before && !(value instanceof Unresolved);
      return isDoubtful ? new Unresolved('whether a part of an expression is an error is not known') : value;
    } finally {
      this.attempts--;
    }
  }

  /** Counts a value that could be an error. A symbol, or a value that another one makes unknown, is not counted. */
  private noted(value: Value): Value {
    if (value instanceof Unresolved && value.symbol === undefined && value.origin === value) this.doubts++;
    return value;
  }

  /** The steps up to a name form one reference; any other index applies to a value. */
  private reference(expression: Expression, scope: Scope | undefined): Value {
    const steps: Step[] = [];
    let of = expression;
    while (of.kind === 'index') {
      const key = this.valueOf(of.key, scope);
      if (key instanceof Unresolved) return withoutSymbol(key);
      if (typeof key !== 'string' && typeof key !== 'number')
        return new Invalid('a key is neither a string nor a number');
      steps.unshift(key);
      of = of.of;
    }
    return of.kind === 'name' ? this.refer([of.name, ...steps], scope) : select(this.valueOf(of, scope), steps);
  }

  private refer(steps: readonly Step[], scope: Scope | undefined): Value {
    const [name = '', ...rest] = steps;
    const bound = scope && lookUp(scope, String(name));
    if (bound !== undefined) return select(bound, rest, String(name));
    // An error in what is referred to, for example in a local value, is not an error of this expression.
    const { doubts, attempts } = this;
    this.attempts = 0;
    try {
      return this.environment.refer(steps);
    } finally {
      this.doubts = doubts;
      this.attempts = attempts;
    }
  }

  /** The item of a splat, which can be null. */
  private item(scope: Scope | undefined): Value {
    const item = lookUp(scope, ITEM);
    return item === undefined ? new Invalid('a step has no item') : item;
  }

  /** A value that is not a list counts as a list of one item, and null as an empty list. */
  private splat({ of, each }: Expression & { kind: 'splat' }, scope: Scope | undefined): Value {
    const value = this.valueOf(of, scope);
    if (value instanceof Unresolved) return withoutSymbol(value);
    const items = splatItems(value);
    if (items instanceof Invalid) return items;
    this.budget.items(items.length);
    return tupleOf(items.map((item) => this.valueOf(each, bind(scope, ITEM, item))));
  }
}

/** Returns the items of a splat. A value that is no list is one item, and null is none, except for a null list. */
function splatItems(value: Value): readonly Value[] | Invalid {
  const type = typeOf(value);
  if (value instanceof TypedNull && typeof type === 'object' && type.kind !== 'map' && type.kind !== 'object') {
    return new Invalid('a list is null');
  }
  if (isList(value)) return value.map((item, index) => itemOf(value, item, index));
  return value === null || value instanceof TypedNull ? [] : [value];
}

/** The cost of comparing a value. */
function costOf(value: Value): number {
  return typeof value === 'string' ? value.length >> 6 : sizeOf(value);
}

/** Returns the value unless it has too many parts. */
function limited(value: Value): Value {
  try {
    sizeOf(value);
    return value;
  } catch (error) {
    if (error instanceof TemplateError) return new Unresolved(error.message);
    throw error;
  }
}

/** The name of the item of a splat, which no variable can have. */
const ITEM = '*';

function keyOf(value: Value): string | Unresolved {
  const text = toText(value) ?? new Invalid('a key is null');
  if (text instanceof Unresolved) return withoutSymbol(text);
  return unknownIn(text) ? new Unresolved('a key is known only after deployment') : text;
}
