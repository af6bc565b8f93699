import type { ClientRequest } from './client-request';
import { deploymentOf } from './deployment';
import { proveDeployment } from './prove/prove-deployment';
import type { ProofReport, ReportedGap, ReportedGuarantee } from './prove/proof-report';
import { reportOf } from './prove/report';

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

/**
 * Plays every failure of a synthesized stack: what `Testing.synth(stack)` gives, a `cdk.tf.json`, or
 * `terraform show -json`. For `expect(...).toSurvive('orders-sdc', 'refused')`.
 *
 * @returns what is proved, and under `notProved` what cannot be simulated.
 * @throws SimulationError that lists what cannot be read, and the requests that belong to no operation.
 */
export async function guarantees(json: string, options: GuaranteesOptions = {}): Promise<ProofReport> {
  return reportOf(await proveDeployment(deploymentOf([{ name: 'the stack', json }]), options));
}

/** What a stack is expected to survive. */
export interface SurvivalExpectation {
  /** The API Management service; all of them if left out. */
  readonly apiManagement?: string;
  /** The API's name; all of them if left out. */
  readonly api?: string;
  /** The longest that a client may wait, in seconds; as long as it takes if left out. */
  readonly within?: number;
}

/** The guarantees of a failure: exactly these backends fail, in this way or, if that is left out, in any. */
export function guaranteesFor(
  report: ProofReport,
  backends: readonly string[],
  how: string | undefined,
  { apiManagement, api }: SurvivalExpectation,
): ReportedGuarantee[] {
  return report.guarantees.filter(
    ({ service, failure, ...guarantee }) =>
      failure.backends.length === backends.length &&
      backends.every((backend) => failure.backends.includes(backend)) &&
      (how === undefined || isHow(failure, how)) &&
      (apiManagement === undefined || service === apiManagement) &&
      (api === undefined || guarantee.api === api),
  );
}

/** What is not proved of what an expectation is about. */
export function gapsIn(report: ProofReport, { apiManagement, api }: SurvivalExpectation): ReportedGap[] {
  return report.notProved.filter(
    (gap) =>
      (apiManagement === undefined || gap.service === apiManagement) &&
      (api === undefined || gap.api === null || gap.api === api),
  );
}

/** A status may be any of its class, or the class as it is shown. */
function isHow({ how, statusCodes }: ReportedGuarantee['failure'], asked: string): boolean {
  if (asked === `status ${statusCodes}`) return true;
  const [, status] = /^status (\d{3})$/.exec(asked) ?? [];
  if (how === asked || status === undefined || statusCodes === undefined) return how === asked;
  return statusCodes.split(', ').some((span) => {
    const [min, max = min] = span.split('-').map(Number);
    return min <= Number(status) && Number(status) <= max;
  });
}
