import {
  CSharp,
  CSharpException,
  formatValue,
  INVARIANT,
  loadCSharp,
  UnsupportedExpressionError,
  Value,
} from '../../../simulator/expressions';
import { Body, Headers, ResponseMessage } from '../../../simulator/common/message';
import { runtimeType } from '../../../simulator/expressions/runtime-type';
import * as corpus from './corpus';
import { contextOf } from './support';

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

function evaluate(source: string, changes: Parameters<typeof contextOf>[0] = {}): Value {
  return csharp.compile(source).evaluate(contextOf(changes));
}

function variables(): Map<string, Value> {
  return new Map<string, Value>([
    ['text', 'value'],
    ['count', 2],
    ['answer', new ResponseMessage(201, 'Created')],
    ['form', new ResponseMessage(200, 'OK', new Headers(), new Body('a=1&b=x%20y&a=2'))],
  ]);
}

function described(value: Value): readonly [type: string, text: string] {
  return [value === null ? 'null' : runtimeType(value).text, formatValue(value, INVARIANT)];
}

describe.each(
  Object.entries(corpus).flatMap(([group, cases]) =>
    cases.map(([source, type, text]) => ({ group, source, type, text })),
  ),
)('$group', ({ group, source, type, text }) => {
  it(`${source} is ${type} ${JSON.stringify(text)}`, () => {
    const written = group.endsWith('BODIES') ? `@{ ${source}\n}` : `@(${source})`;
    expect(described(evaluate(written, { variables: variables() }))).toEqual([type, text]);
  });
});

