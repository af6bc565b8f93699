import type {
  AttemptResult,
  BreakerResult,
  ExchangeResult,
  PolicyErrorResult,
  SimulationResult,
} from '../engine/results';
import { rounded } from './wording';

/** The number of characters of a part. */
const PART = 65_536;

/** Formats the result as JSON, in parts since it can be long. The same result always produces the same bytes. */
export function* formatJson({ exchanges, breakers, assumptions }: SimulationResult): Generator<string> {
  yield '{\n  "exchanges": ';
  yield* listed(exchanges, plainExchange);
  yield ',\n  "breakers": ';
  yield* listed(breakers, plainBreaker);
  yield `,\n  "assumptions": ${indented(assumptions, '  ')}\n}\n`;
}

function* listed<T>(items: readonly T[], plain: (item: T) => unknown): Generator<string> {
  let part = '[';
  for (const [index, item] of items.entries()) {
    part += `${index === 0 ? '' : ','}\n    ${indented(plain(item), '    ')}`;
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  yield items.length === 0 ? '[]' : `${part}\n  ]`;
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

function plainExchange({ at, status, headers, attempts, errors }: ExchangeResult): unknown {
  return {
    at: rounded(at),
    status,
    headers,
    attempts: attempts.map(plainAttempt),
    ...(errors.length > 0 && { errors: errors.map(plainError) }),
  };
}

function plainAttempt({ backend, at, duration, status, reason, breaker, opensUntil }: AttemptResult): unknown {
  return {
    backend,
    at: rounded(at),
    duration: rounded(duration),
    status,
    ...(reason === undefined ? {} : { reason }),
    breaker,
    ...(opensUntil === undefined ? {} : { opensUntil: rounded(opensUntil) }),
  };
}

function plainError({ at, address, policy, line, column, message }: PolicyErrorResult): unknown {
  return { at: rounded(at), address, policy, line, column, message };
}

function plainBreaker({ backend, at, state, until, unit }: BreakerResult): unknown {
  return {
    backend,
    at: rounded(at),
    state,
    until: until === null ? null : rounded(until),
    ...(unit === undefined ? {} : { unit }),
  };
}
