import { assumptionsFor, GatewayAssumptions, milliseconds } from '../../lib/failover';
import type { ClientRequest } from '../common/client-request';
import { type DeployedService, deploymentOf } from '../deployment';
import { compileService } from '../policies/compile-service';
import { CircuitLog } from '../engine/circuit-log';
import { loadCSharp } from '../expressions';
import type { BreakerResult, ExchangeResult } from '../engine/results';
import { BackendScript } from '../simulation/backend-script';
import type { Behaviour } from '../simulation/behaviour';
import {
  ASSUMPTION_NAMES,
  assumptions,
  clientRequest,
  date,
  ignorePolicies as policyNames,
  jsonBody,
  refuseFaults,
  responseHeaders,
  seed,
  stackFaults,
  statusCodes,
} from './inputs';
import { nameFault, rememberBackends } from './known-backends';
import { argumentOf, flag, Rules, seconds, text } from './rules';
import { Seconds, secondsIn } from './seconds';
import { serviceNamed } from '../deployment/service-named';
import { Simulation } from '../simulation/simulation';
import { SimulationError } from '../common/simulation-error';

/** The options of a gateway in a test. */
export interface GatewayOptions {
  /**
   * The name of the API Management service.
   * @default - the only service in the stack
   */
  readonly apiManagement?: string;
  /**
   * The assumptions about undocumented behavior of Azure.
   * @default - see https://github.com/cdktf-apim-failover/cdktf-apim-failover/blob/main/docs/simulator.md#assumptions
   */
  readonly assumptions?: Partial<GatewayAssumptions>;
  /**
   * The time at which the clock starts.
   * @default - January 1, 2026, 00:00 UTC
   */
  readonly start?: Date;
  /**
   * The seed of the random numbers.
   * @default 1
   */
  readonly seed?: number;
  /**
   * Whether the policies that validate tokens accept them.
   * @default true
   */
  readonly acceptsTokens?: boolean;
  /**
   * The policies to skip, by element name.
   * @default - none; a policy that cannot be simulated is an error
   */
  readonly ignorePolicies?: readonly string[];
}

/** The response of a backend. */
export interface BackendResponse {
  readonly headers?: Readonly<Record<string, string>>;
  /** A string, or a value to send as JSON. */
  readonly body?: unknown;
  /** The time until the backend responds. */
  readonly latency?: Seconds;
}

const OPTIONS: Rules<GatewayOptions> = {
  apiManagement: text,
  assumptions,
  start: date,
  seed,
  acceptsTokens: flag,
  ignorePolicies: policyNames,
};
const gatewayOptions = argumentOf(OPTIONS, { inner: { name: 'assumptions', properties: ASSUMPTION_NAMES } });

const RESPONSE: Rules<BackendResponse> = { headers: responseHeaders, body: jsonBody, latency: seconds };
const backendResponse = argumentOf(RESPONSE);

/**
 * A gateway in a test. It runs requests through the policies of a synthesized stack, on a virtual clock.
 */
export class Gateway {
  /**
   * Reads a synthesized stack: the result of `Testing.synth(stack)`, a `cdk.tf.json`, or the output of
   * `terraform show -json`.
   *
   * @throws SimulationError that lists the faults if the stack cannot be read.
   */
  static async fromTerraform(json: string, options: GatewayOptions = {}): Promise<Gateway> {
    const call = 'Gateway.fromTerraform';
    refuseFaults(call, [...stackFaults(call, json), ...gatewayOptions('options', options)]);
    const deployment = deploymentOf([{ name: 'the stack', json }]);
    const { apiManagement, start, ignorePolicies, ...settings } = options;
    const [only, other] = deployment.services;
    if (apiManagement === undefined && other) {
      const names = deployment.services.map(({ name }) => `'${name}'`).join(', ');
      throw new SimulationError([`there are several API Management services; set apiManagement to one of ${names}`]);
    }
    const service = serviceNamed(deployment, apiManagement ?? only.name);
    const circuits = new CircuitLog();
    const simulation = new Simulation(
      compileService(service, await loadCSharp(), ignorePolicies),
      {
        ...settings,
        start: start?.getTime(),
        assumptions: assumptionsFor(service.skuName, withoutUndefined(settings.assumptions)),
      },
      (event) => circuits.note(event),
    );
    return new Gateway(simulation, circuits);
  }

