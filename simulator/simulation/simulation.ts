import { GatewayAssumptions, GatewayUnit, VirtualClock } from '../../lib/failover';
import type { ClientRequest } from '../common/client-request';
import type { DeployedService } from '../deployment';
import type { CompiledService } from '../engine/compiled-service';
import { GatewayEngine } from '../engine/gateway-engine';
import type { Watch } from '../engine/gateway-event';
import { exchangeResult } from '../engine/results-of';
import { ScriptedTransport } from './scripted-transport';
import type { Work } from '../engine/work';
import type { ExchangeResult } from '../engine/results';
import type { BackendScript } from './backend-script';

interface SimulationSettings {
  /** What the platform leaves undocumented. Each is read where it decides something, and not before. */
  readonly assumptions: GatewayAssumptions;
  /** When it begins: milliseconds since 1970. */
  readonly start?: number;
  readonly seed?: number;
  readonly acceptsTokens?: boolean;
  /** The work of all requests of a run, if there is a run. */
  readonly work?: Work;
}

/** The first of January 2026. */
export const DEFAULT_START = Date.UTC(2026, 0, 1);

/**
 * A service's gateway on a virtual clock, with backends that behave as they are told. It begins with all circuits closed;
 * to begin again is cheap, since what is compiled can be used for many.
 */
export class Simulation {
  readonly clock: VirtualClock;
  private readonly engine: GatewayEngine;
  private readonly backends = new Map<string, BackendScript>();
  private readonly hosts = new Map<string, BackendScript>();

  constructor(compiled: CompiledService, { start = DEFAULT_START, ...settings }: SimulationSettings, watch: Watch) {
    const clock = new VirtualClock(start);
    this.clock = clock;
    const transport = new ScriptedTransport(
      clock,
      (name) => this.backends.get(name),
      (name) => this.hosts.get(name),
    );
    this.engine = new GatewayEngine(compiled, { ...settings, clock, transport, watch });
  }

  get service(): DeployedService {
    return this.engine.service;
  }

  get assumptions(): GatewayAssumptions {
    return this.engine.assumptions;
  }

  /** The gateway units that have taken a request, with their circuits. */
  get activeUnits(): readonly GatewayUnit[] {
    return this.engine.activeUnits;
  }

  scriptBackend(name: string, script: BackendScript): void {
    this.backends.set(name, script);
  }

  scriptHost(name: string, script: BackendScript): void {
    this.hosts.set(name, script);
  }

  /** Sends a request; `done` receives its result later. */
  send(request: ClientRequest, done: (result: ExchangeResult) => void): void {
    this.engine.handle(request, { done: (exchange) => done(exchangeResult(exchange)) });
  }

  /** Closes the circuits that are due, so that all that happened is told. */
  settle(): void {
    for (const unit of this.activeUnits) unit.settle(this.clock.now);
  }
}
