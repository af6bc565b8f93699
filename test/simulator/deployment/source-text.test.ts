import fc from 'fast-check';
import { placeIn, SourceText } from '../../../simulator/deployment/source-text';
import { runs } from '../../support/runs';

/** A part of a template: text, or an interpolation with its value. */
type Part = string | { readonly value: string };

/** A literal part, with where it is in the template and in the text. */
interface Literal {
  readonly line: number;
  readonly column: number;
  readonly at: { readonly line: number; readonly column: number };
}

const value = fc.string({ unit: fc.constantFrom('a', '<', ' ', '\n'), maxLength: 3 });
const part = fc.oneof(fc.constantFrom('<a />', 'b', ' '), fc.record({ value }));
const template = fc.array(fc.array(part, { maxLength: 4 }), { minLength: 1, maxLength: 5 });

/** Renders a template, and keeps where its literal parts come to be. */
function rendered(lines: readonly (readonly Part[])[]): { source: string[]; text: string; literals: Literal[] } {
  const source: string[] = [];
  const literals: Literal[] = [];
  let text = '';
  for (const [index, parts] of lines.entries()) {
    if (index > 0) text += '\n';
    let line = '';
    for (const each of parts) {
      if (typeof each === 'string') {
        const before = text.split('\n');
        const at = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
        literals.push({ line: index + 1, column: line.length + 1, at });
      }
      text += typeof each === 'string' ? each : each.value;
      line += typeof each === 'string' ? each : '${v}';
    }
    source.push(line);
  }
  return { source, text, literals };
}

function sourceOf(lines: readonly string[], from = 1): SourceText {
  return { file: 'a.xml', lines, from };
}

test('a place is that of the same part of the template, or none', () => {
  let known = 0;
  fc.assert(
    fc.property(template, fc.integer({ min: 1, max: 50 }), (lines, from) => {
      const { source, text, literals } = rendered(lines);
      for (const { line, column, at } of literals) {
        const place = placeIn(sourceOf(source, from), text, at);
        if (!place) continue;
        known++;
        expect(place).toMatchObject({ file: 'a.xml', line: line + from - 1 });
        expect([undefined, column]).toContain(place.column);
      }
    }),
    runs(300),
  );
  expect(known).toBeGreaterThan(0);
});

test('an indentation that a heredoc removes is added to the column', () => {
  const plain = fc.array(fc.constantFrom('<a>', ' <b />', '', '</a>'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(plain, fc.constantFrom('', ' ', '\t', '    '), (own, indent) => {
      fc.pre(own.some((line) => line !== ''));
      const source = own.map((line) => (line === '' ? '' : indent + line));
      own.forEach((text, index) => {
        if (text === '') return;
        const position = { line: index + 1, column: text.indexOf('<') + 1 };
        expect(placeIn(sourceOf(source), own.join('\n'), position)).toEqual({
          ...{ file: 'a.xml', line: index + 1, column: position.column + indent.length },
        });
      });
    }),
    runs(200),
  );
});

test.each([
  ['another text', ['<a />', '<b />'], '<a />\n<c />'],
  ['a line less', ['<a />', '<b />', ''], '<a />\n<b />'],
  ['text before the indentation', ['x<a />', ' <b />'], '<a />\n<b />'],
  ['a directive', ['%{ if true }', '<a />${v}', '%{ endif }'], '\n<a />b\n'],
  ['white space that is removed', ['<a />${v ~}', '<b />'], '<a />x\n<b />'],
])('%s is not the source', (_, lines, text) => {
  expect(placeIn(sourceOf(lines), text, { line: 1, column: 1 })).toBeUndefined();
});
