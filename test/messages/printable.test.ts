import fc from 'fast-check';
import { printable, printableLines } from '../../lib/messages';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test.each([
  ['a colour', '\u001b[31mred', '\\u001b[31mred'],
  ['a bell', 'a\u0007', 'a\\u0007'],
  ['a carriage return', 'a\rb', 'a\\u000db'],
  ['a new line', 'a\nb', 'a\\u000ab'],
  ['a deletion', 'a\u007f', 'a\\u007f'],
  ['a control sequence of C1', '\u009b31m', '\\u009b31m'],
  ['a turn of direction', 'a\u202eb', 'a\\u202eb'],
  ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ['what nobody sees', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['a tag beyond the first plane', 'a\u{e0041}', 'a\\udb40\\udc41'],
])('%s is escaped', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each(['', 'plain', 'grün 日本語 😀', 'C:\\u001b', '\u{10fffd}'])('%j stays as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('lines stay lines', () => {
  expect(printableLines('a\u001b\r\nb\n')).toBe('a\\u001b\\u000d\nb\n');
});

test('whatever the text, a terminal gets nothing to act on, and JSON stays the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
      expect(printable(text)).not.toMatch(UNPRINTABLE);
      expect(printable(printable(text))).toBe(printable(text));
      expect(printableLines(text).replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
      for (const json of [JSON.stringify({ [text]: text, value }), JSON.stringify([text, value], null, 2)]) {
        expect(JSON.parse(printableLines(json))).toEqual(JSON.parse(json));
      }
    }),
    { numRuns: 500 },
  );
});
