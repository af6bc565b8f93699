import { check, Finding } from '../lib/failover';
import { Deployment, failoverModelOf } from './deployment';
import { ExpressionFaults } from './expression-faults';
import { loadCSharp } from './expressions';
import { RetryDecisions } from './retry-decisions';

/** Everything that can be found in what is deployed; retry conditions are evaluated, so any of them is judged. */
export async function findingsOf(deployment: Deployment): Promise<Finding[]> {
  const csharp = await loadCSharp();
  const decisions = new RetryDecisions(csharp);
  const faults = new ExpressionFaults(csharp);
  return check({
    ...failoverModelOf(deployment, (condition) => decisions.decide(condition)),
    expressionFaults: deployment.services.flatMap((service) => faults.in(service)),
  });
}
