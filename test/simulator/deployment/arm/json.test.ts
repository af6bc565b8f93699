import * as fc from 'fast-check';
import { JsonError, LocatedJson } from '../../../../simulator/deployment/arm/json';

const read = (text: string): unknown => new LocatedJson(text).value;

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, spaces) => {
      const text = JSON.stringify(value, null, spaces);
      expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('rejects what JSON.parse rejects, except comments, trailing commas, and line breaks in strings', () => {
  const broken = fc.tuple(fc.json({ maxDepth: 2 }), fc.nat(), fc.constantFrom('', '"', '}', ']', ':', 'x', '-', '\\'));
  fc.assert(
    fc.property(broken, ([json, at, part]) => {
      const place = at % (json.length + 1);
      const text = json.slice(0, place) + part + json.slice(place + 1);
      try {
        JSON.parse(text);
      } catch {
        fc.pre(!/,\s*[}\]]|\/[/*]|[\p{Cc}]/u.test(text));
        expect(() => read(text)).toThrow(JsonError);
      }
    }),
  );
});

test('reads comments, and strings that span several lines', () => {
  const text = `\ufeff// a template
{ /* not
  done */ "a": "one\n  two // not a comment", // "b": 1
  "b": [1, 2, /* 3 */], }`;
  expect(read(text)).toEqual({ a: 'one\n  two // not a comment', b: [1, 2] });
});

test('finds the lines of objects and lists', () => {
  const json = new LocatedJson('{\n  "a": [\n    {},\n\n    { "b": 1 }\n  ]\n}');
  const { a } = json.value as { a: object[] };
  expect([json.value as object, a, a[0], a[1], {}].map((part) => json.lineOf(part))).toEqual([1, 2, 3, 5, undefined]);
});

test.each([
  ['{\n  "a": tru\n}', 'is not valid JSON: there is an error at line 2, column 8'],
  ['{ "a": "b }', 'is not valid JSON: there is an error at line 1, column 8'],
  ['{} {}', 'is not valid JSON: there is an error at line 1, column 4'],
  ['', 'is not valid JSON: there is an error at line 1, column 1'],
  ['['.repeat(100_000), 'is nested deeper than 200 at line 1'],
])('says where %j is wrong', (text, fault) => {
  expect(() => read(text)).toThrow(fault);
});

test('a property can have any name', () => {
  const value = read('{ "__proto__": { "x": 1 }, "constructor": 2 }') as object;
  expect(Object.entries(value)).toEqual([
    ['__proto__', { x: 1 }],
    ['constructor', 2],
  ]);
  expect('x' in value).toBe(false);
});
