import fc from 'fast-check';
import { PolicyNode, readPolicyNodes, writePolicy } from '../../lib/policy';
import { expression, expressionWithEntities, policyNodes } from './arbitrary-policies';
import { plain } from './plain';

function expectRoundTrip(nodes: readonly PolicyNode[]): void {
  const written = writePolicy(...nodes);
  const read = readPolicyNodes(written);
  expect(plain(read)).toEqual(plain(nodes));
  expect(writePolicy(...read)).toBe(written);
}

it('what is written reads the same, and is written the same again', () => {
  fc.assert(fc.property(policyNodes(expression), expectRoundTrip), { numRuns: 250 });
});

it('what is written reads the same, if its expressions hold XML entities and it is not refused for them', () => {
  fc.assert(
    fc.property(policyNodes(expressionWithEntities), (nodes) => {
      try {
        writePolicy(...nodes);
      } catch (error) {
        expect(String(error)).toMatch(
          /^Error: .* contains an expression with text that would be read as an XML entity$/,
        );
        return;
      }
      expectRoundTrip(nodes);
    }),
    { numRuns: 250 },
  );
});

/** XML in which the expressions are escaped too, as the format `xml` has it. */
function escapedSource(nodes: readonly PolicyNode[], quote: '"' | "'"): string {
  const escape = (value: string): string =>
    value
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replaceAll(quote, quote === '"' ? '&quot;' : '&#39;');
  return nodes
    .map((node) => {
      if (node.kind === 'text') return escape(node.value);
      if (node.kind === 'comment') return `<!--${node.value}-->`;
      const attributes = Object.entries(node.attributes).map(
        ([key, value]) => ` ${key}=${quote}${escape(value)}${quote}`,
      );
      return `<${node.name}${attributes.join('')}>${escapedSource(node.children, quote)}</${node.name}>`;
    })
    .join('');
}

it('a document reads the same with its expressions escaped, whatever they hold', () => {
  fc.assert(
    fc.property(policyNodes(expressionWithEntities), fc.constantFrom('"', "'"), (nodes, quote) => {
      const [root] = readPolicyNodes(`<root>${escapedSource(nodes, quote)}</root>`);
      expect(root?.kind === 'element' && plain(root.children)).toEqual(plain(nodes));
    }),
    { numRuns: 250 },
  );
});
