import { childElements, PolicyElement } from '../../lib/policy';
import type { DeployedService } from '../deployment/deployment';
import { fragmentOf } from '../deployment/fragments';

/** A place where requests are forwarded, with their possible targets. */
export interface ForwardPath {
  readonly forward: PolicyElement;
  /** The innermost retry around it. */
  readonly retry?: PolicyElement;
  /** Whether that retry is nested in another one. */
  readonly isNested?: boolean;
  readonly targets: Targets;
  /** Whether each attempt of the retry sets the backend again before it forwards. */
  readonly choosesAgain?: boolean;
}

/** The backends that can be set at some point. */
interface Targets {
  /** The values of `backend-id`, including expressions; empty for a URL. */
  readonly set: ReadonlySet<string>;
  /** Whether the backend that was set before can still be in effect. */
  readonly passes: boolean;
}

/** The effect of a sequence of policies: which backend it sets and where it forwards. */
interface Effect {
  readonly after: Targets;
  readonly paths: readonly ForwardPath[];
}

const UNCHANGED: Targets = { set: new Set(), passes: true };
const ENDED: Targets = { set: new Set(), passes: false };
const NOTHING: Effect = { after: UNCHANGED, paths: [] };

/** Returns the name of the backend that `set-backend-service` sets. With Dapr, it is `dapr`, which is not declared. */
export function backendIdOf({ attributes }: PolicyElement): string | undefined {
  return attributes['dapr-app-id'] === undefined ? attributes['backend-id'] : undefined;
}

/** Finds the forward paths in the policies of a service. The effect of each element is computed once. */
export class ForwardPaths {
  private readonly effects = new Map<PolicyElement, Effect>();

  constructor(private readonly service: DeployedService) {}

  /**
   * Returns the paths of a sequence of policies. Until a policy sets a backend, requests go to the service URL of the
   * API.
   */
  of(policies: readonly PolicyElement[]): readonly ForwardPath[] {
    return this.sequence(policies).paths;
  }

  private effect(policy: PolicyElement): Effect {
    const known = this.effects.get(policy);
    if (known) return known;
    const effect = this.work(policy);
    this.effects.set(policy, effect);
    return effect;
  }

  private work(policy: PolicyElement): Effect {
    switch (policy.name) {
      case 'set-backend-service':
        return { after: { set: new Set([backendIdOf(policy) ?? '']), passes: false }, paths: [] };
      case 'forward-request':
        return { after: UNCHANGED, paths: [{ forward: policy, targets: UNCHANGED }] };
      case 'return-response':
        return { after: ENDED, paths: [] };
      case 'choose':
        return this.choice(childElements(policy));
      case 'retry':
        return this.repeated(policy);
      case 'include-fragment': {
        const fragment = fragmentOf(this.service, policy.attributes['fragment-id'] ?? '');
        return fragment ? this.sequence(childElements(fragment.policy.document)) : NOTHING;
      }
      default:
        return this.sequence(childElements(policy));
    }
  }

  private sequence(policies: readonly PolicyElement[]): Effect {
    let after = UNCHANGED;
    const paths: ForwardPath[] = [];
    for (const policy of policies) {
      const effect = this.effect(policy);
      if (effect === NOTHING) continue;
      for (const path of effect.paths) paths.push({ ...path, targets: then(after, path.targets) });
      after = then(after, effect.after);
    }
    return { after, paths: merged(paths) };
  }

  private choice(branches: readonly PolicyElement[]): Effect {
    const effects = branches.map((branch) => this.sequence(childElements(branch)));
    const isExhaustive = branches.some(({ name }) => name === 'otherwise');
    return {
      after: either([...effects.map(({ after }) => after), ...(isExhaustive ? [] : [UNCHANGED])]),
      paths: merged(effects.flatMap(({ paths }) => paths)),
    };
  }

  /** A backend that one attempt sets can be in effect for the next attempt. */
  private repeated(retry: PolicyElement): Effect {
    const { after, paths } = this.sequence(childElements(retry));
    const before = either([UNCHANGED, after]);
    return {
      after,
      paths: paths.map((path) => ({
        retry,
        choosesAgain: !path.targets.passes,
        ...path,
        ...(path.retry && { isNested: true }),
        targets: then(before, path.targets),
      })),
    };
  }
}

/** Returns whether requests can go to a URL, or to a backend that is no pool. Names are in lower case. */
export function canLeavePools(
  { set, passes }: Targets,
  backends: ReadonlySet<string>,
  pools: ReadonlyMap<string, unknown>,
): boolean {
  const isSingle = (name: string): boolean => backends.has(name) && !pools.has(name);
  return passes || set.has('') || [...set].some((target) => isSingle(target.toLowerCase()));
}

function then(first: Targets, second: Targets): Targets {
  if (!second.passes || first === UNCHANGED) return second;
  if (second === UNCHANGED) return first;
  return { set: new Set([...first.set, ...second.set]), passes: first.passes };
}

function either(targets: readonly Targets[]): Targets {
  return { set: new Set(targets.flatMap(({ set }) => [...set])), passes: targets.some(({ passes }) => passes) };
}

/** A forward in a fragment that is included twice is one path. */
function merged(paths: readonly ForwardPath[]): readonly ForwardPath[] {
  if (paths.length < 2) return paths;
  const byForward = new Map<PolicyElement, ForwardPath[]>();
  for (const path of paths) {
    const same = byForward.get(path.forward) ?? [];
    const index = same.findIndex(({ retry }) => retry === path.retry);
    if (index < 0) same.push(path);
    else same[index] = { ...path, targets: either([same[index].targets, path.targets]) };
    byForward.set(path.forward, same);
  }
  return [...byForward.values()].flat();
}
