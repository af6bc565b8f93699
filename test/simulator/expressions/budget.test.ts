import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  CSharp,
  formatValue,
  INVARIANT,
  loadCSharp,
  UnsupportedExpressionError,
  Value,
} from '../../../simulator/expressions';
import { Body } from '../../../simulator/common/message';
import { contextOf } from './support';

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

function evaluate(source: string): Value {
  const context = contextOf();
  const body = new Body(JSON.stringify({ text: 'x'.repeat(100_000) }));
  return csharp.compile(source).evaluate({ ...context, request: { ...context.request, body } });
}

function errorOf(evaluation: () => unknown): unknown {
  try {
    return evaluation();
  } catch (error) {
    return error;
  }
}

const LONG = `new string('a', 1000000)`;
const NUMBERS = 'Enumerable.Range(0, 100000)';

describe('an evaluation is refused once it takes too much', () => {
  test.each<[what: string, statements: string, at?: string]>([
    // Loops and calls
    ['an endless loop', 'while (true) { } return 1;', 'while (true) { }'],
    ['loops in loops', 'var n = 0; for (;;) for (int j = 0; j < 100000; j++) n += j; return n;'],
    ['a long body', `var n = 0; for (;;) { ${'n = n * 3 + 1; '.repeat(500)} } return n;`],
    ['a function that doubles', 'int F(int n) { return n == 0 ? 1 : F(n - 1) + F(n - 1); } return F(90);'],
    ['a function without end', 'int F(int n) { return F(n + 1); } return F(0);', 'F(n + 1)'],
    ['a lambda without end', 'Func<int, int> f = null; f = n => f(n + 1); return f(0);', 'f(n + 1)'],
    ['exceptions', 'for (;;) { try { throw new Exception("a"); } catch (Exception) { } finally { } } return 1;'],
    // Lists
    ['all numbers', 'return Enumerable.Range(0, int.MaxValue).Count();', 'Enumerable.Range(0, int.MaxValue).Count()'],
    ['an item as often', 'return Enumerable.Repeat("a", int.MaxValue).Count();'],
    ['an array as long', 'return new int[int.MaxValue].Length;', 'new int[int.MaxValue]'],
    ['bytes as many', 'return new byte[int.MaxValue].Length;'],
    ['a list of arrays', 'var l = new List<object>(); for (;;) l.Add(new int[100000]); return l;'],
    ['a list that doubles', 'var l = new List<int> { 1 }; for (;;) l.AddRange(l); return l;', 'l.AddRange(l)'],
    ['a query that doubles', 'IEnumerable<int> l = new[] { 1 }; for (;;) l = l.Concat(l); return l;'],
    [
      'lists in lists',
      `object o = 1; for (int i = 0; i < 60; i++) o = new List<object> { o, o }; return new JArray(o);`,
    ],
    ['queries in queries', `return ${NUMBERS}.SelectMany(x => ${NUMBERS}).Count();`],
    ['a search', `var l = ${NUMBERS}.ToList(); for (;;) l.Contains(-1); return l;`, 'l.Contains(-1)'],
    ['an insertion', 'var l = new List<int>(); for (;;) l.Insert(0, 1); return l;'],
    ['a removal', `var l = ${NUMBERS}.ToList(); for (;;) { l.RemoveAt(0); l.Add(1); } return l;`],
    ['a sort', `var l = ${NUMBERS}.Reverse().ToList(); for (;;) l.Sort(); return l;`],
    ['an order', `for (;;) ${NUMBERS}.OrderBy(x => -x); return 1;`],
    ['a loop that is left at once', `var l = ${NUMBERS}.ToList(); for (;;) foreach (var x in l) break; return 1;`],
    ['a set', 'var s = new HashSet<int>(); for (int i = 0; ; i++) s.Add(i); return s;'],
    ['a set of long texts', `var s = new HashSet<string>(); for (int i = 0; ; i++) s.Add(${LONG} + i); return s;`],
    ['a dictionary', 'var d = new Dictionary<int, int>(); for (int i = 0; ; i++) d[i] = i; return d;'],
    [
      'dictionaries in dictionaries',
      `object o = 1; for (int i = 0; i < 60; i++) {
        var d = new Dictionary<string, object>(); d["a"] = o; d["b"] = o; o = d;
      } return JsonConvert.SerializeObject(o);`,
      'JsonConvert.SerializeObject(o)',
    ],
    // Texts
    ['a text that doubles', 'var s = "a"; for (;;) s += s; return s;', 's += s'],
    ['many long texts', `var l = new List<string>(); for (;;) l.Add(${LONG} + l.Count); return l;`],
    ['a builder that doubles', 'var b = new StringBuilder("a"); for (;;) b.Append(b.ToString()); return b;'],
    ['a width', 'return "a".PadLeft(2000000000);', '"...".PadLeft(2000000000)'],
    ['an alignment', 'return $"{1,2000000000}";'],
    ['a replacement', `return ${LONG}.Replace("a", ${LONG});`],
    ['a list that is joined', `return string.Join(",", Enumerable.Repeat(${LONG}, 100000));`],
    ['a mark between', `return string.Join(${LONG}, Enumerable.Repeat("a", 100));`],
    ['a format', `return string.Format(string.Join("", Enumerable.Repeat("{0}", 10000)), ${LONG});`],
    ['a split', `var s = ${LONG}; for (;;) s.Split('a'); return s;`],
    ['a search for a long part', `return ${LONG}.IndexOf(new string('a', 1000) + "b" + new string('a', 1000));`],
    ['a search from the end', `return ${LONG}.LastIndexOf(new string('a', 1000) + "b");`],
    ['a comparison', `var s = ${LONG}; var t = ${LONG}; for (;;) if (s != t) return 1; return 2;`, 's != t'],
    ['upper case', `var s = new string('ä', 100000); for (;;) s = s.ToUpper(); return s;`],
    ['characters', `var s = ${LONG}; for (;;) s.ToCharArray(); return s;`],
    ['what is escaped', `var s = ${LONG}; for (;;) Uri.EscapeDataString(s); return s;`],
    ['what is hashed', 'var b = new byte[1000000]; for (;;) SHA256.HashData(b); return b;'],
    ['tuples as text', `var t = (${LONG}, ${LONG}); for (;;) t.ToString(); return t;`],
    // JSON
    ['an array of itself', 'JToken o = new JArray(1); for (int i = 0; i < 30; i++) o = new JArray(o, o); return o;'],
    [
      'an object of itself',
      'var o = new JObject(); for (;;) { var p = new JObject(); p["a"] = o; p["b"] = o; o = p; } return o;',
    ],
    ['copies', 'var o = new JArray(); for (;;) o.Add(o.DeepClone()); return o;'],
    [
      'its text',
      `var a = new JArray(); for (int i = 0; i < 1000; i++) a.Add(${LONG}.Substring(1)); return a.ToString();`,
    ],
    ['a body that is read again', 'for (;;) context.Request.Body.As<JObject>(true); return 1;'],
    [
      'JSON that is read again',
      `var s = "[" + string.Join(",", ${NUMBERS}) + "]"; for (;;) JToken.Parse(s); return s;`,
    ],
    ['a path', 'var o = JToken.Parse("[1]"); for (;;) o.SelectTokens("[*]"); return o;'],
    // Patterns
    ['a pattern', `var s = new string('a', 5000); for (;;) Regex.IsMatch(s, "a+b"); return s;`],
    ['many patterns', 'for (int i = 0; ; i++) Regex.IsMatch("x", "a" + i); return 1;'],
    ['many matches', `return Regex.Matches(${LONG}, "(a)()()()()()").Count;`],
    ['what is put in their place', `return Regex.Replace(${LONG}, "a", new string('b', 1000));`],
    ['a pattern of patterns', `return Regex.IsMatch("x", "${'(?:'.repeat(7)}\\\\b${'){99}'.repeat(7)}a");`],
    // Numbers
    ['decimals', 'decimal d = 1; for (;;) d = d * 1.0000000000000000000000000001m / 3m; return d;'],
  ])('%s', (_, ...[statements, at]) => {
    const start = process.cpuUsage();
    const error = errorOf(() => evaluate(`@{ ${statements} }`));
    const { user, system } = process.cpuUsage(start);
    expect(error).toBeInstanceOf(UnsupportedExpressionError);
    expect((error as UnsupportedExpressionError).reason).toMatch(
      /^(?:it takes more than (?:5,000,000 steps|100 MB of memory)|a string has more than 16,000,000 characters|functions call themselves more than 100 levels deep)$/,
    );
    if (at !== undefined) expect((error as UnsupportedExpressionError).excerpt).toBe(at);
    // A second or so; more where others are at work as well.
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  test('and none of it is an exception that the expression could catch', () => {
    expect(errorOf(() => evaluate('@{ try { while (true) { } } catch (Exception) { return 1; } return 2; }'))).toEqual(
      expect.objectContaining({ name: 'UnsupportedExpressionError', position: { line: 1, column: 10 } }),
    );
    expect(errorOf(() => evaluate('@{ try { return new Uri("a".PadLeft(16000001)); } catch { return 1; } }'))).toEqual(
      expect.objectContaining({ name: 'UnsupportedExpressionError' }),
    );
  });

  test('the text of what it gives is made within the same bounds', () => {
    const array = evaluate(
      `@{ var a = new JArray(); var s = ${LONG}; for (int i = 0; i < 1000; i++) a.Add(s); return a; }`,
    );
    expect(errorOf(() => formatValue(array, INVARIANT))).toEqual(
      expect.objectContaining({ name: 'UnsupportedExpressionError', reason: 'it takes more than 100 MB of memory' }),
    );
  });

  test('a reason is short, whatever it quotes', () => {
    const error = errorOf(() => evaluate(`@(new byte[1].Encrypt(${LONG}, new byte[16], new byte[16]))`));
    expect((error as Error).message.length).toBeLessThan(500);
  });
});

describe('what is no more than a policy needs is evaluated', () => {
  test.each<[statements: string, text: string]>([
    ['var s = ""; for (int i = 0; i < 3000; i++) s += "item " + i + ","; return s.Length;', '28890'],
    [
      `var a = new JArray();
      for (int i = 0; i < 5000; i++) { var o = new JObject(); o["id"] = i; o["name"] = "name " + i; a.Add(o); }
      var n = 0; foreach (var t in JArray.Parse(a.ToString())) n += (int)t["id"]; return n;`,
      '12497500',
    ],
    [
      `var n = 0;
      foreach (var line in string.Join("\\n", Enumerable.Range(0, 1000).Select(i => "GET /orders/" + i + " 200")).Split('\\n')) {
        var m = Regex.Match(line, "^(\\\\w+) /orders/(\\\\d+) (\\\\d+)$"); if (m.Success) n += int.Parse(m.Groups[2].Value);
      }
      return n;`,
      '499500',
    ],
    [
      'var l = Enumerable.Range(0, 10000).ToList(); var n = 0; foreach (var i in l) if (l.Any() && l.Last() > i) n++; return n;',
      '9999',
    ],
    ['var s = new HashSet<string>(); for (int i = 0; i < 20000; i++) s.Add("a" + i % 7000); return s.Count;', '7000'],
    [
      `var s = new string('a', 20000); var n = 0; for (int i = 0; i < s.Length; i++) if (s[i] == 'a') n++; return n;`,
      '20000',
    ],
  ])('%s', (statements, text) => {
    expect(formatValue(evaluate(`@{ ${statements} }`), INVARIANT)).toBe(text);
  });

  test('however often: each evaluation has all of the budget', () => {
    const source = '@{ var n = 0; for (int i = 0; i < 200000; i++) n++; return n; }';
    for (let time = 0; time < 10; time++) expect(evaluate(source)).toBe(200_000);
  });
});

describe('what cannot be compiled in a moment is refused', () => {
  test.each<[what: string, source: string, reason: string]>([
    ['a text without end', `@("${'a'.repeat(300_000)}")`, 'it has 300,005 characters; the maximum is 262,144'],
    ['many statements', `@{${';'.repeat(200_000)}return 1;}`, 'it has more than 100,000 parts'],
    ['many levels', `@(${'('.repeat(50_000)}1${')'.repeat(50_000)})`, 'it is nested more than 200 levels deep'],
    [
      'tuples of tuples',
      `@{ var a0 = (1, 1); ${Array.from({ length: 30 }, (_, n) => `var a${n + 1} = (a${n}, a${n});`).join(' ')} return 1; }`,
      'a type is too complex',
    ],
    ['queries of tuples', `@(new[] { 1 }${'.Select(x => (x, x))'.repeat(30)}.Count())`, 'a type is too complex'],
  ])('%s', (_, source, reason) => {
    const start = process.cpuUsage();
    expect(errorOf(() => evaluate(source))).toEqual(
      expect.objectContaining({ name: 'UnsupportedExpressionError', reason }),
    );
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
  });

  test('a long one is compiled', () => {
    expect(evaluate(`@{ ${'context.Trace("a"); '.repeat(5000)} return 1; }`)).toBe(1);
  });
});

test.each([
  'var l = new List<int> { 1 }; for (;;) l.AddRange(l); return l;',
  'JToken o = new JArray(1); for (int i = 0; i < 30; i++) o = new JArray(o, o); return o;',
  `var s = new string('\u0101', 100000); var l = new List<string>();
  for (;;) { l.Add(s + l.Count); l[l.Count - 1].IndexOf("b"); } return l;`,
])('a process stays below 500 MB with %s', (statements) => {
  const argv = ['--import', 'tsx', join(__dirname, 'peak.ts'), statements];
  expect(Number(execFileSync(process.execPath, argv, { encoding: 'utf8' }))).toBeLessThan(500);
});
