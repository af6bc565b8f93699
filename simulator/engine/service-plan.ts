import {
  BreakerRule,
  GatewayAssumptions,
  hasCircuitBreakers,
  LONGEST_TIME,
  MemberChoice,
  milliseconds,
  priorityGroups,
  ruleOf,
  UnitPlan,
} from '../../lib/failover';
import { redactName } from '../../lib/messages';
import type { DeployedBackend, DeployedPool, DeployedService } from '../deployment/deployment';
import { SimulationError } from '../common/simulation-error';
import { couldBe } from '../deployment/unplaced';
import type { Target } from './target';

/**
 * Data that is computed once per service: the targets of names, the circuit breakers and the turns of pool members.
 */
export class ServicePlan implements UnitPlan {
  readonly rules = new Map<string, BreakerRule>();
  readonly pools = new Map<string, (assumptions: GatewayAssumptions) => MemberChoice>();
  private readonly targets = new Map<string, Target>();
  private readonly backends = new Map<string, DeployedBackend>();
  /** The reasons why backends or pools cannot be simulated, by name. */
  private readonly unknowns = new Map<string, string>();

  constructor(private readonly service: DeployedService) {
    for (const backend of service.backends) this.addBackend(backend, service);
    for (const pool of service.pools) this.addPool(pool);
  }

  /** Returns a backend or pool by name, ignoring case. */
  target(name: string): Target | undefined {
    return this.targets.get(name.toLowerCase());
  }

  backend(name: string): DeployedBackend | undefined {
    return this.backends.get(name);
  }

  /** @throws SimulationError if a backend or pool that does not exist here can be one whose name is not known. */
  checkMissing(name: string): void {
    const { isElsewhere, possibleBackends = [] } = this.service;
    const possible = possibleBackends.find((each) => couldBe(each.name, name));
    if (possible) throw new SimulationError([`backend '${redactName(name)}' can be ${possible.what}`]);
    if (!isElsewhere) return;
    const what = `backend '${redactName(name)}' is not declared in this Terraform`;
    throw new SimulationError([`${what}: if it is deployed elsewhere, its failover cannot be simulated`]);
  }

  /** @throws SimulationError if the circuit breaker of a backend that requests can reach is not known. */
  checkKnown(target: Target): void {
    const why = this.whyUnknown(target);
    if (why !== undefined) throw new SimulationError([`${why}: its failover cannot be simulated`]);
  }

  private whyUnknown(target: Target): string | undefined {
    if (target.kind === 'url') return undefined;
    if (target.kind === 'backend') return this.unknowns.get(target.backend.model.name);
    const { name, members } = target.pool.model;
    return this.unknowns.get(name) ?? members.map(({ backend }) => this.unknowns.get(backend.name)).find((why) => why);
  }

  private addBackend(backend: DeployedBackend, { skuName }: DeployedService): void {
    const { model } = backend;
    this.targets.set(model.name.toLowerCase(), { kind: 'backend', backend });
    this.backends.set(model.name, backend);
    if (model.breaker === undefined || !hasCircuitBreakers(skuName)) return;
    const rule = model.breaker === 'unknown' ? undefined : ruleOf(model.breaker);
    if (rule && isLasting(rule)) {
      this.unknowns.set(
        model.name,
        `${model.address}: the circuit breaker of backend '${model.name}' has a duration of more than ten years`,
      );
    } else if (rule) this.rules.set(model.name, rule);
    else this.unknowns.set(model.name, `${model.address}: the circuit breaker of backend '${model.name}' is not known`);
  }

  private addPool(pool: DeployedPool): void {
    const { name, address, members } = pool.model;
    this.targets.set(name.toLowerCase(), { kind: 'pool', pool });
    if (pool.isCarbonAware) {
      const why = `${address}: a preferredCarbonEmission in pool '${name}' determines which members are used, based on figures that are not known`;
      this.unknowns.set(name, why);
    }
    for (const { backend, weight } of members) {
      if (weight === 'unknown') this.unknowns.set(name, `${address}: a weight in pool '${name}' is not known`);
      if (this.backends.has(backend.name) || backend.breaker === undefined) continue;
      this.unknowns.set(
        name,
        `${address}: pool '${name}' contains '${backend.name}', whose circuit breaker is not known`,
      );
    }
    const groups = priorityGroups(pool.model);
    if (groups) this.pools.set(name, (assumptions) => new MemberChoice(groups, assumptions));
    else this.unknowns.set(name, `${address}: a priority in pool '${name}' is not known`);
  }
}

/** Returns whether the duration is so long that a virtual clock would lose milliseconds. */
function isLasting({ interval, tripDuration }: BreakerRule): boolean {
  return Math.max(interval, tripDuration) > milliseconds(LONGEST_TIME);
}
