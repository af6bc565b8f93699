import type { ClientRequest } from '../common/client-request';
import { deploymentOf } from '../deployment';
import { proveDeployment } from '../prove/prove-deployment';
import type { ProofReport } from '../prove/proof-report';
import { reportOf } from '../prove/report';
import { clientRequests, ignorePolicies, refuseFaults, stackFaults } from './inputs';
import { argumentOf, Rules } from './rules';

/** How a stack is proved in a test. */
export interface GuaranteesOptions {
  /**
   * Better requests than those that can be made from the operations.
   * @default - the method and path of each operation, with `{}` where a body may be
   */
  readonly requests?: readonly ClientRequest[];
  /**
   * Policies that are passed over, by element name.
   * @default - none: an API with a policy that cannot be simulated is not proved
   */
  readonly ignorePolicies?: readonly string[];
}

const OPTIONS: Rules<GuaranteesOptions> = { requests: clientRequests, ignorePolicies };
const guaranteesOptions = argumentOf(OPTIONS);

/**
 * Plays every failure of a synthesized stack: what `Testing.synth(stack)` gives, a `cdk.tf.json`, or
 * `terraform show -json`. For `expect(...).toSurvive('orders-sdc', 'refused')`.
 *
 * @returns what is proved, and under `notProved` what cannot be simulated.
 * @throws SimulationError that lists what cannot be read, and the requests that belong to no operation.
 */
export async function guarantees(json: string, options: GuaranteesOptions = {}): Promise<ProofReport> {
  refuseFaults('guarantees', [...stackFaults('guarantees', json), ...guaranteesOptions('options', options)]);
  return reportOf(await proveDeployment(deploymentOf([{ name: 'the stack', json }]), options));
}
