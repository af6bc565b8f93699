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

/** Two local backends share the load by weight. If both fail, a remote backend takes over. */
export class WeightedStack extends TerraformStack {
  private readonly apiManagement: IApiManagement;

  constructor(scope: Construct) {
    super(scope, 'weighted');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});
    this.apiManagement = ApiManagement.fromLookup(this, 'Apim', {
      name: 'apim-orders',
      resourceGroupName: 'rg-orders',
    });

    const pool = new PriorityPool(this, 'Pool', {
      apiManagement: this.apiManagement,
      name: 'orders',
      members: [
        { backend: this.backend('orders-large'), priority: 1, weight: 3 },
        { backend: this.backend('orders-small'), priority: 1, weight: 1 },
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
  new WeightedStack(app);
  app.synth();
}
