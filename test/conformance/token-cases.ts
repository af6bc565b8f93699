import fc from 'fast-check';

/** Tokens of all kinds that JSON and expressions can create. */
const TOKENS = [
  ...[
    '5',
    '-1',
    '300',
    '2.5',
    '3.5',
    '"5"',
    '"2.5"',
    '" 7 "',
    '"x"',
    '""',
    '"true"',
    'true',
    'null',
    '[1]',
    '{"a":1}',
    '"AQI="',
  ]
    .concat('"2026-01-02T03:04:05Z"', '"2026-01-02T03:04:05"', '"01:02:03"', '"https://a.example/b"', '5000000000')
    .concat('"11111111-2222-3333-4444-555555555555"', '"{11111111222233334444555555555555}"')
    .map((json) => `JObject.Parse("{\\"k\\":${json.replaceAll('"', '\\"')}}")["k"]`),
  '((JToken)"2026-01-02T03:04:05Z")',
  '((JToken)"2026-01-02")',
  '((JToken)TimeSpan.FromSeconds(90))',
  '((JToken)new Guid("11111111-2222-3333-4444-555555555555"))',
  '((JToken)new byte[] { 1, 2 })',
  '((JToken)2.5m)',
];
const TYPES =
  'string int int? long short byte uint double double? float decimal bool bool? DateTime DateTime? DateTimeOffset TimeSpan Guid Guid? Uri byte[] char';
const USES = [
  '({t}){v}',
  '{v}.Value<{t}>()',
  '{v}.ToObject<{t}>()',
  'JsonConvert.DeserializeObject<{t}>({v}.ToString())',
  'JsonConvert.DeserializeObject<{t}>({v}.ToString(Formatting.None))',
];

export const tokens = fc
  .tuple(fc.constantFrom(...TOKENS), fc.constantFrom(...TYPES.split(' ')), fc.constantFrom(...USES))
  .map(([token, type, use]) => `return ${use.replaceAll('{t}', type).replace('{v}', token)};`);
