import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { ApiManagement, AzapiProvider, FailoverRegion, HttpMethod, RegionalFailover } from 'cdktf-apim-failover';
import { Construct } from 'constructs';

/** One API in two regions. Each region prefers its own function app and fails over to the other one. */
export class ArticleStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'article');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});

    new RegionalFailover(this, 'Failover', {
      regions: [this.region('primary', 'sdc-orfff'), this.region('secondary', 'nwe-g5bv4')],
      name: 'resilient-api',
      path: 'resilient-api',
      subscriptionRequired: false,
      operations: [
        {
          operationId: 'process-request',
          method: HttpMethod.POST,
          urlTemplate: '/',
          rewriteUri: 'api/ProcessRequestFunction',
        },
      ],
      attemptCountHeader: 'X-Attempt-Count',
    });
  }

  /** The existing service and function app of a region. */
  private region(name: string, suffix: string): FailoverRegion {
    const resourceGroupName = `rg-${name}-${suffix}`;
    return {
      name,
      apiManagement: ApiManagement.fromLookup(this, `Apim-${name}`, {
        name: `apim-${name}-${suffix}`,
        resourceGroupName,
      }),
      functionApp: { name: `func-${name}-${suffix}`, resourceGroupName },
    };
  }
}

if (require.main === module) {
  const app = new App();
  new ArticleStack(app);
  app.synth();
}
