import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  ApiManagement,
  AzapiProvider,
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerRule,
  Duration,
  ErrorReason,
  FailoverApi,
  HttpMethod,
  IApiManagement,
  PriorityPool,
} from 'cdktf-apim-failover';
import { Construct } from 'constructs';

/** A model with provisioned throughput, and a pay-as-you-go deployment in another region for throttled requests. */
export class AiSpillOverStack extends TerraformStack {
  private readonly apiManagement: IApiManagement;

  constructor(scope: Construct) {
    super(scope, 'ai-spill-over');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new AzapiProvider(this, 'azapi', {});
    this.apiManagement = ApiManagement.fromLookup(this, 'Apim', { name: 'apim-ai', resourceGroupName: 'rg-ai' });

    const pool = new PriorityPool(this, 'Pool', {
      apiManagement: this.apiManagement,
      name: 'gpt',
      members: [
        { backend: this.deployment('gpt-provisioned-sdc'), priority: 1 },
        { backend: this.deployment('gpt-paygo-nwe'), priority: 2 },
      ],
    });
    new FailoverApi(this, 'Api', {
      apiManagement: this.apiManagement,
      pool,
      name: 'gpt',
      path: 'openai',
      operations: [
        {
          operationId: 'chat-completions',
          method: HttpMethod.POST,
          urlTemplate: '/deployments/{deployment}/chat/completions',
        },
      ],
      // A completion can take a while to return its first byte.
      forwardTimeout: Duration.seconds(60),
      acknowledge: [{ code: 'AF202', reason: 'A completion that is created twice costs tokens, but does no harm' }],
    });
  }

  /** A single 429 opens the circuit for the time in its Retry-After header. */
  private deployment(name: string): CircuitBreakerBackend {
    return new CircuitBreakerBackend(this, name, {
      apiManagement: this.apiManagement,
      name,
      url: `https://${name}.openai.azure.com/openai`,
      credentials: [BackendCredentials.managedIdentity({ resource: 'https://cognitiveservices.azure.com' })],
      circuitBreaker: CircuitBreakerRule.custom({
        name: 'throttled-or-down',
        tripDuration: Duration.minutes(3),
        acceptRetryAfter: true,
        failureCondition: {
          count: 1,
          interval: Duration.minutes(1),
          statusCodeRanges: [
            { min: 429, max: 429 },
            { min: 500, max: 599 },
          ],
          errorReasons: [ErrorReason.BACKEND_CONNECTION_FAILURE, ErrorReason.TIMEOUT],
        },
      }),
      acknowledge: [{ code: 'AF106', reason: 'The deployments ask for seconds, never for hours' }],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new AiSpillOverStack(app);
  app.synth();
}
