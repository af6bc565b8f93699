import { unitsOf } from '../../lib/failover';
import type { ClientRequest } from '../client-request';
import type { DeployedApi, DeployedProduct, DeployedService } from '../deployment';
import type { CSharp } from '../expressions';
import { BodyContent, Headers, HeaderValues } from '../message';
import { SimulationError } from '../simulation-error';
import { DEFAULT_ASSUMPTIONS, GatewayAssumptions } from '../../lib/failover';
import type { Clock } from '../../lib/failover';
import { Counters } from './counters';
import type { Departure } from './departure';
import { Exchange, Failure } from './exchange';
import { GatewayRequest } from './gateway-request';
import type { AttemptObserver, GatewayServices } from './gateway-services';
import { GatewayUnit, Transition } from '../../lib/failover';
import { Pipeline, runOnError, runPipeline } from './pipeline';
import { Pipelines } from './pipelines';
import { seededRandom } from './random';
import { Asked, Route, Router } from './router';
import { ServicePlan } from './service-plan';
import { drive, immediate, Pending } from './step';
import { denialOf } from './subscriptions';
import type { Transport } from './transport';
import { ValueCache } from './value-cache';

/** A client's request as it arrives: from a test, or from a socket. */
export interface ArrivingRequest extends Omit<ClientRequest, 'headers' | 'body'> {
  readonly headers?: Headers | HeaderValues;
  readonly body?: BodyContent;
  /** Tells that the client has left, and no attempt need go on. */
  readonly departure?: Departure;
}

/** Who waits for a response. */
export interface ExchangeListener {
  /** Is told the exchange's number before anything of it happens. */
  begun?(this: void, id: number): void;
  /** Gets the exchange when its response is there. */
  done(this: void, exchange: Exchange): void;
  /** Takes what keeps the exchange from going on. */
  failed?(this: void, error: unknown): void;
}

/** What a gateway runs on, and what it does where the platform does not say. */
export interface EngineSettings {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly assumptions?: Partial<GatewayAssumptions>;
  /** What random numbers follow from. */
  readonly seed?: number;
  /** Whether the policies that validate tokens accept them. */
  readonly acceptsTokens?: boolean;
  /** Policies that are passed over, by element name. */
  readonly ignorePolicies?: readonly string[];
  /**
   * The keys that a subscription may have.
   * @default - any, and none
   */
  readonly subscriptionKeys?: readonly string[];
  readonly onTransition?: (transition: Transition) => void;
  readonly observer?: AttemptObserver;
}

/** The units of one region's gateway, and whose turn it is. */
interface RegionalUnits {
  readonly all: readonly GatewayUnit[];
  next: number;
}

/** One service's gateway: it takes requests through the policies that are deployed, on any clock and transport. */
export class GatewayEngine {
  readonly assumptions: GatewayAssumptions;
  private readonly plan: ServicePlan;
  private readonly router: Router;
  private readonly services: GatewayServices;
  private readonly pipelines: Pipelines;
  private readonly units = new Map<string | undefined, RegionalUnits>();
  private requests = 0;

  constructor(
    readonly service: DeployedService,
    csharp: CSharp,
    private readonly settings: EngineSettings,
  ) {
    const { clock, transport, assumptions, seed = 1, acceptsTokens = true } = settings;
    this.assumptions = { ...DEFAULT_ASSUMPTIONS, units: unitsOf(service.skuName), ...assumptions };
    this.plan = new ServicePlan(service);
    this.router = new Router(service);
    this.pipelines = new Pipelines(service, csharp, new Set(settings.ignorePolicies));
    this.services = {
      clock,
      transport,
      acceptsTokens,
      observer: settings.observer,
      assumptions: this.assumptions,
      random: seededRandom(seed),
      counters: new Counters(),
      cache: new ValueCache(),
      target: (name) => this.plan.target(name),
      backend: (name) => this.plan.backend(name),
      checkKnown: (target) => {
        const why = this.plan.whyUnknown(target);
        if (why !== undefined) refuse(`${why}: its failover cannot be simulated`);
      },
      refuse,
      deploymentIn: (region) => ({
        serviceName: service.name,
        serviceId: service.name,
        region:
          region ?? refuse(`${service.address}: a policy reads context.Deployment.Region, and no region is known`),
        gatewayId: 'managed',
      }),
    };
  }

  /**
   * Takes a request.
   *
   * @throws SimulationError if something on its way cannot be simulated, unless the listener takes what goes wrong.
   */
  handle(request: ArrivingRequest, listener: ExchangeListener): void {
    try {
      this.begin(request, listener);
    } catch (error) {
      if (!listener.failed) throw error;
      listener.failed(error);
    }
  }

