import type { AttemptResult, BreakerResult, ExchangeResult } from '../results';
import type { Attempt, Exchange } from './exchange';
import type { Transition } from '../../lib/failover';

/** What is told of an exchange that is over. */
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
    errors: errors.map(({ at, address, policy, position, message }) => ({
      ...{ at: at / 1000, address, policy, message },
      ...(position && { line: position.line, column: position.column }),
    })),
  };
}

function attemptResult({ backend, at, duration, statusCode, reason, circuit, opensUntil }: Attempt): AttemptResult {
  return {
    backend,
    at: at / 1000,
    duration: duration / 1000,
    status: statusCode ?? null,
    ...(reason === undefined ? {} : { reason }),
    breaker: circuit,
    ...(opensUntil === undefined ? {} : { opensUntil: opensUntil / 1000 }),
  };
}

/** Circuits in the order of their changes: one that closed is noticed only when it is asked for. */
export function breakerResults(transitions: readonly Transition[], units: number): BreakerResult[] {
  return [...transitions]
    .sort((a, b) => a.at - b.at)
    .map(({ backend, unit, at, state, until }) => ({
      backend,
      at: at / 1000,
      state,
      until: state === 'open' ? until / 1000 : null,
      ...(units > 1 ? { unit } : {}),
    }));
}
