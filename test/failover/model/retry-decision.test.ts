import fc from 'fast-check';
import { formatStatusCodes, readRetryDecision, retryExpression, Seen, statusCodesWhere } from '../../../lib/failover';
import { condition, evaluate, NullReference, textOf } from '../conditions';

const S = 'context.Response.StatusCode';
const R = 'context.Response';

const answer = (statusCode: number): Seen => ({ statusCode, isAnswer: true, lastError: null });
/** What a forward without an answer may leave. */
const UNANSWERED: readonly Seen[] = [
  { statusCode: 500, isAnswer: false, lastError: 'Timeout' },
  { statusCode: 500, isAnswer: false, lastError: null },
  { statusCode: null, isAnswer: false, lastError: 'Timeout' },
  { statusCode: null, isAnswer: false, lastError: null },
];
const NO_RESPONSE: Seen = { statusCode: null, isAnswer: false, lastError: 'Timeout' };

/** What a condition decides, as in `500-599; no response: retried`. */
function decided(code: string): string | undefined {
  const decide = readRetryDecision(code);
  if (!decide) return undefined;
  const codes = statusCodesWhere((statusCode) => decide(answer(statusCode)) === 'retried');
  return `${formatStatusCodes(codes) || 'none'}; no response: ${decide(NO_RESPONSE)}`;
}

describe('a condition that can be read', () => {
  test.each([
    [`${S} >= 500`, '500-599; no response: fails'],
    [`${S} > 500`, '501-599; no response: fails'],
    [`${S} <= 500`, '200-500; no response: fails'],
    [`${S} < 500`, '200-499; no response: fails'],
    [`${S} == 503`, '503; no response: fails'],
    [`${S} != 503`, '200-502, 504-599; no response: fails'],
    [`500 <= ${S}`, '500-599; no response: fails'],
    [`500 < ${S}`, '501-599; no response: fails'],
    [`500 >= ${S}`, '200-500; no response: fails'],
    [`500 > ${S}`, '200-499; no response: fails'],
    [`503 == ${S}`, '503; no response: fails'],
    [`503 != ${S}`, '200-502, 504-599; no response: fails'],
    [`${S} == ${S}`, '200-599; no response: fails'],
    [`${S} > 700`, 'none; no response: fails'],
    // Null checks.
    [`${R} == null`, 'none; no response: retried'],
    [`null == ${R}`, 'none; no response: retried'],
    [`${R} != null`, '200-599; no response: not retried'],
    [`null != ${R}`, '200-599; no response: not retried'],
    [`${R} == null || ${S} >= 500`, '500-599; no response: retried'],
    [`${S} >= 500 || ${R} == null`, '500-599; no response: fails'],
    [`${R} != null && ${S} >= 500`, '500-599; no response: not retried'],
    [`${S} >= 500 && ${R} != null`, '500-599; no response: fails'],
    [`!(${R} != null) || ${S} >= 500`, '500-599; no response: retried'],
    // A null-conditional read, compared as C# lifts it.
    [`${R}?.StatusCode >= 500`, '500-599; no response: not retried'],
    [`${R}?.StatusCode < 500`, '200-499; no response: not retried'],
    [`!(${R}?.StatusCode < 500)`, '500-599; no response: retried'],
    [`${R}?.StatusCode == 503`, '503; no response: not retried'],
    [`${R}?.StatusCode != 200`, '201-599; no response: retried'],
    [`${R}?.StatusCode == null`, 'none; no response: retried'],
    [`null != ${R}?.StatusCode`, '200-599; no response: not retried'],
    [`${R}?.StatusCode == ${R}?.StatusCode`, '200-599; no response: retried'],
    [`${R}?.StatusCode >= ${R}?.StatusCode`, '200-599; no response: not retried'],
    [`${R}?.StatusCode != ${R}?.StatusCode`, 'none; no response: not retried'],
    [`${R}?.StatusCode == ${S}`, '200-599; no response: fails'],
    // Precedence: && before ||, ! before both.
    [`${S} == 500 || ${S} > 501 && ${S} < 504`, '500, 502-503; no response: fails'],
    [`${S} > 501 && ${S} < 504 || ${S} == 500`, '500, 502-503; no response: fails'],
    [`(${S} == 500 || ${S} > 501) && ${S} < 504`, '500, 502-503; no response: fails'],
    [`${S} == 500 || (${S} > 501 && ${S} < 504)`, '500, 502-503; no response: fails'],
    [`true || false && false`, '200-599; no response: retried'],
    [`(true || false) && false`, 'none; no response: not retried'],
    [`!false && !(false || ${S} != 429)`, '429; no response: fails'],
    [`!!(${S} == 500)`, '500; no response: fails'],
    [`!(!(${S} == 500) || false)`, '500; no response: fails'],
    [`((${S} >= 500))`, '500-599; no response: fails'],
    // What is not evaluated cannot fail.
    [`true || ${S} > 0`, '200-599; no response: retried'],
    [`false && ${S} > 0`, 'none; no response: not retried'],
    [`${S} > 0 && false`, 'none; no response: fails'],
    // Numbers and booleans.
    ['true', '200-599; no response: retried'],
    ['false', 'none; no response: not retried'],
    ['1 == 1', '200-599; no response: retried'],
    ['2 < 1', 'none; no response: not retried'],
    // White space.
    [`${S}>=500&&${S}<=502||${R}==null`, '500-502; no response: fails'],
    [`\n\t${S}\r\n  >=  \n500\n`, '500-599; no response: fails'],
    [`! ( ${S} < 500 )`, '500-599; no response: fails'],
  ])('@(%s)', (code, expected) => {
    expect(decided(`@(${code})`)).toBe(expected);
  });

  test('white space around it', () => {
    expect(decided(`\n  @(${S} == 500)\t\n`)).toBe('500; no response: fails');
  });

  test('any condition: as C# decides it, for each status code and for no response', () => {
    const blanks = fc.array(fc.constantFrom('', '', ' ', '\n', ' \t '), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(condition, blanks, (given, between) => {
        const decision = readRetryDecision(textOf(given, between));
        expect([...statusCodesWhere((code) => decision?.(answer(code)) === 'retried')]).toEqual([
          ...statusCodesWhere((code) => evaluate(given, code)),
        ]);
        expect(decision?.(NO_RESPONSE)).toBe(withoutResponse(() => evaluate(given, null)));
      }),
      { numRuns: 400 },
    );
  });
});

