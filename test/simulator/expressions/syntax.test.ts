import fc from 'fast-check';
import {
  CSharp,
  CSharpException,
  ExpressionSyntaxError,
  loadCSharp,
  UnsupportedExpressionError,
} from '../../../simulator/expressions';
import { contextOf } from './support';

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

it.each([
  ['@(1)'],
  ['@{ return 1; }'],
  ['@(context.Foo.Bar)'],
  ['@{ int x; if (int.TryParse("5", out x)) return x; return 0; }'],
  ['@{ string s; try { s = "a"; } catch { s = "b"; } return s; }'],
  ['@{ int x; if (context.Response == null) { x = 1; } else { x = 2; } return x; }'],
  ['@{ int x; while (true) { x = 1; break; } return x; }'],
  ['@{ int x; do { x = 1; } while (x < 0); return x; }'],
  ['@{ int x; switch ("a") { case "a": x = 1; break; default: x = 2; break; } return x; }'],
  ['@{ int i; for (i = 0; i < 3; i++) { } return i; }'],
  ['@{ bool b; return context.Response != null && (b = true) && b; }'],
  ['@{ bool b; if (context.Response == null || !(b = true)) return 1; return b; }'],
  ['@{ int x; var q = new { x = 1 }; var w = new JObject { ["x"] = 2 }; return q.x; }'],
  ['@{ int x; void F() { x = 1; } F(); return x; }'],
  ['@{ int x; return nameof(x); }'],
  ['@{ int x; foreach (var i in new[] { 1 }) { x = i; } return 1; }'],
  ['@{ Func<int, int> f = y => { if (y > 1) { return 1; } return 2; }; return f(1); }'],
  ['@{ while (true) { } }'],
  ['@{ object o = 1; while (o is int n) { o = 2L; } while (o is int n) { o = 2L; } return 1; }'],
  ['@{ object o = 1; do { o = 2L; } while (o is int n); do { } while (o is int n); return 1; }'],
  [
    '@{ object o = 1; foreach (var x in o is int n ? "a" : "b") { } foreach (var x in o is int n ? "a" : "b") { } return 1; }',
  ],
  ['@{ object o = 1; switch (o) { case int n when n > 1: return 1; case int n: return 2; default: return 3; } }'],
  ['@{ object o = 1; if (o is int n) { return n; } else if (o is long n) { return 2; } return 3; }'],
  ["@{ byte b = 1; b += 1; char c = (char)1; c++; int i = 1; i += 'a'; i <<= 1; double d = 1; d += i; return d; }"],
  ['@{ var a = context.Response == null; if (a) { return 1; } else { throw new Exception("x"); } }'],
  ['@{ try { return 1; } catch { return 2; } }'],
  ['@{ var a = context.Response.StatusCode; switch (a) { case 1: return 1; default: return 2; } }'],
])('%s has no fault', (source) => {
  expect(csharp.faults(source)).toEqual([]);
});

