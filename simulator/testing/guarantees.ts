import type { ClientRequest } from '../common/client-request';
import { deploymentOf } from '../deployment';
import { proveDeployment } from '../prove/prove-deployment';
import type { ProofReport } from '../prove/proof-report';
import { reportOf } from '../prove/report';
import { clientRequests, ignorePolicies, refuseFaults, stackFaults } from './inputs';
import { argumentOf, Rules } from './rules';

/** The options of a proof in a test. */
export interface GuaranteesOptions {
  /**
   * Requests to use instead of the requests generated from the operations.
   * @default - the method and path of each operation, with `{}` if there can be a body
   */
  readonly requests?: readonly ClientRequest[];
  /**
   * The policies to skip, by element name.
   * @default - none; an API with a policy that cannot be simulated is not proved
   */
  readonly ignorePolicies?: readonly string[];
}

const OPTIONS: Rules<GuaranteesOptions> = { requests: clientRequests, ignorePolicies };
const guaranteesOptions = argumentOf(OPTIONS);

/**
 * Simulates every failure of a synthesized stack: the result of `Testing.synth(stack)`, a `cdk.tf.json`, or the output
 * of `terraform show -json`. For `expect(...).toSurvive('orders-sdc', 'refused')`.
 *
 * @returns the guarantees, and under `notProved` everything that cannot be simulated.
 * @throws SimulationError that lists the faults if the stack cannot be read, and the requests that match no operation.
 */
export async function guarantees(json: string, options: GuaranteesOptions = {}): Promise<ProofReport> {
  refuseFaults('guarantees', [...stackFaults('guarantees', json), ...guaranteesOptions('options', options)]);
  return reportOf(await proveDeployment(deploymentOf([{ name: 'the stack', json }]), options));
}
