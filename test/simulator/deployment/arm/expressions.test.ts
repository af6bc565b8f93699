import * as fc from 'fast-check';
import { evaluated, faultsIn, template } from './arm';

test.each([
  ['plain', 'plain'],
  ["[concat('a', 'b')]", 'ab'],
  ["[ concat ( 'a' ,\n 'it''s' ) ]", "ait's"],
  ["[[concat('a')]", "[concat('a')]"],
  ['[not closed', '[not closed'],
  ["[createObject('A', createArray(1, -2)).a[1]]", -2],
  ["[createObject('a-b', 1)['a-b']]", 1],
  ["[CONCAT('a', tolower('B'))]", 'ab'],
])('%s is %j', (expression, value) => {
  expect(evaluated(expression)).toEqual(value);
});

test('any string can be written in an expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(evaluated(`['${text.replaceAll("'", "''")}']`)).toBe(text);
    }),
  );
});

test.each([
  ["[concat('a', ]", 14],
  ["[concat('a'] ", undefined],
  ["[concat('a')b]", 13],
  ['[parameters(]', 13],
  ["['a]", 2],
  ['[a.b]', 2],
  ['[]', 2],
])('%s cannot be parsed', (expression, character) => {
  const json = template([], { variables: { url: expression } });
  const fault = `main.json:5: the expression of 'url' cannot be parsed at character ${character}`;
  expect(faultsIn(json).filter((each) => each.includes('character'))).toEqual(character === undefined ? [] : [fault]);
});

test('an expression that is nested too deeply, or is too long, is one fault', () => {
  const deep = `[${'not('.repeat(50_000)}true()${')'.repeat(50_000)}]`;
  const long = `['${'a'.repeat(300_000)}']`;
  expect(faultsIn(template([], { variables: { deep, long } }))).toEqual([
    "main.json:5: the expression of 'deep' is nested deeper than 100",
    "main.json:6: the expression of 'long' has 300004 characters; the maximum is 262144",
  ]);
});

test('descriptions are not expressions', () => {
  const json = template([], {
    metadata: { note: '[see below]' },
    parameters: { a: { type: 'string', metadata: { description: '[Optional]' } } },
  });
  expect(faultsIn(json)).toEqual(['main.json: no API Management service is declared']);
});
