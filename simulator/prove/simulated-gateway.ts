import {
  Fault,
  GatewayAssumptions,
  PlayedExchange,
  PlayedGateway,
  PlanChange,
  PlayLimit,
  VirtualClock,
} from '../../lib/failover';
import type { ClientRequest } from '../common/client-request';
import type { DeployedService } from '../deployment';
import type { CompiledService } from '../engine/compiled-service';
import type { Exchange } from '../engine/exchange';
import { GatewayEngine } from '../engine/gateway-engine';
import { ScriptedTransport } from '../simulation/scripted-transport';
import { DEFAULT_START } from '../simulation/simulation';
import { backendsAt } from './backends-at';
import { FaultScript, HEALTHY_SCRIPT } from './fault-script';

interface SimulatedGatewayOptions {
  /** The limit of simulated attempts; undefined if the limit applies elsewhere. */
  readonly limit?: PlayLimit;
  /** Changes the circuit breakers and the turns that are played. */
  readonly change?: PlanChange;
  /** Receives the complete exchange. */
  done?(this: void, exchange: Exchange): void;
  /** Called when a policy calls a host, or forwards to it by URL. */
  called?(this: void, host: string): void;
}

/** The approximate steps of an attempt. A request whose expressions take more steps counts as several. */
const STEPS_OF_ATTEMPT = 1000;

/** A gateway that runs the policies of a service and receives the same request repeatedly. */
export class SimulatedGateway implements PlayedGateway {
  readonly clock = new VirtualClock(DEFAULT_START);
  private readonly engine: GatewayEngine;
  private scripts = new Map<string, FaultScript>();

  constructor(
    compiled: CompiledService,
    private readonly request: ClientRequest,
    assumptions: GatewayAssumptions,
    units: number,
    private readonly options: SimulatedGatewayOptions = {},
  ) {
    const transport = new ScriptedTransport(
      this.clock,
      (name) => this.scripts.get(name),
      (host) => {
        this.options.called?.(host);
        return this.scriptAt(host, compiled.service) ?? HEALTHY_SCRIPT;
      },
    );
    // Reads of the assumptions must still be recorded.
    const withUnits = Object.create(assumptions, { units: { value: units } }) as GatewayAssumptions;
    const unitPlan = options.change?.(compiled.plan);
    this.engine = new GatewayEngine(compiled, { clock: this.clock, transport, assumptions: withUnits, unitPlan });
  }

  setFaults(faults: ReadonlyMap<string, Fault>): void {
    this.scripts = new Map([...faults].map(([name, fault]) => [name, new FaultScript(fault, this.clock.now)]));
  }

  private scriptAt(host: string, service: DeployedService): FaultScript | undefined {
    const own = this.scripts.get(host);
    if (own) return own;
    const failing = backendsAt(service, host).find((name) => this.scripts.has(name));
    return failing === undefined ? undefined : this.scripts.get(failing);
  }

  send(done: (exchange: PlayedExchange) => void): void {
    this.engine.handle(this.request, {
      done: (exchange) => {
        this.options.limit?.take(Math.floor(exchange.work.stepsTaken / STEPS_OF_ATTEMPT));
        this.options.done?.(exchange);
        done(playedExchange(exchange));
      },
    });
  }

  closings(): number[] {
    return this.engine.activeUnits.flatMap((unit) => unit.closings(this.clock.now)).sort((a, b) => a - b);
  }
}

function playedExchange(exchange: Exchange): PlayedExchange {
  const { arrival, elapsed, attempts } = exchange;
  return { at: arrival, duration: elapsed, statusCode: exchange.answer().statusCode, attempts };
}
