import type { IConstruct } from 'constructs';
import type { IApiManagement } from '../api-management';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import { redactName } from '../messages';
import type { IPriorityPool } from '../priority-pool-props';
import type { Faults } from './faults';
import { literalBackendName, literalPoolName } from './literal-names';
import { backendsNamedIn, Sections } from './policy-sections';
import { holdsToken } from './terraform-text';

/** Finds the backends and pools that policies name: what is in the program, of the same service. */
export class NamedBackends {
  private declared?: ReadonlyMap<string, IConstruct>;

  /** @param promised names of those that the caller is about to declare */
  constructor(
    private readonly faults: Faults,
    private readonly construct: IConstruct,
    private readonly apiManagement: IApiManagement,
    private readonly promised: readonly string[] = [],
  ) {}

  /** Those that the policies name; a fault for each that is not there. */
  find(where: string, sections: Sections): IConstruct[] {
    return backendsNamedIn(sections).flatMap((name) => {
      this.declared ??= declaredIn(this.construct.node.root, this.apiManagement.apiManagementName);
      const backend = this.declared.get(name);
      if (!backend && !this.promised.includes(name) && !holdsToken(name)) this.faults.say(where, this.missing(name));
      return backend ?? [];
    });
  }

  private missing(name: string): string {
    const service = this.apiManagement.apiManagementName;
    const declared = [...(this.declared?.keys() ?? [])].filter((key) => !holdsToken(key));
    const all = [...new Set([...declared, ...this.promised])].map((key) => `'${key}'`).join(', ') || 'none';
    return (
      `AF008 they name the backend '${redactName(name)}', which ${holdsToken(service) ? 'the service' : service} does not have; ` +
      `declared so far are ${all} (one made elsewhere is declared with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)`
    );
  }
}

/** Names of services are the same in capital letters; what a token stands for may be any of them. */
export function couldBeSame(service: string, other: string): boolean {
  return holdsToken(service) || holdsToken(other) || service.toLowerCase() === other.toLowerCase();
}

/** All backends and pools of the service, by each name that they go by. */
function declaredIn(root: IConstruct, service: string): Map<string, IConstruct> {
  const declared = new Map<string, IConstruct>();
  for (const construct of root.node.findAll()) {
    const { apiManagementName: owner } = construct as Partial<ICircuitBreakerBackend>;
    if (typeof owner !== 'string') continue;
    for (const name of namesOf(construct)) {
      // Of two that may be meant, the one whose service is surely the same.
      if (owner === service || (couldBeSame(owner, service) && !declared.has(name))) declared.set(name, construct);
    }
  }
  return declared;
}

/** The name itself, and the reference to it. */
function namesOf(construct: IConstruct): string[] {
  const { backendName, poolName } = construct as Partial<ICircuitBreakerBackend & IPriorityPool>;
  if (typeof backendName === 'string') return [literalBackendName(construct as ICircuitBreakerBackend), backendName];
  return typeof poolName === 'string' ? [literalPoolName(construct as IPriorityPool), poolName] : [];
}
