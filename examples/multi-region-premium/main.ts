import { ApiManagement as ApiManagementService } from '@cdktf/provider-azurerm/lib/api-management';
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

/** One Premium service with gateways in two regions. Each region prefers its nearest backend. */
export class MultiRegionPremiumStack extends TerraformStack {
  private readonly apiManagement: IApiManagement;

  constructor(scope: Construct) {
    super(scope, 'multi-region-premium');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});
    const service = new ApiManagementService(this, 'Service', {
      name: 'apim-orders',
      resourceGroupName: 'rg-orders',
      location: 'Sweden Central',
      additionalLocation: [{ location: 'Norway East' }],
      skuName: 'Premium_1',
      publisherName: 'Orders',
      publisherEmail: 'orders@example.com',
    });
    this.apiManagement = ApiManagement.fromResource(this, 'Apim', service);

    const sweden = this.backend('orders-sdc');
    const norway = this.backend('orders-nwe');
    new FailoverApi(this, 'Api', {
      apiManagement: this.apiManagement,
      pool: this.pool('from-sweden', sweden, norway),
      regionalPools: [{ region: 'Norway East', pool: this.pool('from-norway', norway, sweden) }],
      name: 'orders',
      path: 'orders',
      operations: [{ operationId: 'get-order', method: HttpMethod.GET, urlTemplate: '/{id}' }],
    });
  }

  private backend(name: string): CircuitBreakerBackend {
    const url = `https://${name}.example.com`;
    return new CircuitBreakerBackend(this, name, { apiManagement: this.apiManagement, name, url });
  }

  private pool(name: string, near: CircuitBreakerBackend, far: CircuitBreakerBackend): PriorityPool {
    return new PriorityPool(this, name, {
      apiManagement: this.apiManagement,
      name,
      members: [
        { backend: near, priority: 1 },
        { backend: far, priority: 2 },
      ],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new MultiRegionPremiumStack(app);
  app.synth();
}
