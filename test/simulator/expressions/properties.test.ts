import fc from 'fast-check';
import { CSharp, formatValue, INVARIANT, loadCSharp, Value } from '../../../simulator/expressions';
import { contextOf } from './support';

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

function evaluate(source: string, variables: Readonly<Record<string, Value>>): Value {
  return csharp.compile(source).evaluate(contextOf({ variables: new Map(Object.entries(variables)) }));
}

const int = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31)),
);
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const A = '(int)context.Variables["a"]';
const B = '(int)context.Variables["b"]';

it.each([
  ['+', (a: bigint, b: bigint) => a + b],
  ['-', (a: bigint, b: bigint) => a - b],
  ['*', (a: bigint, b: bigint) => a * b],
])('int %s int wraps at 32 bits, and long at 64', (operator, reference) => {
  fc.assert(
    fc.property(int, int, (a, b) => {
      expect(evaluate(`@((${A}) ${operator} (${B}))`, { a, b })).toBe(
        Number(BigInt.asIntN(32, reference(BigInt(a), BigInt(b)))),
      );
    }),
  );
  fc.assert(
    fc.property(long, long, (a, b) => {
      const source = `@((long)context.Variables["a"] ${operator} (long)context.Variables["b"])`;
      expect(evaluate(source, { a, b })).toBe(BigInt.asIntN(64, reference(a, b)));
    }),
  );
});

it('division cuts off towards zero, and the remainder has the sign of what is divided', () => {
  fc.assert(
    fc.property(int, int, (a, b) => {
      fc.pre(b !== 0 && !(a === -(2 ** 31) && b === -1));
      const quotient = evaluate(`@((${A}) / (${B}))`, { a, b });
      const remainder = evaluate(`@((${A}) % (${B}))`, { a, b });
      expect(quotient).toBe(Number(BigInt(a) / BigInt(b)));
      expect(remainder).toBe(Number(BigInt(a) % BigInt(b)));
    }),
  );
});

it('strings are equal where their characters are', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), (a, b) => {
      expect(evaluate('@((string)context.Variables["a"] == (string)context.Variables["b"])', { a, b })).toBe(a === b);
      expect(
        evaluate('@(string.CompareOrdinal((string)context.Variables["a"], (string)context.Variables["b"]) < 0)', {
          a,
          b,
        }),
      ).toBe(a < b);
    }),
  );
});

it('JSON is read and written without loss', () => {
  const json = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .filter((value) => !/\d{4}-\d\d|e[+-]/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(json, (value) => {
      const text = evaluate('@(JToken.Parse((string)context.Variables["a"]).ToString(Formatting.None))', {
        a: JSON.stringify([value]),
      });
      expect(JSON.parse(text as string)).toEqual(JSON.parse(JSON.stringify([value])));
    }),
  );
});

it('a variable is found by any name, and only where there is one', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString'));
  fc.assert(
    fc.property(name, (key) => {
      const source = '@(context.Variables.ContainsKey((string)context.Variables["key"]))';
      expect(evaluate(source, { key })).toBe(key === 'key');
    }),
  );
});

it('a number in its text is the number', () => {
  fc.assert(
    fc.property(int, (a) => {
      expect(formatValue(evaluate(`@(int.Parse("" + (${A})))`, { a }), INVARIANT)).toBe(String(a));
    }),
  );
});
