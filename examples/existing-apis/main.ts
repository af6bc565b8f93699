import { ApiManagementBackend } from '@cdktf/provider-azurerm/lib/api-management-backend';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import {
  ApiManagement,
  AzapiProvider,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  FailoverApi,
  HttpMethod,
  ICircuitBreakerBackend,
  PriorityPool,
} from 'cdktf-apim-failover';
import { Construct } from 'constructs';

const SERVICE_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-orders/providers/Microsoft.ApiManagement/service/apim-orders';

/** Failover for an API that already exists in Azure, with backends that azurerm resources declare. */
export class ExistingApisStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'existing-apis');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});
    const apiManagement = ApiManagement.fromAttributes(this, 'Apim', { apiManagementId: SERVICE_ID });

    const pool = new PriorityPool(this, 'Pool', {
      apiManagement,
      name: 'orders',
      members: [
        { backend: this.existingBackend('orders-sdc'), priority: 1 },
        { backend: this.existingBackend('orders-nwe'), priority: 2 },
      ],
    });
    const api = new FailoverApi(this, 'Api', {
      apiManagement,
      pool,
      name: 'orders',
      path: 'orders',
      operations: [{ operationId: 'list-orders', method: HttpMethod.GET, urlTemplate: '/' }],
    });

    // Terraform imports the existing resources and updates them in place.
    const take = (child: string, id: string): void => {
      (api.node.findChild(child) as TerraformResource).importFrom(`${SERVICE_ID}/apis/orders${id}`);
    };
    take('Resource', ';rev=1');
    take('Policy', '');
    take('Operation-list-orders', '/operations/list-orders');
  }

  /** Declares a backend as the team did before, and refers to it with the rule that the constructs need. */
  private existingBackend(name: string): ICircuitBreakerBackend {
    new ApiManagementBackend(this, `Existing-${name}`, {
      apiManagementName: 'apim-orders',
      resourceGroupName: 'rg-orders',
      name,
      protocol: 'http',
      url: `https://${name}.example.com`,
      circuitBreakerRule: {
        name: 'gateway-failures',
        tripDuration: 'PT30S',
        failureCondition: {
          count: 3,
          intervalDuration: 'PT1M',
          statusCodeRange: [{ min: 502, max: 504 }],
          errorReasons: ['BackendConnectionFailure', 'Timeout'],
        },
      },
    });
    const rule = CircuitBreakerRule.gatewayFailures();
    return CircuitBreakerBackend.fromBackendId(this, name, `${SERVICE_ID}/backends/${name}`, rule);
  }
}

if (require.main === module) {
  const app = new App();
  new ExistingApisStack(app);
  app.synth();
}
