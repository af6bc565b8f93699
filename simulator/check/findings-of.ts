import type { Parser } from 'web-tree-sitter';
import { check, Finding, readRetryDecision } from '../../lib/failover';
import { Deployment } from '../deployment';
import { failoverModelOf } from './failover-model';
import { expressionFaults, expressionsOf, PolicyExpressions } from './expression-faults';
import { RetryDecisions } from './retry-decisions';

/** Everything that can be found in what is deployed; retry conditions are evaluated, so any of them is judged. */
export async function findingsOf(deployment: Deployment): Promise<Finding[]> {
  const policies = expressionsOf(deployment.services);
  const parser = await parserFor(policies);
  const decisions = new RetryDecisions(parser);
  return check({
    ...failoverModelOf(deployment, (condition) => decisions.decide(condition)),
    expressionFaults: parser ? expressionFaults(policies, parser) : [],
  });
}

/** Undefined where there are only retry conditions as the constructs write them: those are known to be C#. */
async function parserFor(policies: readonly PolicyExpressions[]): Promise<Parser | undefined> {
  const texts = new Set(policies.flatMap(({ expressions }) => expressions.map(({ text }) => text)));
  if ([...texts].every((text) => readRetryDecision(text))) return undefined;
  const { loadParser } = await import('../expressions/grammar');
  return loadParser();
}