function withoutResponse(decide: () => boolean): string {
  try {
    return decide() ? 'retried' : 'not retried';
  } catch (error) {
    expect(error).toBeInstanceOf(NullReference);
    return 'fails';
  }
}

describe('an expression that cannot be read is undefined', () => {
  test.each([
    ['method calls', `${S}.ToString() == "503"`],
    ['method calls', `${S}.Equals(503)`],
    ['method calls', `new[] { 502, 503 }.Contains(${S})`],
    ['method calls', `${R}.Headers.GetValueOrDefault("Retry-After", "") != ""`],
    ['indexers', `${R}.Headers["a"] == null`],
    ['other members', 'context.LastError.Reason == "Timeout"'],
    ['other members', `${R}.StatusReason == null`],
    ['other members', 'context.Responses == null'],
    ['other members', 'my.context.Response == null'],
    ['other members', 'mycontext.Response == null'],
    ['other members', `${S}s == 500`],
    ['other members', `${R}?.StatusCode.Value == 500`],
    ['other members', 'context?.Response == null'],
    ['variables', 'context.Variables.GetValueOrDefault<int>("attempts", 0) < 3'],
    ['arithmetic', `${S} / 100 == 5`],
    ['arithmetic', `${S} + 1 == 500`],
    ['arithmetic', `${S} == 500 + 3`],
    ['arithmetic', `${S} == -1`],
    ['other numbers', `${S} == 503.0`],
    ['other numbers', `${S} == 503L`],
    ['other numbers', `${S} == 0x1F7`],
    ['other numbers', `${S} == 5 03`],
    ['casts', `(int)${S} == 503`],
    ['strings', `${S} == "503"`],
    ['patterns', `${S} is 503`],
    ['conditional operators', `${S} == 500 ? true : false`],
    ['null coalescing', `(${R}?.StatusCode ?? 0) == 500`],
    ['bitwise operators', `${S} == 500 | ${S} == 501`],
    ['bitwise operators', `${S} == 500 & true`],
    ['comments', `${S} == 500 /* only */`],
    ['comparisons of booleans', 'true == true'],
    ['comparisons of booleans', `${S} == true`],
    ['comparisons of booleans', `(${S} == 500) == true`],
    ['comparisons of responses', `${R} == ${R}`],
    ['what does not compile', ''],
    ['what does not compile', '()'],
    ['what does not compile', S],
    ['what does not compile', R],
    ['what does not compile', '500'],
    ['what does not compile', 'null'],
    ['what does not compile', `!${R}`],
    ['what does not compile', `!${S} == 500`],
    ['what does not compile', `${R} == 500`],
    ['what does not compile', `${R} > null`],
    ['what does not compile', `${R}?.StatusCode >= null`],
    ['what does not compile', `500 <= ${S} <= 599`],
    ['what does not compile', `${S} = 500`],
    ['what does not compile', `${S} === 500`],
    ['what does not compile', `${S} =! 500`],
    ['what does not compile', `${S} == 500 ||`],
    ['what does not compile', `|| ${S} == 500`],
    ['what does not compile', `${S} == 500 && || true`],
    ['what does not compile', `${S} == || true`],
    ['what does not compile', `&& == 500`],
    ['what does not compile', `${S} 500 500`],
    ['what does not compile', `${S} == 500 true`],
    ['what does not compile', `(${S} == 500`],
    ['what does not compile', `${S} == 500)`],
    ['what does not compile', '!'],
    ['what does not compile', `True`],
    ['what does not compile', `${S} == 500 AND true`],
    ['what C# warns of and nobody means', `${S} == null`],
    ['what C# warns of and nobody means', 'null == null'],
  ])('%s: @(%s)', (_, code) => {
    expect(readRetryDecision(`@(${code})`)).toBeUndefined();
  });

  test.each([
    '@{ return true; }',
    `@{ return ${S} >= 500; }`,
    'true',
    '(true)',
    '@true',
    '@(true',
    '@ (true)',
    'x @(true)',
    '@(true) x',
    '@(true) || @(true)',
    '',
    '{{named-value}}',
  ])('%s', (expression) => {
    expect(readRetryDecision(expression)).toBeUndefined();
  });
});

