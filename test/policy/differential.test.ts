import { DOMParser, Element, Node, onErrorStopParsing } from '@xmldom/xmldom';
import fc from 'fast-check';
import { readPolicyNodes } from '../../lib/policy';
import { Plain, plain } from './plain';

/** A character in one of the forms that XML has for it. */
const character = (except: string): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...'ab <>&"\'\n\t\r{}();-]@é\u00a0\u2028\u{1f600}'), fc.nat(3)).map(([char, form]) => {
    const code = char.codePointAt(0) ?? 0;
    if (form === 1) return `&#${code};`;
    if (form === 2) return `&#x${code.toString(16)};`;
    const named: Readonly<Record<string, string>> = {
      '<': '&lt;',
      '&': '&amp;',
      '>': '&gt;',
      '"': '&quot;',
      "'": '&apos;',
    };
    return except.includes(char) || form === 3 ? (named[char] ?? char) : char;
  });

/** No expression: to XML it would be text. */
const withoutExpressions = (source: string): string =>
  source.replace(/(@|&#64;|&#x40;)(?=[({]|&#(?:40|123|x28|x7b);)/g, '$1 ');

const characters = (except: string): fc.Arbitrary<string> =>
  fc.array(character(except), { maxLength: 6 }).map((chars) => withoutExpressions(chars.join('')));

const space = fc.constantFrom('', ' ', '\n  ', '\t');
const name = fc.constantFrom('a', 'set-header', 'x_1.y', 'Value');

const attribute = fc.oneof(
  fc.tuple(space, space, characters('<&"')).map(([before, after, value]) => `${before}=${after}"${value}"`),
  fc.tuple(space, space, characters("<&'")).map(([before, after, value]) => `${before}=${after}'${value}'`),
);
const attributes = fc
  .uniqueArray(fc.tuple(name, attribute, space), { selector: ([key]) => key, maxLength: 3 })
  .map((all) => all.map(([key, value, before]) => ` ${before}${key}${value}`).join(''));

/** White space stands between texts and CDATA sections, so that no two of them make an expression. */
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(name, attributes, space, tie('content'))
    .map(([tag, given, end, content]) =>
      content === '' ? `<${tag}${given}${end}/>` : `<${tag}${given}${end}>${content}</${tag}${end}>`,
    ),
  content: fc
    .array(
      fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        characters('<&>'),
        characters('').map((value) => `<![CDATA[${value.replace(/]+/g, ']')} ]]>`),
        characters('').map((value) => `<!--${value.replaceAll('-', '')}-->`),
        space,
        tie('element'),
        tie('element'),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(' ')),
}));

/** A tree of the DOM as ours is: texts side by side are one, and what is white space alone is none. */
function domPlain(nodes: Iterable<Node>): Plain[] {
  const all: Plain[] = [];
  for (const node of nodes) {
    const value = node.nodeValue ?? '';
    const last = all.at(-1);
    if (node.nodeType === node.ELEMENT_NODE) {
      const { tagName, attributes, childNodes } = node as Element;
      const values = Array.from(attributes, (given) => [given.name, given.value] as const);
      all.push({ name: tagName, attributes: values, children: domPlain(childNodes) });
    } else if (node.nodeType === node.COMMENT_NODE) all.push({ comment: value });
    else if (last && 'text' in last) all.splice(-1, 1, { text: last.text + value });
    else all.push({ text: value });
  }
  return all.filter((node) => !('text' in node) || /[^ \t\r\n]/.test(node.text));
}

/** An XML parser reads white space in an attribute as spaces, ours as it stands: it may be C#. */
function withSpaces(nodes: readonly Plain[]): Plain[] {
  return nodes.map((node) =>
    'name' in node
      ? {
          name: node.name,
          attributes: node.attributes.map(([key, value]) => [key, value.replace(/[\t\n\r]/g, ' ')] as const),
          children: withSpaces(node.children),
        }
      : node,
  );
}

it('XML without expressions reads as an XML parser reads it', () => {
  const parser = new DOMParser({ onError: onErrorStopParsing, normalizeLineEndings: (source) => source });
  fc.assert(
    fc.property(fc.constantFrom('', '<?xml version="1.0"?>\n'), element, (declaration, root) => {
      const source = declaration + root;
      const document = parser.parseFromString(source, 'text/xml');
      const expected = domPlain(document.documentElement ? [document.documentElement] : []);
      expect(withSpaces(plain(readPolicyNodes(source)))).toEqual(withSpaces(expected));
    }),
    { numRuns: 250 },
  );
});
