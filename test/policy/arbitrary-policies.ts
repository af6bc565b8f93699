import fc from 'fast-check';
import { element, PolicyElement, PolicyNode, text } from '../../lib/policy';

/** Characters that no XML document may hold. */
const FORBIDDEN = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu;

const plainPieces = [
  ...['<', '>', '"', "'", '&', '&amp;', '&lt;', '&#65;', '&constructor;', ']]>', '<![CDATA[', '-->', '<!--', '<a b="'],
  ...['" c="', '</a>', '<?xml ', '@', '(', '{', ')', '}', '$"', '//', '/*', '{{named}}', '\\', ' ', '\n', '\t', '\r\n'],
  ...['\u00a0', '\u0085', '\u2028', '\ufeff', '\u{1f600}', 'é', 'x', 'http://x/?a=1&b=2'],
];

/** Any string that a document can hold and that holds no expression. */
export const plainValue = fc
  .oneof(
    fc.array(fc.constantFrom(...plainPieces), { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  .map((value) => value.replace(FORBIDDEN, '').replace(/@(?=[({])/g, '@ '));

/** What strings and comments hold that a scanner could stumble over, and nothing that ends them. */
const inside = (...more: string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('x', ' ', '(', ')', '[', ']', '<', '>', '&', '&&', ';', '@(', '//', '$', '@', ...more), {
      maxLength: 5,
    })
    .map((pieces) => pieces.join(''));

const entities = ['&amp;', '&lt;', '&quot;', '&#41;', '&#x22;'];

function csharp(more: readonly string[]): fc.Arbitrary<string> {
  const words = [
    ...['context', '.Response', '?.StatusCode', '"Content-Type"', 'new', 'JObject', '=>', '&&', '||', '<', '>=', '<<'],
    ...['==', '!', '?', ':', '+', '%', '/', '1', 'null', 'List<string>', 'return', 'var x =', ';', ',', '@class'],
  ];
  return fc.letrec<{ code: string; token: string; hole: string }>((tie) => ({
    code: fc.array(tie('token'), { maxLength: 5 }).map((tokens) => tokens.join(' ')),
    hole: tie('code').map((code) => `{ ${code} }`),
    token: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...words),
      inside('{', '}', '\\"', '\\\\', "'", '/*', ...more).map((value) => `"${value}"`),
      inside('{', '}', '""', '\\', "'", '\n', '/*', ...more).map((value) => `@"${value}"`),
      fc.constantFrom(')', '"', "\\'", '\\\\', '{', '<', '&').map((value) => `'${value}'`),
      inside('{', '}', "'", '"', '/*', ...more).map((value) => `//${value}\n`),
      inside('{', '}', "'", '"', '\n', ...more).map((value) => `/*${value}*/`),
      fc
        .tuple(inside('{{', '}}', '\\"', "'"), tie('hole'), inside('{{', '\\\\'))
        .map((parts) => `$"${parts.join('')}"`),
      fc.tuple(inside('{{', '}}', '""', "'"), tie('hole'), inside('""', '\\')).map((parts) => `$@"${parts.join('')}"`),
      fc.tuple(fc.constantFrom('()', '[]', '{}'), tie('code')).map(([[open, close], code]) => open + code + close),
    ),
  })).code;
}

const expressionOf = (code: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('()', '{}'), code).map(([[open, close], value]) => `@${open}${value}${close}`);

const snippets = [
  '@(context.Response == null || context.Response.StatusCode >= 500 && context.Response.StatusCode < 600)',
  '@(context.Request.Headers.GetValueOrDefault("Ocp-Apim-Trace", "").Equals("true"))',
  '@(context.Variables.GetValueOrDefault<int>("attempt-count", 0) + 1)',
  '@{\n  var body = context.Request.Body.As<JObject>(preserveContent: true);\n  // keep: "it"\n  return $"{body["id"]}: {{ok}}";\n}',
  "@(new Regex(@\"^\\d+\"\"(\\)\").IsMatch(context.Request.Url.Path) ? ')' : '\\'')",
  '@(string.Join(",", new [] { "a", "b" }.Select(x => $"<{x}>" /* ) */)))',
];

/** Expressions whose strings hold no XML entity. */
export const expression = fc.oneof(fc.constantFrom(...snippets), expressionOf(csharp([])));

/** Expressions whose strings may hold XML entities. */
export const expressionWithEntities = expressionOf(csharp(entities));

const names = ['set-header', 'when', 'a', 'soap:Envelope', 'value', '_x.1', 'constructor', '__proto__', 'condition'];

/** Runs of nodes that a document can hold as they are: no texts side by side, and none of white space alone. */
export function policyNodes(expressions: fc.Arbitrary<string>): fc.Arbitrary<PolicyNode[]> {
  const value = fc.oneof(
    plainValue,
    expressions,
    fc.tuple(plainValue, expressions, plainValue).map((parts) => parts.join('')),
  );
  const attributes = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), value), { selector: ([name]) => name, maxLength: 3 })
    .map((entries) => Object.fromEntries(entries));
  const comment = plainValue
    .map((comment) => comment.replace(/--+/g, '-').replace(/-$/, ''))
    .map((comment): PolicyNode => ({ kind: 'comment', value: comment }));
  return fc.letrec<{ element: PolicyElement; nodes: PolicyNode[] }>((tie) => ({
    element: fc
      .tuple(fc.constantFrom(...names), attributes, tie('nodes'))
      .map(([name, attributes, children]) => element(name, attributes, ...children)),
    nodes: fc
      .array(
        fc.oneof(
          { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
          value.filter((text) => /[^ \t\r\n]/.test(text)).map(text),
          comment,
          tie('element'),
        ),
        { maxLength: 4 },
      )
      .map((nodes) => nodes.filter((node, at) => node.kind !== 'text' || nodes[at - 1]?.kind !== 'text')),
  })).nodes;
}
