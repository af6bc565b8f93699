import { at, Block, Json } from '../terraform-json';
import { Configuration, Configured, dependenciesOf } from './configuration';
import { evaluate, isUnknown, Reference, UNKNOWN } from './expression';
import { azureId, isFixed } from './resource-types';
import { Deployed, State } from './state';

export type Action = 'no-op' | 'create' | 'update' | 'delete' | 'delete then create' | 'create then delete';

/** What happens to one address. */
export interface Change {
  readonly address: string;
  readonly action: Action;
  /** As it is deployed, after moves; undefined if it is created. */
  readonly before?: Deployed;
  /** Evaluated, with what is not known; undefined if it is deleted. */
  readonly after?: Block;
}

export interface Plan {
  readonly configuration: Configuration;
  /** The state after moves. */
  readonly state: State;
  readonly changes: ReadonlyMap<string, Change>;
  /** Why Terraform refuses to plan. */
  readonly refusals: readonly string[];
}

export function plan(state: State, configuration: Configuration): Plan {
  const moved = afterMoves(state, configuration);
  const planner = new Planner(moved, configuration);
  const changes = new Map<string, Change>();
  for (const address of configuration.resources.keys()) changes.set(address, planner.change(address));
  const refusals: string[] = [];
  for (const [address, before] of moved) {
    if (configuration.resources.has(address)) continue;
    changes.set(address, { address, action: 'delete', before });
    if (!configuration.providers.has(before.provider)) {
      refusals.push(`Provider configuration not present: ${address} needs ${before.provider} to be deleted`);
    }
  }
  for (const { address, provider } of configuration.resources.values()) {
    if (!configuration.providers.has(provider)) refusals.push(`${address} needs ${provider}, which is not configured`);
  }
  return { configuration, state: moved, changes, refusals };
}

/** Returns the changes that do something. */
export function effective({ changes }: Plan): Change[] {
  return [...changes.values()].filter(({ action }) => action !== 'no-op');
}

/** Returns the state after a plan is applied completely. */
export function applied({ configuration, changes }: Plan, generation = String(nextGeneration++)): State {
  const state = new Map<string, Deployed>();
  const idOf = (address: string): string => {
    const change = changes.get(address);
    const { type, provider } = configuredAt(configuration, address);
    const azure = azureId(type, known(address), configuration.providers.get(provider));
    const isKept = change?.action === 'no-op' || change?.action === 'update';
    return azure ?? (isKept && change.before ? change.before.id : `${address}#${generation}`);
  };
  const evaluated = new Map<string, Block>();
  const known = (address: string): Block => {
    const found = evaluated.get(address);
    if (found) return found;
    const value = evaluate(configuredAt(configuration, address).arguments, valueOf) as Block;
    evaluated.set(address, value);
    return value;
  };
  const valueOf = ({ address, path }: Reference): Json => {
    if (!configuration.resources.has(address)) return linked(configuration, address, path, valueOf);
    if (path[0] === 'id') return idOf(address);
    return attribute(address, configuredAt(configuration, address).type, known(address), path);
  };
  for (const [address, { type, provider }] of configuration.resources) {
    state.set(address, {
      ...{ type, provider },
      id: idOf(address),
      arguments: known(address),
      dependencies: [...dependenciesOf(configuration, address)],
      createBeforeDestroy: isCreatedFirst(configuration, address),
    });
  }
  return state;
}

let nextGeneration = 1;

/** Returns whether a replacement is created first: by the resource's own setting, or because a dependent has it. */
export function isCreatedFirst(configuration: Configuration, address: string): boolean {
  for (const [other, { createBeforeDestroy }] of configuration.resources) {
    if (!createBeforeDestroy) continue;
    if (other === address || dependenciesOf(configuration, other).has(address)) return true;
  }
  return false;
}

/** Plans each resource once, after what it refers to. */
class Planner {
  private readonly changes = new Map<string, Change>();

  constructor(
    private readonly state: State,
    private readonly configuration: Configuration,
  ) {}

  change(address: string): Change {
    const found = this.changes.get(address);
    if (found) return found;
    const change = this.compare(configuredAt(this.configuration, address));
    this.changes.set(address, change);
    return change;
  }

  private compare({ address, type, arguments: args, replaceTriggeredBy }: Configured): Change {
    const after = evaluate(args, (reference) => this.valueOf(reference)) as Block;
    const deployed = this.state.get(address);
    if (!deployed) return { address, action: 'create', after };
    const before = deployed.type === type ? deployed : converted(deployed, type, after);
    const differing = Object.keys({ ...before.arguments, ...after }).filter((name) =>
      differs(before.arguments[name], after[name]),
    );
    const isReplaced =
      differing.some((name) => isFixed(type, name, before.arguments[name], after[name])) ||
      replaceTriggeredBy.some((trigger) => this.isTriggered(trigger));
    if (isReplaced) {
      const action = isCreatedFirst(this.configuration, address) ? 'create then delete' : 'delete then create';
      return { address, action, before: deployed, after };
    }
    const isUpdated = differing.length > 0 || deployed.type !== type;
    return { address, action: isUpdated ? 'update' : 'no-op', before: deployed, after };
  }

