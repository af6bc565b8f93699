import { relative } from 'node:path';
import { redactUrls } from '../../../lib/messages';
import { Configuration, ConfigurationBlock, localSource, ResourceBlock } from './configuration';
import { Environment, Evaluator, select, Step } from './evaluator';
import { allOf, expand, Instances, referIn } from './instances';
import { Memo } from './memo';
import { inputFaults } from './module-inputs';
import type { DeclaredResource, Place } from '../resource/resource';
import { Repetition, repetitionOf } from './repetition';
import type { StackContext } from './stack-context';
import { ifAssumed, placeOf, StackResource } from './stack-resource';
import { hideValue } from './language/sensitive';
import { defaultOf, refused } from './root-values';
import { isSensitive, typed, typeFault } from './variables';
import { Invalid, own, Refused, Unresolved, Value, Whole } from '../value';

/** A module that is called. Only local modules are read. */
interface Called {
  readonly module?: Module;
  readonly whole: Whole;
}

/** How a module is called. The root module has no address. */
export interface Caller {
  readonly address: string;
  /** Returns an input; undefined if it is not set. */
  readonly input: (name: string) => Value | undefined;
  /** The configurations of the modules around it. */
  readonly around: readonly Configuration[];
  readonly doubts?: Doubts;
  /** Where the module is called. */
  readonly at?: Place;
}

/** What is not known about the instances of a resource or a module. */
type Doubts = Pick<DeclaredResource, 'repeated' | 'assumed'>;

/** The root module of a stack, or an instance of a module that it calls. */
export class Module implements Environment {
  private readonly memo = new Memo();
  private readonly evaluator: Evaluator;
  private readonly instances = new Map<string, Instances<StackResource>>();
  private readonly calls = new Map<string, Instances<Called>>();
  private readonly expanding = new Map<string, Unresolved>();

  constructor(
    readonly configuration: Configuration,
    private readonly context: StackContext,
    private readonly caller: Caller,
  ) {
    this.evaluator = new Evaluator(this, context.budget);
  }

  /** The resources of this module and of the modules that it calls. */
  *resources(): Generator<StackResource> {
    for (const [address, block] of this.configuration.resources) yield* allOf(this.instancesOf(address, block));
    for (const [name, block] of this.configuration.modules) {
      for (const { module } of allOf(this.callsOf(name, block))) {
        if (module) yield* module.resources();
        else this.context.faults.warn(placeOf(block, `${this.prefix}module.${name}`), notRead(block));
      }
    }
  }

  output(name: string): Value | undefined {
    const block = this.configuration.outputs.get(name);
    if (!block) return undefined;
    return this.memo.get(`output.${name}`, () => {
      const value = this.evaluator.evaluate(own(block.body, 'value') ?? null);
      if (isSensitive(block)) hideValue(value);
      return ifAssumed(value, this.caller.doubts);
    });
  }

  refer(steps: readonly Step[]): Value {
    return this.context.guarded(() => this.find(steps));
  }

  get files(): Environment['files'] {
    return this.context.files;
  }

  private find(steps: readonly Step[]): Value {
    const [root, name, ...rest] = steps;
    switch (root) {
      case 'var':
        return select(this.variable(String(name)), rest, `var.${name}`);
      case 'local':
        return select(this.local(String(name)), rest, `local.${name}`);
      case 'module':
        return this.referToModule(String(name), rest);
      case 'path':
        return this.path(String(name));
      case 'data':
      case 'ephemeral':
        return this.referToResource(`${root}.${name}.${rest[0]}`, rest.slice(1));
      case 'terraform':
      case 'tofu':
        return new Unresolved(`${root}.${name} is not known`, `${root}.${name}`);
      case 'each':
      case 'count':
      case 'self':
        return new Refused(`${root} cannot be used here`);
      default:
        if (name === undefined) return new Refused(`${root} is not known`);
        return this.referToResource(`${root}.${name}`, rest);
    }
  }

  private path(name: string): Value {
    if (name === 'module') return relative(this.context.root, this.configuration.folder) || '.';
    // Terraform runs in the folder of the root module.
    return name === 'root' || name === 'cwd' ? '.' : new Refused(`path.${name} is not known`);
  }

  private variable(name: string): Value {
    return this.memo.get(`var.${name}`, () => {
      const block = this.configuration.variables.get(name);
      if (!block) return this.undeclared(`var.${name}`);
      const given = this.caller.input(name);
      const isGiven = given !== undefined && !(given === null && own(block.body, 'nullable') === false);
      if (!isGiven) return this.defaultOf(name, block);
      // The values of the root module are already checked.
      const { at } = this.caller;
      const fault = at && typeFault(block, given, name);
      if (!at || fault === undefined) return typed(block, given);
      this.context.faults.about(at, fault, name);
      return refused(`${this.prefix}var.${name}`, this.context.faults);
    });
  }

  private defaultOf(name: string, block: ConfigurationBlock): Value {
    const reference = `${this.prefix}var.${name}`;
    const otherwise = defaultOf(block);
    if (otherwise) {
      const { where, value, fault = typeFault(block, value, `var.${name}`) } = otherwise;
      if (fault === undefined) return typed(block, value);
      this.context.faults.say(where, fault);
      return refused(reference, this.context.faults);
    }
    const isRoot = this.caller.address === '';
    const reason = `${reference} has no value; ${isRoot ? `set it with --var ${name}=VALUE` : 'the module requires it'}`;
    // The call of the module is at fault, and is reported with its own line.
    if (!isRoot) this.context.faults.leaveOut(reason);
    return new Unresolved(reason, reference);
  }

