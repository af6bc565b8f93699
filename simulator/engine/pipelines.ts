import {
  DeployedApi,
  DeployedOperation,
  DeployedProduct,
  DeployedService,
  effectivePolicy,
  EffectivePolicy,
} from '../deployment';
import { SimulationError } from '../common/simulation-error';
import type { CompilePolicies, Pipeline } from './pipeline';

/** The maximum number of policies of all operations. Each operation includes the policies of its API and service. */
const MOST_POLICIES = 300_000;

/** The policies of a service, compiled on demand and cached. */
export class Pipelines {
  private policies = 0;
  private readonly compiled = new Map<DeployedApi, Map<string, Pipeline>>();

  constructor(
    private readonly service: DeployedService,
    private readonly compilePolicies: CompilePolicies,
  ) {}

  /**
   * Returns the pipeline of an operation, or of the API if there is no operation.
   *
   * @throws SimulationError that lists what cannot be simulated.
   */
  of(api: DeployedApi, operation: DeployedOperation | undefined, product: DeployedProduct | undefined): Pipeline {
    const ofApi = this.compiled.get(api) ?? new Map<string, Pipeline>();
    this.compiled.set(api, ofApi);
    const key = `${operation?.id ?? ''} ${product?.id ?? ''}`;
    const known = ofApi.get(key);
    if (known) return known;
    const pipeline = this.compile(effectivePolicy(this.service, api, operation?.id, product));
    ofApi.set(key, pipeline);
    return pipeline;
  }

  /**
   * Returns the pipeline for a CORS preflight request: the `cors` policies of the operation; undefined if there are
   * none.
   */
  preflight(api: DeployedApi, operation: DeployedOperation): Pipeline | undefined {
    const { inbound } = effectivePolicy(this.service, api, operation.id, undefined);
    const cors = inbound.filter(({ policy }) => policy.name === 'cors');
    return cors.length === 0 ? undefined : this.compile({ inbound: cors, backend: [], outbound: [], onError: [] });
  }

  private compile(policy: EffectivePolicy): Pipeline {
    if (this.policies > MOST_POLICIES) {
      const most = MOST_POLICIES.toLocaleString('en');
      throw new SimulationError([`${this.service.address}: its operations have more than ${most} policies in total`]);
    }
    const pipeline = this.compilePolicies(policy);
    this.policies += pipeline.policies;
    return pipeline;
  }
}
