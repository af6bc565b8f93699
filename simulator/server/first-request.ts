import type { ClientRequest } from '../common/client-request';
import type { DeployedApi } from '../deployment';
import type { CompiledService } from '../engine/compiled-service';
import { sampleRequest } from '../engine/sample-request';
import { SimulationError } from '../common/simulation-error';

/** The default subscription key of clients. */
export const DEFAULT_SUBSCRIPTION_KEY = 'local';

/**
 * Returns a sample request for the first operation for which one can be generated.
 *
 * A key that the user provides is a secret. If the API requires a key, the header is then empty.
 */
export function firstRequest(compiled: CompiledService, keys: readonly string[]): ClientRequest | undefined {
  for (const api of compiled.service.apis) {
    const sample = sampleOf(compiled, api);
    if (!sample) continue;
    if (!api.subscriptionRequired) return sample;
    const key = keys.includes(DEFAULT_SUBSCRIPTION_KEY) ? DEFAULT_SUBSCRIPTION_KEY : '';
    return { ...sample, headers: { [api.subscriptionKeyNames.header]: key, ...sample.headers } };
  }
  return undefined;
}

function sampleOf(compiled: CompiledService, api: DeployedApi): ClientRequest | undefined {
  try {
    const samples = compiled.router.operations(api).map((operation) => sampleRequest(compiled, api, operation));
    return samples.find((sample) => sample !== undefined);
  } catch (error) {
    // Its operations can be unknown until after deployment.
    if (error instanceof SimulationError) return undefined;
    throw error;
  }
}