it.each([
  ['@(1 +)', 'an expression is missing', 1, 6],
  ['@{ return 1 }', "';' is missing", 1, 12],
  ['@(foo(1)', "')' is missing", 1, 9],
  ['@{ if (true) { return 1; } }', 'not every path returns a value', 1, 28],
  ['@{\n  var a = 1;\n}', 'not every path returns a value', 3, 1],
  ['@{ while (true) { break; } }', 'not every path returns a value', 1, 28],
  ['@{ switch (a) { case 1: return 1; } }', 'not every path returns a value', 1, 37],
  ['@{ int x; return x; }', 'the local variable x is used before it has a value', 1, 18],
  ['@{ int x; x += 1; return x; }', 'the local variable x is used before it has a value', 1, 11],
  ['@{ int i; for (; i < 3; i++) { } return i; }', 'the local variable i is used before it has a value', 1, 18],
  ['@{ string s; try { s = "a"; } catch { } return s; }', 'the local variable s is used before it has a value', 1, 48],
  [
    '@{ int x; if (context.Response == null) { x = 1; } return x; }',
    'the local variable x is used before it has a value',
    1,
    59,
  ],
  [
    '@{ int x; foreach (var i in new[] { 1 }) { x = i; } return x; }',
    'the local variable x is used before it has a value',
    1,
    60,
  ],
  [
    '@{ int x; Func<int> f = () => x; x = 1; return f(); }',
    'the local variable x is used before it has a value',
    1,
    31,
  ],
  [
    '@{ bool b; return context.Response == null || (b = true) ? b : false; }',
    'the local variable b is used before it has a value',
    1,
    60,
  ],
  ['@{ Func<int, int> f = y => { if (y > 1) { return 1; } }; return f(1); }', 'not every path returns a value', 1, 28],
  [
    '@(new Dictionary<string, int> { ["a"] = 1, { "b", 2 } })',
    'an initializer either adds items or sets members',
    1,
    31,
  ],
  ['@{ int F() { } return F(); }', 'not every path returns a value', 1, 12],
  ['@(context.Variables["a"] is int n && context.Variables["b"] is int n)', 'the name n is declared twice', 1, 64],
  ['@{ char c = (char)1; c += 3; return c; }', 'cannot convert from int to char', 1, 22],
  ['@{ int i = 1; i += 2.5; return i; }', 'cannot convert from double to int', 1, 15],
  ['@{ int s = "a"; return s; }', 'cannot convert from string to int', 1, 8],
  ['@{ int s = null; return s; }', 'cannot convert from null to int', 1, 8],
  ['@((int)"5")', 'cannot cast from string to int', 1, 3],
  ['@("a" - 1)', 'there is no operator - between string and int', 1, 3],
  ['@{ if (1) { } return 1; }', 'cannot convert from int to bool', 1, 4],
  ['@(!5)', 'cannot convert from int to bool', 1, 3],
  ['@(JObject.Parse("{}")["a"] as string)', 'as cannot convert from JToken to string', 1, 3],
  ['@(1.5m + 1.5)', 'there is no operator + between decimal and double', 1, 3],
  ['@(count > 5)', 'the name count is not defined', 1, 3],
  ['@()', 'the expression is empty', 1, 1],
  ['1 + 1', 'an expression must be enclosed in @( and ), or in @{ and }', 1, 1],
  ['@(1); } object F() { return (2)', 'the brackets of the expression do not match', 1, 1],
  ['@(1) + (2)', 'the brackets of the expression do not match', 1, 1],
])('%s: %s at line %d, column %d', (source, reason, line, column) => {
  const faults = csharp.faults(source);
  expect(faults[0]).toEqual({ reason, position: { line, column } });
  expect(() => csharp.compile(source)).toThrow(ExpressionSyntaxError);
  expect(() => csharp.compile(source)).toThrow(`line ${line}, column ${column}: ${reason}`);
});

it.each([
  ['@(2147483647 + 1)', 'the operation overflows', 3],
  ['@(1 + 2147483647 * 2)', 'the operation overflows', 7],
  ['@(-2147483648 - 1)', 'the operation overflows', 3],
  ['@(9223372036854775807L + 1)', 'the operation overflows', 3],
  ['@(int.MaxValue + 1)', 'the operation overflows', 3],
  ['@(1 / 0)', 'division by zero', 3],
])('%s: what is written down does not fit', (source, reason, column) => {
  expect(() => csharp.compile(source)).toThrow(ExpressionSyntaxError);
  expect(() => csharp.compile(source)).toThrow(`line 1, column ${column}: ${reason}`);
});

it.each([
  ['brackets', `@(${'('.repeat(10_000)}1${')'.repeat(10_000)})`],
  ['operators', `@(1${' + 1'.repeat(10_000)})`],
  ['negations', `@(${'!'.repeat(10_000)}true)`],
  ['blocks', `@{${'{'.repeat(10_000)}${'}'.repeat(10_000)} return 1; }`],
])('refuses 10000 nested %s', (_, source) => {
  expect(() => csharp.compile(source)).toThrow(/levels deep/);
});

it('refuses JSON nested 10000 deep as the gateway does', () => {
  const source = "@(JToken.Parse(new string('[', 10000)))";
  expect(() => csharp.compile(source).evaluate(contextOf())).toThrow(CSharpException);
});

const TOKENS = (
  '1 2.5 "a" \'c\' true null context . Request Response StatusCode Variables GetValueOrDefault < > <int> ( ) [ ] { } , ; ' +
  '+ - * / % == != && || ! ?? ?. ? : => = x var return if else for foreach in new int string JObject try catch is as ' +
  '$"{x}" @"b" (int) (string) .Length .ToString() .Select(x => x) .First() ["k"] switch throw __proto__ constructor'
).split(' ');

it('throws nothing but its own errors, whatever the tokens', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 14 }), fc.boolean(), (tokens, isBody) => {
      const source = isBody ? `@{ return ${tokens.join(' ')}; }` : `@(${tokens.join(' ')})`;
      try {
        csharp.compile(source).evaluate(contextOf());
      } catch (error) {
        const isOwn =
          error instanceof ExpressionSyntaxError ||
          error instanceof UnsupportedExpressionError ||
          error instanceof CSharpException;
        if (!isOwn) throw error;
      }
    }),
    { numRuns: 1500 },
  );
});