describe('what is long or deep', () => {
  test.each([
    ['parentheses', `@(${'('.repeat(100_000)}true${')'.repeat(100_000)})`],
    ['negations', `@(${'!'.repeat(100_000)}true)`],
    ['both', `@(${'!('.repeat(100_000)}true${')'.repeat(100_000)})`],
    ['parentheses that never close', `@(${'('.repeat(100_000)})`],
  ])('deep %s cannot be read', (_, expression) => {
    expect(readRetryDecision(expression)).toBeUndefined();
  });

  test.each([1, 40])('%d levels of parentheses can', (levels) => {
    expect(decided(`@(${'('.repeat(levels)}true${')'.repeat(levels)})`)).toBe('200-599; no response: retried');
  });

  test.each(['||', '&&', '|| true &&', '&& false ||'])('a long chain of %s can', (operator) => {
    const chain = Array.from({ length: 10_000 }, () => '1 == 1').join(` ${operator} `);
    expect(decided(`@(${chain})`)).toBe('200-599; no response: retried');
  });
});

const OF_THE_GATEWAY =
  '(context.Response.StatusCode == 500 && ' +
  '(context.LastError != null || !context.Response.Headers.ContainsKey("Date")))';

describe('retryExpression', () => {
  test.each([
    [[], `@(context.Response == null || ${OF_THE_GATEWAY})`],
    [
      [{ min: 503, max: 503 }],
      `@(context.Response == null || ${OF_THE_GATEWAY} || context.Response.StatusCode == 503)`,
    ],
    // A 500 is tried again anyway, whoever made it.
    [
      [{ min: 500, max: 599 }],
      '@(context.Response == null || (context.Response.StatusCode >= 500 && context.Response.StatusCode <= 599))',
    ],
    [
      [
        { min: 429, max: 429 },
        { min: 502, max: 504 },
      ],
      `@(context.Response == null || ${OF_THE_GATEWAY} || context.Response.StatusCode == 429 || ` +
        '(context.Response.StatusCode >= 502 && context.Response.StatusCode <= 504))',
    ],
  ])('%j', (spans, expression) => {
    expect(retryExpression(spans)).toBe(expression);
  });

  test('decides exactly its spans, and to try again where there is no response', () => {
    const span = fc.tuple(fc.integer({ min: 200, max: 599 }), fc.integer({ min: 200, max: 599 })).map(([a, b]) => ({
      min: Math.min(a, b),
      max: Math.max(a, b),
    }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
        const expected = statusCodesWhere((code) => spans.some(({ min, max }) => min <= code && code <= max));
        const decide = readRetryDecision(retryExpression(spans));
        expect(statusCodesWhere((code) => decide?.(answer(code)) === 'retried')).toEqual(expected);
        for (const seen of UNANSWERED) expect(decide?.(seen)).toBe('retried');
      }),
    );
  });

  test('every other status code', () => {
    const spans = [...statusCodesWhere((code) => code % 2 === 0)].map((code) => ({ min: code, max: code }));
    const decide = readRetryDecision(retryExpression(spans));
    expect(statusCodesWhere((code) => decide?.(answer(code)) === 'retried').size).toBe(200);
  });
});
