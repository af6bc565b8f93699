import { DeployedApi, DeployedProduct, DeployedService, effectivePolicy } from '../deployment';
import type { CSharp } from '../expressions';
import { Headers } from '../message';
import { POLICIES } from '../policies';
import { PolicyCompiler } from '../policies/policy-compiler';
import { SimulationError } from '../simulation-error';
import { DEFAULT_ASSUMPTIONS, GatewayAssumptions } from './assumptions';
import type { Clock } from './clock';
import { Counters } from './counters';
import { Exchange, Failure } from './exchange';
import { GatewayRequest } from './gateway-request';
import type { GatewayServices } from './gateway-services';
import { GatewayUnit, Transition } from './gateway-unit';
import { Pipeline, runOnError, runPipeline } from './pipeline';
import { seededRandom } from './random';
import { Asked, Route, Router } from './router';
import { ServicePlan } from './service-plan';
import { drive, immediate } from './step';
import type { Transport } from './transport';
import { ValueCache } from './value-cache';

/** What a client sends. */
export interface ClientRequest {
  readonly method: string;
  /** Below the gateway's URL, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** The region whose gateway takes it, by its display name; that of the service if it is left out. */
  readonly region?: string;
  /** The id of the product whose subscription it comes with. */
  readonly product?: string;
  readonly ipAddress?: string;
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
  readonly onTransition?: (transition: Transition) => void;
}

/** One service's gateway: it takes requests through the policies that are deployed, on any clock and transport. */
export class GatewayEngine {
  readonly assumptions: GatewayAssumptions;
  private readonly plan: ServicePlan;
  private readonly router: Router;
  private readonly services: GatewayServices;
  private readonly pipelines = new Map<DeployedApi, Map<string, Pipeline>>();
  private readonly units = new Map<string | undefined, { readonly all: GatewayUnit[]; next: number }>();
  private requests = 0;