describe('exceptions of C#', () => {
  it.each([
    ['@(1 / (context.Response.StatusCode - 503))', 'DivideByZeroException', 3],
    ['@(context.Variables["none"])', 'KeyNotFoundException', 3],
    ['@(context.User.Id)', 'NullReferenceException', 16],
    ['@((int)null)', 'NullReferenceException', 3],
    ['@((string)(object)5)', 'InvalidCastException', 3],
    ['@((int)(object)5L)', 'InvalidCastException', 3],
    ['@(1 + context.Variables.GetValueOrDefault<int>("text"))', 'InvalidCastException', 7],
    ['@(int.Parse("x"))', 'FormatException', 3],
    ['@(Guid.Parse(null))', 'ArgumentNullException', 3],
    ['@(TimeSpan.Parse("24:00"))', 'OverflowException', 3],
    ['@(TimeSpan.FromDays(1e9))', 'OverflowException', 3],
    ['@(DateTime.UtcNow.AddDays(1e9))', 'ArgumentOutOfRangeException', 3],
    ['@(Convert.ToInt32(JToken.Parse("null")))', 'ArgumentException', 3],
    ['@{ new JArray(1).Insert(2, 1); return 1; }', 'ArgumentOutOfRangeException', 4],
    ['@(new DateTime(2026, 1, 2, 3, 4, 5, 1000, DateTimeKind.Utc))', 'ArgumentOutOfRangeException', 3],
    ['@((Guid)JToken.Parse("\\"x\\""))', 'FormatException', 3],
    ['@((byte[])JToken.Parse("null"))', 'ArgumentException', 3],
    ['@(JObject.Parse("{\\"a\\":null}").Value<int>("a"))', 'InvalidCastException', 3],
    ['@(JToken.Parse("\\"11111111-2222-3333-4444-555555555555\\"").Value<Guid>())', 'InvalidCastException', 3],
    ['@(JToken.Parse("[]").ToObject<List<int>>().Count + (int)(JToken)"1e3")', 'FormatException', 52],
    ['@(JsonConvert.DeserializeObject<int>(""))', 'JsonSerializationException', 3],
    ['@(JsonConvert.DeserializeObject<List<bool>>("[\\"x\\"]"))', 'JsonReaderException', 3],
    ['@("abc".Substring(4))', 'ArgumentOutOfRangeException', 3],
    ['@(new int[1][1])', 'IndexOutOfRangeException', 3],
    ['@(new string[0].First())', 'InvalidOperationException', 3],
    ['@((int)JObject.Parse("{}")["a"])', 'ArgumentNullException', 3],
    ['@(JObject.Parse("{"))', 'JsonReaderException', 3],
    ['@((string)null ?? throw new ArgumentException("a"))', 'ArgumentException', 19],
    ['@(new[] { 1, 2 }.SingleOrDefault(x => x > 0))', 'InvalidOperationException', 3],
    ['@(new[] { 1 }.Single(x => x > 1))', 'InvalidOperationException', 3],
    ['@(new[] { 2147483647, 1 }.Sum())', 'OverflowException', 3],
    ["@(int.Parse(new string('9', 1000000)))", 'OverflowException', 3],
    ['@(new Guid(new byte[3]))', 'ArgumentException', 3],
    ['@("a,b".Split(\',\', -1))', 'ArgumentOutOfRangeException', 3],
    ['@(Regex.IsMatch("a", "("))', 'ArgumentException', 3],
    ['@{ var l = new List<int> { 1 }; foreach (var x in l) { l.Add(x); } return 1; }', 'InvalidOperationException', 33],
    ['@(XElement.Parse("<a><b></a>"))', 'XmlException', 3],
    ['@(XElement.Parse("<a>x & y</a>"))', 'XmlException', 3],
    ['@(XElement.Parse("<a>]]></a>"))', 'XmlException', 3],
    ['@(XElement.Parse("<a>&#1;</a>"))', 'XmlException', 3],
    ['@(XElement.Parse(" <?xml version=\'1.0\'?><a/>"))', 'XmlException', 3],
    ['@(XElement.Parse("<a xmlns:p=\'\'/>"))', 'XmlException', 3],
    ['@(XElement.Parse("<![CDATA[x]]><a/>"))', 'XmlException', 3],
    ['@(XElement.Parse("\\ufeff<a/>"))', 'XmlException', 3],
    ['@(JToken.Parse("/* a */ 1"))', 'JsonReaderException', 3],
    ['@(JsonConvert.DeserializeObject("{"))', 'JsonSerializationException', 3],
    ['@(new[] { 3, 1, 2 }.Select(x => 10 / (x - 2)).Single())', 'InvalidOperationException', 3],
    ['@(5 switch { 1 => 2 })', 'SwitchExpressionException', 3],
    ['@(new JObject(new JProperty("a", 1), new JProperty("a", 1)))', 'ArgumentException', 3],
  ])('%s throws %s at column %d', (source, typeName, column) => {
    const expression = csharp.compile(source);
    let thrown: unknown;
    try {
      expression.evaluate(contextOf({ variables: variables() }));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CSharpException);
    expect(thrown).toMatchObject({ typeName, position: { line: 1, column } });
  });

  it('counts the lines of an expression', () => {
    expect(() => evaluate('@{\n  var a = 1;\n  return int.Parse("x");\n}')).toThrow(
      expect.objectContaining({ position: { line: 3, column: 10 } }) as Error,
    );
  });
});

