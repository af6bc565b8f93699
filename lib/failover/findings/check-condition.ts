import { Report } from './finding';
import { PoolModel, RetryDecision, RetryModel } from '../model';
import { membersAhead } from '../model';
import { formatStatusCodes, statusCodesIn, without } from '../model';
import { excerpt } from './wording';

/** What can be said of the retry condition alone: AF103, and AF203 where it could not be read. */
export function checkCondition({ condition, decision }: RetryModel, report: Report): void {
  if (!decision) {
    report(
      'AF203',
      `the retry condition ${excerpt(condition)} cannot be read here, so whether it covers what the breakers count is not known`,
      'Compare context.Response.StatusCode with numbers and context.Response with null, or prove it by a simulation',
    );
  } else if (decision.noResponse === 'fails') {
    report(
      'AF103',
      `the retry condition ${excerpt(condition)} reads the response, and there is none when the backend cannot be reached: ` +
        'the condition fails instead of trying again',
      'Ask for context.Response == null first',
    );
  }
}

/** The retry condition against what the breakers ahead of the last priority group count: AF101, AF102. */
export function checkOutcomes(pool: PoolModel, decision: RetryDecision, report: Report): void {
  for (const { backend } of membersAhead(pool)) {
    const { breaker, name } = backend;
    if (!breaker || breaker === 'unknown') continue;
    const failures = statusCodesIn(breaker.statusCodeRanges);
    const burned = failures && without(decision.statusCodes, failures);
    if (burned && burned.size > 0) {
      report(
        'AF101',
        `status ${formatStatusCodes(burned)} is tried again, and the breaker of '${name}' does not count it: ` +
          'all attempts burn on that backend',
        'Count it in the breaker, or do not retry it',
      );
    }
    const leaked = failures && without(without(failures, decision.statusCodes), decision.perhaps ?? NONE);
    if (leaked && leaked.size > 0) {
      report(
        'AF102',
        `status ${formatStatusCodes(leaked)} counts as a failure of '${name}' and is not tried again: ` +
          'it reaches the client until the circuit opens',
        'Retry it, or do not count it',
      );
    }
    const { errorReasons } = breaker;
    if (errorReasons.length > 0 && decision.noResponse === 'not retried') {
      report(
        'AF102',
        `${errorReasons.join(', ')} ${errorReasons.length === 1 ? 'counts' : 'count'} as a failure of '${name}', ` +
          'and a missing response is not tried again: it reaches the client until the circuit opens',
        'Retry where context.Response == null',
      );
    }
  }
}

const NONE: ReadonlySet<number> = new Set();
