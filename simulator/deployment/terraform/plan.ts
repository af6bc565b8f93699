import { readArmId } from '../resource/arm-id';
import { Environment, Evaluator, formatSteps, select, Step } from './evaluator';
import { hideValue } from './language/sensitive';
import { hideAttributes, hideOutputs } from './sensitive-marks';
import { Memo } from './memo';
import { Mode, DeclaredResource } from '../resource/resource';
import { referTo } from './reference';
import { fill, markUnknown, unresolvedIds } from './unknown';
import { firstUnresolved, isKnown, isObject, Json, JsonObject, own, Unresolved, Value } from '../value';

/** Returns the resources in the output of `terraform show -json` for a plan or a state. */
export function resourcesOfPlan(source: string, json: JsonObject): DeclaredResource[] {
  return [...new Plan(source, json).resources.values()];
}

/** A plan, or a state. In a state, all values are known. */
class Plan {
  readonly resources = new Map<string, DeclaredResource>();
  readonly unknowns: ReadonlyMap<string, Json>;
  private readonly modules = new Map<string, Module>();

  constructor(
    readonly source: string,
    private readonly json: JsonObject,
  ) {
    this.unknowns = new Map(
      listIn(json, 'resource_changes').map((change) => [
        textIn(change, 'address'),
        own(objectIn(change, 'change'), 'after_unknown') ?? null,
      ]),
    );
    this.hideSensitive();
    // Data sources that were read during planning are in the prior state.
    this.read(objectIn(objectIn(objectIn(json, 'prior_state'), 'values'), 'root_module'), (mode) => mode === 'data');
    this.read(objectIn(objectIn(json, 'values'), 'root_module'));
    this.read(objectIn(objectIn(json, 'planned_values'), 'root_module'));
  }

  /** Hides the values of the sensitive variables and outputs of the root module. */
  private hideSensitive(): void {
    const declared = objectIn(objectIn(objectIn(this.json, 'configuration'), 'root_module'), 'variables');
    for (const name of Object.keys(declared)) {
      if (own(objectIn(declared, name), 'sensitive') === true) hideValue(this.variable(name) ?? null);
    }
    for (const name of ['planned_values', 'values']) hideOutputs(objectIn(objectIn(this.json, name), 'outputs'));
  }

  /** A variable of the root module. */
  variable(name: string): Value | undefined {
    return own(objectIn(objectIn(this.json, 'variables'), name), 'value');
  }

  module(address: string, create: () => Module): Module {
    const module = this.modules.get(address) ?? create();
    this.modules.set(address, module);
    return module;
  }

  private read(rootModule: JsonObject, isWanted = (_: Mode): boolean => true): void {
    const configuration = objectIn(objectIn(this.json, 'configuration'), 'root_module');
    const root = this.module('', () => new Module(this, '', configuration));
    const left = [{ module: root, node: rootModule }];
    for (let next = left.pop(); next; next = left.pop()) {
      const { module, node } = next;
      for (const resource of listIn(node, 'resources')) {
        const read = module.resource(resource);
        if (isWanted(read.mode)) this.resources.set(read.address, read);
      }
      for (const child of listIn(node, 'child_modules')) {
        left.push({ module: module.child(textIn(child, 'address')), node: child });
      }
    }
  }
}

/** A module of a plan, which combines known values with the configuration. */
class Module implements Environment {
  private readonly evaluator = new Evaluator(this);
  private readonly memo = new Memo();
  private readonly expressions: ReadonlyMap<string, JsonObject>;

  constructor(
    private readonly plan: Plan,
    private readonly address: string,
    private readonly configuration: JsonObject,
    private readonly parent?: { readonly module: Module; readonly call: JsonObject },
  ) {
    this.expressions = new Map(
      listIn(configuration, 'resources').map((resource) => [
        textIn(resource, 'address'),
        objectIn(resource, 'expressions'),
      ]),
    );
  }

