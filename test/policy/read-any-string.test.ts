import fc from 'fast-check';
import { PolicyNode, PolicySyntaxError, readPolicy, readPolicyNodes, writePolicy } from '../../lib/policy';
import { plain } from './plain';

describe('any string', () => {
  const fragments = [
    ...[
      '<',
      '</',
      '<a',
      '<a>',
      '</a>',
      '<a/>',
      '<b>',
      '</b>',
      '<b x="1" ',
      '/>',
      '>',
      '<!--',
      '-->',
      '--',
      '<![CDATA[',
      ']]>',
    ],
    ...[
      '<?xml version="1.0"?>',
      '<?',
      '<!',
      '\ufeff',
      ' x="',
      " y='",
      ' x',
      '=',
      '"',
      "'",
      '&',
      '&amp;',
      '&#64;',
      '&#40;',
    ],
    ...[
      '&#0;',
      '&constructor;',
      '&quot;',
      ';',
      '@(',
      '@{',
      '@',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      '$"{',
      '@"',
      '""',
      '\\',
      '//',
    ],
    ...['/*', '*/', ' ', '\n', '\r\n', '\t', '\u00a0', 'a', 'b:c', '__proto__', 'é', '\0', '\ud800', '\u{1f600}'],
  ];
  const pieces = fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((parts) => parts.join(''));
  const misread = /^Error: .* contains an expression with text that would be read as an XML entity$/;

  function expectReadOrRefused(source: string): void {
    let nodes: PolicyNode[];
    try {
      nodes = readPolicyNodes(source);
    } catch (error) {
      if (!(error instanceof PolicySyntaxError)) throw error;
      const { line, column } = error.position;
      expect(source.replace(/^\ufeff/, '').split('\n')[line - 1].length).toBeGreaterThanOrEqual(column - 1);
      return;
    }
    let written: string;
    try {
      written = writePolicy(...nodes);
    } catch (error) {
      expect(String(error)).toMatch(misread);
      return;
    }
    expect(plain(readPolicyNodes(written))).toEqual(plain(nodes));
  }

  it.each([
    ['that looks like XML', pieces],
    ['that looks like text', pieces.map((source) => `<a>${source}</a>`)],
    ['that looks like a value', pieces.map((source) => `<a b="${source}"/>`)],
    ['of any characters', fc.string({ unit: 'binary', maxLength: 40 })],
    ['of any UTF-16 units', fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units))],
  ])('%s is read so that it can be written, or is refused with a place in it', (_, sources) => {
    fc.assert(fc.property(sources, expectReadOrRefused), { numRuns: 250 });
  });

  it.each(['$"{', '@(', '(', '"', '&', '<a b="', '<', '/*', '//', '@(a&&b)x', '&quot;', '<![CDATA[', '<!--', "'", ']'])(
    'is read or refused, be it long: %s',
    (part) => {
      const long = part.repeat(10_000);
      for (const source of [long, `<a>${long}</a>`, `<a b="${long}"/>`, `<a b="@(${long})"/>`, `<a>@(${long})</a>`]) {
        try {
          readPolicyNodes(source);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicySyntaxError);
        }
      }
    },
  );

  it.each(['', '\n'])('of a megabyte is read, its 20,000 elements parted by %j', (separator) => {
    const one = '<set-header name="x-request-id" value="1">0</set-header>';
    const source = `<a>${(one + separator).repeat(20_000)}</a>`;
    expect(source.length).toBeGreaterThan(1_000_000);
    expect(readPolicy(source).children).toHaveLength(20_000);
  });
});
