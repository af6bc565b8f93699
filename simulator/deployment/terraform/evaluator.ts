import { redactName } from '../../../lib/messages';
import { FUNCTIONS } from './functions';
import { Expression, isTemplate, readExpression, readTemplate, TemplateError } from './template';
import { firstUnresolved, isList, isObject, Json, JsonObject, own, Unresolved, Value, ValueObject } from './value';

/** The values that an expression can refer to. */
export interface Environment {
  /** Resolves a variable, local value, resource or output, for example `azurerm_api_management`, `main`, `id`. */
  refer(steps: readonly Step[]): Value;
}

/** A name, or a key in brackets that is a number. */
export type Step = string | number;

/** The maximum length of a chain of references. */
const LONGEST_CHAIN = 300;
const LONGEST_TEXT = 4 * 1024 * 1024;
/** The maximum number of characters of all evaluated strings; larger than any stack that is accepted. */
const LONGEST_TEXTS = 128 * 1024 * 1024;

/** Evaluates Terraform expressions. Whatever cannot be determined is `Unresolved`, with the reason. */
export class Evaluator {
  private depth = 0;
  /** The number of characters of all concatenated strings. */
  private made = 0;

  constructor(private readonly environment: Environment) {}

  /** Evaluates a value from a file, in which strings are templates. */
  evaluate(json: Json): Value {
    if (typeof json === 'string') {
      return isTemplate(json) ? this.guarded(() => this.read(() => readTemplate(json))) : json;
    }
    if (typeof json !== 'object' || json === null) return json;
    return this.guarded(() => (isObject(json) ? this.evaluateObject(json) : json.map((item) => this.evaluate(item))));
  }

  private evaluateObject(json: JsonObject): ValueObject {
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, this.evaluate(value)]));
  }

  /** Evaluates a single expression. */
  evaluateExpression(text: string): Value {
    return this.guarded(() => this.read(() => readExpression(text)));
  }

  private read(parse: () => Expression): Value {
    try {
      return this.valueOf(parse());
    } catch (error) {
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

  private valueOf(expression: Expression): Value {
    return this.guarded(() => this.unguarded(expression));
  }

  private unguarded(expression: Expression): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'template':
        return this.template(expression.parts);
      case 'list':
        return expression.items.map((item) => this.valueOf(item));
      case 'object':
        return this.object(expression.entries);
      case 'call':
        return this.call(expression.name, expression.args);
      case 'reference':
        return this.environment.refer(expression.steps);
      case 'name':
      case 'index':
        return this.reference(expression);
    }
  }

  private template(parts: readonly Expression[]): Value {
    let text = '';
    for (const part of parts) {
      const value = this.valueOf(part);
      if (value instanceof Unresolved) return value;
      if (typeof value === 'object') return new Unresolved('a template contains a value that is not a string');
      text += String(value);
      if (text.length > LONGEST_TEXT) return new Unresolved(`a string exceeds ${LONGEST_TEXT} characters`);
    }
    this.made += text.length;
    if (this.made > LONGEST_TEXTS) return new Unresolved(`strings exceed ${LONGEST_TEXTS} characters in total`);
    return text;
  }

  private object(entries: readonly (readonly [Expression, Expression])[]): Value {
    const pairs = entries.map(([key, value]) => [this.valueOf(key), this.valueOf(value)] as const);
    const entriesByName: [string, Value][] = [];
    for (const [key, value] of pairs) {
      if (key instanceof Unresolved) return key;
      if (typeof key === 'object') return new Unresolved('a key is not a string');
      entriesByName.push([String(key), value]);
    }
    return Object.fromEntries(entriesByName);
  }

  private call(name: string, args: readonly Expression[]): Value {
    const run = FUNCTIONS.get(name);
    if (!run) return new Unresolved(`the function ${name} is not supported`);
    const values = args.map((arg) => this.valueOf(arg));
    return (
      (name === 'jsonencode' ? undefined : firstUnresolved(values)) ??
      run(...values) ??
      new Unresolved(`the function ${name} is not supported for these arguments`)
    );
  }

  /** The steps up to a name form one reference; any other index applies to a value. */
  private reference(expression: Expression): Value {
    const steps: Step[] = [];
    let of = expression;
    while (of.kind === 'index') {
      const key = this.valueOf(of.key);
      if (key instanceof Unresolved) return key;
      if (typeof key !== 'string' && typeof key !== 'number')
        return new Unresolved('a key is neither a string nor a number');
      steps.unshift(key);
      of = of.of;
    }
    return of.kind === 'name' ? this.environment.refer([of.name, ...steps]) : select(this.valueOf(of), steps);
  }
}

/** Returns the part of the value that the steps refer to. */
export function select(value: Value, steps: readonly Step[], name = 'a value'): Value {
  let selected = value;
  for (const step of steps) {
    if (selected instanceof Unresolved) return selected;
    const next = stepInto(selected, step);
    if (next === undefined)
      return new Unresolved(`${name} has no ${typeof step === 'number' ? `[${step}]` : redactName(step)}`);
    selected = next;
  }
  return selected;
}

function stepInto(value: Value, step: Step): Value | undefined {
  if (isObject<ValueObject>(value)) return own(value, String(step));
  if (isList(value) && /^\d+$/.test(String(step))) return value[Number(step)];
  return undefined;
}

/** For example, `module.apim["west"].id`. */
export function formatSteps([first, ...steps]: readonly Step[]): string {
  return `${first}${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${redactName(step)}`)).join('')}`;
}
