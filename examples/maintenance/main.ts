import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { ApiManagement, AzapiProvider, FailoverRegion, HttpMethod, RegionalFailover } from 'cdktf-apim-failover';
import { Construct } from 'constructs';

/** One API in three regions. The context `drained` lists the regions that receive no requests for now. */
export class MaintenanceStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'maintenance');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});

    const drained = (this.node.tryGetContext('drained') ?? []) as string[];
    const names = ['sweden', 'norway', 'germany'];
    const unknown = drained.filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`drained: there are no regions ${unknown.join(', ')}`);

    new RegionalFailover(this, 'Orders', {
      regions: names.map((name) => ({ ...this.region(name), drained: drained.includes(name) })),
      name: 'orders',
      path: 'orders',
      operations: [{ operationId: 'list-orders', method: HttpMethod.GET, urlTemplate: '/' }],
    });
  }

  /** The existing service and backend of a region. */
  private region(name: string): FailoverRegion {
    return {
      name,
      apiManagement: ApiManagement.fromLookup(this, `Apim-${name}`, {
        name: `apim-${name}`,
        resourceGroupName: `rg-${name}`,
      }),
      url: `https://orders-${name}.example.com`,
      backendName: `orders-${name}`,
    };
  }
}

if (require.main === module) {
  const app = new App();
  new MaintenanceStack(app);
  app.synth();
}
