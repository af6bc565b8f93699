import { BreakerModel, checkApi, PoolModel, retryExpression } from '../../../lib/failover';
import { api, backend, backendWith, lines, pair, pool, retry } from '../models';

const under = (condition: string, model: PoolModel = pair(), decision = retry({ condition }).decision): string[] =>
  lines(checkApi(api([model], { retry: retry({ condition, decision }) })));

const span = (min: number, max: number): string => retryExpression([{ min, max }]);

const counting = (over: Partial<BreakerModel>): PoolModel => pair(backendWith('local', over));

describe('AF101: a status is tried again that no breaker counts', () => {
  const burned = (statusCodes: string, name = 'local'): string =>
    `warning: AF101 status ${statusCodes} is tried again, and the breaker of '${name}' does not count it: ` +
    'all attempts burn on that backend. Count it in the breaker, or do not retry it.';

  test.each([
    [span(501, 504), '501'],
    [span(502, 505), '505'],
    [span(500, 599), '500-501, 505-599'],
    ['@(true)', '200-501, 505-599'],
    ['@(context.Response == null || context.Response.StatusCode != 429)', '200-428, 430-501, 505-599'],
  ])('holds for %s', (condition, statusCodes) => {
    expect(under(condition)).toEqual([burned(statusCodes)]);
  });

  test('holds for each member that does not count it', () => {
    const wide = { statusCodeRanges: [{ min: 500, max: 599 }] };
    const model = pool([
      [backendWith('a', { ...wide, count: 1 }), backendWith('b', { count: 1 })],
      [backendWith('c', { count: 1 })],
      [backend('d')],
    ]);
    expect(under(span(500, 599), model)).toEqual([burned('500-501, 505-599', 'b'), burned('500-501, 505-599', 'c')]);
  });

  test.each<[string, string, PoolModel]>([
    ['exactly what the breaker counts', span(502, 504), pair()],
    ['the last priority group', span(502, 504), pair(backend('a'), backendWith('b', { statusCodeRanges: [] }))],
    ['a range that is not known', '@(true)', counting({ statusCodeRanges: [{ min: 500, max: 'unknown' }] })],
    [
      'ranges that cover it together',
      span(502, 504),
      counting({ statusCodeRanges: [502, 503, 504].map((code) => ({ min: code, max: code })) }),
    ],
  ])('does not hold for %s', (_, condition, model) => {
    expect(under(condition, model)).toEqual([]);
  });
});

describe('AF102: what the breaker counts is not tried again', () => {
  const leaked = (statusCodes: string): string =>
    `warning: AF102 status ${statusCodes} counts as a failure of 'local' and is not tried again: ` +
    'it reaches the client until the circuit opens. Retry it, or do not count it.';

  test.each([
    [span(502, 503), '504'],
    [span(503, 504), '502'],
    [span(503, 503), '502, 504'],
    ['@(context.Response == null)', '502-504'],
  ])('holds for %s', (condition, statusCodes) => {
    expect(under(condition)).toEqual([leaked(statusCodes)]);
  });

  test('does not hold for the last priority group', () => {
    const behind = backendWith('remote', { statusCodeRanges: [{ min: 400, max: 599 }] });
    expect(under(span(502, 504), pair(backend('local'), behind))).toEqual([]);
  });

  describe('a missing response', () => {
    const NOT_NULL =
      '@(context.Response != null && context.Response.StatusCode >= 502 && 504 >= context.Response.StatusCode)';
    const missing = (reasons: string): string =>
      `warning: AF102 ${reasons} as a failure of 'local', and a missing response is not tried again: ` +
      'it reaches the client until the circuit opens. Retry where context.Response == null.';

    test('holds for each error reason', () => {
      expect(under(NOT_NULL)).toEqual([missing('BackendConnectionFailure, Timeout count')]);
      expect(under(NOT_NULL, counting({ errorReasons: ['Timeout'] }))).toEqual([missing('Timeout counts')]);
    });

    test('holds where a range is not known', () => {
      expect(under(NOT_NULL, counting({ statusCodeRanges: [{ min: 'unknown', max: 504 }] }))).toEqual([
        missing('BackendConnectionFailure, Timeout count'),
      ]);
    });

    test('does not hold where no error reason counts', () => {
      expect(under(NOT_NULL, counting({ errorReasons: [] })).join()).not.toContain('AF102');
    });
  });
});

describe('AF103: the condition reads a response that there is not', () => {
  const fails = (condition: string): string =>
    `warning: AF103 the retry condition ${condition} reads the response, and there is none when the backend cannot be reached: ` +
    'the condition fails instead of trying again. Ask for context.Response == null first.';
  const STATUS = 'context.Response.StatusCode >= 502 && context.Response.StatusCode <= 504';

  test.each([
    `@(${STATUS})`,
    `@(${STATUS} || context.Response == null)`,
    `@(!(context.Response != null) && false || ${STATUS})`,
  ])('holds for %s', (condition) => {
    expect(under(condition)).toEqual([fails(condition)]);
  });

  test('holds without a pool, and is on one line', () => {
    expect(lines(checkApi(api([], { retry: retry({ condition: `@(\n  ${STATUS}\n)` }) })))[1]).toBe(
      fails(`@( ${STATUS} )`),
    );
  });

  test.each([`@(context.Response == null || ${STATUS})`, '@(context.Response == null || true)'])(
    'does not hold for %s',
    (condition) => {
      expect(under(condition).join()).not.toContain('AF103');
    },
  );

  test('does not hold for a null-conditional read, which decides', () => {
    const condition = '@(context.Response?.StatusCode >= 502 && context.Response?.StatusCode <= 504)';
    expect(under(condition)).toEqual([expect.stringContaining('AF102 BackendConnectionFailure, Timeout count')]);
  });
});

describe('AF203: a condition that cannot be read', () => {
  const unread = (condition: string): string =>
    `note: AF203 the retry condition ${condition} cannot be read here, so whether it covers what the breakers count is not known. ` +
    'Compare context.Response.StatusCode with numbers and context.Response with null, or prove it by a simulation.';

  test('holds, and nothing else is said of it', () => {
    const condition = '@(context.LastError.Reason == "Timeout")';
    expect(under(condition)).toEqual([unread(condition)]);
  });

  test('is on one line, and no longer than one reads', () => {
    expect(under('@{\n  return\ttrue;\r\n}')).toEqual([unread('@{ return true; }')]);
    expect(under(`@{${'x'.repeat(197)}}`)).toEqual([unread(`@{${'x'.repeat(197)}}`)]);
    expect(under(`@{ return "${'x'.repeat(300)}"; }`)).toEqual([unread(`@{ return "${'x'.repeat(189)} ...`)]);
  });

  test('does not hold where the decision is known all the same', () => {
    const decision = retry().decision;
    expect(under('@(context.LastError.Reason == "Timeout")', pair(), decision)).toEqual([]);
  });

  test('does not hold without a retry', () => {
    const never = api([pool([[backend('local')]])], { retry: retry({ count: 0, condition: '@{}' }) });
    expect(checkApi(never)).toEqual([]);
  });
});
