import type { ReadingFaults } from '../reading-faults';
import { labelledBlocks, objectsIn } from './blocks';
import type { Configuration } from './configuration';
import { select, Step } from './evaluator';
import type { Files } from './language/files';
import { Module } from './module';
import type { DeclaredResource } from '../resource/resource';
import { StackContext } from './stack-context';
import { isObject, Json, JsonObject, own, Unresolved, Value } from '../value';

/** What a stack takes from outside of its root module. */
export interface StackInput {
  readonly faults: ReadingFaults;
  /** Returns the value of a variable of the root module; undefined if none is given. */
  readonly variable: (name: string) => Value | undefined;
  /** Returns the module in a folder. */
  readonly configurationAt: (folder: string) => Configuration | undefined;
  readonly files: Files;
  /** The stacks whose outputs this one can read. */
  readonly others: () => readonly Stack[];
}

/** A root module and the modules that it calls. Only values in their files are known. */
export class Stack {
  private readonly root: Module;

  constructor(
    private readonly configuration: Configuration,
    { faults, variable, configurationAt, files, others }: StackInput,
  ) {
    const remote = (address: string, steps: readonly Step[]): Value | undefined =>
      address.startsWith(REMOTE_STATE) && steps[0] === 'outputs' ? this.remote(address, steps, others()) : undefined;
    const context = new StackContext(configuration.folder, faults, configurationAt, files, remote);
    this.root = new Module(configuration, context, { address: '', input: variable, around: [] });
  }

  get resources(): readonly DeclaredResource[] {
    return [...this.root.resources()];
  }

  /** The name that cdktf assigned. */
  get name(): string | undefined {
    return this.configuration.files.map(({ json }) => stackName(json)).find((name) => name !== undefined);
  }

  /** The location of the state of the stack. */
  private keepsStateIn(backend: string, config: Json): boolean {
    return this.configuration.files.some(({ json }) =>
      objectsIn(own(json, 'terraform')).some((terraform) =>
        labelledBlocks(own(terraform, 'backend'), 1).some(
          ({ labels: [type], body }) => type === backend && JSON.stringify(body) === JSON.stringify(config),
        ),
      ),
    );
  }

  /** Returns an output of another stack, if that stack is among the given files. */
  private remote(address: string, [, output, ...rest]: readonly Step[], stacks: readonly Stack[]): Value {
    const name = address.slice(REMOTE_STATE.length);
    const resource = this.root.resource(address);
    const backend = resource?.attribute('backend');
    const config = resource?.attribute('config');
    const others = stacks.filter((other) => other !== this);
    const stack =
      others.find((other) => `${CROSS_STACK}${other.name}` === name) ??
      others.find((other) => typeof backend === 'string' && other.keepsStateIn(backend, (config ?? null) as Json));
    const reference = `${address}.outputs.${output}`;
    if (!stack) {
      return new Unresolved(`${address} is the state of a stack that is not in the given files`, reference);
    }
    const value = stack.root.output(String(output)) ?? new Unresolved(`output.${output} is not declared`);
    return select(value, rest, reference);
  }
}

const REMOTE_STATE = 'data.terraform_remote_state.';
/** The prefix that cdktf uses for the state of another stack. */
const CROSS_STACK = 'cross-stack-reference-input-';

export function stackName(json: JsonObject): string | undefined {
  const comment = own(json, '//');
  const metadata = isObject<JsonObject>(comment) ? own(comment, 'metadata') : undefined;
  const name = isObject<JsonObject>(metadata) ? own(metadata, 'stackName') : undefined;
  return typeof name === 'string' ? name : undefined;
}
