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
  ['@{ while (true) { } }'],
  ['@{ if (a) { return 1; } else { throw new Exception("x"); } }'],
  ['@{ try { return 1; } catch { return 2; } }'],
  ['@{ switch (a) { case 1: return 1; default: return 2; } }'],
])('%s has no fault', (source) => {
  expect(csharp.syntaxFaults(source)).toEqual([]);
});

it.each([
  ['@(1 +)', 'an expression is missing', 1, 6],
  ['@{ return 1 }', "';' is missing", 1, 12],
  ['@(foo(1)', "')' is missing", 1, 9],
  ['@{ if (true) { return 1; } }', 'not every path returns a value', 1, 28],
  ['@{\n  var a = 1;\n}', 'not every path returns a value', 3, 1],
  ['@{ while (true) { break; } }', 'not every path returns a value', 1, 28],
  ['@{ switch (a) { case 1: return 1; } }', 'not every path returns a value', 1, 37],
  ['@()', 'the expression is empty', 1, 1],
  ['1 + 1', 'an expression must be enclosed in @( and ), or in @{ and }', 1, 1],
  ['@(1); } object F() { return (2)', 'the brackets of the expression do not match', 1, 1],
  ['@(1) + (2)', 'the brackets of the expression do not match', 1, 1],
])('%s: %s at line %d, column %d', (source, reason, line, column) => {
  const faults = csharp.syntaxFaults(source);
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
