import type { IConstruct } from 'constructs';
import type { IApiManagement } from '../api-management';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import { redactName } from '../messages';
import type { IPriorityPool } from '../priority-pool-props';
import type { Faults } from './faults';
import { literalBackendName, literalPoolName } from './literal-names';
import { backendsNamedIn, Sections } from './policy-sections';
import { holdsToken } from './terraform-text';

/** Finds the backends and pools that policies name, among the constructs of the same service in the program. */
export class NamedBackends {
  private declared?: ReadonlyMap<string, IConstruct>;

  /** @param promised the names of backends and pools that the caller declares afterwards */
  constructor(
    private readonly faults: Faults,
    private readonly construct: IConstruct,
    private readonly apiManagement: IApiManagement,
    private readonly promised: readonly string[] = [],
  ) {}

  /** Returns the backends and pools that the policies name. Each missing one is a fault. */
  find(where: string, sections: Sections): IConstruct[] {
    return backendsNamedIn(sections).flatMap((name) => {
      this.declared ??= declaredIn(this.construct.node.root, this.apiManagement.apiManagementName);
      const backend = this.declared.get(name);
      if (!backend && !this.promised.includes(name) && !holdsToken(name)) this.faults.report(where, this.missing(name));
      return backend ?? [];
    });
  }

  private missing(name: string): string {
    const service = this.apiManagement.apiManagementName;
    const keys = [...(this.declared?.keys() ?? []), ...this.promised].filter((key) => !holdsToken(key));
    const all = [...new Set(keys)].map((key) => `'${key}'`).join(', ') || 'none';
    return (
      `AF008 the policies name the backend '${redactName(name)}', which ${holdsToken(service) ? 'the service' : service} does not have; ` +
      `declared so far: ${all} (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)`
    );
  }
}

/**
 * Returns whether two names may identify the same service. Names are case-insensitive, and a token may stand for any
 * name.
 */
export function couldBeSame(service: string, other: string): boolean {
  return holdsToken(service) || holdsToken(other) || service.toLowerCase() === other.toLowerCase();
}

/** Returns all backends and pools of the service by name and by reference. */
function declaredIn(root: IConstruct, service: string): Map<string, IConstruct> {
  const declared = new Map<string, IConstruct>();
  for (const construct of root.node.findAll()) {
    const { apiManagementName: owner } = construct as Partial<ICircuitBreakerBackend>;
    if (typeof owner !== 'string') continue;
    for (const name of namesOf(construct)) {
      // If two constructs match, prefer the one whose service is certainly the same.
      if (owner === service || (couldBeSame(owner, service) && !declared.has(name))) declared.set(name, construct);
    }
  }
  return declared;
}

/** Returns the literal name and the reference. */
function namesOf(construct: IConstruct): string[] {
  const { backendName, poolName } = construct as Partial<ICircuitBreakerBackend & IPriorityPool>;
  if (typeof backendName === 'string') return [literalBackendName(construct as ICircuitBreakerBackend), backendName];
  return typeof poolName === 'string' ? [literalPoolName(construct as IPriorityPool), poolName] : [];
}
