import type { Configuration } from './configuration';
import { dependenciesOf, referencesOf } from './configuration';
import { Graph } from './graph';
import { Action, Change, effective, isCreatedFirst, Plan } from './plan';

/** A step of the apply. A replacement has two: one puts, the other deletes. */
export interface Step {
  readonly key: string;
  readonly kind: 'put' | 'delete';
  readonly change: Change;
}

/** The steps of a plan, and what each waits for. */
export interface Order {
  readonly steps: readonly Step[];
  /** By the key of a step, the keys of all steps that must succeed before it. */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
  /** Steps that wait for themselves; Terraform then refuses to apply. */
  readonly cycle: readonly string[];
}

export function order(plan: Plan): Order {
  const steps = effective(plan).flatMap(stepsOf);
  const graph = applyGraph(plan, steps);
  const keys = new Set(steps.map(({ key }) => key));
  const before = new Map(
    [...keys].map((key) => [key, new Set([...graph.ancestors(key)].filter((each) => keys.has(each)))]),
  );
  return { steps, before, cycle: graph.cycle() };
}

const PUTS: readonly Action[] = ['create', 'update', 'delete then create', 'create then delete'];
const DELETES: readonly Action[] = ['delete', 'delete then create', 'create then delete'];

function stepsOf(change: Change): Step[] {
  const { address, action } = change;
  const puts: Step[] = PUTS.includes(action) ? [{ key: address, kind: 'put', change }] : [];
  const deletes: Step[] = DELETES.includes(action) ? [{ key: destroyed(address), kind: 'delete', change }] : [];
  return [...puts, ...deletes];
}

function destroyed(address: string): string {
  return `${address} (destroy)`;
}

/** The node that represents a configured resource, whether it changes or not. */
function expanded(address: string): string {
  return `${address} (expand)`;
}

/** Builds the graph in the order of Terraform's own steps, because each looks at the edges of those before it. */
function applyGraph(plan: Plan, steps: readonly Step[]): Graph {
  const graph = new Graph();
  for (const { key } of steps) graph.add(key);
  connectReferences(graph, plan.configuration);
  connectDestroys(graph, plan, steps);
  turnCreatedFirst(graph, plan, steps);
  return graph;
}

/** What is created or updated waits for what it refers to. Destroys do not refer to anything. */
function connectReferences(graph: Graph, configuration: Configuration): void {
  const { resources, links } = configuration;
  for (const address of [...resources.keys(), ...links.keys()]) {
    if (graph.has(address)) graph.connect(address, expanded(address));
    for (const reference of referencesOf(configuration, address)) {
      for (const from of [address, expanded(address)]) {
        if (from === address && !graph.has(address)) continue;
        graph.connect(from, expanded(reference));
        if (graph.has(reference)) graph.connect(from, reference);
      }
    }
  }
}

function connectDestroys(graph: Graph, plan: Plan, steps: readonly Step[]): void {
  const puts = steps.filter(({ kind }) => kind === 'put').sort(byKey);
  const deletes = steps.filter(({ kind }) => kind === 'delete').sort(byKey);
  // A replacement waits for its own destruction.
  for (const { key } of puts) if (graph.has(destroyed(key))) graph.connect(key, destroyed(key));
  // What depended on something that is destroyed waits for that.
  for (const { key, change } of puts) {
    for (const dependency of storedDependencies(plan, change)) {
      if (graph.has(destroyed(dependency))) graph.connect(key, destroyed(dependency));
    }
  }
  // What something depended on is destroyed or changed only after that is destroyed.
  for (const { key, change } of deletes) {
    for (const dependency of storedDependencies(plan, change)) {
      for (const from of [destroyed(dependency), dependency]) {
        if (graph.has(from)) tryToConnect(graph, plan, from, dependency, key, change);
      }
    }
  }
}

/** Between two providers, Terraform leaves out an edge that would make a cycle. */
function tryToConnect(graph: Graph, plan: Plan, from: string, dependency: string, to: string, change: Change): void {
  graph.connect(from, to);
  const isAcross = providerOf(plan, dependency) !== providerOf(plan, change.address);
  if (isAcross && graph.ancestors(to).has(from)) graph.disconnect(from, to);
}

function providerOf({ configuration, state }: Plan, address: string): string | undefined {
  return (configuration.resources.get(address) ?? state.get(address))?.provider;
}

/** Turns around what waits for a destruction that must come last: the destruction then waits for it. */
function turnCreatedFirst(graph: Graph, plan: Plan, steps: readonly Step[]): void {
  const puts = new Set(steps.filter(({ kind }) => kind === 'put').map(({ key }) => key));
  for (const { key, kind, change } of steps) {
    if (kind !== 'delete' || !isDestroyedLast(plan, change)) continue;
    for (const from of graph.waitingFor(key)) {
      if (!puts.has(from)) continue;
      graph.disconnect(from, key);
      graph.connect(key, from);
    }
  }
}

function isDestroyedLast({ configuration }: Plan, { address, before }: Change): boolean {
  if (configuration.resources.has(address)) return isCreatedFirst(configuration, address);
  return before?.createBeforeDestroy === true;
}

/**
 * Returns what a change depends on: for a resource that is configured and deployed, the plan adds what is configured to
 * what is stored.
 */
function storedDependencies({ configuration }: Plan, { address, before }: Change): Set<string> {
  const isConfigured = configuration.resources.has(address);
  return new Set([...(before?.dependencies ?? []), ...(isConfigured ? dependenciesOf(configuration, address) : [])]);
}

function byKey(a: Step, b: Step): number {
  return a.key < b.key ? -1 : 1;
}
