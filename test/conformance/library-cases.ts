import fc from 'fast-check';

const TEXTS = ['', 'abc', 'ABCabc', 'a,b,,c', '  pad\\t', 'Hello, World', '/orders/7/items', 'k1=v1;k2=v2', 'aXbXc'];
const PARTS = ['a', 'b', '', 'bc', 'X', ',', '/', 'v1', 'A'];
const text = fc.constantFrom(...TEXTS).map((value) => `"${value}"`);
const part = fc.constantFrom(...PARTS).map((value) => `"${value}"`);
const char = fc.constantFrom("'a'", "','", "'/'", "' '", "'X'");
const index = fc.integer({ min: -1, max: 9 }).map(String);
const comparison = fc.constantFrom('StringComparison.Ordinal', 'StringComparison.OrdinalIgnoreCase');

/** Fills the marks of a template, for example `{s}.IndexOf({p}, {i})`. */
function filled(templates: readonly string[]): fc.Arbitrary<string> {
  const by: Readonly<Record<string, fc.Arbitrary<string>>> = { s: text, p: part, c: char, i: index, o: comparison };
  return fc.constantFrom(...templates).chain((template) => {
    const marks = [...template.matchAll(/\{([spcio])\}/g)].map(([, mark]) => by[mark]);
    return fc.tuple(...marks).map((values) => {
      let at = 0;
      return `return ${template.replace(/\{[spcio]\}/g, () => values[at++])};`;
    });
  });
}

export const strings = filled([
  '{s}.Contains({p})',
  '{s}.StartsWith({p}, {o})',
  '{s}.EndsWith({p}, {o})',
  '{s}.IndexOf({p}, {o})',
  '{s}.IndexOf({c}, {i})',
  '{s}.IndexOf({p}, {i}, {o})',
  '{s}.IndexOf({p})',
  '{s}.LastIndexOf({p}, {o})',
  '{s}.LastIndexOf({c})',
  '{s}.LastIndexOf({c}, {i})',
  '{s}.IndexOfAny(new[] { {c}, {c} })',
  '{s}.Substring({i})',
  '{s}.Substring({i}, {i})',
  '{s}.Remove({i})',
  '{s}.Remove({i}, {i})',
  '{s}.Insert({i}, {p})',
  '{s}.Replace({p}, {p})',
  '{s}.Replace({c}, {c})',
  '{s}.Split({c})',
  '{s}.Split(null)',
  '{s}.Split(new[] { {c} }, {i})',
  '{s}.Split(new[] { {c}, {c} }, StringSplitOptions.RemoveEmptyEntries)',
  '{s}.Split(new[] { {p}, {p} }, StringSplitOptions.None)',
  '{s}.Trim()',
  '{s}.Trim({c}, {c})',
  '{s}.TrimEnd({c})',
  '{s}.PadLeft({i}, {c})',
  '{s}.PadRight({i})',
  '{s}.ToUpper()',
  '{s}.ToLowerInvariant()',
  '{s}.TrimStart()',
  '{s}.CompareTo({s}) > 0',
  '{s}.Equals({p})',
  '{s}[{i}]',
  '{s}.ToCharArray()',
  '{s}.Equals({p}, {o})',
  'Math.Sign(string.Compare({s}, {p}, {o}))',
  'string.Join({p}, {s}.Split({c}))',
  'string.Concat({s}, {c}, {i})',
  'string.Format("{0}|{1,5}", {s}, {c})',
  'string.IsNullOrWhiteSpace({s})',
  'Convert.ToBase64String(Encoding.UTF8.GetBytes({s}))',
  'Uri.EscapeDataString({s})',
  'WebUtility.UrlEncode({s})',
  'WebUtility.HtmlEncode({s})',
  'Uri.UnescapeDataString({s})',
  'new Random({i}).Next()',
  'new Random({i} - 1000000).Next({i}, 1000000)',
  'new Random({s}.Length).NextDouble()',
  'new Uri("https://h:8443" + {s} + "?a=" + {p}).PathAndQuery',
]);

const SOURCES = [
  'new[] { 3, 1, 2 }',
  'new List<int>()',
  'Enumerable.Range(1, 6)',
  'new[] { 10 }',
  'new[] { 1, 2, 2, 3, 3 }',
];
const STEPS = [
  'Where(x => x % 2 == 0)',
  'Where((x, i) => i > 0)',
  'Select(x => x * 2)',
  'Select((x, i) => x + i)',
  'Select(x => 10 / (x - 2))',
  'OrderBy(x => -x)',
  'OrderByDescending(x => x % 2).ThenBy(x => x)',
  'Skip(1)',
  'Take(2)',
  'SkipWhile(x => x < 3)',
  'TakeWhile(x => x < 3)',
  'Distinct()',
  'Reverse()',
  'Concat(new[] { 7 })',
  'Append(6)',
  'Union(new[] { 2, 9 })',
  'Except(new[] { 2 })',
  'Intersect(new[] { 1, 2 })',
  'SelectMany(x => new[] { x, x })',
  'Cast<int>()',
  'DefaultIfEmpty(4)',
  'ToList()',
];
const ENDS = [
  'ToArray()',
  'ToArray<int>()',
  'Sum<int>(x => x + 0.5)',
  'Select<int, string>(x => "n" + x).FirstOrDefault<string>()',
  'Count()',
  'Count(x => x > 1)',
  'First()',
  'First(x => x > 2)',
  'FirstOrDefault(x => x > 100)',
  'Last()',
  'Single()',
  'SingleOrDefault(x => x == 5)',
  'Any()',
  'Any(x => x == 2)',
  'All(x => x > 0)',
  'Sum()',
  'Min()',
  'Max()',
  'Average()',
  'ElementAt(1)',
  'Contains(2)',
  'Aggregate((a, b) => a * b)',
  'Aggregate(0, (a, b) => a + b, r => r + "!")',
  'ToDictionary(x => x, x => x + 1)',
  'ToList().IndexOf(3)',
];