  private local(name: string): Value {
    const json = this.configuration.locals.get(name);
    if (json === undefined) return this.undeclared(`local.${name}`);
    return this.memo.get(`local.${name}`, () => this.evaluator.evaluateTyped(json));
  }

  private referToResource(address: string, steps: readonly Step[]): Value {
    const block = this.configuration.resources.get(address);
    if (!block) return this.undeclared(address);
    const remote = this.caller.address === '' ? this.context.remote(address, steps) : undefined;
    if (remote) return remote;
    const instances = this.instancesOf(address, block);
    this.warnIfAssumed(instances, block, this.prefix + address);
    return referIn(instances, this.prefix + address, steps, (resource, rest) => resource.refer(rest));
  }

  private referToModule(name: string, steps: readonly Step[]): Value {
    const block = this.configuration.modules.get(name);
    if (!block) return this.undeclared(`module.${name}`);
    const address = `${this.prefix}module.${name}`;
    const calls = this.callsOf(name, block);
    this.warnIfAssumed(calls, block, address);
    return referIn(calls, address, steps, ({ whole }, rest) => select(whole, rest, address));
  }

  private warnIfAssumed(instances: Instances<unknown>, block: ConfigurationBlock, address: string): void {
    if (instances.kind !== 'count' || !instances.assumed) return;
    this.context.faults.assumed({ why: instances.assumed, at: placeOf(block, address) });
  }

  /** A resource of this module, for example a data source with the state of another stack. */
  resource(address: string): StackResource | undefined {
    const block = this.configuration.resources.get(address);
    const instances = block && this.instancesOf(address, block);
    return instances?.kind === 'once' ? instances.only : undefined;
  }

  private instancesOf(address: string, block: ResourceBlock): Instances<StackResource> {
    const known = this.instances.get(address);
    if (known) return known;
    const { context } = this;
    const full = this.prefix + address;
    const repetition = this.repetition(block, full);
    const doubts = this.doubtsOf(repetition, placeOf(block, full));
    const instances = expand(repetition, full, this, (of, scope) => {
      context.countInstance();
      return new StackResource(block, of, scope, context.budget, doubts);
    });
    this.instances.set(address, instances);
    return instances;
  }

  private callsOf(name: string, block: ConfigurationBlock): Instances<Called> {
    const known = this.calls.get(name);
    if (known) return known;
    const { context, caller, configuration } = this;
    const full = `${this.prefix}module.${name}`;
    const folder = localSource(block);
    const called = folder === undefined ? undefined : context.configurationAt(folder);
    const around = [...caller.around, configuration];
    if (called && around.includes(called))
      context.faults.about(placeOf(block, full), 'calls a module that contains it');
    for (const [argument, fault] of called ? inputFaults(block, called) : []) {
      context.faults.about(placeOf(block, full), fault, argument);
    }
    const repetition = this.repetition(block, full);
    const at = placeOf(block, full);
    const doubts = this.doubtsOf(repetition, at);
    const calls = expand(repetition, full, this, (address, scope): Called => {
      context.countInstance();
      const input = this.inputsOf(block, scope, address);
      const isRead = called && !around.includes(called);
      const module = isRead ? new Module(called, context, { address, input, around, doubts, at }) : undefined;
      return { module, whole: new Whole(address, (output) => outputOf(module, address, output)) };
    });
    this.calls.set(name, calls);
    return calls;
  }

  /** Adds what is not known about the instances of a block to what is not known about the modules around it. */
  private doubtsOf(repetition: Repetition, at: Place): Doubts {
    const { repeated, assumed = [] } = this.caller.doubts ?? {};
    const { kind } = repetition;
    if (kind === 'unknown') return { repeated: repeated ?? { by: repetition.by, why: repetition.why, at }, assumed };
    return { repeated, assumed: kind === 'assumed' ? [...assumed, { why: repetition.why, at }] : assumed };
  }

  private inputsOf({ body }: ConfigurationBlock, scope: Environment, address: string): Caller['input'] {
    const evaluator = new Evaluator(scope, this.context.budget);
    const memo = new Memo();
    return (name) => {
      const json = own(body, name);
      return json === undefined ? undefined : memo.get(name, () => evaluator.evaluate(json), address);
    };
  }

  private undeclared(reference: string): Unresolved {
    return this.configuration.missing(`${this.prefix}${reference} is not declared`);
  }

  /** A block whose number of instances depends on itself is not expanded. */
  private repetition(block: ConfigurationBlock, address: string): Repetition {
    const before = this.expanding.get(address);
    if (before) return { kind: 'unknown', by: 'for_each', why: before };
    this.expanding.set(address, new Unresolved(`${address} refers to itself`));
    try {
      return repetitionOf(block.body, (json) => this.evaluator.evaluate(json));
    } finally {
      this.expanding.delete(address);
    }
  }

  private get prefix(): string {
    return this.caller.address === '' ? '' : `${this.caller.address}.`;
  }
}

function outputOf(module: Module | undefined, address: string, name: string): Value {
  const reference = `${address}.${name}`;
  if (!module) return new Unresolved(`${reference} is an output of a module that was not read`, reference);
  return module.output(name) ?? module.configuration.missing(`${address} has no output ${name}`, Invalid);
}

function notRead({ body }: ConfigurationBlock): string {
  const source = own(body, 'source');
  const from = typeof source === 'string' ? ` from ${redactUrls(source)}` : '';
  return `the module${from} was not read; nothing is known about the resources that it declares`;
}
