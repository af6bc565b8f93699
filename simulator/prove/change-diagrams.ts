import type { Assumed, Counterexample } from '../../lib/failover';
import type { Deployment } from '../deployment';
import { Comparison, Difference, failureKey } from './comparison';
import { diagramOf } from './format-mermaid';
import type { DeploymentProof } from './prove-deployment';
import { guaranteesIn, PlacedGuarantee } from './report';
import { scenarioOf } from './scenario-of';

/** A deployment and its proof. */
export interface ProvedDeployment {
  readonly deployment: Deployment;
  readonly proof: DeploymentProof;
}

/** A changed failure as sequence diagrams. A side that does not have the failure is undefined. */
export interface DrawnChange {
  readonly difference: Difference;
  /** The assumptions that differ from their defaults. */
  readonly assumed: Assumed;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Returns all changes, starting with what got worse. A status that is now passed on to clients is omitted: the new proof
 * does not have the failure, so there is nothing to draw.
 */
export function changesIn({ lost, worse, better, added, removed }: Comparison): Difference[] {
  return [...lost.filter(({ reason }) => reason !== 'passed on'), ...worse, ...better, ...added, ...removed];
}

/**
 * Draws the first failure that got worse, or else the first that changed, with the same sequence of events on both
 * sides.
 */
export async function drawChange(
  comparison: Comparison,
  before: ProvedDeployment,
  after: ProvedDeployment,
): Promise<DrawnChange | undefined> {
  const difference = changesIn(comparison).at(0);
  if (!difference) return undefined;
  const old = guaranteeOf(difference, before);
  const young = guaranteeOf(difference, after);
  const shown = [young, old].find((side) => side?.guarantee.counterexample) ?? young ?? old;
  if (!shown) throw new Error('a difference has at least one side');
  const course = shown.guarantee.counterexample ?? courseOf(shown);
  return {
    difference,
    assumed: course.assumed,
    before: old && (await drawn(old, course, before)),
    after: young && (await drawn(young, course, after)),
  };
}

function guaranteeOf({ place, failure }: Difference, { proof }: ProvedDeployment): PlacedGuarantee | undefined {
  const key = failureKey({ ...place, failure });
  return guaranteesIn(proof.proven).find(
    (each) => failureKey({ ...each.place, failure: each.guarantee.failure }) === key,
  );
}

/** Returns a course in which the failure starts at once, with one request. */
function courseOf({ proven, guarantee: { failure, first, decidedBy } }: PlacedGuarantee): Counterexample {
  const fault = proven.proof.faults.get(failure.how);
  if (!fault) throw new Error(`'${failure.how}' was not simulated`);
  return {
    phases: [{ from: 0, faults: new Map(failure.backends.map((backend) => [backend, fault])) }],
    requests: [0],
    ...{ assumed: decidedBy, units: 1, error: 0, statusCode: first.statusCode },
  };
}

/** Draws one side. Each side has its own request, hosts, and skipped policies. */
function drawn(
  { proven, guarantee }: PlacedGuarantee,
  course: Counterexample,
  { deployment, proof }: ProvedDeployment,
): Promise<string> {
  // The description and the expectation of the scenario apply to only one side.
  const scenario = {
    ...scenarioOf(proven, course, guarantee, proof.ignored),
    description: undefined,
    expect: undefined,
  };
  return diagramOf(scenario, deployment);
}
