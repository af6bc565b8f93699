import type { Assumed, Counterexample } from '../../lib/failover';
import type { Deployment } from '../deployment';
import { Comparison, Difference, failureKey } from './comparison';
import { diagramOf } from './format-mermaid';
import type { DeploymentProof } from './prove-deployment';
import { guaranteesIn, PlacedGuarantee } from './report';
import { scenarioOf } from './scenario-of';

/** A deployment, and what is proved of it. */
export interface ProvedDeployment {
  readonly deployment: Deployment;
  readonly proof: DeploymentProof;
}

/** A failure that changed, as sequence diagrams; undefined on a side that does not have it. */
export interface DrawnChange {
  readonly difference: Difference;
  /** What is assumed otherwise than it is by default. */
  readonly assumed: Assumed;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Everything that changed, what got worse first. */
export function changesIn({ worse, better, added, removed }: Comparison): Difference[] {
  return [...worse, ...better, ...added, ...removed];
}

/** Draws the first failure that got worse, or else the first that changed: the same course of events on both sides. */
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
  if (!shown) throw new Error('one of the two is there');
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

/** A failure from the beginning on, and one request. */
function courseOf({ proven, guarantee: { failure, first, decidedBy } }: PlacedGuarantee): Counterexample {
  const fault = proven.proof.faults.get(failure.how);
  if (!fault) throw new Error(`'${failure.how}' was played`);
  return {
    phases: [{ from: 0, faults: new Map(failure.backends.map((backend) => [backend, fault])) }],
    requests: [0],
    ...{ assumed: decidedBy, units: 1, error: 0, statusCode: first.statusCode },
  };
}

/** Each side has its own request, hosts and passed-over policies. */
function drawn(
  { proven, guarantee }: PlacedGuarantee,
  course: Counterexample,
  { deployment, proof }: ProvedDeployment,
): Promise<string> {
  // What is said and expected of the request holds on one of the sides.
  const scenario = {
    ...scenarioOf(proven, course, guarantee, proof.ignored),
    description: undefined,
    expect: undefined,
  };
  return diagramOf(scenario, deployment);
}