  /** Returns the module at the address, which this module calls. */
  child(address: string): Module {
    const name = /^module\.([^.[]+)/.exec(address.slice(this.prefix.length))?.[1] ?? '';
    const call = objectIn(objectIn(this.configuration, 'module_calls'), name);
    return this.plan.module(
      address,
      () => new Module(this.plan, address, objectIn(call, 'module'), { module: this, call }),
    );
  }

  resource(json: JsonObject): DeclaredResource {
    const address = textIn(json, 'address');
    const mode = own(json, 'mode') === 'data' ? 'data' : 'managed';
    const type = textIn(json, 'type');
    const values = objectIn(json, 'values');
    hideAttributes(type, values, objectIn(json, 'sensitive_values'));
    const unknown = this.plan.unknowns.get(address);
    const expressions = this.expressions.get(`${mode === 'data' ? 'data.' : ''}${type}.${textIn(json, 'name')}`);
    const attribute = (name: string): Value | undefined => {
      const later = new Unresolved(`${address}.${name} is known only after deployment`);
      const value = markUnknown(
        own(values, name),
        isObject<JsonObject>(unknown) ? own(unknown, name) : undefined,
        later,
      );
      if (value === undefined || !firstUnresolved(value)) return value;
      return this.recovered(value, expressions && objectIn(expressions, name));
    };
    return {
      source: this.plan.source,
      address,
      mode,
      type,
      attribute: (name) => this.memo.get(`${address}.${name}`, () => attribute(name)),
    };
  }

  output(name: string): Value {
    return this.memo.get(`output.${name}`, () =>
      this.expression(
        objectIn(objectIn(objectIn(this.configuration, 'outputs'), name), 'expression'),
        `output.${name}`,
      ),
    );
  }

  refer(steps: readonly Step[]): Value {
    const [root, name, ...rest] = steps;
    const reference = formatSteps(steps);
    if (root === 'var') return select(this.variable(String(name)), rest, `var.${name}`);
    if (root === 'module') return this.referToModule(String(name), rest);
    const isData = root === 'data';
    const [type, label, ...below] = isData ? steps.slice(1) : steps;
    const address = `${this.prefix}${isData ? 'data.' : ''}${type}.${label}`;
    const resource = this.plan.resources.get(address);
    if (resource) return referTo(resource, below);
    const instance = this.plan.resources.get(`${address}[${JSON.stringify(below[0])}]`);
    return instance
      ? referTo(instance, below.slice(1))
      : new Unresolved(`${reference} cannot be determined from the plan`);
  }

  private get prefix(): string {
    return this.address === '' ? '' : `${this.address}.`;
  }

  private referToModule(name: string, steps: readonly Step[]): Value {
    const address = `${this.prefix}module.${name}`;
    const call = objectIn(objectIn(this.configuration, 'module_calls'), name);
    const isRepeated = Object.hasOwn(call, 'count_expression') || Object.hasOwn(call, 'for_each_expression');
    const [output, ...rest] = isRepeated ? steps.slice(1) : steps;
    const child = this.child(isRepeated ? `${address}[${JSON.stringify(steps[0])}]` : address);
    return select(child.output(String(output)), rest, `${address}.${output}`);
  }

  private variable(name: string): Value {
    const reference = `${this.prefix}var.${name}`;
    if (!this.parent)
      return this.plan.variable(name) ?? new Unresolved(`${reference} cannot be determined from the plan`);
    const { module, call } = this.parent;
    return this.memo.get(reference, () => module.expression(objectIn(objectIn(call, 'expressions'), name), reference));
  }

  /** Evaluates an expression of the configuration, as far as the plan allows. */
  private expression(json: JsonObject, reference: string): Value {
    const constant = own(json, 'constant_value');
    const references = referencesIn(json);
    if (constant !== undefined) return references.length > 0 ? this.evaluator.evaluate(constant) : constant;
    if (references.length === 1) return this.evaluator.evaluateExpression(references[0]);
    return new Unresolved(`${reference} cannot be determined from the plan`);
  }

  /** Returns the value with the ids inserted that its expression refers to. */
  private recovered(value: Value, expression: JsonObject | undefined): Value {
    if (!expression) return value;
    const references = referencesIn(expression);
    const constant = own(expression, 'constant_value');
    // For Terraform JSON, the plan contains the expression as written. For HCL, it contains only the references.
    if (constant !== undefined) return references.length > 0 ? fill(value, this.evaluator.evaluate(constant)) : value;
    const ids = references
      .map((reference) => this.evaluator.evaluateExpression(reference))
      .filter((id): id is string => typeof id === 'string' && !isKnown(id));
    if (value instanceof Unresolved) return ids.length === 1 && references.length === 1 ? ids[0] : value;
    const backends = ids.filter((id) => readArmId(id)?.path[0] === 'backends');
    return backends.length === unresolvedIds(value).length ? fillIds(value, backends) : value;
  }
}

/** Inserts ids in order where they are missing. */
function fillIds(value: Value, ids: readonly Value[]): Value {
  const byPlace = new Map(unresolvedIds(value).map((place, index) => [place, ids[index]]));
  const put = (item: Value): Value => {
    if (Array.isArray(item)) return (item as readonly Value[]).map(put);
    if (!isObject<JsonObject>(item)) return item;
    const id = byPlace.get(item);
    return Object.fromEntries(
      Object.entries(item).map(([name, below]) => [name, name === 'id' && id !== undefined ? id : put(below as Value)]),
    );
  };
  return put(value);
}

/** Returns complete references: Terraform lists `a.b.id`, and then its prefix `a.b`. */
function referencesIn(expression: JsonObject): string[] {
  const references = own(expression, 'references');
  const whole: string[] = [];
  for (const reference of Array.isArray(references) ? (references as readonly Json[]) : []) {
    if (typeof reference !== 'string') continue;
    const last = whole.at(-1);
    if (last?.startsWith(`${reference}.`) || last?.startsWith(`${reference}[`)) continue;
    whole.push(reference);
  }
  return whole;
}

function textIn(object: JsonObject, name: string): string {
  const value = own(object, name);
  return typeof value === 'string' ? value : '';
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = own(object, name);
  return isObject<JsonObject>(value) ? value : {};
}

function listIn(object: JsonObject, name: string): JsonObject[] {
  const value = own(object, name);
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).filter((item): item is JsonObject => isObject<JsonObject>(item));
}
