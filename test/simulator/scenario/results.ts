import type { AttemptResult, ExchangeResult, SimulationResult } from '../../../simulator/engine/results';
import { formatJson } from '../../../simulator/scenario/format-json';
import type { Scenario } from '../../../simulator/scenario/scenario';

export const PRIMARY = 'func-primary-sdc-orfff';
export const SECONDARY = 'func-secondary-nwe-g5bv4';

/** A scenario with one healthy request, and what is given. */
export function scenario(given: Partial<Scenario> = {}): Scenario {
  return {
    apiManagement: 'apim-primary-sdc-orfff',
    start: 0,
    seed: 1,
    backends: new Map(),
    hosts: new Map(),
    requests: [{ at: 0, method: 'POST', path: '/resilient-api/', headers: {} }],
    tokens: 'accepted',
    ignorePolicies: [],
    assumptions: {},
    expect: [],
    ...given,
  };
}

/** A request to `/resilient-api/`. */
export function requestAt(at: number): Scenario['requests'][number] {
  return { at, method: 'POST', path: '/resilient-api/', headers: {} };
}

export function attempt(at: number, backend: string, given: Partial<AttemptResult> = {}): AttemptResult {
  return { backend, at, duration: 0, status: 200, breaker: 'closed', ...given };
}

/** A request that the primary answers, and what is given. */
export function exchange(given: Partial<ExchangeResult> = {}): ExchangeResult {
  const none = { headers: {}, records: [], errors: [] };
  return { at: 0, duration: 0, status: 200, unit: 1, ...none, attempts: [attempt(0, PRIMARY)], ...given };
}

/** The primary is down from 0 s to 40 s: failover, the open circuit, and the way back. */
export const FAILOVER = scenario({
  description: 'the primary region is down',
  requests: [0, 5, 40].map(requestAt),
});

export const FAILOVER_RESULT: SimulationResult = {
  exchanges: [
    exchange({
      duration: 2,
      headers: { 'X-Attempt-Count': '4' },
      attempts: [
        attempt(0, PRIMARY, { status: 503 }),
        attempt(0, PRIMARY, { status: 503 }),
        attempt(1, PRIMARY, { status: 503, breaker: 'open', opensUntil: 31 }),
        attempt(2, SECONDARY),
      ],
    }),
    exchange({ at: 5, headers: { 'X-Attempt-Count': '1' }, attempts: [attempt(5, SECONDARY)] }),
    exchange({
      at: 40,
      duration: 0.2,
      headers: { 'X-Attempt-Count': '1' },
      attempts: [attempt(40, PRIMARY, { duration: 0.2 })],
    }),
  ],
  breakers: [
    { backend: PRIMARY, at: 1, state: 'open', until: 31 },
    { backend: PRIMARY, at: 31, state: 'closed', until: null },
  ],
  assumptions: { units: 1, failureWindow: 'sliding', successResets: false, longestRetryAfter: null },
};

/** The result's JSON, all parts of it. */
export function jsonOf(result: SimulationResult): string {
  return [...formatJson(result)].join('');
}

export const result = (given: Partial<SimulationResult>): SimulationResult => ({
  exchanges: [],
  breakers: [],
  assumptions: {},
  ...given,
});

export const many = (count: number) => Array.from({ length: count }, (_, n) => n);
