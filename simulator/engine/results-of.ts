import type { AttemptResult, BreakerResult, ExchangeResult } from '../results';
import type { Exchange } from './exchange';
import type { Transition } from '../../lib/failover';

/** What is told of an exchange that is over. */
export function exchangeResult(exchange: Exchange): ExchangeResult {
  const { arrival, attempts, records } = exchange;
  const { statusCode, headers, body } = exchange.answer();
  return {
    at: arrival / 1000,
    duration: exchange.elapsed / 1000,
    status: statusCode,
    headers: Object.fromEntries([...headers].map(([name, values]) => [name, values.join(', ')])),
    body: body.read(true),
    attempts: attempts.map(({ backend, at, duration, statusCode: status = null, reason, circuit }): AttemptResult => ({
      backend,
      at: at / 1000,
      duration: duration / 1000,
      status,
      ...(reason === undefined ? {} : { reason }),
      breaker: circuit,
    })),
    records: records.map(({ policy, at, text }) => ({ policy, at: at / 1000, text })),
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
