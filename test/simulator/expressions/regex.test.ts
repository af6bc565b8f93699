import fc from 'fast-check';
import { budget } from '../../../simulator/expressions/budget';
import { Unsupported } from '../../../simulator/expressions/errors';
import { longestInput } from '../../../simulator/expressions/regex/cost';
import { toJavaScript } from '../../../simulator/expressions/regex/pattern';
import { readPattern } from '../../../simulator/expressions/regex/read-pattern';

const PLAIN = { ignoresCase: false, isMultiline: false, isSingleline: false, isExplicit: false, ignoresSpace: false };

function longest(source: string, steps = 400_000_000): number | undefined {
  budget.begin();
  return longestInput(readPattern(source, PLAIN).pattern, steps, 1_000_000);
}

it.each([
  ['(a+)+$'],
  ['(a|a)*b'],
  ['(a|ab)*c'],
  ['(x*)*'],
  ['(\\w+\\s?)*$'],
  ['(a?){30}a{30}'],
  ['a?'.repeat(40) + 'a'.repeat(40)],
  ['(a|a)'.repeat(40) + 'b'],
  ['((a|b)*a)*c'],
  ['(.*)*x'],
])('%s is never run', (source) => {
  expect(longest(source)).toBeUndefined();
});

it.each([
  ['^[^:]+:(.*)$'],
  ['^(\\d{1,3}\\.){3}\\d{1,3}$'],
  ['^[a-z]+(-[a-z]+)*$'],
  ['^(?:GET|POST|PUT)$'],
  ['^/api/v(\\d+)(/.*)?$'],
])('%s is run on whatever a request holds', (source) => {
  expect(longest(source)).toBe(1_000_000);
});

it.each([
  ['/deployments/([^/]+)', 10_000],
  ['"key":\\s*"(.*?)"', 5_000],
  ['^\\s+|\\s+$', 5_000],
  ['.*foo.*bar', 300],
])('%s is run on %d characters', (source, length) => {
  expect(longest(source)).toBeGreaterThan(length);
  expect(longest(source)).toBeLessThan(100_000);
});

it.each([['(a)\\1'], ['(?>a)'], ['[a-z-[aeiou]]'], ['\\p{IsGreek}'], ['(?(a)b|c)']])(
  '%s is refused: JavaScript reads it otherwise, or not at all',
  (source) => {
    expect(() => readPattern(source, PLAIN)).toThrow(Unsupported);
  },
);

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '^', '$');
const pattern = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
    fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '{2,3}')).map(([a, sign]) => `(${a})${sign}`),
  ),
})).pattern;

it('whatever is run ends soon', () => {
  fc.assert(
    fc.property(pattern, fc.constantFrom('a', 'b', 'ab', 'aab'), (source, unit) => {
      const length = longest(source, 1_000_000);
      if (length === undefined) return;
      const text = unit.repeat(Math.ceil(Math.min(length, 20_000) / unit.length)).slice(0, length);
      const start = process.hrtime.bigint();
      new RegExp(toJavaScript(readPattern(source, PLAIN).pattern), 'u').test(`${text.slice(0, -1)}!`);
      expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(1000);
    }),
    { numRuns: 500 },
  );
});

it('what both languages read alike finds the same', () => {
  fc.assert(
    fc.property(pattern, fc.stringMatching(/^[ab1]{0,8}$/), (source, text) => {
      const { pattern: read } = readPattern(source, PLAIN);
      expect(new RegExp(toJavaScript(read), 'u').exec(text)?.[0]).toBe(new RegExp(source, 'u').exec(text)?.[0]);
    }),
  );
});
