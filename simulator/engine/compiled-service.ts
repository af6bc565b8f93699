import type { ClientRequest } from '../common/client-request';
import type { DeployedApi, DeployedProduct, DeployedService } from '../deployment';
import { SimulationError } from '../common/simulation-error';
import type { CompilePolicies } from './pipeline';
import { Pipelines } from './pipelines';
import { routeOf } from './route-of';
import { Router } from './router';
import { ServicePlan } from './service-plan';

/** The immutable parts of a service: routes, policies and pools. Any number of gateways can share it. */
export class CompiledService {
  readonly router: Router;
  readonly plan: ServicePlan;
  readonly pipelines: Pipelines;

  constructor(
    readonly service: DeployedService,
    compilePolicies: CompilePolicies,
  ) {
    this.router = new Router(service);
    this.plan = new ServicePlan(service);
    this.pipelines = new Pipelines(service, compilePolicies);
  }

  /**
   * Compiles all policies now instead of on the first request that needs them.
   *
   * @throws SimulationError that lists what cannot be simulated.
   */
  prepare(): void {
    throwAll((collect) => {
      for (const api of this.service.apis) {
        collect(() => {
          for (const operation of this.router.operations(api)) {
            collect(() => this.pipelines.of(api, operation, this.productOf(api, undefined)));
          }
        });
      }
    });
  }

  /**
   * Compiles the policies that the given requests need.
   *
   * @throws SimulationError that lists what cannot be simulated.
   */
  prepareFor(requests: readonly ClientRequest[]): void {
    throwAll((collect) => {
      for (const request of requests) {
        const route = routeOf(this.router, request);
        if (route === 'unknown' || !route?.operation) continue;
        const { api, operation } = route;
        collect(() => this.pipelines.of(api, operation, this.productOf(api, request.product)));
      }
    });
  }

  /** Returns the product of a request: the specified one, or the only possible one. */
  productOf(api: DeployedApi, id: string | undefined): DeployedProduct | undefined {
    const products = this.service.products.filter(({ apis }) => apis.includes(api.name));
    if (id !== undefined) {
      const named = products.find((product) => product.id === id);
      if (named) return named;
      throw productFault(api, `no product '${id}' includes this API`, products);
    }
    if (!api.subscriptionRequired) return undefined;
    const [first, second] = products;
    if (!second || products.every(({ policy }) => policy === undefined)) return first;
    const several = 'several products with policies include it, so a request must specify its product';
    throw productFault(api, several, products);
  }
}

/** Throws all faults of the given reads, each once. */
function throwAll(readAll: (collect: (read: () => void) => void) => void): void {
  const faults = new Set<string>();
  readAll((read) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      for (const fault of error.faults) faults.add(fault);
    }
  });
  if (faults.size > 0) throw new SimulationError([...faults]);
}

function productFault(api: DeployedApi, what: string, products: readonly DeployedProduct[]): SimulationError {
  const names = products.map(({ id }) => id).join(', ');
  return new SimulationError([
    `${api.address}: ${what}; ${names === '' ? 'no product includes it' : `known: ${names}`}`,
  ]);
}
