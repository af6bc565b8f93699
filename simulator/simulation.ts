import type { ClientRequest } from './client-request';
import type { DeployedService } from './deployment';
import type { GatewayAssumptions } from '../lib/failover';
import { VirtualClock } from '../lib/failover';
import { GatewayEngine } from './engine/gateway-engine';
import type { Transition } from '../lib/failover';
import { exchangeResult } from './engine/results-of';
import { ScriptedTransport } from './engine/scripted-transport';
import type { CSharp } from './expressions';
import type { ExchangeResult } from './results';
import { BackendScript } from './scenario/backend-script';

export interface SimulationSettings {
  /** When it begins: milliseconds since 1970. */
  readonly start?: number;
  readonly seed?: number;
  readonly acceptsTokens?: boolean;
  readonly ignorePolicies?: readonly string[];
  readonly assumptions?: Partial<GatewayAssumptions>;
}

/** The first of January 2026. */
export const DEFAULT_START = Date.UTC(2026, 0, 1);

/** A service's gateway on a virtual clock, with backends that behave as they are told. */
export class Simulation {
  readonly clock: VirtualClock;
  private readonly engine: GatewayEngine;
  private readonly backends = new Map<string, BackendScript>();
  private readonly hosts = new Map<string, BackendScript>();

  constructor(
    readonly service: DeployedService,
    csharp: CSharp,
    { start = DEFAULT_START, ...settings }: SimulationSettings,
    onTransition: (transition: Transition) => void,
  ) {
    this.clock = new VirtualClock(start);
    const transport = new ScriptedTransport(
      this.clock,
      (name) => this.backends.get(name),
      (name) => this.hosts.get(name),
    );
    this.engine = new GatewayEngine(service, csharp, { ...settings, clock: this.clock, transport, onTransition });
  }

  get assumptions(): GatewayAssumptions {
    return this.engine.assumptions;
  }

  scriptBackend(name: string, script: BackendScript): void {
    this.backends.set(name, script);
  }

  scriptHost(name: string, script: BackendScript): void {
    this.hosts.set(name, script);
  }

  /** Sends a request now; `done` gets what came of it, later. */
  send(request: ClientRequest, done: (result: ExchangeResult) => void): void {
    this.engine.handle(request, { done: (exchange) => done(exchangeResult(exchange)) });
  }

  /** Closes the circuits that are due, so that all that happened is told. */
  settle(): void {
    for (const unit of this.engine.activeUnits) unit.settle(this.clock.now);
  }
}
