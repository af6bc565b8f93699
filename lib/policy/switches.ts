import { childElements, PolicyElement } from './document';
import { holdsExpression } from './expression';
import type { ChildrenOf } from './forwards';

/**
 * Returns whether the policies in a retry themselves send its attempts to different backends: they set the backend
 * based on a value that changes between attempts, or after they have forwarded.
 */
export function switchesBackend(policies: readonly PolicyElement[], childrenOf: ChildrenOf = childElements): boolean {
  return new Attempt(policies, childrenOf).switchesBackend();
}

/** Expressions whose value changes with each attempt. */
const CHANGES =
  /\bcontext\s*\.\s*(?:Response|LastError|Elapsed|Timestamp)\b|\b(?:Random|DateTime|DateTimeOffset|Guid)\b/;
const VARIABLES = /\bcontext\s*\.\s*Variables\b/g;
/** A variable that is read by its name, as in `context.Variables["a"]` or `context.Variables.GetValueOrDefault("a")`. */
const NAMED_VARIABLE = /\bcontext\s*\.\s*Variables\s*(?:\[|\.\s*\w+\s*(?:<[^>()]*>\s*)?\()\s*"([^"\\]*)"/g;

class Attempt {
  /** The names of the variables that each attempt sets. */
  private readonly variables: readonly string[];
  private hasForwarded = false;

  constructor(
    private readonly policies: readonly PolicyElement[],
    private readonly childrenOf: ChildrenOf,
  ) {
    this.variables = this.all(policies, 'set-variable').map(({ attributes }) => attributes.name ?? '');
  }

  switchesBackend(): boolean {
    return this.all(this.policies, 'set-backend-service').length > 0 && this.switchesIn(this.policies, true);
  }

  private switchesIn(policies: readonly PolicyElement[], isFixed: boolean): boolean {
    return policies.some((policy) => this.switchesAt(policy, isFixed));
  }

  private switchesAt(policy: PolicyElement, isFixed: boolean): boolean {
    if (policy.name === 'set-backend-service') {
      return this.hasForwarded || !isFixed || !Object.values(policy.attributes).every((value) => this.isFixed(value));
    }
    if (policy.name === 'forward-request') this.hasForwarded = true;
    const children = this.childrenOf(policy);
    if (policy.name !== 'choose') return this.switchesIn(children, isFixed);
    const areFixed = children.every(({ attributes }) => this.isFixed(attributes.condition ?? ''));
    const hadForwarded = this.hasForwarded;
    // Only one branch runs, so the forwards of another branch come neither before nor after it.
    const branches = children.map((branch) => {
      this.hasForwarded = hadForwarded;
      const switches = this.switchesIn(this.childrenOf(branch), isFixed && areFixed);
      return { switches, forwards: this.hasForwarded };
    });
    this.hasForwarded = branches.some(({ forwards }) => forwards) || hadForwarded;
    return branches.some(({ switches }) => switches);
  }

  /** Returns whether a value is the same in each attempt. */
  private isFixed(value: string): boolean {
    if (!holdsExpression(value)) return true;
    return !CHANGES.test(value) && !this.readsVariable(value);
  }

  /** Returns whether an expression may read a variable that each attempt sets. */
  private readsVariable(value: string): boolean {
    if (this.variables.length === 0) return false;
    const named = [...value.matchAll(NAMED_VARIABLE)].map(([, name]) => name);
    const reads = value.match(VARIABLES)?.length ?? 0;
    return named.length < reads || this.variables.some((name) => holdsExpression(name) || named.includes(name));
  }

  private all(policies: readonly PolicyElement[], name: string): PolicyElement[] {
    return policies.flatMap((policy) => [
      ...(policy.name === name ? [policy] : []),
      ...this.all(this.childrenOf(policy), name),
    ]);
  }
}
