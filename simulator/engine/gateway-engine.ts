import type { DeployedProduct, DeployedService } from '../deployment';
import { Clock, GatewayAssumptions, GatewayUnit, UnitPlan } from '../../lib/failover';
import { UNKNOWN_ADDRESS } from '../common/client-request';
import { Headers } from '../common/message';
import { SimulationError } from '../common/simulation-error';
import type { ArrivingRequest } from './arriving-request';
import { nameOfService, urlOfGateway } from './backend-url';
import type { CompiledService } from './compiled-service';
import { Counters } from './counters';
import { end, giveUp } from './endings';
import { Exchange } from './exchange';
import type { ExchangeListener } from './exchange-listener';
import type { Failure } from './failure';
import { GatewayRequest } from './gateway-request';
import type { Watch } from './gateway-event';
import type { GatewayServices } from './gateway-services';
import { splitPath } from './http-url';
import { Pipeline, runOnError, runPipeline } from './pipeline';
import { seededRandom } from './random';
import type { Asked, Route } from './router';
import { immediate } from './step';
import { Pending, drive } from './flow';
import { denialOf } from './subscriptions';
import type { Transport } from './transport';
import { ValueCache } from './value-cache';
import { REQUEST_UNDER_WAY, STEPS, Work } from './work';

/** The settings of a gateway engine. */
interface EngineSettings {
  readonly clock: Clock;
  readonly transport: Transport;
  /** Assumptions are read only when they matter. */
  readonly assumptions: GatewayAssumptions;
  /** The seed of the random numbers. */
  readonly seed?: number;
  /** Whether policies that validate tokens accept them. */
  readonly acceptsTokens?: boolean;
  /** The work of all requests of a run, if there is a run. */
  readonly work?: Work;
  /**
   * The circuit breaker rules and the turns of pool members.
   * @default - as deployed
   */
  readonly unitPlan?: UnitPlan;
  /**
   * The valid subscription keys.
   * @default - any key, or none
   */
  readonly subscriptionKeys?: readonly string[];
  /** Undefined if there is no watcher. */
  readonly watch?: Watch;
}

/** The gateway units of a region, created on demand. */
interface RegionalUnits {
  readonly all: GatewayUnit[];
  requests: number;
}

/**
 * The gateway of a service. It runs requests through the deployed policies, on any clock and transport. It starts with
 * all circuits closed and no counted failures.
 */
export class GatewayEngine {
  readonly assumptions: GatewayAssumptions;
  private readonly services: GatewayServices;
  private readonly units = new Map<string | undefined, RegionalUnits>();
  private requests = 0;

  constructor(
    private readonly compiled: CompiledService,
    private readonly settings: EngineSettings,
  ) {
    const { clock, transport, assumptions, watch, work, seed = 1, acceptsTokens = true } = settings;
    const { service, plan } = compiled;
    this.assumptions = assumptions;
    this.services = {
      clock,
      transport,
      acceptsTokens,
      watch,
      work,
      assumptions,
      plan,
      random: seededRandom(seed),
      counters: new Counters(),
      cache: new ValueCache(),
      refuse,
      deploymentIn: (region) => ({
        serviceName: nameOfService(service),
        serviceId: nameOfService(service),
        region:
          region ?? refuse(`${service.address}: a policy reads context.Deployment.Region, but the region is not known`),
        gatewayId: 'managed',
      }),
    };
  }

  get service(): DeployedService {
    return this.compiled.service;
  }

  /**
   * Handles a request.
   *
   * @returns the number of the exchange; undefined if there is none, because the route cannot be determined
   * @throws SimulationError if the request cannot be simulated, unless the listener receives errors.
   */
  handle(request: ArrivingRequest, listener: ExchangeListener): number | undefined {
    let exchange: Exchange | undefined;
    try {
      const headers = Headers.of(request.headers);
      const [path, query] = splitPath(request.path);
      const asked = { method: request.method, path, query, header: (name: string) => headers.get(name) };
      const route = this.compiled.router.route(asked);
      const product = route && this.compiled.productOf(route.api, request.product);
      exchange = this.newExchange(request, headers, asked, route, product);
      this.run(exchange, request, asked, route, product, listener);
    } catch (error) {
      if (!listener.failed) throw error;
      listener.failed(error);
    }
    return exchange?.id;
  }