export const queries = fc
  .tuple(fc.constantFrom(...SOURCES), fc.array(fc.constantFrom(...STEPS), { maxLength: 3 }), fc.constantFrom(...ENDS))
  .map(([source, steps, end]) => `return ${[source, ...steps, end].join('.')};`);

const PATTERNS = [
  'a+',
  '\\\\d+',
  '[a-z]{2}',
  '(\\\\w+)=(\\\\w+)',
  '(?<k>\\\\w+)=(v)',
  '^/',
  '(?i)abc',
  'a|b',
  '\\\\s',
  '[^,]+$',
  '',
];
const OPTIONS = [
  'None',
  'IgnoreCase',
  'IgnoreCase | RegexOptions.Compiled',
  'Multiline',
  'ExplicitCapture',
  'IgnorePatternWhitespace',
];
const MATCHES = [
  'Regex.IsMatch({s}, {p}, {o})',
  'Regex.Match({s}, {p}, {o}).Value',
  'Regex.Match({s}, {p}, {o}).Groups[1].Value',
  'Regex.Match({s}, {p}, {o}).Groups["k"].Success',
  'Regex.Matches({s}, {p}, {o}).Cast<Match>().Select(m => m.Index + m.Value)',
  'Regex.Replace({s}, {p}, "<$0|$1>", {o})',
  'Regex.Replace({s}, {p}, m => m.Value.ToUpper(), {o})',
  'Regex.Split({s}, {p}, {o})',
  'new Regex({p}, {o}, TimeSpan.FromSeconds(1)).IsMatch({s})',
];

export const regexes = fc
  .tuple(fc.constantFrom(...MATCHES), text, fc.constantFrom(...PATTERNS), fc.constantFrom(...OPTIONS))
  .map(([use, input, pattern, options]) => {
    const values: Readonly<Record<string, string>> = { s: input, p: `"${pattern}"`, o: `RegexOptions.${options}` };
    return `return ${use.replace(/\{([spo])\}/g, (_, mark: string) => values[mark])};`;
  });

const DOCUMENTS = [
  '{\\"a\\":1,\\"b\\":\\"x\\",\\"c\\":null,\\"d\\":[1,2.5,\\"z\\",{\\"e\\":true}]}',
  '{\\"a\\":{\\"b\\":[{\\"n\\":\\"p\\"},{\\"n\\":\\"q\\"}]}}',
  '[1,2,3]',
  '{\\"d\\":\\"2026-01-02T03:04:05Z\\",\\"u\\":\\"\\\\n\\"}',
  '{}',
  '5',
  '{',
  '{\\"a\\":1,}',
  "{'a':1}",
  '{\\"a\\":{\\"b\\"',
  '[1,2',
  '// c\\n{\\"a\\":1}',
  '{\\"a\\":1,\\"a\\":2}',
  '[\\"\\\\ud83d\\"]',
];
const JSON_USES = [
  '',
  '.ToString(Formatting.None)',
  '.Type',
  '["a"]',
  '[0]',
  '["d"]?[1]',
  '.SelectToken("a.b[1].n")',
  '.SelectTokens("$..n")',
  '.Value<string>("b")',
  '.Value<int>("a")',
  '["a"].ToObject<int>()',
  '.Children().Count()',
  '.First',
  '["b"] == null',
  '.DeepClone()',
];

export const json = fc
  .tuple(fc.constantFrom('JToken', 'JObject', 'JArray'), fc.constantFrom(...DOCUMENTS), fc.constantFrom(...JSON_USES))
  .map(([type, document, use]) => `return ${type}.Parse("${document}")${use};`);

const XML_DOCUMENTS = [
  '<a x=\\"1\\"><b>t</b><b>u</b><c/></a>',
  '<s:E xmlns:s=\\"urn:s\\"><s:B q=\'1\'>x</s:B></s:E>',
  '<a>t<b/>u<c> <d/></c></a>',
  '<a xmlns=\\"u\\"><b>1</b></a>',
  '<a><!--c--><b>&lt;&amp;&#65;</b></a>',
  '<a><b></a>',
  '<a/>',
  '<a>&#1;</a>',
  '<a>x & y</a>',
  '<a>]]></a>',
  '<a x=\\"1\\" x=\\"2\\"/>',
  '<p:a/>',
  '<a> &#32; </a>',
  '<?xml version=\\"1.0\\"?><a><?p  q ?></a>',
  '<a xmlns:p=\\"\\"/>',
];
const XML_USES = [
  '',
  '.Value',
  '.Name.LocalName',
  '.Name',
  '.Elements().Count()',
  '.Elements("b").Select(e => e.Value)',
  '.Element("b")?.Value',
  '.Descendants().First()',
  '.Descendants().Where(e => e.Name.LocalName == "B")',
  '.Attribute("x")',
  '.Attributes().Count()',
  '.ToString(SaveOptions.DisableFormatting)',
  '.HasElements',
];

export const xml = fc
  .tuple(fc.constantFrom(...XML_DOCUMENTS), fc.constantFrom(...XML_USES))
  .map(([document, use]) => `return XElement.Parse("${document}")${use};`);
