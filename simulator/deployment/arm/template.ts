import { suggestion } from '../../common/nearest';
import { isObject, Json, JsonObject, Unresolved, Value, Whole } from '../value';
import { ExpressionPlace, referenceKey, referencesIn } from './check-expressions';
import { Deployable, Doubt, Nested, Owner } from './deployable';
import { Evaluator, Scope } from './evaluator';
import { expand } from './expand';
import { Lazy } from './lazy';
import { Locals, NO_LOCALS, variableOf } from './locals';
import { nameOf, nestedInput } from './nested';
import { givenValue, ParameterDeclaration } from './parameters';
import { referenceTo } from './reference';
import { declaredName, propertyOf, textIn } from './select';
import { callOf, textOf, unknown } from './symbols';
import { idFunction, scopeFunction, Target } from './target';
import type { TemplateFile } from './template-file';

/** How a template is deployed. */
interface TemplateInput {
  /** The name of its deployment. */
  readonly name: Value;
  readonly target: Target;
  /** Returns what is given for a parameter. */
  readonly given: (parameter: string) => Value | undefined;
  /** The evaluator of the outer template, if the expressions are evaluated there. */
  readonly outer?: Evaluator;
  /** Why it is not known whether the template is deployed. */
  readonly doubt?: Doubt;
}

/** A template, or a template nested in another one. */
export class Template implements Scope, Owner, Nested {
  readonly evaluator: Evaluator;
  private readonly values = new Lazy<Value>();
  private readonly suffix: string;
  private expanded?: readonly Deployable[];
  private readonly missing = new Map<string, Unresolved>();
  private references?: ReadonlyMap<string, ExpressionPlace>;

  constructor(
    private readonly file: TemplateFile,
    private readonly json: JsonObject,
    private readonly input: TemplateInput,
  ) {
    this.suffix = file.nextSuffix();
    this.evaluator = input.outer ?? new Evaluator(this, file.limits);
  }

  get target(): Target {
    return this.input.target;
  }

  /** The resources of this template, without those of nested templates. */
  get resources(): readonly Deployable[] {
    if (this.expanded || this.file.isFull) return this.expanded ?? [];
    // The names of resources cannot depend on other resources.
    this.expanded = [];
    this.expanded = this.file.add(expand(this, propertyOf(this.json, 'resources'), this.input.doubt));
    return this.expanded;
  }

  nest(deployment: Deployable): Nested | undefined {
    const nested = nestedInput(deployment);
    if (typeof nested === 'string') {
      this.file.warn(deployment.json, textOf(nameOf(deployment)) ?? 'a deployment', nested);
      return undefined;
    }
    const { name, given, isInner, template } = nested;
    const outer = isInner ? undefined : this.evaluator;
    return new Template(this.file, template, {
      name,
      given,
      outer,
      target: deployment.target,
      doubt: deployment.doubt,
    });
  }

  private section(name: string): JsonObject {
    const section = propertyOf(this.json, name);
    return isObject<JsonObject>(section) ? section : {};
  }

  say(part: object, what: string): void {
    this.file.say(part, what);
  }

  call(name: string, args: readonly Value[], locals: Locals): Value | undefined {
    const first = args.length === 0 ? undefined : textOf(args[0]);
    switch (name) {
      case 'parameters':
        return this.parameter(first ?? '');
      case 'variables':
        return this.variable(first ?? '');
      case 'copyindex':
        return copyIndex(args, locals);
      case 'lambdavariables':
        return variableOf(locals, (first ?? '').toLowerCase());
      case 'reference':
      case 'resourceinfo':
        return referenceTo(name, args, (text) => this.find(text));
      case 'deployment':
        return new Whole('deployment()', (member) =>
          member.toLowerCase() === 'name' ? this.input.name : callOf(`deployment.${member}`, [this.input.name]),
        );
      case 'newguid':
      case 'utcnow':
        return unknown(`${name}() is known only after deployment`);
      default:
        return (
          scopeFunction(name, this.input.target) ??
          idFunction(name, args, this.input.target) ??
          this.defined(name, args)
        );
    }
  }

  /** Evaluates an output. */
  output(name: string): Value {
    const output = propertyOf(this.section('outputs'), name);
    if (!isObject<JsonObject>(output)) return unknown(`a template has no output '${name}'`);
    const shown = `output '${name}'`;
    const symbol = this.symbolOf('outputs', declaredName(this.section('outputs'), name));
    return this.once(symbol, shown, output, () => {
      const { copy } = output;
      const value = isObject<JsonObject>(copy)
        ? this.evaluator.copies(copy, NO_LOCALS, '')
        : this.evaluator.value(output.value ?? null, NO_LOCALS);
      return new ParameterDeclaration(shown, symbol, output, {}).visible(value);
    });
  }

  /** Reports values of parameters that Azure Resource Manager rejects, and returns the names of all parameters. */
  checkParameters(): readonly string[] {
    const names = Object.keys(this.section('parameters'));
    for (const name of names) this.parameter(name);
    return names;
  }