  /** Only an update or a replacement triggers: neither a creation nor a deletion does. */
  private isTriggered(trigger: Reference): boolean {
    const { address, path } = trigger;
    if (!this.configuration.resources.has(address)) throw new Error(`${address} triggers, but is not declared`);
    const { action, before } = this.change(address);
    if (!before || action === 'no-op' || action === 'create') return false;
    if (path.length === 0) return true;
    const was = path[0] === 'id' ? before.id : attribute(address, before.type, before.arguments, path);
    return differs(was, this.valueOf(trigger));
  }

  private valueOf({ address, path }: Reference): Json {
    if (!this.configuration.resources.has(address)) {
      const { references = [] } = this.configuration.links.get(address) ?? {};
      const isPending = references.some(
        (each) => this.configuration.resources.has(each) && this.change(each).action !== 'no-op',
      );
      const isRead = address.startsWith('data.');
      if (isRead && isPending) return UNKNOWN;
      return linked(this.configuration, address, path, (reference) => this.valueOf(reference));
    }
    const { action, before, after = {} } = this.change(address);
    const { type } = configuredAt(this.configuration, address);
    const isKept = before && (action === 'no-op' || action === 'update');
    if (path[0] === 'id') return isKept ? before.id : UNKNOWN;
    if (type === 'terraform_data' && path[0] === 'output') {
      // Terraform computes the output again when the input changes; without an input, it knows that there is none.
      const isKnown = (after.input ?? null) === null || (isKept && !differs(before.arguments.input, after.input));
      return isKnown ? attribute(address, type, after, path) : UNKNOWN;
    }
    const isComputed = after[path[0] ?? ''] === undefined;
    if (isComputed && !isKept) return UNKNOWN;
    return attribute(address, type, after, path);
  }
}

function configuredAt(configuration: Configuration, address: string): Configured {
  const found = configuration.resources.get(address);
  if (!found) throw new Error(`${address} is referred to, but not declared`);
  return found;
}

function differs(before: Json | undefined, after: Json | undefined): boolean {
  return isUnknown(after) || JSON.stringify(sorted(before)) !== JSON.stringify(sorted(after));
}

/** The order of keys is not a difference, and a missing argument equals `null`. */
function sorted(json: Json | undefined): Json {
  if (typeof json !== 'object' || json === null) return json ?? null;
  if (Array.isArray(json)) return (json as readonly Json[]).map(sorted);
  return Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}

/** An attribute that is configured has that value. Azure chooses the others once, for each resource. */
function attribute(address: string, type: string, args: Block, path: readonly string[]): Json {
  if (type === 'terraform_data' && path[0] === 'output') return at(args, 'input', ...path.slice(1)) ?? null;
  return at(args, ...path) ?? (type === 'terraform_data' ? null : `<${address}.${path.join('.')}>`);
}

/** What is read depends on what it is read by, not on its address. */
function linked(
  { links, providers }: Configuration,
  address: string,
  path: readonly string[],
  valueOf: (reference: Reference) => Json,
): Json {
  const link = links.get(address);
  if (!link) return `<${[address, ...path].join('.')}>`;
  const args = evaluate(link.arguments, valueOf) as Block;
  if (address.startsWith('local.')) return at(args, 'value', ...path) ?? null;
  if (isUnknown(args)) return UNKNOWN;
  const [, type = ''] = address.split('.');
  const id = azureId(type, args, providers.get(link.provider));
  if (path[0] === 'id' && id !== undefined) return id;
  return at(args, ...path) ?? `<${type} ${JSON.stringify(sorted(args))}.${path.join('.')}>`;
}

/** A `moved` block applies where its target is configured and not yet deployed. */
function afterMoves(state: State, { moves, resources }: Configuration): State {
  const moved = new Map(state);
  for (const { from, to } of moves) {
    const deployed = moved.get(from);
    if (!deployed || moved.has(to) || resources.has(from)) continue;
    moved.delete(from);
    moved.set(to, deployed);
  }
  return moved;
}

/** A resource that is moved to another type keeps its ID, from which azapi reads its name and parent. */
function converted(before: Deployed, type: string, after: Block): Deployed {
  if (type !== 'azapi_resource') throw new Error(`${before.type} cannot be moved to ${type}`);
  const segments = before.id.split('/');
  const args = { name: segments.at(-1) ?? '', parent_id: segments.slice(0, -2).join('/'), type: after.type ?? '' };
  return { ...before, type, arguments: args };
}