  /** The virtual clock of the gateway. */
  readonly clock: GatewayClock;
  private readonly backends = new Map<string, SimulatedBackend>();
  private readonly backendNames: readonly string[];
  private underWay = 0;
  private running: Promise<void> | undefined;

  private constructor(
    private readonly simulation: Simulation,
    private readonly circuits: CircuitLog,
  ) {
    this.clock = new GatewayClock(simulation);
    this.backendNames = backendNamesOf(simulation.service);
  }

  /** The assumptions about undocumented behavior of Azure. */
  get assumptions(): GatewayAssumptions {
    return this.simulation.assumptions;
  }

  /** The circuits that have opened and closed so far. */
  get breakers(): readonly BreakerResult[] {
    this.simulation.settle();
    return this.circuits.results(this.assumptions.units);
  }

  /** Returns a backend, to set its behavior. By default, a backend returns 200 at once. */
  backend(name: string): SimulatedBackend {
    refuseFaults('backend', text('the name', name));
    const fault = nameFault(name, this.backendNames);
    if (fault !== undefined) throw new SimulationError([fault]);
    let backend = this.backends.get(name);
    if (!backend) {
      backend = new SimulatedBackend((script) => this.simulation.scriptBackend(name, script));
      this.backends.set(name, backend);
    }
    return backend;
  }

  /** Returns a host that policies call by URL, to set its behavior. */
  host(name: string): SimulatedBackend {
    refuseFaults('host', text('the name', name));
    return new SimulatedBackend((script) => this.simulation.scriptHost(name, script));
  }

  /**
   * Sends a request and advances the clock until the response arrives. Requests sent at the same time run concurrently.
   */
  async send(request: ClientRequest): Promise<ExchangeResult> {
    refuseFaults('send', clientRequest('the request', request));
    let result: ExchangeResult | undefined;
    this.simulation.send(request, (given) => {
      result = given;
      this.underWay--;
    });
    this.underWay++;
    this.running ??= Promise.resolve().then(() => this.run());
    await this.running;
    if (!result) throw new Error('the request was not answered');
    rememberBackends(result, this.backendNames);
    return result;
  }

  /** Runs when all requests of the same time have been sent. */
  private run(): void {
    this.running = undefined;
    try {
      while (this.underWay > 0 && this.simulation.clock.runNext());
    } finally {
      this.underWay = 0;
    }
  }
}

/** The virtual clock of a gateway. */
export class GatewayClock {
  /** @internal */
  constructor(private readonly simulation: Simulation) {}

  /** The time in seconds since the gateway started. */
  get now(): number {
    return this.simulation.clock.now / 1000;
  }

  /** Advances the clock. */
  advance(duration: Seconds): void {
    refuseFaults('advance', seconds('the duration', duration));
    this.simulation.clock.advance(milliseconds(secondsIn(duration)));
  }
}

/** A backend whose behavior the test sets. */
export class SimulatedBackend {
  /** @internal */
  constructor(private readonly use: (script: BackendScript) => void) {}

  /** From now on, the backend returns this status, or several statuses in turn. */
  respondsWith(status: number | readonly number[], response: BackendResponse = {}): void {
    refuseFaults('respondsWith', [...statusCodes('the status', status), ...backendResponse('the response', response)]);
    const { headers, body, latency = 0 } = response;
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    this.behave({ status, headers, body: text, latency: secondsIn(latency) });
  }

  /** From now on, the backend accepts requests and never responds. */
  hangs(): void {
    this.behave({ hang: true });
  }

  /** From now on, the backend refuses connections. */
  refusesConnections(): void {
    this.behave({ refused: true });
  }

  private behave(behaviour: Behaviour): void {
    this.use(new BackendScript([{ ...behaviour, from: -Infinity }]));
  }
}

/** Returns the names of all backends, including pool members that are deployed elsewhere. */
function backendNamesOf({ backends, pools }: DeployedService): string[] {
  const models = [
    ...backends.map(({ model }) => model),
    ...pools.flatMap(({ model }) => model.members.map(({ backend }) => backend)),
  ];
  return [...new Set(models.map(({ name }) => name))];
}

/** An assumption that is undefined keeps its default. */
function withoutUndefined(given: Partial<GatewayAssumptions> = {}): Partial<GatewayAssumptions> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