  private find(name: string): Deployable | undefined {
    const lower = name.toLowerCase();
    const isNamed = ({ symbolicName, names }: Deployable): boolean =>
      symbolicName === undefined
        ? Array.isArray(names) && names.join('/').toLowerCase() === lower
        : symbolicName.toLowerCase() === lower;
    return this.resources.find(isNamed) ?? this.file.find(name);
  }

  private parameter(name: string): Value {
    const declared = this.section('parameters');
    const json = propertyOf(declared, name);
    const shown = `parameters('${name}')`;
    if (!isObject<JsonObject>(json)) return this.undeclared('parameters', name, Object.keys(declared));
    const symbol = this.symbolOf('parameters', declaredName(declared, name));
    return this.once(symbol, shown, json, () => {
      const declaration = new ParameterDeclaration(shown, symbol, json, this.section('definitions'));
      const given = givenValue(this.input.given(name) ?? null, shown, symbol);
      const otherwise = declaration.default;
      const value =
        given !== undefined && (given !== null || otherwise === undefined)
          ? given
          : otherwise === undefined
            ? declaration.absent(this.suffix === '' ? 'set it with --parameters FILE' : 'the deployment requires it')
            : this.evaluator.value(otherwise, NO_LOCALS);
      const fault = declaration.faultOf(value);
      if (fault === undefined) return declaration.visible(value);
      this.say(json, fault);
      return unknown(fault);
    });
  }

  private variable(name: string): Value {
    const variables = this.section('variables');
    const { copy } = variables;
    const loops = Array.isArray(copy) ? (copy as Json[]).filter((each) => isObject<JsonObject>(each)) : [];
    const loop = loops.find((each) => textIn(each, 'name').toLowerCase() === name.toLowerCase());
    const json = propertyOf(variables, name);
    const shown = `variables('${name}')`;
    if (json === undefined && !loop)
      return this.undeclared('variables', name, [
        ...Object.keys(variables),
        ...loops.map((each) => textIn(each, 'name')),
      ]);
    return this.once(this.symbolOf('variables', name.toLowerCase()), shown, loop ?? variables, () =>
      loop ? this.evaluator.copies(loop, NO_LOCALS) : this.evaluator.value(json ?? null, NO_LOCALS),
    );
  }

  private symbolOf(kind: string, name: string): string {
    return `${kind}(${name})${this.suffix}`;
  }

  private undeclared(kind: string, name: string, declared: readonly string[]): Unresolved {
    const key = referenceKey(kind, name);
    const known = this.missing.get(key);
    if (known) return known;
    const what = `${kind}('${name}') is not declared${suggestion(name, declared)}`;
    this.references ??= referencesIn(this.json);
    const [part, member] = this.references.get(key) ?? [this.json];
    this.file.say(part, what, member);
    const missing = unknown(what);
    this.missing.set(key, missing);
    return missing;
  }

  /** Evaluates a value once. A value that nothing else stands for gets a symbol of its own. */
  private once(symbol: string, shown: string, part: object, evaluate: () => Value): Value {
    const loop = (): Value => {
      const what = `${shown} refers to itself`;
      this.say(part, what);
      return unknown(what);
    };
    return this.values.get(
      symbol,
      () => {
        const value = evaluate();
        const isNameless = value instanceof Unresolved && value.symbol === undefined;
        return isNameless ? unknown(value.reason, symbol) : value;
      },
      loop,
    );
  }

  /** Calls a function that the template defines. */
  private defined(name: string, args: readonly Value[]): Value | undefined {
    const [namespace, member] = name.split('.');
    const functions = propertyOf(this.json, 'functions');
    if (member === undefined || !Array.isArray(functions)) return undefined;
    for (const each of functions as Json[]) {
      if (!isObject<JsonObject>(each) || textIn(each, 'namespace').toLowerCase() !== namespace) continue;
      const found = isObject<JsonObject>(each.members) ? propertyOf(each.members, member) : undefined;
      if (isObject<JsonObject>(found)) return this.run(found, args);
    }
    return undefined;
  }

  /** The body of a function can refer only to its own parameters, and to other functions. */
  private run({ parameters, output }: JsonObject, args: readonly Value[]): Value {
    const names = (Array.isArray(parameters) ? (parameters as Json[]) : []).map((parameter) =>
      isObject<JsonObject>(parameter) ? textIn(parameter, 'name').toLowerCase() : '',
    );
    const scope: Scope = {
      say: (part, what) => this.say(part, what),
      call: (name, values, locals) =>
        name === 'parameters'
          ? args[names.indexOf((textOf(values[0]) ?? '').toLowerCase())]
          : this.call(name, values, locals),
    };
    const body = isObject<JsonObject>(output) ? (output.value ?? null) : null;
    return new Evaluator(scope, this.file.limits).value(body, NO_LOCALS);
  }
}

function copyIndex(args: readonly Value[], { loop, loops }: Locals): Value {
  const [first] = args;
  const name = typeof first === 'string' ? first : undefined;
  const index = name === undefined ? loop : loops.get(name.toLowerCase());
  const offset = args[name === undefined ? 0 : 1] ?? 0;
  if (typeof index === 'number' && typeof offset === 'number') return index + offset;
  return index === undefined ? unknown('copyIndex() is outside of a copy') : index;
}
