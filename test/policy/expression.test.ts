import fc from 'fast-check';
import {
  endOfExpression,
  holdsExpression,
  isExpression,
  segmentsOf,
  withoutStrings,
} from '../../lib/policy/expression';
import { expression, plainValue } from './arbitrary-policies';

const closed: readonly (readonly [behaviour: string, expression: string])[] = [
  ['a call', '@(context.Request.Url.Path)'],
  ['an empty one', '@()'],
  ['a block of several statements', '@{ var a = 1; if (a > 0) { return "x"; } return a[0]; }'],
  ['nested brackets of all kinds', '@(f(new[] { g(1), h[i[0]] }, () => { return (2); }))'],
  ['brackets in a string', '@("a)b}c]d(e{f[g")'],
  ['an escaped quote in a string', '@("a\\")b")'],
  ['an escaped backslash at the end of a string', '@("a\\\\")'],
  ['an empty string', '@("" + "")'],
  ['a verbatim string that ends with a backslash', '@(@"c:\\")'],
  ['a doubled quote in a verbatim string', '@(@"a"")b")'],
  ['a verbatim string over several lines', '@(@"a)\n)b")'],
  ['a verbatim string of one doubled quote', '@(@"""")'],
  ['a string within an interpolated string', '@($"{a["x"]}")'],
  ['a closing bracket in a string within an interpolated string', '@($"{a[")}"]}")'],
  ['doubled braces in an interpolated string', '@($"{{)")'],
  ['doubled braces round an interpolated value', '@($"{{{a}}}")'],
  ['an escaped quote in an interpolated string', '@($"\\")")'],
  ['a format in an interpolated string', '@($"{now:yyyy-MM-dd\'T\'HH:mm}")'],
  ['an interpolated string within another', '@($"{$"{a[")"]}"}")'],
  ['an interpolated verbatim string', '@($@"{a[")"]}"")\\")'],
  ['a verbatim interpolated string', '@(@$"{a[")"]}"")\\")'],
  ['a closing bracket as a character', "@(a == ')')"],
  ['a quote as a character', "@(a == '\"')"],
  ['an apostrophe as a character', "@(a == '\\'')"],
  ['a backslash as a character', "@(a == '\\\\')"],
  ['a comment to the end of the line', '@{ // it\'s ")" }\n return 1; }'],
  ['a comment that a carriage return ends', '@{ // )\r return 1; }'],
  ['a comment between brackets', '@(a /* ) " \' */)'],
  ['a comment that holds the start of another', '@(a /* /* // */)'],
  ['comment signs in a string', '@("http://x" + "/*")'],
  ['a division', '@(a / b)'],
  ['generics and operators', '@(a < b && c > d || e.As<List<int>>() != null)'],
  ['a name with an @', '@(@class.@(a))'],
];

describe('an expression ends at the bracket that closes it, with', () => {
  it.each(closed)('%s', (_, source) => {
    expect(endOfExpression(`${source})}]"'`, 0)).toBe(source.length);
    expect(endOfExpression(`x ${source}`, 2)).toBe(2 + source.length);
    expect(segmentsOf(source)).toEqual([{ kind: 'expression', value: source }]);
    expect(isExpression(source)).toBe(true);
  });
});

describe('an expression is not closed where', () => {
  it.each([
    ['nothing follows', '@('],
    ['the last bracket is missing', '@(f(1)'],
    ['another bracket stands first', '@(a}'],
    ['brackets cross', '@(a[b)]'],
    ['a block ends with a round bracket', '@{ return 1; )'],
    ['a string is open', '@("a)'],
    ['a string ends with an escaped quote', '@("a\\")'],
    ['a verbatim string is open', '@(@"a"")'],
    ['a character is open', "@(')"],
    ['a comment is open', '@(a /*)'],
    ['a comment opens and closes with one star', '@(a /*/)'],
    ['the rest of the line is a comment', '@(a // )'],
    ['a value in a string is open', '@($"{a")'],
    ['an interpolated string is open after a value', '@($"{a})'],
    ['it ends with a backslash', '@("\\'],
  ])('%s', (_, source) => {
    expect(endOfExpression(source, 0)).toBeUndefined();
    expect(segmentsOf(source)).toBeUndefined();
    expect(segmentsOf(`@(a) ${source}`)).toBeUndefined();
    expect(isExpression(source)).toBe(false);
  });
});

