import fc from 'fast-check';
import { BackendScript } from '../../../simulator/simulation/backend-script';

const HEALTHY = { kind: 'response', statusCode: 200, headers: {}, body: undefined, latency: 0 };

const statuses = (script: BackendScript, times: readonly number[]): unknown[] =>
  times.map((at) => {
    const answer = script.answer(at * 1000);
    return answer.kind === 'response' ? answer.statusCode : answer.kind;
  });

describe('a backend that behaves as it is told', () => {
  test('is healthy when it is told nothing, and before its first behaviour', () => {
    expect(new BackendScript([]).answer(0)).toEqual(HEALTHY);
    expect(new BackendScript([{ from: 1, status: 503 }]).answer(999)).toEqual(HEALTHY);
  });

  test('behaves in one way from its time on, until the next', () => {
    const script = new BackendScript([
      { status: 503 },
      { from: 10, hang: true },
      { from: 20, refused: true, latency: 2 },
      { from: 30 },
    ]);
    expect(statuses(script, [0, 9.999, 10, 19.999, 20, 29.999, 30, 1e9])).toEqual([
      503,
      503,
      'hang',
      'hang',
      'refused',
      'refused',
      200,
      200,
    ]);
    expect(script.answer(25_000)).toEqual({ kind: 'refused', latency: 2000 });
  });

  test('answers a list of statuses in turn, and begins again', () => {
    const script = new BackendScript([{ status: [503, 502, 200] }]);
    expect(statuses(script, [0, 0, 0, 1, 2])).toEqual([503, 502, 200, 503, 502]);
  });

  test('answers with the headers, the body and the latency that it was given', () => {
    const script = new BackendScript([{ status: 429, headers: { 'Retry-After': '5' }, body: 'later', latency: 0.2 }]);
    expect(script.answer(0)).toEqual({
      kind: 'response',
      statusCode: 429,
      headers: { 'Retry-After': '5' },
      body: 'later',
      latency: 200,
    });
  });

  test('makes no answer anew', () => {
    const script = new BackendScript([{ status: [503, 200] }]);
    const [first, second, third] = [script.answer(0), script.answer(1000), script.answer(2000)];
    expect(third).toBe(first);
    expect(second).not.toBe(first);
  });

  test('behaves the same in whatever order it is asked', () => {
    const froms = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 6 });
    fc.assert(
      fc.property(froms, fc.array(fc.integer({ min: 0, max: 60 })), (unsorted, times) => {
        const sorted = [...unsorted].sort((a, b) => a - b);
        const script = new BackendScript(sorted.map((from) => ({ from, status: 300 + from })));
        const expected = times.map((at) => {
          const from = sorted.filter((time) => time <= at).at(-1);
          return from === undefined ? 200 : 300 + from;
        });
        expect(statuses(script, times)).toEqual(expected);
      }),
    );
  });
});
