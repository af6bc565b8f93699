import { labelledBlocks, objectsIn } from './blocks';
import { Environment, Evaluator, formatSteps, select, Step } from './evaluator';
import { Memo } from './memo';
import { Mode, TerraformResource } from './resource';
import { referTo } from './reference';
import { isTemplate } from './template';
import { isObject, Json, JsonObject, own, Unresolved, Value } from './value';

/** A file of a stack. */
export interface StackFile {
  readonly name: string;
  readonly json: JsonObject;
}

/** A stack in a folder. Only values in its files are known. */
export class Stack implements Environment {
  readonly resources: readonly StackResource[];
  private readonly byAddress: ReadonlyMap<string, StackResource>;
  private readonly locals: ReadonlyMap<string, Json>;
  private readonly variables: ReadonlyMap<string, JsonObject>;
  private readonly outputs: ReadonlyMap<string, JsonObject>;
  private readonly evaluator = new Evaluator(this);
  private readonly memo = new Memo();

  constructor(
    private readonly files: readonly StackFile[],
    /** The stacks whose outputs this one can read. */
    private readonly others: () => readonly Stack[],
  ) {
    const blocks = (kind: string, labels: number): readonly (readonly [string, JsonObject])[] =>
      files.flatMap(({ json }) =>
        labelledBlocks(own(json, kind), labels).map(({ labels: [name], body }) => [name, body] as const),
      );
    this.variables = new Map(blocks('variable', 1));
    this.outputs = new Map(blocks('output', 1));
    this.locals = new Map(
      files.flatMap(({ json }) => objectsIn(own(json, 'locals')).flatMap((locals) => Object.entries(locals))),
    );
    this.resources = files.flatMap((file) => [
      ...this.resourcesOf(file, 'data', 'data'),
      ...this.resourcesOf(file, 'resource', 'managed'),
      ...this.resourcesOf(file, 'ephemeral', 'ephemeral'),
    ]);
    this.byAddress = new Map(this.resources.map((resource) => [resource.address, resource]));
  }

  /** The name that cdktf assigned. */
  get name(): string | undefined {
    return this.files.map(({ json }) => stackName(json)).find((name) => name !== undefined);
  }

  output(name: string): Value {
    return this.memo.get(`output.${name}`, () => {
      const value = own(this.outputs.get(name) ?? {}, 'value');
      return value === undefined ? new Unresolved(`output.${name} is not declared`) : this.evaluator.evaluate(value);
    });
  }

  refer(steps: readonly Step[]): Value {
    const root = String(steps[0]);
    const name = steps.length > 1 ? String(steps[1]) : undefined;
    const rest = steps.slice(2);
    switch (root) {
      case 'var':
        return select(this.variable(String(name)), rest, `var.${name}`);
      case 'local':
        return select(this.local(String(name)), rest, `local.${name}`);
      case 'data':
      case 'ephemeral':
        return this.referToResource(`${root}.${name}.${rest[0]}`, rest.slice(1));
      case 'module':
      case 'each':
      case 'count':
      case 'self':
      case 'path':
      case 'terraform':
        return new Unresolved(
          `${formatSteps(steps)} cannot be determined; use the output of terraform show -json for a plan`,
        );
      default:
        if (name === undefined) return new Unresolved(`${formatSteps(steps)} is not known`);
        return this.referToResource(`${root}.${name}`, rest);
    }
  }

  /** The location of the state of the stack. */
  keepsStateIn(backend: string, config: Json): boolean {
    return this.files.some(({ json }) =>
      objectsIn(own(json, 'terraform')).some((terraform) =>
        labelledBlocks(own(terraform, 'backend'), 1).some(
          ({ labels: [type], body }) => type === backend && JSON.stringify(body) === JSON.stringify(config),
        ),
      ),
    );
  }

  private referToResource(address: string, steps: readonly Step[]): Value {
    const resource = this.byAddress.get(address);
    if (!resource) return new Unresolved(`${address} is not declared`);
    if (address.startsWith(REMOTE_STATE) && steps[0] === 'outputs') return this.remote(resource, steps);
    return resource.refer(steps);
  }

