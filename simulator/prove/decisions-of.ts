import type { Decision, RetryDecision, Seen } from '../../lib/failover';
import { childElements, PolicyElement } from '../../lib/policy';
import type { DeployedService } from '../deployment';
import type { Decide } from '../check/policy-values';
import { allElements } from '../deployment/fragments';

/** A condition that is not known: it can retry any status. */
const UNKNOWN_DECISION: RetryDecision = () => 'depends';

/** Policies do not fail over from a status below this one. */
const FIRST_ERROR = 400;

/**
 * Returns the decisions that policies make based on the response of a backend: whether to retry, in a `retry`, and
 * whether to forward again, in a `choose` outside of a `retry`.
 */
export function decisionsOf(
  service: DeployedService,
  elements: readonly PolicyElement[],
  decide: Decide,
): RetryDecision[] {
  const retries = elements.filter(({ name }) => name === 'retry');
  const within = new Set(retries.flatMap((retry) => allElements(service, retry)));
  const conditions = new Set(retries.map(({ attributes }) => attributes.condition ?? ''));
  const choices = elements.filter((element) => element.name === 'choose' && !within.has(element));
  return [
    ...[...conditions].map((condition) => decide(condition) ?? UNKNOWN_DECISION),
    ...choices.flatMap((choice) => decisionOf(service, choice, decide) ?? []),
  ];
}

interface Branch {
  readonly decide: RetryDecision;
  readonly forwards: boolean;
}

/** Returns undefined if no branch forwards, or no condition reads the response of a backend. */
function decisionOf(service: DeployedService, choice: PolicyElement, decide: Decide): RetryDecision | undefined {
  const cases = childElements(choice);
  const forwards = (element: PolicyElement): boolean =>
    allElements(service, element).some(({ name }) => name === 'forward-request');
  const asks = cases.some(({ attributes }) => /\b(?:Response|LastError)\b/.test(attributes.condition ?? ''));
  if (!asks || !cases.some(forwards)) return undefined;
  const branches = cases.map((each): Branch => ({
    decide: each.name === 'otherwise' ? () => 'retried' : (decide(each.attributes.condition ?? '') ?? UNKNOWN_DECISION),
    forwards: forwards(each),
  }));
  return (seen) => firstOf(branches, seen);
}

/** Returns whether the selected branch forwards. */
function firstOf(branches: readonly Branch[], seen: Seen): Decision {
  if (seen.statusCode !== null && seen.statusCode < FIRST_ERROR) return 'not retried';
  for (const { decide, forwards } of branches) {
    const decision = decide(seen);
    if (decision === 'retried') return forwards ? 'retried' : 'not retried';
    if (decision !== 'not retried') return 'depends';
  }
  return 'not retried';
}
