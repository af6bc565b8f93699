import { check, Finding } from '../lib/failover';
import { Deployment, failoverModelOf } from './deployment';
import { ExpressionFaults } from './expression-faults';
import { loadParser } from './expressions/grammar';
import { RetryDecisions } from './retry-decisions';

/** Everything that can be found in what is deployed; retry conditions are evaluated, so any of them is judged. */
export async function findingsOf(deployment: Deployment): Promise<Finding[]> {
  const parser = await loadParser();
  const decisions = new RetryDecisions(parser);
  const faults = new ExpressionFaults(parser);
  return check({
    ...failoverModelOf(deployment, (condition) => decisions.decide(condition)),
    expressionFaults: deployment.services.flatMap((service) => faults.in(service)),
  });
}
