import { entityOf, Services } from '../support/azure-service';
import { applied, NOTHING, Order, order, Plan, plan, readConfiguration, State, Step } from '../support/terraform';
import type { Block } from '../support/terraform-json';
import { Call, callsOf } from './calls';
import { ordersOf } from './orders';

/** A call that Azure API Management refuses in at least one order of the steps. */
export interface Refused {
  readonly call: string;
  readonly address: string;
  readonly reason: string;
  /** The addresses of the steps before it in that order. */
  readonly after: readonly string[];
}

/** What an edit of a deployed stack does. */
export interface Outcome {
  readonly plan: Plan;
  readonly order: Order;
  /** Why Terraform refuses the plan, and each call that Azure refuses. Empty if the edit converges. */
  readonly faults: readonly string[];
  readonly refused: readonly Refused[];
  /** What stands in the services afterwards, in the first order. */
  readonly services: Services;
  readonly state: State;
}

/**
 * Deploys a stack, then its edit, in many orders that Terraform allows.
 *
 * @param before the content of the deployed `cdk.tf.json`; undefined if nothing is deployed
 * @param after the content of the edited `cdk.tf.json`
 * @throws Error if `before` cannot be deployed
 */
export function apply(before: string | undefined, after: string, seed = 1): Outcome {
  const nothing = new Services(deployedElsewhere([before, after]));
  const fresh = deploy(NOTHING, nothing, after, { seed });
  if (before === undefined) return fresh;
  const deployed = deploy(NOTHING, nothing, before, { isOnce: true });
  if (deployed.faults.length > 0) {
    throw new Error(`it cannot be deployed before the edit: ${deployed.faults.join('\n')}`);
  }
  const edited = deploy(deployed.state, deployed.services, after, { seed, expected: fresh.services });
  return {
    ...edited,
    faults: [...fresh.faults.map((fault) => `without anything deployed: ${fault}`), ...edited.faults],
  };
}

interface Play {
  /** Of the random orders. */
  readonly seed?: number;
  /** Whether only one order is played. */
  readonly isOnce?: boolean;
  /** What must stand in the services afterwards. */
  readonly expected?: Services;
}

function deploy(state: State, services: Services, json: string, { seed = 1, isOnce, expected }: Play): Outcome {
  const configuration = readConfiguration(json);
  const planned = plan(state, configuration);
  const next = applied(planned);
  const ordered = order(planned);
  const outcome = { plan: planned, order: ordered, services, state: next };
  const planFaults = [...planned.faults, ...(ordered.cycle.length > 0 ? [`Cycle: ${ordered.cycle.join(', ')}`] : [])];
  if (planFaults.length > 0) return { ...outcome, refused: [], faults: planFaults };

  const calls = callsOf(ordered, next);
  const refused = new Map<string, Refused>();
  const leftovers = new Set<string>();
  let first: Services | undefined;
  for (const steps of ordersOf(ordered, calls, seed)) {
    const copy = services.copy();
    const found = play(steps, ordered, calls, copy);
    for (const each of found) {
      const key = `${each.call}: ${each.reason}`;
      if (!refused.has(key)) refused.set(key, each);
    }
    first ??= copy;
    if (expected && found.length === 0) differences(copy, expected).forEach((each) => leftovers.add(each));
    if (isOnce) break;
  }
  const faults = [...refused.values()].map(({ call, address, reason, after }) => {
    const last = after.length > 0 ? `, after ${after.join(', ')}` : '';
    return `${call} (${address}) ${reason}${last}`;
  });
  const second = plan(next, configuration);
  const again = [...second.changes.values()].filter(({ action }) => action !== 'no-op');
  return {
    ...outcome,
    services: first ?? services,
    refused: [...refused.values()],
    faults: [...faults, ...leftovers, ...again.map(({ address, action }) => `a second plan: ${action} ${address}`)],
  };
}

/** Makes the calls one after the other. Terraform skips what waits for a step that failed. */
function play(
  steps: readonly Step[],
  { before }: Order,
  calls: ReadonlyMap<string, Call>,
  services: Services,
): Refused[] {
  const refused: Refused[] = [];
  const failed = new Set<string>();
  const done: string[] = [];
  for (const { key, change } of steps) {
    if ([...(before.get(key) ?? [])].some((each) => failed.has(each))) continue;
    const call = calls.get(key);
    if (!call) continue;
    const { verb, entity } = call;
    const reason = services[verb](entity);
    if (reason !== undefined) {
      failed.add(key);
      const text = `${verb} ${entity.service}/${entity.path}`;
      refused.push({ call: text, address: change.address, reason, after: [...done] });
    } else done.push(key);
  }
  return refused;
}

function differences(services: Services, expected: Services): string[] {
  const [is, must] = [services.contents(), expected.contents()];
  return [...new Set([...Object.keys(is), ...Object.keys(must)])].flatMap((key) => {
    if (!(key in is)) return [`${key} is missing`];
    if (!(key in must)) return [`${key} is left`];
    return JSON.stringify(is[key]) === JSON.stringify(must[key]) ? [] : [`${key} is not as it is configured`];
  });
}

/** Returns the backends and named values that a stack names and that neither stack deploys: others do. */
function deployedElsewhere(stacks: readonly (string | undefined)[]): Set<string> {
  const states = stacks.flatMap((json) =>
    json === undefined ? [] : [applied(plan(NOTHING, readConfiguration(json)))],
  );
  const entities = states
    .flatMap((state) => [...state.values()])
    .flatMap(({ type, arguments: args }: { type: string; arguments: Block }) => entityOf(type, args) ?? []);
  const own = new Set(entities.map(({ service, path }) => `${service}/${path}`));
  const named = entities.flatMap(({ service, backends, namedValues }) => [
    ...backends.map((name) => `${service}/backends/${name}`),
    ...namedValues.map((name) => `${service}/namedvalues/${name}`),
  ]);
  return new Set(named.filter((each) => !own.has(each)));
}
