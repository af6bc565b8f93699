import { entityOf, Services } from '../support/azure-service';
import { applied, NOTHING, Order, order, Plan, plan, readConfiguration, State, Step } from '../support/terraform';
import type { Block } from '../support/terraform-json';
import { Call, callsOf } from './calls';
import { ordersOf } from './orders';

/** What an edit of a deployed stack does. The edit converges if there are neither refusals nor faults. */
export interface Outcome {
  readonly plan: Plan;
  readonly order: Order;
  /** Why Terraform refuses the plan, and each call that Azure refuses in at least one order. */
  readonly refusals: readonly string[];
  /**
   * What is wrong although it is not refused: the contents of the services are not as configured after an order
   * without refusals, a second plan is not empty, or the edited stack cannot be deployed on its own. None of them can
   * follow from a refusal.
   */
  readonly faults: readonly string[];
  /** The contents of the services afterwards, in the first order. */
  readonly services: Services;
  readonly state: State;
}

export interface ApplyOptions {
  /** Of the random orders. */
  readonly seed?: number;
  /** The content of the `cdk.tf.json` of another stack, which uses what is deployed and is not edited. */
  readonly otherStack?: string;
}

/**
 * Deploys a stack, then its edit, in many orders that Terraform allows.
 *
 * @param before the content of the deployed `cdk.tf.json`; undefined if nothing is deployed
 * @param after the content of the edited `cdk.tf.json`
 * @throws Error if `before`, or the other stack after it, cannot be deployed
 */
export function apply(before: string | undefined, after: string, { seed, otherStack }: ApplyOptions = {}): Outcome {
  const elsewhere = new Set([...deployedElsewhere(before, after), ...deployedElsewhere(otherStack)]);
  const beside = deployOnce(new Services(elsewhere), otherStack).services;
  const fresh = deploy(NOTHING, beside, after, { seed });
  if (before === undefined) return fresh;
  const { state, services } = deployOnce(new Services(deployedElsewhere(before, after, otherStack)), before);
  const complete = deployOnce(services, otherStack).services;
  const edited = deploy(state, complete, after, { seed, expected: fresh.services });
  const alone = [...fresh.refusals, ...fresh.faults].map((fault) => `without anything deployed: ${fault}`);
  return { ...edited, faults: [...alone, ...edited.faults] };
}

/** Deploys a stack that must be accepted. */
function deployOnce(services: Services, json: string | undefined): Pick<Outcome, 'services' | 'state'> {
  if (json === undefined) return { services, state: NOTHING };
  const outcome = deploy(NOTHING, services, json, { isOnce: true });
  const reasons = [...outcome.refusals, ...outcome.faults];
  if (reasons.length > 0) throw new Error(`it cannot be deployed before the edit: ${reasons.join('\n')}`);
  return outcome;
}

interface DeployOptions {
  /** Of the random orders. */
  readonly seed?: number;
  /** Whether only one order is tried. */
  readonly isOnce?: boolean;
  /** What the services must contain afterwards. */
  readonly expected?: Services;
}

function deploy(
  state: State,
  services: Services,
  json: string,
  { seed = 1, isOnce, expected }: DeployOptions,
): Outcome {
  const configuration = readConfiguration(json);
  const planned = plan(state, configuration);
  const next = applied(planned);
  const ordered = order(planned);
  const outcome = { plan: planned, order: ordered, services, state: next };
  const cycle = ordered.cycle.length > 0 ? [`Cycle: ${ordered.cycle.join(', ')}`] : [];
  const unplanned = [...planned.refusals, ...cycle];
  if (unplanned.length > 0) return { ...outcome, refusals: unplanned, faults: [] };

  const calls = callsOf(ordered, next);
  // By what is refused, with the calls before it in the first such order.
  const refusals = new Map<string, string>();
  const deviations = new Set<string>();
  let first: Services | undefined;
  for (const steps of ordersOf(ordered, calls, seed)) {
    const copy = services.copy();
    const refused = makeCalls(steps, ordered, calls, copy);
    for (const { text, after } of refused) if (!refusals.has(text)) refusals.set(text, after);
    first ??= copy;
    if (expected && refused.length === 0) differences(copy, expected).forEach((each) => deviations.add(each));
    if (isOnce) break;
  }
  const second = plan(next, configuration);
  const again = [...second.changes.values()].filter(({ action }) => action !== 'no-op');
  return {
    ...outcome,
    services: first ?? services,
    refusals: [...refusals].map(([text, after]) => text + after),
    faults: [...deviations, ...again.map(({ address, action }) => `a second plan: ${action} ${address}`)],
  };
}

/** A call that API Management refuses. */
interface Refusal {
  readonly text: string;
  /** The calls before it. */
  readonly after: string;
}

/** Makes the calls one after the other. Terraform skips what waits for a step that failed. */
function makeCalls(
  steps: readonly Step[],
  { before }: Order,
  calls: ReadonlyMap<string, Call>,
  services: Services,
): Refusal[] {
  const refusals: Refusal[] = [];
  const failed = new Set<string>();
  const done: string[] = [];
  for (const { key, change } of steps) {
    if ([...(before.get(key) ?? [])].some((each) => failed.has(each))) continue;
    const call = calls.get(key);
    if (!call) continue;
    const { verb, entity } = call;
    const reason = services[verb](entity);
    if (reason === undefined) {
      done.push(key);
      continue;
    }
    failed.add(key);
    const text = `${verb} ${entity.service}/${entity.path} (${change.address}) ${reason}`;
    refusals.push({ text, after: done.length > 0 ? `, after ${done.join(', ')}` : '' });
  }
  return refusals;
}

function differences(services: Services, expected: Services): string[] {
  const [is, must] = [services.contents(), expected.contents()];
  return [...new Set([...Object.keys(is), ...Object.keys(must)])].flatMap((key) => {
    if (!(key in is)) return [`${key} is missing`];
    if (!(key in must)) return [`${key} is left`];
    return JSON.stringify(is[key]) === JSON.stringify(must[key]) ? [] : [`${key} is not as it is configured`];
  });
}

/** Returns the backends and named values that a stack names and that none of the stacks deploys. */
function deployedElsewhere(...stacks: readonly (string | undefined)[]): Set<string> {
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
