import type { AttemptResult, ExchangeResult, PolicyErrorResult } from './results';
import type { Exchange } from './exchange';
import type { PolicyError } from './policy-error';
import type { Attempt } from './attempt';

/** Returns the result of a completed exchange. */
export function exchangeResult(exchange: Exchange): ExchangeResult {
  const { arrival, attempts, records, errors } = exchange;
  const { statusCode, headers, body } = exchange.answer();
  return {
    at: arrival / 1000,
    duration: exchange.elapsed / 1000,
    status: statusCode,
    unit: exchange.unit.number,
    headers: Object.fromEntries([...headers].map(([name, values]) => [name, values.join(', ')])),
    body: body.read(true),
    attempts: attempts.map(attemptResult),
    records: records.map(({ policy, at, text }) => ({ policy, at: at / 1000, text })),
    errors: errors.map(errorResult),
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function attemptResult({ backend, at, duration, statusCode, reason, circuit, opensUntil }: Attempt): AttemptResult {
  const result: Mutable<AttemptResult> = {
    backend,
    at: at / 1000,
    duration: duration / 1000,
    status: statusCode ?? null,
    breaker: circuit,
  };
  if (reason !== undefined) result.reason = reason;
  if (opensUntil !== undefined) result.opensUntil = opensUntil / 1000;
  return result;
}

function errorResult({ at, address, policy, position, message }: PolicyError): PolicyErrorResult {
  return { at: at / 1000, address, policy, ...position, message };
}