describe('what is not supported', () => {
  it.each([
    ['@(context.Foo)', 3, 'IContext has no member Foo'],
    ['@(1 + "a".Foo())', 7, 'string.Foo is not supported'],
    ['@(TimeZoneInfo.Utc)', 3, 'the type TimeZoneInfo is not supported'],
    ['@(new[] { 1 }.GroupBy(x => x))', 3, 'GroupBy is not supported'],
    ['@{ var x = XElement.Parse("<a/>"); x.SetValue(1); return x; }', 36, 'XElement.SetValue is not supported'],
    ['@{ var x = XElement.Parse("<a/>"); x.Value = "b"; return x; }', 36, 'Value'],
    ['@(new XElement("a"))', 3, 'XElement'],
    ['@(File.ReadAllText("x"))', 3, 'the type File is not supported'],
    ['@(JObject.Parse("{}")["a"] == "a")', 3, 'JToken and string'],
    ['@(from x in new[] { 1 } select x)', 3, 'query expression is not supported'],
    ['@(typeof(string))', 3, 'typeof expression is not supported'],
    ['@(context.constructor)', 3, 'no member constructor'],
    ['@("".__proto__)', 3, 'no member __proto__'],
    ['@(context.Variables.constructor)', 3, 'no member constructor'],
    ['@(context.Request.toString())', 3, 'IRequest.toString'],
    ['@({{weight}} > 5)', 3, 'the value of the named value weight is not known'],
    ['@{ int w = {{a-b.c}}; return w; }', 12, 'the named value a-b.c'],
    ['@{ try { return 1; } finally { return 2; } }', 22, 'a return cannot leave a finally'],
    ['@{ int x = 1; return new[] { x }.Any(x => x > 1); }', 38, 'the name x is taken'],
    ['@{ int x = 1; foreach (var x in new[] { 2 }) { } return x; }', 28, 'the name x is taken'],
    ['@{ int e = 1; try { } catch (Exception e) { } return e; }', 40, 'the name e is taken'],
    ['@(new[] { 1 }.Any(x => new[] { 1 }.Any(x => x > 1)))', 40, 'the name x is taken'],
    ['@{ var x = new[] { 1 }.Any(x => x > 1); return x; }', 8, 'the name is also that of the parameter'],
    ['@{ var r = new[] { 1 }.Any(x => x > 1); int x; return r; }', 45, 'the name is also that of the parameter'],
  ])('%s, at column %d: %s', (source, column, reason) => {
    let thrown: unknown;
    try {
      csharp.compile(source);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnsupportedExpressionError);
    expect(thrown).toMatchObject({ position: { line: 1, column }, message: expect.stringContaining(reason) as string });
  });

  it.each([
    ['@{ while (true) { } return 1; }', 'more than 5,000,000 steps'],
    ['@{ int F(int n) { return F(n + 1); } return F(0); }', 'functions call themselves more than 100 levels deep'],
    ['@{ var s = "a"; while (true) { s += s; } }', 'a string has more than 16,000,000 characters'],
    ['@(new HMACSHA256().ComputeHash(new byte[0]))', 'a random key'],
    [
      '@{ var d = new Dictionary<string, object>(); d["a"] = d; return JsonConvert.SerializeObject(d); }',
      'more memory',
    ],
    [
      '@{ var o = new JObject(); JToken p = o; while (true) { p["a"] = new JObject(); p = p["a"]; } return o; }',
      'levels deep',
    ],
    ['@(Regex.IsMatch("aaaa", "(a+)+$"))', 'can match in too many ways'],
    [
      '@{ IEnumerable<int> q = new[] { 1 }; foreach (var i in new[] { 1, 2 }) { q = q.Where(x => x != i); } return q.Count(); }',
      'the variables of an earlier iteration',
    ],
    ['@(context.Deployment.Certificates["a"].Thumbprint)', 'known only to the gateway'],
    ['@(context.Deployment.Certificates.Count)', 'known only to the gateway'],
    ['@(context.Deployment.Certificates.First(c => c.Value.Version == 3).Key)', 'known only to the gateway'],
    ['@(XElement.Parse("<!DOCTYPE a><a/>"))', 'a DOCTYPE is not supported'],
    ['@(XElement.Parse("<a xml:space=\'preserve\'/>"))', 'xml:space is not supported'],
    ['@{ var d = 1e10; return (int)d; }', 'C# does not specify the value'],
    ['@(Regex.Match("\\ud83d\\ude00", ".").Length)', 'beyond U+FFFF'],
    ['@(1.5.GetHashCode())', 'a hash code of this type'],
    ['@(DateTime.Parse("2 January 2026"))', 'a date in this format'],
    ['@(DateTime.Parse("1/2/2026 13:00 AM"))', 'a date in this format'],
    ['@(new[] { 1 }.ToArray<string>())', 'ToArray'],
    ['@(new Random(1).Next(int.MinValue, int.MaxValue))', 'a range of this size'],
    ['@((DateTime)XElement.Parse("<a>01/02/2026</a>"))', 'a date in this format'],
    ['@(JsonConvert.SerializeObject(new Dictionary<DateTime, int> { { DateTime.UtcNow, 1 } }))', 'dates as keys'],
    ['@("co-op".CompareTo("coop"))', 'the order of hyphens'],
    ['@(new[] { "a_b", "a.b" }.OrderBy(x => x).First())', 'the order of hyphens'],
    ['@((TimeSpan)(JToken)"5")', 'JSON of the type String to TimeSpan'],
    ['@(JsonConvert.DeserializeObject<int>("2.5"))', 'JSON of the type Float to int'],
    [
      '@(JsonConvert.DeserializeObject<Dictionary<string, string>>("{\\"a\\":\\"2026-01-02T03:04:05Z\\"}")["a"])',
      'JSON of the type Date to string',
    ],
    ['@(Encoding.GetEncoding("windows-1252"))', 'an encoding with this name'],
    ['@(Encoding.GetEncoding("ISO-8859-1").GetBytes("\\u20ac"))', 'a character that ISO-8859-1 does not have'],
  ])('%s: %s', (source, reason) => {
    const changes = { variables: variables() };
    expect(() => evaluate(source, changes)).toThrow(UnsupportedExpressionError);
    expect(() => evaluate(source, changes)).toThrow(reason);
  });
});

