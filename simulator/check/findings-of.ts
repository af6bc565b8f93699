import type { Parser } from 'web-tree-sitter';
import { check, Finding, readRetryDecision } from '../../lib/failover';
import { ATTEMPT_COUNT } from '../../lib/policy';
import { Deployment } from '../deployment';
import { policiesOf } from '../deployment/fragments';
import type { CSharp } from '../expressions';
import { failoverModelOf } from './failover-model';
import { expressionFaults, expressionsOf, PolicyExpressions } from './expression-faults';
import { referenceFaults } from './reference-faults';
import { RetryDecisions } from './retry-decisions';
import { unknownMembers } from './unknown-members';

/** Returns all findings of a deployment. Retry conditions are evaluated, so any condition can be checked. */
export async function findingsOf(deployment: Deployment): Promise<Finding[]> {
  const documents = deployment.services.flatMap(policiesOf);
  const policies = expressionsOf(documents);
  const parser = await parserFor(policies);
  const decisions = new RetryDecisions(parser);
  const csharp = parser && (await languageOf(parser));
  return check({
    ...failoverModelOf(deployment, (condition) => decisions.decide(condition)),
    expressionFaults: csharp ? expressionFaults(policies, csharp) : [],
    referenceFaults: [...referenceFaults(documents), ...(csharp ? unknownMembers(policies, csharp) : [])],
  });
}

/** Loaded only with the parser, since loading takes time. */
export async function languageOf(parser: Parser): Promise<CSharp> {
  const { CSharp: Language } = await import('../expressions');
  return new Language(parser);
}

/** Returns undefined if all expressions are such that the constructs write: those are valid, and loading takes time. */
export async function parserFor(policies: readonly PolicyExpressions[]): Promise<Parser | undefined> {
  const texts = new Set(policies.flatMap(({ expressions }) => expressions.map(({ text }) => text)));
  if ([...texts].every((text) => ATTEMPT_EXPRESSIONS.has(text) || readRetryDecision(text))) return undefined;
  const { loadParser } = await import('../expressions/grammar');
  return loadParser();
}

const ATTEMPT_EXPRESSIONS: ReadonlySet<string> = new Set(Object.values(ATTEMPT_COUNT));
