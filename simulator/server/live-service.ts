import type { ClientRequest } from '../common/client-request';
import type { DeployedService } from '../deployment';
import type { GatewayAssumptions } from '../../lib/failover';
import type { Clock } from '../../lib/failover';
import type { GatewayEngine } from '../engine/gateway-engine';
import type { BackendMap } from './backend-map';
import type { SwitchedBehaviour, LiveBackend, LiveCircuit, LiveGateway } from './live-gateway';
import type { Switches } from './switches';

/** The observable state of a running gateway. */
export class LiveService implements LiveGateway {
  readonly backends: readonly LiveBackend[];

  constructor(
    private readonly engine: GatewayEngine,
    private readonly clock: Clock,
    map: BackendMap,
    switches: Switches,
    readonly region: string | undefined,
    readonly firstRequest: ClientRequest | undefined,
  ) {
    this.backends = engine.service.backends.map(({ model: { name } }) => {
      const circuits = (): readonly LiveCircuit[] => this.circuitsOf(name);
      return {
        name,
        origin: map.get(name)?.origin,
        get behaviour(): SwitchedBehaviour {
          return switches.get(name);
        },
        behave: (behaviour) => switches.set(name, behaviour),
        get circuits(): readonly LiveCircuit[] {
          return circuits();
        },
        closeCircuits: () => {
          for (const unit of engine.unitsIn(region)) unit.breaker(name)?.close(clock.now);
        },
      };
    });
  }

  get service(): DeployedService {
    return this.engine.service;
  }

  get now(): number {
    return this.clock.now;
  }

  get assumptions(): GatewayAssumptions {
    return this.engine.assumptions;
  }

  private circuitsOf(backend: string): LiveCircuit[] {
    const { now } = this.clock;
    return this.engine.unitsIn(this.region).flatMap((unit) => {
      const breaker = unit.breaker(backend);
      if (!breaker) return [];
      const until = breaker.openUntil(now);
      const state = until === undefined ? 'closed' : 'open';
      return { unit: unit.number, state, until, failures: breaker.failures(now), needed: breaker.failuresToTrip };
    });
  }
}