  private begin(request: ArrivingRequest, { begun, done, failed }: ExchangeListener): void {
    const [path, query] = splitPath(request.path);
    const headers = Headers.of(request.headers);
    const asked = { method: request.method, path, query, header: (name: string) => headers.get(name) };
    const route = this.router.route(asked, refuseUnreadable);
    const product = route && this.productOf(route.api, request.product);
    const exchange = this.newExchange(request, headers, path, query, route, product);
    begun?.(exchange.id);
    const run = (course: Generator<Pending, void, void>): void => drive(course, () => done(exchange), failed);
    if (!route?.operation) {
      const preflight = this.preflightOf(asked);
      const pipeline = route && this.pipelines.of(route.api, undefined, undefined);
      if (preflight) run(runPipeline(exchange, preflight));
      else run(turnedAway(exchange, NOT_FOUND, 'configuration', pipeline));
      return;
    }
    const { api, operation } = route;
    const pipeline = this.pipelines.of(api, operation, product);
    const denial = denialOf(api, exchange.request, this.settings.subscriptionKeys);
    run(denial ? turnedAway(exchange, denial, 'authorization', pipeline) : runPipeline(exchange, pipeline));
  }

  /**
   * Compiles all policies now, and not with the first request that needs them.
   *
   * @throws SimulationError that lists what cannot be simulated.
   */
  prepare(): void {
    const faults = new Set<string>();
    for (const api of this.service.apis) {
      const operations = api.operations === 'unknown' ? refuseUnreadable(api) : api.operations;
      for (const operation of operations) {
        try {
          this.pipelines.of(api, operation, this.productOf(api, undefined));
        } catch (error) {
          if (!(error instanceof SimulationError)) throw error;
          for (const fault of error.faults) faults.add(fault);
        }
      }
    }
    if (faults.size > 0) throw new SimulationError([...faults]);
  }

  /** What answers a browser that asks which requests it may send. */
  private preflightOf(asked: Asked): Pipeline | undefined {
    const method = asked.method === 'OPTIONS' ? asked.header('access-control-request-method') : undefined;
    const route = method === undefined ? undefined : this.router.route({ ...asked, method }, refuseUnreadable);
    return route?.operation && this.pipelines.preflight(route.api, route.operation);
  }

  /** All units that have taken a request so far. */
  get activeUnits(): readonly GatewayUnit[] {
    return [...this.units.values()].flatMap(({ all }) => all);
  }

  /** The units of a region's gateway. */
  unitsIn(region = this.service.location): readonly GatewayUnit[] {
    return this.regional(region).all;
  }

  private newExchange(
    request: ArrivingRequest,
    headers: Headers,
    path: string,
    query: string,
    route: Route | undefined,
    product: DeployedProduct | undefined,
  ): Exchange {
    const { service } = this;
    const { method, body, region = service.location, ipAddress = '203.0.113.1', departure } = request;
    const gateway = `https://${service.name.toLowerCase()}.azure-api.net`;
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

  /** Units take requests in turn. */
  private nextUnit(region: string | undefined): GatewayUnit {
    const regional = this.regional(region);
    const unit = regional.all[regional.next];
    regional.next = (regional.next + 1) % regional.all.length;
    return unit;
  }

  private regional(region: string | undefined): RegionalUnits {
    const known = this.units.get(region);
    if (known) return known;
    const { clock, onTransition = () => undefined } = this.settings;
    const all = Array.from(
      { length: this.assumptions.units },
      (_, index) => new GatewayUnit(this.plan, this.assumptions, clock.start, index + 1, region, onTransition),
    );
    const regional = { all, next: 0 };
    this.units.set(region, regional);
    return regional;
  }

  /** The product that a request comes with: the one it names, or the only one that it can need. */
  private productOf(api: DeployedApi, id: string | undefined): DeployedProduct | undefined {
    const products = this.service.products.filter(({ apis }) => apis.includes(api.name));
    if (id !== undefined) {
      return (
        products.find((product) => product.id === id) ??
        refuse(`${api.address}: there is no product '${id}' with this API; ${listed(products.map((p) => p.id))}`)
      );
    }
    if (!api.subscriptionRequired) return undefined;
    const [first, second] = products;
    if (!second || products.every(({ policy }) => policy === undefined)) return first;
    return refuse(
      `${api.address}: it is in several products with policies of their own, so a request must name its product; ` +
        listed(products.map((product) => product.id)),
    );
  }
}

const NOTHING = immediate(() => 'next');

/** Answers without an attempt; the API may say in `on-error` how. */
function turnedAway(
  exchange: Exchange,
  failure: Failure,
  source: string,
  pipeline: Pipeline | undefined,
): Generator<Pending, void, void> {
  const { reason, message } = failure;
  exchange.fail(failure);
  exchange.lastError = { source, reason, message, scope: '', section: '', path: '', policyId: '' };
  return runOnError(exchange, pipeline?.['on-error'] ?? NOTHING);
}

const NOT_FOUND: Failure = { reason: 'OperationNotFound', message: 'Resource not found', statusCode: 404 };

function refuse(what: string): never {
  throw new SimulationError([what]);
}

function refuseUnreadable(api: DeployedApi): never {
  return refuse(`${api.address}: the operations of API '${api.name}' are not known here`);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'it is in none' : `${names.join(', ')} are known`;
}

function splitPath(given: string): [path: string, query: string] {
  const whole = given.startsWith('/') ? given : `/${given}`;
  const mark = whole.indexOf('?');
  return mark < 0 ? [whole, ''] : [whole.slice(0, mark), whole.slice(mark)];
}
