// Writes the Terraform JSON of the article's API: a local backend and a remote one behind it.
//   node bench/stack.cjs FILE
const fs = require('node:fs');
const { App, TerraformStack, Testing } = require('cdktf');
const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');
const { ApiManagement, AzapiProvider, CircuitBreakerBackend, FailoverApi, PriorityPool } = require('..');

function synthesize() {
  const stack = new TerraformStack(new App(), 'main');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new AzapiProvider(stack, 'azapi', {});
  const apiManagement = ApiManagement.fromLookup(stack, 'Apim', { name: 'apim', resourceGroupName: 'rg' });
  const members = ['local', 'remote'].map((name, index) => ({
    priority: index + 1,
    backend: new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` }),
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'pool', members });
  new FailoverApi(stack, 'Api', {
    apiManagement,
    pool,
    name: 'resilient-api',
    path: 'resilient-api',
    subscriptionRequired: false,
    operations: [{ operationId: 'process', method: 'POST', urlTemplate: '/', rewriteUri: 'api/process' }],
    attemptCountHeader: 'X-Attempt-Count',
  });
  return Testing.synth(stack);
}

module.exports = { synthesize };
if (require.main === module) fs.writeFileSync(process.argv[2], synthesize());
