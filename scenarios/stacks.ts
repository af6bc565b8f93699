import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  ApiManagement,
  AzapiProvider,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  FailoverApi,
  FailoverApiOptions,
  HttpMethod,
  IApiManagement,
  PriorityPool,
  RetryCondition,
} from '../lib';
import { MainStack } from '../main';
import { ARTICLE_SETTINGS } from './article-settings';

/** A stack with one API Management service. */
class ScenarioStack extends TerraformStack {
  protected readonly apiManagement: IApiManagement;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});
    const names = { name: `apim-${id}`, resourceGroupName: 'rg-scenarios' };
    this.apiManagement = ApiManagement.fromLookup(this, 'ApiManagement', names);
  }

  protected backend(name: string, circuitBreaker?: CircuitBreakerRule): CircuitBreakerBackend {
    const url = `https://${name}.example.com`;
    return new CircuitBreakerBackend(this, name, { apiManagement: this.apiManagement, name, url, circuitBreaker });
  }

  /** Each list of backends is a priority. */
  protected pool(name: string, ...groups: readonly (readonly CircuitBreakerBackend[])[]): PriorityPool {
    const { apiManagement } = this;
    const members = groups.flatMap((group, index) => group.map((backend) => ({ backend, priority: index + 1 })));
    return new PriorityPool(this, `Pool-${name}`, { apiManagement, name, members });
  }

  protected api(pool: PriorityPool, options: Partial<FailoverApiOptions> = {}): FailoverApi {
    return new FailoverApi(this, 'Api', {
      apiManagement: this.apiManagement,
      pool,
      name: 'orders',
      path: 'orders',
      subscriptionRequired: false,
      operations: [{ operationId: 'list', method: HttpMethod.GET, urlTemplate: '/' }],
      ...options,
    });
  }
}

/** Retries every 5xx, as in many samples, while the circuit breakers count only gateway failures. */
export class BurningStack extends ScenarioStack {
  constructor(scope: Construct) {
    super(scope, 'burning');
    const pool = this.pool('orders', [this.backend('orders-local')], [this.backend('orders-remote')]);
    this.api(pool, {
      retry: { count: 4, condition: RetryCondition.statusCodes({ min: 500, max: 599 }) },
      acknowledge: [{ code: 'AF101', reason: 'This is what the scenario shows' }],
    });
  }
}

/** A language model that returns `Retry-After`. */
export class ThrottledStack extends ScenarioStack {
  constructor(scope: Construct) {
    super(scope, 'throttled');
    const throttling = CircuitBreakerRule.throttling({ count: 1 });
    const pool = this.pool('models', [this.backend('model-reserved', throttling)], [this.backend('model-shared')]);
    this.api(pool);
  }
}

/** Two backends share the load of their region. If both fail, a third takes over. */
export class SharedLoadStack extends ScenarioStack {
  constructor(scope: Construct) {
    super(scope, 'shared-load');
    const locals = [this.backend('orders-local-1'), this.backend('orders-local-2')];
    this.api(this.pool('orders', locals, [this.backend('orders-remote')]));
  }
}

/** One service with gateways in two regions. Each gateway prefers the backend of its region. */
export class MultiRegionStack extends ScenarioStack {
  constructor(scope: Construct) {
    super(scope, 'multi-region');
    const rule = CircuitBreakerRule.gatewayFailures({ count: 3, tripDuration: Duration.seconds(30) });
    const sweden = this.backend('orders-sweden', rule);
    const norway = this.backend('orders-norway', rule);
    new FailoverApi(this, 'Api', {
      apiManagement: this.apiManagement,
      pool: this.pool('from-sweden', [sweden], [norway]),
      regionalPools: [{ region: 'Norway East', pool: this.pool('from-norway', [norway], [sweden]) }],
      name: 'orders',
      path: 'orders',
      subscriptionRequired: false,
      operations: [{ operationId: 'list', method: HttpMethod.GET, urlTemplate: '/' }],
    });
  }
}

/** Adds all scenario stacks to an app, and the main stack with the settings of the article. */
export function addScenarioStacks(app: App): TerraformStack[] {
  return [
    new MainStack(app, 'main', ARTICLE_SETTINGS),
    new BurningStack(app),
    new ThrottledStack(app),
    new SharedLoadStack(app),
    new MultiRegionStack(app),
  ];
}