describe('a value is split', () => {
  it('into text before, between and after expressions', () => {
    expect(segmentsOf('a@(b)c @{return "d";}@(e)f)')).toEqual([
      { kind: 'text', value: 'a' },
      { kind: 'expression', value: '@(b)' },
      { kind: 'text', value: 'c ' },
      { kind: 'expression', value: '@{return "d";}' },
      { kind: 'expression', value: '@(e)' },
      { kind: 'text', value: 'f)' },
    ]);
  });

  it('into nothing if it is empty', () => expect(segmentsOf('')).toEqual([]));

  it.each(['a', '@', 'a@b.c', '@ (a)', '{{named-value}}', '(a)', '"@"(', '@[a]', '@"(a)"'])(
    'into text alone if it holds no expression: %s',
    (value) => {
      expect(segmentsOf(value)).toEqual([{ kind: 'text', value }]);
      expect(holdsExpression(value)).toBe(false);
      expect(isExpression(value)).toBe(false);
    },
  );

  it('at the last of several @', () => {
    expect(segmentsOf('@@(a)')).toEqual([
      { kind: 'text', value: '@' },
      { kind: 'expression', value: '@(a)' },
    ]);
  });

  it('where its expressions are, whatever stands around them', () => {
    fc.assert(
      fc.property(plainValue, expression, plainValue, expression, (before, first, between, second) => {
        const expected = [
          { kind: 'text', value: before },
          { kind: 'expression', value: first },
          { kind: 'text', value: between },
          { kind: 'expression', value: second },
        ];
        expect(segmentsOf(before + first + between + second)).toEqual(expected.filter(({ value }) => value !== ''));
      }),
      { numRuns: 300 },
    );
  });

  it('and no part of an expression that misses its end is one', () => {
    fc.assert(
      fc.property(expression, fc.nat(), (value, cut) => {
        expect(endOfExpression(value.slice(0, cut % value.length), 0)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a value is one expression', () => {
  it('if only white space stands around it', () => expect(isExpression(' \n@(a)\n ')).toBe(true));

  it.each(['', '@(a) b', 'a @(b)', '@(a)@(b)', '@(a))', '@(a'])('not if it is %j', (value) => {
    expect(isExpression(value)).toBe(false);
  });
});

it.each(['a @(b)', 'a @{', '@('])('a value holds an expression, closed or not: %s', (value) => {
  expect(holdsExpression(value)).toBe(true);
});

it('strings in strings may be nested as deep as they like', () => {
  const depth = 20_000;
  const source = `@(${'$"{'.repeat(depth)}${'}"'.repeat(depth)})`;
  expect(endOfExpression(source, 0)).toBe(source.length);
  expect(endOfExpression(source.slice(0, -1), 0)).toBeUndefined();
});

describe('an expression without its strings', () => {
  it.each([
    ['@(a == "pw" && b == \'p\')', '@(a == "..." && b == \'...\')'],
    ['@(@"c:\\pw\\" + "pw\\"pw")', '@(@"..." + "...")'],
    ['@(@"pw""pw")', '@(@"...")'],
    ['@($"pw{a["pw"]}pw{$"{"pw"}"}" + b)', '@($"..." + b)'],
    ['@{ /* pw */ return a; // pw\n }', '@{  return a;  }'],
    ['@(a / b)', '@(a / b)'],
    ['@("pw', '@("..."'],
    ['@($"pw{a["pw"', '@($"..."'],
  ])('%s is shown as %s', (given, shown) => {
    expect(withoutStrings(given)).toBe(shown);
  });

  it('keeps nothing that stands in one', () => {
    fc.assert(
      fc.property(expression, plainValue, (given, value) => {
        const quoted = JSON.stringify(`pw${value}pw`);
        expect(withoutStrings(`@(f(${quoted}) + ${given.slice(1)})`)).not.toContain('pw');
      }),
    );
  });
});
