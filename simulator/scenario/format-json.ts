import type { SimulationResult } from '../results';
import { rounded } from './wording';

/** The result as JSON: the same result, the same bytes. */
export function formatJson({ exchanges, breakers, assumptions }: SimulationResult): string {
  const result = {
    exchanges: exchanges.map(({ at, status, headers, attempts, errors }) => ({
      at: rounded(at),
      status,
      headers,
      attempts: attempts.map((attempt) => ({
        backend: attempt.backend,
        at: rounded(attempt.at),
        duration: rounded(attempt.duration),
        status: attempt.status,
        ...(attempt.reason === undefined ? {} : { reason: attempt.reason }),
        breaker: attempt.breaker,
        ...(attempt.opensUntil === undefined ? {} : { opensUntil: rounded(attempt.opensUntil) }),
      })),
      ...(errors.length > 0 && {
        errors: errors.map(({ at: failedAt, address, policy, line, column, message }) => ({
          at: rounded(failedAt),
          address,
          policy,
          line,
          column,
          message,
        })),
      }),
    })),
    breakers: breakers.map(({ backend, at, state, until, unit }) => ({
      backend,
      at: rounded(at),
      state,
      until: until === null ? null : rounded(until),
      ...(unit === undefined ? {} : { unit }),
    })),
    assumptions,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