  constructor(
    readonly service: DeployedService,
    private readonly csharp: CSharp,
    private readonly settings: EngineSettings,
  ) {
    const { clock, transport, assumptions, seed = 1, acceptsTokens = true } = settings;
    this.assumptions = { ...DEFAULT_ASSUMPTIONS, units: unitsOf(service), ...assumptions };
    this.plan = new ServicePlan(service);
    this.router = new Router(service);
    this.services = {
      clock,
      transport,
      acceptsTokens,
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
   * Takes a request; `done` gets the exchange when its response is there.
   *
   * @throws SimulationError if something on its way cannot be simulated.
   */
  handle(request: ClientRequest, done: (exchange: Exchange) => void): void {
    const [path, query] = splitPath(request.path);
    const headers = new Headers(request.headers);
    const asked = { method: request.method, path, query, header: (name: string) => headers.get(name) };
    const route = this.router.route(asked, refuseUnreadable);
    const exchange = this.begin(request, headers, path, query, route);
    if (!route?.operation) {
      const preflight = this.preflightOf(asked);
      if (preflight) {
        drive(runPipeline(exchange, preflight), () => done(exchange));
        return;
      }
      const onError = route ? this.pipelineOf(route, undefined)['on-error'] : NOTHING;
      exchange.fail(NOT_FOUND);
      exchange.lastError = { ...UNMATCHED, reason: NOT_FOUND.reason, message: NOT_FOUND.message };
      drive(runOnError(exchange, onError), () => done(exchange));
      return;
    }
    const pipeline = this.pipelineOf(route, this.productOf(route.api, request.product));
    drive(runPipeline(exchange, pipeline), () => done(exchange));
  }

  /** What answers a browser that asks which requests it may send: the `cors` policies of the operation it names. */
  private preflightOf(asked: Asked): Pipeline | undefined {
    const method = asked.method === 'OPTIONS' ? asked.header('access-control-request-method') : undefined;
    const route = method === undefined ? undefined : this.router.route({ ...asked, method }, refuseUnreadable);
    if (!route?.operation) return undefined;
    const { inbound } = effectivePolicy(this.service, route.api, route.operation.id, undefined);
    const cors = inbound.filter(({ policy }) => policy.name === 'cors');
    if (cors.length === 0) return undefined;
    const compiler = this.newCompiler();
    const pipeline = { inbound: compiler.section(cors), backend: NOTHING, outbound: NOTHING, 'on-error': NOTHING };
    compiler.throwFaults();
    return pipeline;
  }

  private newCompiler(): PolicyCompiler {
    const { ignorePolicies = [] } = this.settings;
    return new PolicyCompiler(this.csharp, POLICIES, this.service, new Set(ignorePolicies));
  }

  /** All units that have taken a request so far. */
  get activeUnits(): readonly GatewayUnit[] {
    return [...this.units.values()].flatMap(({ all }) => all);
  }

  private begin(
    request: ClientRequest,
    headers: Headers,
    path: string,
    query: string,
    route: Route | undefined,
  ): Exchange {
    const { service } = this;
    const { method, body, region = service.location, ipAddress = '203.0.113.1' } = request;
    const gateway = `https://${service.name.toLowerCase()}.azure-api.net`;
    const api = route?.api;
    const serviceUrl = api?.serviceUrl;
    const product = api && this.productOf(api, request.product);
    const exchange = new Exchange(
      this.services,
      this.nextUnit(region),
      new GatewayRequest({ method, headers, body, ipAddress, query, base: gateway, path: route?.path ?? path }),
      {
        route,
        product,
        region,
        requestId: requestId(++this.requests),
        originalUrl: gateway + path + query,
      },
    );
    if (serviceUrl !== undefined && serviceUrl !== 'unknown') exchange.target = { kind: 'url', url: serviceUrl };
    return exchange;
  }

  /** Units take requests in turn. */
  private nextUnit(region: string | undefined): GatewayUnit {
    let regional = this.units.get(region);
    if (!regional) {
      const { clock, onTransition = () => undefined } = this.settings;
      const all = Array.from(
        { length: this.assumptions.units },
        (_, index) => new GatewayUnit(this.plan, this.assumptions, clock.start, index + 1, region, onTransition),
      );
      this.units.set(region, (regional = { all, next: 0 }));
    }
    const unit = regional.all[regional.next];
    regional.next = (regional.next + 1) % regional.all.length;
    return unit;
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

  private pipelineOf({ api, operation }: Route, product: DeployedProduct | undefined): Pipeline {
    const pipelines = this.pipelines.get(api) ?? new Map<string, Pipeline>();
    this.pipelines.set(api, pipelines);
    const key = `${operation?.id ?? ''} ${product?.id ?? ''}`;
    let pipeline = pipelines.get(key);
    if (!pipeline) pipelines.set(key, (pipeline = this.compile(api, operation?.id, product)));
    return pipeline;
  }

  private compile(api: DeployedApi, operationId: string | undefined, product: DeployedProduct | undefined): Pipeline {
    const compiler = this.newCompiler();
    const policy = effectivePolicy(this.service, api, operationId, product);
    const pipeline = {
      inbound: compiler.section(policy.inbound),
      backend: compiler.section(policy.backend),
      outbound: compiler.section(policy.outbound),
      'on-error': compiler.section(policy.onError),
    };
    compiler.throwFaults();
    return pipeline;
  }
}

const NOTHING = immediate(() => 'next');

const NOT_FOUND: Failure = { reason: 'OperationNotFound', message: 'Resource not found', statusCode: 404 };

const UNMATCHED = { source: 'configuration', scope: '', section: '', path: '', policyId: '' };

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

/** Requests are numbered, in the form of a GUID. */
function requestId(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** As in `Premium_2`. */
function unitsOf({ skuName }: DeployedService): number {
  return Number(/_(\d+)$/.exec(skuName)?.[1] ?? 1) || 1;
}