  private run(
    exchange: Exchange,
    request: ArrivingRequest,
    asked: Asked,
    route: Route | undefined,
    product: DeployedProduct | undefined,
    listener: ExchangeListener,
  ): void {
    const { id, arrival: at } = exchange;
    this.settings.watch?.({ kind: 'exchange started', id, at, method: request.method, path: request.path });
    const { pipelines } = this.compiled;
    const fail = (error: unknown): void => giveUp(exchange, error, request, listener);
    try {
      exchange.work.hold(REQUEST_UNDER_WAY);
      exchange.work.spend(STEPS.request + exchange.request.headers.size + (asked.path.length >> 4));
    } catch (error) {
      return fail(error);
    }
    const take = (course: Generator<Pending, void, void>): void => drive(course, () => end(exchange, listener), fail);
    if (!route?.operation) {
      const preflight = this.preflightOf(asked);
      const pipeline = route && pipelines.of(route.api, undefined, undefined);
      if (preflight) take(runPipeline(exchange, preflight));
      else take(turnedAway(exchange, NOT_FOUND, 'configuration', pipeline));
      return;
    }
    const { api, operation } = route;
    const pipeline = pipelines.of(api, operation, product);
    const denial = denialOf(api, exchange, this.settings.subscriptionKeys);
    take(denial ? turnedAway(exchange, denial, 'authorization', pipeline) : runPipeline(exchange, pipeline));
  }

  /** Returns the pipeline for a CORS preflight request. */
  private preflightOf(asked: Asked): Pipeline | undefined {
    const method = asked.method === 'OPTIONS' ? asked.header('access-control-request-method') : undefined;
    const route = method === undefined ? undefined : this.compiled.router.route({ ...asked, method });
    return route?.operation && this.compiled.pipelines.preflight(route.api, route.operation);
  }

  /** Returns all units that have received a request. */
  get activeUnits(): readonly GatewayUnit[] {
    return [...this.units.values()].flatMap(({ all }) => all);
  }

  /** Returns the gateway units of a region. */
  unitsIn(region = this.service.location): readonly GatewayUnit[] {
    const { all } = this.regional(region);
    while (all.length < this.assumptions.units) this.addUnit(all, region);
    return all;
  }

  private newExchange(
    request: ArrivingRequest,
    headers: Headers,
    { path, query }: Asked,
    route: Route | undefined,
    product: DeployedProduct | undefined,
  ): Exchange {
    const { service } = this;
    const { method, body, region = service.location, ipAddress = UNKNOWN_ADDRESS, departure } = request;
    const gateway = urlOfGateway(service);
    const serviceUrl = route?.api.serviceUrl;
    const exchange = new Exchange(
      this.services,
      this.nextUnit(region),
      new GatewayRequest({ method, headers, body, ipAddress, query, base: gateway, path: route?.path ?? path }),
      {
        route,
        product,
        region,
        departure,
        id: ++this.requests,
        originalUrl: gateway + path + query,
      },
    );
    if (serviceUrl !== undefined && serviceUrl !== 'unknown') exchange.target = { kind: 'url', url: serviceUrl };
    return exchange;
  }

  /** Units receive requests in turn, starting with the first unit. */
  private nextUnit(region: string | undefined): GatewayUnit {
    const regional = this.regional(region);
    const index = regional.requests === 0 ? 0 : regional.requests % this.assumptions.units;
    regional.requests++;
    return regional.all.at(index) ?? this.addUnit(regional.all, region);
  }

  private regional(region: string | undefined): RegionalUnits {
    let regional = this.units.get(region);
    if (!regional) this.units.set(region, (regional = { all: [], requests: 0 }));
    return regional;
  }

  private addUnit(all: GatewayUnit[], region: string | undefined): GatewayUnit {
    const { clock, unitPlan = this.compiled.plan, watch } = this.settings;
    const number = all.length + 1;
    const unit = new GatewayUnit(unitPlan, this.assumptions, clock.start, number, region, (transition) =>
      watch?.({ kind: 'circuit changed', transition }),
    );
    all.push(unit);
    return unit;
  }
}

const NOTHING = immediate(() => 'next');

/** Responds without an attempt. The `on-error` section of the API can change the response. */
function turnedAway(
  exchange: Exchange,
  failure: Failure,
  source: string,
  pipeline: Pipeline | undefined,
): Generator<Pending, void, void> {
  const { reason, message } = failure;
  exchange.fail(failure);
  exchange.explainFailure({ source, reason, message, scope: '', section: '', path: '', policyId: '' });
  return runOnError(exchange, pipeline?.['on-error'] ?? NOTHING);
}

const NOT_FOUND: Failure = { reason: 'OperationNotFound', message: 'Resource not found', statusCode: 404 };

function refuse(what: string): never {
  throw new SimulationError([what]);
}
