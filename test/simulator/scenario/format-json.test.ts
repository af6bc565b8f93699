import type { ExchangeResult, SimulationResult } from '../../../simulator/engine/results';
import { formatJson } from '../../../simulator/scenario/format-json';
import { attempt, exchange, FAILOVER_RESULT, jsonOf, many, PRIMARY, result } from './results';

describe('the JSON', () => {
  test('is this and no more', () => {
    const { exchanges, breakers } = FAILOVER_RESULT;
    const [first] = exchanges;
    const json = jsonOf({
      exchanges: [
        { ...first, attempts: [attempt(0.1 + 0.2, PRIMARY, { status: null, reason: 'Timeout', duration: 1 / 3 })] },
      ],
      breakers: [{ ...breakers[0], unit: 2 }, breakers[1]],
      assumptions: { units: 2, longestRetryAfter: null },
    });
    expect(JSON.parse(json)).toEqual({
      exchanges: [
        {
          at: 0,
          status: 200,
          headers: { 'X-Attempt-Count': '4' },
          attempts: [
            { backend: PRIMARY, at: 0.3, duration: 0.333, status: null, reason: 'Timeout', breaker: 'closed' },
          ],
        },
      ],
      breakers: [
        { backend: PRIMARY, at: 1, state: 'open', until: 31, unit: 2 },
        { backend: PRIMARY, at: 31, state: 'closed', until: null },
      ],
      assumptions: { units: 2, longestRetryAfter: null },
    });
    expect(json).toMatch(/^\{\n {2}"exchanges": \[/);
  });

  test('comes in parts that are not longer for more requests, and make one text', () => {
    const exchanges = many(1000).map((at) => exchange({ at, attempts: [attempt(at, PRIMARY)] }));
    const parts = [...formatJson(result({ exchanges, breakers: FAILOVER_RESULT.breakers }))];
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(100_000);
    const json = parts.join('');
    expect(json).toBe(`${JSON.stringify(JSON.parse(json), null, 2)}\n`);
    expect((JSON.parse(json) as SimulationResult).exchanges.map(({ at }) => at)).toEqual(many(1000));
    const none = jsonOf(result({}));
    expect(none).toBe(`${JSON.stringify(JSON.parse(none), null, 2)}\n`);
  });

  test('tells which attempt opened a circuit, and what failed in the policies', () => {
    const error = { at: 0, address: 'a', policy: 'retry', line: 1, column: 2, message: 'm' };
    const opening = attempt(0, PRIMARY, { status: 503, breaker: 'open', opensUntil: 30 });
    const json = jsonOf(result({ exchanges: [exchange({ attempts: [opening], errors: [error] })] }));
    const [told] = (JSON.parse(json) as { exchanges: [object] }).exchanges;
    expect(told).toMatchObject({ attempts: [{ breaker: 'open', opensUntil: 30 }], errors: [error] });
  });

  test('has the same bytes for the same result, in whatever order its fields were made', () => {
    const turned = {
      assumptions: FAILOVER_RESULT.assumptions,
      breakers: FAILOVER_RESULT.breakers,
      exchanges: FAILOVER_RESULT.exchanges.map(
        (told) => Object.fromEntries(Object.entries(told).reverse()) as unknown as ExchangeResult,
      ),
    };
    expect(jsonOf(turned)).toBe(jsonOf(FAILOVER_RESULT));
  });
});
