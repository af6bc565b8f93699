import fc from 'fast-check';
import { formats, parsing, times } from './formatting-cases';
import { json, queries, regexes, strings, xml } from './library-cases';
import { tokens } from './token-cases';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  sbyte: ['-128', '0', '127'],
  byte: ['0', '7', '255'],
  short: ['-32768', '3', '32767'],
  ushort: ['0', '65535'],
  int: ['0', '1', '-1', '7', '-7', '2147483647', '-2147483648'],
  uint: ['0', '5', '4294967295'],
  long: ['0', '-3', '17', '5000000000', '9223372036854775807'],
  ulong: ['0', '9', '18446744073709551615'],
  char: ["'a'", "'0'"],
  float: ['1.5f', '-3f', '0.25f', '16777217f'],
  double: ['0.0', '1.5', '-2.5', '0.1', '1e10', '1e300', '-0.0', 'double.NaN', 'double.PositiveInfinity'],
  decimal: ['0m', '1.5m', '-2.50m', '0.1m', '100m'],
};
const TYPES = Object.keys(VALUES);
const OPERATORS = '+ - * / % < <= > >= == != & | ^'.split(' ');

const typed = fc.constantFrom(...TYPES).chain((type) => fc.tuple(fc.constant(type), fc.constantFrom(...VALUES[type])));

/** Operators between variables of two types, whose values the compiler does not know. */
const operators = fc
  .tuple(typed, typed, fc.constantFrom(...OPERATORS))
  .map(([[a, x], [b, y], operator]) => `${a} a = ${x}; ${b} b = ${y}; return a ${operator} b;`);

const unary = fc
  .tuple(typed, fc.constantFrom('-a', '+a', '~a', 'a++', '--a', 'a += 3', 'a *= 2', 'a << 3', 'a >> 1'))
  .map(([[type, value], use]) => `${type} a = ${value}; var b = ${use}; return new object[] { a, b };`);

const casts = fc
  .tuple(typed, fc.constantFrom(...TYPES, 'object', 'string', 'int?'), fc.boolean())
  .map(([[type, value], to, isCast]) => `${type} a = ${value}; ${to} b = ${isCast ? `(${to})` : ''}a; return b;`);

/** Expressions of several operators, to compare the precedence of operators, casts, and conditional access. */
const { number, text, flag } = fc.letrec<{ number: string; text: string; flag: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('i', 'j', '3', '(i)', 's.Length', 'list[0]', 'dict["a"]', '(dict["a"])', 'list.Count', '(int)o'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '&', '|', '^'), tie('number'))
      .map((parts) => parts.join(' ')),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number')).map(([a, by, b]) => `(${a}) ${by} (${b})`),
    tie('number').map((a) => `(int)-(${a})`),
    tie('number').map((a) => `(n ?? ${a})`),
    tie('number').map((a) => `(z?.Length ?? ${a})`),
    tie('number').map((a) => `list.Where(x => x > ${a}).Count()`),
    fc.tuple(tie('flag'), tie('number'), tie('number')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.constantFrom('i++', '--j', 'dict["a"]++').map((a) => `(${a})`),
  ),
  flag: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('t', 'f', 'i > j', 'z == null', 'n.HasValue', 'o is int', 'os is string', 'o is int q && q > 3'),
    fc.tuple(tie('number'), fc.constantFrom('<', '>', '==', '!='), tie('number')).map((parts) => parts.join(' ')),
    fc
      .tuple(tie('flag'), fc.constantFrom('&&', '||', '^', '=='), tie('flag'))
      .map(([a, by, b]) => `(${a}) ${by} (${b})`),
    tie('flag').map((a) => `!(${a})`),
  ),
  text: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('s', 'z', '"x"', '(string)os', '(os as string)?.ToUpper()', 's?.Substring(1)'),
    fc.tuple(tie('text'), tie('number')).map(([a, b]) => `${a} + ${b}`),
    fc.tuple(tie('number'), tie('text')).map(([a, b]) => `(${a}) + ${b}`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} ?? ${b})`),
    fc
      .tuple(tie('number'), tie('text'))
      .map(([a, b]) => `$"{${a.includes('?') || a.includes('"') ? 1 : a}}-{s}" + ${b}`),
  ),
}));
const VARIABLES =
  'int i = 5; int j = -3; string s = "ab"; string z = null; bool t = true; bool f = false; object o = 4; object os = "q"; ' +
  'int? n = null; var dict = new Dictionary<string, int> { ["a"] = 1 }; var list = new List<int> { 3, 1, 2 };';
const syntax = fc.oneof(number, text, flag).map((expression) => `${VARIABLES} return ${expression};`);

const statements = fc.constantFrom(
  'var l = new List<int> { 1, 2 }; foreach (var x in l) { l.Add(x); } return l.Count;',
  'var l = new List<int> { 1, 2, 3 }; var q = l.Where(x => x > 1); l.Add(4); return q.Count();',
  'int n = 0; var q = new[] { 1, 2, 3 }.Select(x => { n++; return x; }); return n + q.First();',
  'int f = 2; var q = new[] { 1, 2 }.Select(x => x * f); f = 10; return q.Sum();',
  'string s; try { s = int.Parse("x").ToString(); } catch (FormatException e) { s = e.GetType() == null ? "" : "no"; } return s;',
  'int x; return x;',
  'return new Dictionary<string, int>().FirstOrDefault().Value;',
  'return new Dictionary<string, string>().LastOrDefault().Key;',
  'return new[] { (1, "a") }.FirstOrDefault(x => x.Item1 > 1).Item2;',
  'var p = new Dictionary<string, int>().FirstOrDefault(); return p.Equals(default(KeyValuePair<string, int>));',
  'return new Dictionary<string, int> { ["a"] = 1, { "b", 2 } };',
  'return Convert.ToInt32(JToken.Parse("null"));',
  'return " a ".TrimEnd(null);',
  'int x; if (DateTime.MinValue.Year == 1) { x = 1; } return x;',
  'int x; while (true) { x = 1; break; } return x;',
  'var d = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }; foreach (var k in d.Keys) { d.Remove(k); } return d.Count;',
  'return $"{null}";',
  'return JsonConvert.DeserializeObject<JObject>("[]");',
  'return JsonConvert.DeserializeObject("{");',
  'switch ("b") { case "a": return 1; case "b": case "c": return 2; default: return 3; }',
  'int i; for (i = 0; i < 3; i++) { if (i == 1) continue; } return i;',
);

/** All kinds of cases, with the number of cases of each. */
export const CASES: Readonly<Record<string, readonly [arbitrary: fc.Arbitrary<string>, count: number]>> = {
  operators: [operators, 500],
  unary: [unary, 200],
  casts: [casts, 400],
  syntax: [syntax, 700],
  statements: [statements, 90],
  formats: [formats, 500],
  times: [times, 400],
  parsing: [parsing, 300],
  strings: [strings, 500],
  queries: [queries, 400],
  regexes: [regexes, 300],
  json: [json, 300],
  xml: [xml, 200],
  tokens: [tokens, 400],
};

/** Returns the bodies of the cases of each kind, without duplicates. */
export function casesOf(seed: number): { readonly kind: string; readonly body: string }[] {
  return Object.entries(CASES).flatMap(([kind, [arbitrary, count]]) =>
    [...new Set(fc.sample(arbitrary, { seed, numRuns: count }))].map((body) => ({ kind, body })),
  );
}