describe('reading of the context', () => {
  class Sentinel extends Error {}

  function onlyResponse(response: ResponseMessage | null): Parameters<typeof contextOf>[0] {
    return new Proxy(contextOf({ response }), {
      get: (target, name) => {
        if (name === 'response') return target.response;
        throw new Sentinel();
      },
    });
  }

  function probe(source: string, response: ResponseMessage | null): Value {
    return csharp.compile(source).evaluate(onlyResponse(response) as ReturnType<typeof contextOf>);
  }

  it('reads only what the expression comes to', () => {
    const source =
      '@(context.Response == null || context.Response.StatusCode >= 500 || context.Request.Method == "GET")';
    expect(probe(source, null)).toBe(true);
    expect(probe(source, new ResponseMessage(500, ''))).toBe(true);
    expect(() => probe(source, new ResponseMessage(200, ''))).toThrow(Sentinel);
  });

  it('lets what is not of C# through a catch', () => {
    expect(() => probe('@{ try { return context.Request.Method; } catch (Exception) { return ""; } }', null)).toThrow(
      Sentinel,
    );
  });

  it('finds no response where there is none', () => {
    expect(() => probe('@(context.Response.StatusCode == 500)', null)).toThrow(CSharpException);
  });
});

it('traces', () => {
  const messages: string[] = [];
  evaluate('@{ context.Trace("a" + 1); return null; }', { trace: (message) => messages.push(message) });
  expect(messages).toEqual(['a1']);
});

it('reads a body once unless it is kept', () => {
  const body = new Body('text');
  const context = contextOf();
  const changes = { request: { ...context.request, headers: new Headers(), body } };
  expect(evaluate('@(context.Request.Body.As<string>(preserveContent: true))', changes)).toBe('text');
  expect(evaluate('@(context.Request.Body.As<string>())', changes)).toBe('text');
  expect(evaluate('@(context.Request.Body.As<string>())', changes)).toBeNull();
});

it('compiles an expression once', () => {
  expect(csharp.compile('@(1 + 41)')).toBe(csharp.compile('@(1 + 41)'));
});

it('refuses to make a text of what has none', () => {
  const value = evaluate('@(context.Request)');
  expect(() => formatValue(value, INVARIANT)).toThrow(UnsupportedExpressionError);
});
