import fc from 'fast-check';
import { FailoverApi } from '../lib';
import { element, policies, PolicyNode, readPolicyNodes, text, twiceEscaped, writePolicy } from '../lib/policy';
import { writtenPolicy } from '../lib/private/written-policy';
import { expression, policyNodes } from './policy/arbitrary-policies';
import { isUnchanged } from './support/azurerm-comparison';
import { annotations, newPool, newService, newStack, OPERATION } from './support/stack';

/** Documents without what azurerm always reports: a byte order mark, which is written as a reference, and comments. */
const documents = policyNodes(expression)
  .filter((nodes) => !JSON.stringify(nodes).includes('\ufeff'))
  .map(withoutComments);

function withoutComments(nodes: readonly PolicyNode[]): PolicyNode[] {
  return nodes.flatMap((node): PolicyNode[] => {
    if (node.kind === 'element') return [{ ...node, children: withoutComments(node.children) }];
    return node.kind === 'comment' ? [] : [node];
  });
}

test('what is deployed is a change in later plans only if it has text that is escaped twice', () => {
  const seen = { changed: 0, unchanged: 0 };
  fc.assert(
    fc.property(documents, (nodes) => {
      const isTwice = nodes.flatMap(twiceEscaped).length > 0;
      expect(isUnchanged(writePolicy(...nodes), nodes)).toBe(!isTwice);
      seen[isTwice ? 'changed' : 'unchanged']++;
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.changed, seen.unchanged)).toBeGreaterThan(0);
});

test.each(['quot', 'gt', 'lt', 'amp'])('the expression that replaces &%s; is no change', (name) => {
  for (const make of [
    (value: string) => element('a', { b: value }),
    (value: string) => element('a', {}, text(value)),
  ]) {
    const node = make(`@("&" + "${name};")`);
    expect(readPolicyNodes(writePolicy(node))).toMatchObject([{ kind: 'element', attributes: node.attributes }]);
    expect(isUnchanged(writePolicy(node), [node])).toBe(true);
    const twice = make(`&${name};`);
    expect(twiceEscaped(twice).map(({ entity }) => entity)).toEqual([`&${name};`]);
    expect(isUnchanged(writePolicy(twice), [twice])).toBe(false);
  }
});

test('an entity that only the removal of white space makes, and one that a reader makes of nothing', () => {
  expect(twiceEscaped(element('a', {}, text('& lt;')))).toHaveLength(1);
  for (const value of ['&apos;', '&#60;', '&copy;', '&region=1', 'a && b', '@(a &amp; b)']) {
    expect(twiceEscaped(element('a', { b: value }))).toEqual([]);
  }
});

const places: readonly ((value: string) => PolicyNode)[] = [
  (value) => element('a', { b: `x${value}` }),
  (value) => element('a', {}, text(`x${value}`)),
  (value) => element('a', { b: `@(c == "${value}")` }),
  (value) => element('a', {}, text(`@{ return @"${value}"; }`)),
];

const spaced = fc.array(fc.constantFrom('x', 'y', ' ', '\t', '\n'), { maxLength: 5 }).map((parts) => parts.join(''));

test('a change of white space is a change in the plan, and no change is none', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), spaced, spaced, (place, before, after) => {
      const [old, next] = [before, after].map((value) =>
        writtenPolicy(policies({ inbound: [place(value)], outbound: [place('')] })),
      );
      expect(isUnchanged(next, readPolicyNodes(old))).toBe(before === after);
    }),
    { numRuns: 500 },
  );
});

test('the hash is that of the texts, and the same in every run', () => {
  const hashOf = (inbound: string): string | undefined =>
    /^<policies>\n {2}<inbound>\n {4}<!-- text ([\da-f]{8}) -->/.exec(
      writtenPolicy(policies({ inbound: readPolicyNodes(inbound) })),
    )?.[1];
  expect(hashOf('<a b="x y" />')).toBe(hashOf('<c>\n  <a b="x y" />\n</c>'));
  expect(hashOf('<a b="${TfToken[TOKEN.1]} y" />')).toBe(hashOf('<a b="${TfToken[TOKEN.22]} y" />'));
  expect(hashOf('<a b="xy" />')).toBeUndefined();
});

describe('a text that is escaped twice', () => {
  const warnings = (over: object): string[] => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      ...{
        apiManagement,
        pool: newPool(stack, apiManagement),
        name: 'orders',
        path: 'orders',
        operations: [OPERATION],
      },
      ...over,
    });
    return annotations(stack).filter((line) => line.includes(' warn '));
  };
  const warning = (where: string, entity: string): string =>
    `main/Api warn ${where}: the text contains &${entity}; after it is unescaped, which is a change in every plan, because ` +
    `azurerm unescapes it again; escape it once less, or write an expression, such as @("&" + "${entity};")`;

  test('is warned of in the policies of the API, where it stands', () => {
    const policies = {
      inbound: '<set-body>\n&amp;lt;secret</set-body>',
      onError: '<return-response>\n  <set-header name="a" b="&amp;amp;" /></return-response>',
    };
    expect(warnings({ policies })).toEqual([
      warning('policies.inbound: line 1, column 11', 'lt'),
      warning('policies.onError: line 2, column 27', 'amp'),
    ]);
  });

  test('is warned of in an operation, and in its rewritten URI, which needs no escapes', () => {
    const policies = { outbound: '<set-header name="a&amp;quot;" />' };
    expect(warnings({ operations: [{ ...OPERATION, rewriteUri: 'a?b=1&amp;c=2', policies }] })).toEqual([
      "main/Api warn operation 'process'.rewriteUri: the text contains &amp;, which is a change in every plan, because " +
        'azurerm unescapes it; write an expression, such as @("&" + "amp;")',
      warning("operation 'process'.policies.outbound: line 1, column 19", 'quot'),
    ]);
  });

  test('is warned of nowhere else', () => {
    const policies = {
      inbound: '<set-header name="a&lt;" c="@("&lt;" == d)" /><!-- &amp;lt; --><a>@("&" + "lt;")</a>',
    };
    expect(warnings({ policies, operations: [{ ...OPERATION, rewriteUri: 'a?b=1&c=2' }] })).toEqual([]);
  });
});
