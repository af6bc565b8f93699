import type { FindingCode } from '../lib/failover';

/** What a finding's code means, in a line and in a sentence or two. */
export interface RuleText {
  readonly title: string;
  readonly description: string;
}

/** Every code's meaning; docs/findings.md says more of each. */
export const RULES: Readonly<Record<FindingCode, RuleText>> = {
  AF001: {
    title: 'A pool has members that API Management refuses',
    description:
      'A pool is empty, has more than 30 members, holds a backend twice, holds a pool, or holds a backend of another service.',
  },
  AF002: {
    title: 'A backend without a circuit breaker hides the groups behind it',
    description:
      'A pool uses a lower priority only when every circuit ahead of it is open. A backend without a circuit breaker is never out of use, so the groups behind it are never reached.',
  },
  AF003: {
    title: 'The Consumption tier has no circuit breakers',
    description: 'A backend has a circuit breaker, and its service is of the Consumption tier.',
  },
  AF004: {
    title: 'The retry makes too few attempts to fail over',
    description:
      'The attempts of the retry are fewer than the failures that trip every circuit breaker ahead of the last priority group, plus one.',
  },
  AF005: {
    title: 'The retry waits longer than the circuit breaker counts',
    description:
      "The failures that should trip a circuit breaker lie further apart, by the retry's waits, than its interval is long.",
  },
  AF006: {
    title: 'A circuit breaker cannot trip as written',
    description:
      'The rule has a status code range that is empty or out of range, both or neither of count and percentage, or nothing that counts as a failure.',
  },
  AF007: {
    title: 'A request with a body is retried without being buffered',
    description: 'The first attempt uses the body up, and the second fails with a length mismatch.',
  },
  AF008: {
    title: 'A policy cannot be deployed, or fails when it runs',
    description: 'A policy names a backend that does not exist, or a <backend> section has more than one direct child.',
  },
  AF009: {
    title: 'An expression has a syntax error',
    description: 'API Management refuses a policy with an expression that is not C#.',
  },
  AF101: {
    title: 'A status is retried that no circuit breaker counts',
    description: 'The circuit never opens on that status, so all attempts go to the same backend.',
  },
  AF102: {
    title: 'A failure is counted that is not retried',
    description: 'It reaches the clients until it has happened often enough to open the circuit.',
  },
  AF103: {
    title: 'The retry condition fails where there is no response',
    description:
      'A backend that cannot be reached leaves context.Response null, and a condition that reads its status code fails instead of trying again.',
  },
  AF104: {
    title: 'A hanging backend never trips its circuit breaker',
    description:
      'No error reason counts a timeout, or the forward timeout is too long for the failures to fall inside the interval.',
  },
  AF105: {
    title: 'A circuit closes while the retry is still going on',
    description: 'The trip duration is over before the last attempts, which go to the failing backend again.',
  },
  AF106: {
    title: 'Retry-After can hold a backend out for as long as it says',
    description: 'The circuit breaker accepts Retry-After, and no bound on it is documented.',
  },
  AF107: {
    title: 'The attempts needed cannot be known',
    description: 'A circuit breaker trips at a percentage of failures, or what it counts is not known here.',
  },
  AF108: {
    title: 'A retry has nothing to fail over to',
    description: 'The API uses no pool, or a pool with one priority group.',
  },
  AF109: {
    title: 'A pool with several priorities is used without a retry',
    description: 'A request that meets the failing backend fails, and only later ones fail over.',
  },
  AF201: {
    title: 'Each gateway unit trips on its own',
    description: 'The service has several units, and the first requests on each take the attempts of a failover.',
  },
  AF202: {
    title: 'A request that is not idempotent may be sent again',
    description: 'An operation with such a method is retried, and a backend may get the same request several times.',
  },
  AF203: {
    title: 'The retry condition cannot be read',
    description: 'Whether it covers what the circuit breakers count is not known.',
  },
};