  /** Returns an output of another stack, if that stack is among the given files. */
  private remote(resource: TerraformResource, [, output, ...rest]: readonly Step[]): Value {
    const name = resource.address.slice(REMOTE_STATE.length);
    const backend = resource.attribute('backend');
    const config = resource.attribute('config');
    const others = this.others().filter((other) => other !== this);
    const stack =
      others.find((other) => `${CROSS_STACK}${other.name}` === name) ??
      others.find((other) => typeof backend === 'string' && other.keepsStateIn(backend, (config ?? null) as Json));
    if (!stack) return new Unresolved(`${resource.address} is the state of a stack that is not in the given files`);
    return select(stack.output(String(output)), rest, `${resource.address}.outputs.${output}`);
  }

  private variable(name: string): Value {
    return this.memo.get(`var.${name}`, () => {
      const variable = this.variables.get(name);
      if (!variable) return new Unresolved(`var.${name} is not declared`);
      // A default is not a template: it cannot contain references.
      return own(variable, 'default') ?? new Unresolved(`var.${name} has no default`);
    });
  }

  private local(name: string): Value {
    const json = this.locals.get(name);
    if (json === undefined) return new Unresolved(`local.${name} is not declared`);
    return this.memo.get(`local.${name}`, () => this.evaluator.evaluate(json));
  }

  private resourcesOf(file: StackFile, kind: string, mode: Mode): StackResource[] {
    return labelledBlocks(own(file.json, kind), 2).map(
      ({ labels: [type, name], body }) => new StackResource(file.name, mode, type, name, body, this.evaluator),
    );
  }
}

/** A declared resource. Its attributes are evaluated lazily and cached. */
class StackResource implements TerraformResource {
  readonly address: string;
  readonly repeatedBy?: 'count' | 'for_each';
  readonly dynamicBlocks: readonly string[];
  private readonly attributes = new Memo();
  private readonly references = new Memo();

  constructor(
    readonly source: string,
    readonly mode: Mode,
    readonly type: string,
    name: string,
    private readonly body: JsonObject,
    private readonly evaluator: Evaluator,
  ) {
    this.address = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
    this.repeatedBy = REPEATS.find((repeat) => Object.hasOwn(body, repeat));
    this.dynamicBlocks = dynamicBlocksIn(body);
  }

  attribute(name: string): Value | undefined {
    const json = own(this.body, name);
    if (json === undefined || isPlain(json)) return json;
    return this.attributes.get(name, () => this.evaluator.evaluate(json), this.address);
  }

  /** Returns the value that the steps refer to. */
  refer(steps: readonly Step[]): Value {
    const json = steps.length === 1 && !this.repeatedBy ? own(this.body, String(steps[0])) : undefined;
    if (json !== undefined && isPlain(json)) return json;
    return this.references.get(steps.join('.'), () => referTo(this, steps), `reference ${this.address}`);
  }
}

/** Returns whether the value contains no template, which is true of most values. */
function isPlain(json: Json): boolean {
  if (typeof json === 'string') return !isTemplate(json);
  if (typeof json !== 'object' || json === null) return true;
  // Lists are traversed in the same way as objects.
  const object = json as JsonObject;
  for (const name in object) if (isTemplate(name) || !isPlain(object[name])) return false;
  return true;
}

const NONE: readonly string[] = [];

function dynamicBlocksIn(body: JsonObject): readonly string[] {
  const dynamic = own(body, 'dynamic');
  return dynamic === undefined ? NONE : labelledBlocks(dynamic, 1).map(({ labels: [block] }) => block);
}

const REPEATS = ['count', 'for_each'] as const;
const REMOTE_STATE = 'data.terraform_remote_state.';
/** The prefix that cdktf uses for the state of another stack. */
const CROSS_STACK = 'cross-stack-reference-input-';

export function stackName(json: JsonObject): string | undefined {
  const comment = own(json, '//');
  const metadata = isObject<JsonObject>(comment) ? own(comment, 'metadata') : undefined;
  const name = isObject<JsonObject>(metadata) ? own(metadata, 'stackName') : undefined;
  return typeof name === 'string' ? name : undefined;
}
