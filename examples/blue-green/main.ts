import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  ApiManagement,
  AzapiProvider,
  CircuitBreakerBackend,
  FailoverApi,
  HttpMethod,
  IApiManagement,
  PriorityPool,
} from 'cdktf-apim-failover';
import { Construct } from 'constructs';

/**
 * Two versions of a local backend, and a remote one behind them. The context `green` is the percentage of the requests
 * that go to the new version.
 */
export class BlueGreenStack extends TerraformStack {
  private readonly apiManagement: IApiManagement;

  constructor(scope: Construct) {
    super(scope, 'blue-green');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});
    this.apiManagement = ApiManagement.fromLookup(this, 'Apim', {
      name: 'apim-orders',
      resourceGroupName: 'rg-orders',
    });

    const green = Number(this.node.tryGetContext('green') ?? 0);
    const pool = new PriorityPool(this, 'Pool', {
      apiManagement: this.apiManagement,
      name: 'orders',
      members: [
        { backend: this.backend('orders-blue'), priority: 1, weight: 100 - green, drained: green === 100 },
        { backend: this.backend('orders-green'), priority: 1, weight: green, drained: green === 0 },
        { backend: this.backend('orders-remote'), priority: 2 },
      ],
    });
    new FailoverApi(this, 'Api', {
      apiManagement: this.apiManagement,
      pool,
      name: 'orders',
      path: 'orders',
      operations: [{ operationId: 'list-orders', method: HttpMethod.GET, urlTemplate: '/' }],
    });
  }

  private backend(name: string): CircuitBreakerBackend {
    const url = `https://${name}.example.com`;
    return new CircuitBreakerBackend(this, name, { apiManagement: this.apiManagement, name, url });
  }
}

if (require.main === module) {
  const app = new App();
  new BlueGreenStack(app);
  app.synth();
}
