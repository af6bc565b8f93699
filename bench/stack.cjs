// Writes the Terraform JSON of the article's API: a local backend and a remote one behind it.
//   node bench/stack.cjs FILE [TRIP_SECONDS]
const fs = require('node:fs');
const { App, TerraformStack, Testing } = require('cdktf');
const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');
const { ApiManagement, AzapiProvider, CircuitBreakerBackend, FailoverApi, PriorityPool } = require('..');
const { CircuitBreakerRule, Duration, HttpMethod } = require('..');

/** @param tripDuration - the trip duration of the circuits; the default of the constructs if omitted */
function synthesize(tripDuration) {
  const stack = new TerraformStack(new App(), 'main');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new AzapiProvider(stack, 'azapi', {});
  const apiManagement = ApiManagement.fromLookup(stack, 'Apim', { name: 'apim', resourceGroupName: 'rg' });
  const circuitBreaker = CircuitBreakerRule.gatewayFailures({ tripDuration });
  const members = ['local', 'remote'].map((name, index) => {
    const url = `https://${name}.example.com`;
    return {
      priority: index + 1,
      backend: new CircuitBreakerBackend(stack, name, { apiManagement, name, url, circuitBreaker }),
    };
  });
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  new FailoverApi(stack, 'Api', {
    apiManagement,
    pool,
    name: 'resilient-api',
    path: 'resilient-api',
    subscriptionRequired: false,
    operations: [{ operationId: 'process', method: HttpMethod.POST, urlTemplate: '/', rewriteUri: 'api/process' }],
    attemptCountHeader: 'X-Attempt-Count',
  });
  return Testing.synth(stack);
}

module.exports = { synthesize };
if (require.main === module) {
  const [, , file, seconds] = process.argv;
  fs.writeFileSync(file, synthesize(seconds && Duration.seconds(Number(seconds))));
}
