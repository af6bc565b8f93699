import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, AzurermBackend, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  ApiManagement,
  ApiManagementProviders,
  AzapiProvider,
  CircuitBreakerRule,
  Duration,
  HttpMethod,
  RegionalFailover,
} from './lib';
import { contextOfProject, readSettings, RegionSettings, Settings } from './settings';

/** One API in several regions, on existing services and function apps. Each region prefers its own function app. */
export class MainStack extends TerraformStack {
  readonly failover: RegionalFailover;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { regions, formerSubscriptionIds = [], remoteState } = settings;
    // Ephemeral values and write-only arguments keep the function keys out of the state.
    this.addOverride('terraform.required_version', '>= 1.11');
    // By default, the bindings require the exact version that they were generated from.
    this.addOverride('terraform.required_providers.azurerm.version', '>= 4.55.0, < 6.0.0');
    if (remoteState) new AzurermBackend(this, remoteState);

    const providers = this.createProviders([
      ...regions.map(({ subscriptionId }) => subscriptionId),
      ...formerSubscriptionIds,
    ]);
    this.failover = new RegionalFailover(this, 'Failover', {
      regions: regions.map(({ name, apiManagement, functionApp, subscriptionId, drained }) => ({
        name,
        functionApp,
        drained,
        apiManagement: ApiManagement.fromLookup(this, `Apim-${name}`, {
          ...apiManagement,
          ...providers.get(subscriptionId),
        }),
      })),
      circuitBreaker: CircuitBreakerRule.gatewayFailures({ count: 3, tripDuration: Duration.seconds(30) }),
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
      retry: { interval: Duration.seconds(1) },
      attemptCountHeader: 'X-Attempt-Count',
    });
    this.createOutputs(regions);
  }

  /**
   * Creates the default providers, and those of each subscription, which need an alias. Terraform deletes a resource
   * with the provider that is recorded in its state, so a provider must stay until its last resource is deleted. The
   * default providers always stay; Terraform does not start a provider that nothing needs.
   */
  private createProviders(
    subscriptionIds: readonly (string | undefined)[],
  ): Map<string | undefined, ApiManagementProviders> {
    return new Map(
      [...new Set([undefined, ...subscriptionIds])].map((subscriptionId) => {
        const alias = subscriptionId && `subscription-${subscriptionId}`;
        const suffix = alias ? `-${alias}` : '';
        const azurermProvider = new AzurermProvider(this, `azurerm${suffix}`, {
          features: [{}],
          subscriptionId,
          alias,
        });
        const azapiProvider = new AzapiProvider(this, `azapi${suffix}`, { subscriptionId, alias });
        return [subscriptionId, alias ? { azurermProvider, azapiProvider } : {}];
      }),
    );
  }

  /**
   * Adds outputs for the gateway URL of each region and for a request that shows a failover: the region's own function
   * app fails.
   */
  private createOutputs(regions: readonly RegionSettings[]): void {
    regions.forEach(({ name, functionApp }, index) => {
      const { gatewayUrl } = this.failover.apis[index].apiManagement;
      const body = regions.map((region) => ({
        functionApp: region.functionApp.name,
        respondsWithResultCode: region.functionApp.name === functionApp.name ? 503 : 200,
      }));
      new TerraformOutput(this, `${name}-gateway-url`, { value: gatewayUrl });
      new TerraformOutput(this, `${name}-request`, {
        description: `Fails over from ${functionApp.name}`,
        value: `curl -i ${gatewayUrl}/resilient-api/ -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
      });
    });
  }
}

/**
 * Synthesizes the main stack with the context of the cdktf command, or of `cdktf.json` if the command is not running.
 */
export function synthesize(): { app: App; stack: MainStack } {
  const app = new App({ context: contextOfProject() });
  const stack = new MainStack(app, 'main', readSettings(app.node));
  app.synth();
  return { app, stack };
}

if (require.main === module) {
  try {
    synthesize();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
