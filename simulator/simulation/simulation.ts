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
  /** The assumptions about undocumented behavior of Azure. Each is read only when it matters. */
  readonly assumptions: GatewayAssumptions;
  /** The start time, in milliseconds since 1970. */
  readonly start?: number;
  readonly seed?: number;
  readonly acceptsTokens?: boolean;
  /** The work of all requests of a run, if there is a run. */
  readonly work?: Work;
}

/** January 1, 2026. */
export const DEFAULT_START = Date.UTC(2026, 0, 1);

/**
 * The gateway of a service on a virtual clock, with scripted backends. It starts with all circuits closed. Starting
 * another one is cheap, because the compiled service can be shared.
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

  /** The gateway units that have received a request, with their circuits. */
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

  /** Closes the circuits that are due, so that all events are reported. */
  settle(): void {
    for (const unit of this.activeUnits) unit.settle(this.clock.now);
  }
}
