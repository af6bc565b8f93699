import { BASE, element, PolicyNode, readPolicy, readPolicyNodes, text } from '../../lib/policy';
import { plain } from './plain';
import { errorOf } from './syntax-error';

const reads = (source: string, ...nodes: PolicyNode[]): void =>
  expect(plain(readPolicyNodes(source))).toEqual(plain(nodes));

/** The value of an attribute, and the text, that a source stands for. */
const attribute = (source: string, quote = '"'): string | undefined => {
  const [node] = readPolicyNodes(`<a b=${quote}${source}${quote} c=''/>`);
  return node?.kind === 'element' ? node.attributes.b : undefined;
};
const content = (source: string): string | undefined => {
  const [node] = readPolicyNodes(`<a>${source}</a>`);
  const child = node?.kind === 'element' && node.children.length === 1 ? node.children[0] : undefined;
  return child?.kind === 'text' ? child.value : undefined;
};

describe('a document is read', () => {
  it('with its elements, attributes, texts and comments in their order', () => {
    reads(
      '<a x="1" b="2">\n  <base />\n  <!-- c -->\n  <d></d>t<e\n\tf = \'3\'\n/></a\n>',
      element(
        'a',
        { x: '1', b: '2' },
        BASE,
        { kind: 'comment', value: ' c ' },
        element('d'),
        text('t'),
        element('e', { f: '3' }),
      ),
    );
  });

  it('with the line and column of each element', () => {
    const positions = (nodes: readonly PolicyNode[]): unknown[] =>
      nodes.flatMap((node) => (node.kind === 'element' ? [node.position, ...positions(node.children)] : []));
    expect(positions(readPolicyNodes('<a>\n  <b/><c>\r\n@("\n")<d/></c>\n</a>\n\n <e/>'))).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 3 },
      { line: 2, column: 7 },
      { line: 4, column: 3 },
      { line: 7, column: 2 },
    ]);
  });

  it.each(['\ufeff', '<?xml version="1.0"?>', '\ufeff<?xml version="1.0" encoding="utf-8"?>\n', ' \r\n'])(
    'after what may stand before it: %j',
    (before) => reads(`${before}<a/>`, element('a')),
  );

  it('without a column for the byte order mark', () => {
    const [node] = readPolicyNodes('\ufeff<a/>');
    expect(node?.kind === 'element' && node.position).toEqual({ line: 1, column: 1 });
  });

  it('as nothing if there is nothing', () => {
    reads('');
    reads('\ufeff');
    reads(' \n ');
  });

  it('without white space that is layout, and with white space that is part of a text', () => {
    reads('<a> \t\r\n</a>', element('a'));
    reads('<a> <b/> <!--c--> </a>', element('a', {}, element('b'), { kind: 'comment', value: 'c' }));
    reads('<a> b\n</a>', element('a', {}, text(' b\n')));
    reads('<a>&#32;<![CDATA[\n]]></a>', element('a'));
    reads('<a>\u00a0</a>', element('a', {}, text('\u00a0')));
    reads('<a>&#160;</a>', element('a', {}, text('\u00a0')));
  });

  it('with a CDATA section as text', () => {
    reads('<a><![CDATA[<b> & "]] >]]></a>', element('a', {}, text('<b> & "]] >')));
    reads('<a>b <![CDATA[c]]><![CDATA[d]]> e</a>', element('a', {}, text('b cd e')));
    reads('<a>\n  <![CDATA[b]]>\n</a>', element('a', {}, text('\n  b\n')));
    reads('<a><![CDATA[&amp; @(b && "&lt;")]]></a>', element('a', {}, text('&amp; @(b && "&lt;")')));
    reads('<a><![CDATA[]]></a>', element('a'));
  });

  it('with any comment that XML allows', () => {
    for (const value of ['', '>', '->', ' - ', '<a b=">', '@(', '&', '<!', ']]>']) {
      reads(`<a><!--${value}--></a>`, element('a', {}, { kind: 'comment', value }));
    }
  });

  it('with names that have a namespace, or that JavaScript gives a meaning', () => {
    const attributes = Object.fromEntries([
      ['__proto__', '1'],
      ['toString', '2'],
      ['xmlns:s', 'u'],
    ]);
    reads('<s:a __proto__="1" toString="2" xmlns:s="u"/>', element('s:a', attributes));
  });

  it('with elements nested a hundred deep, and no deeper', () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(readPolicyNodes(nested(100))).toHaveLength(1);
    const error = errorOf(() => readPolicyNodes(nested(101)));
    expect([error.reason, error.position]).toEqual(['elements are nested deeper than 100', { line: 1, column: 301 }]);
    expect(errorOf(() => readPolicyNodes('<a>'.repeat(100_000))).reason).toBe(error.reason);
  });
});

describe('a value is read', () => {
  it('with its entities', () => {
    const source = '&amp;&lt;&gt;&quot;&apos;&#65;&#x42;&#x1F600;&#128512;&amp;lt;';
    const value = `&<>"'AB\u{1f600}\u{1f600}&lt;`;
    expect(attribute(source)).toBe(value);
    expect(content(source)).toBe(value);
  });

  it.each(['a > b', "'", 'a @ (b)', '{{named-value}}', '\t\n\r', '\u{1f600}', ']]>'])('as it stands: %j', (value) => {
    expect(attribute(value)).toBe(value);
    expect(content(`x${value}`)).toBe(`x${value}`);
  });

  it('in either kind of quotes', () => {
    expect(attribute(`'`, '"')).toBe(`'`);
    expect(attribute(`"`, "'")).toBe(`"`);
    expect(attribute(`@(a['b'] + "c")`, "'")).toBe(`@(a['b'] + "c")`);
    expect(attribute(`@(a["b"] + 'c')`, '"')).toBe(`@(a["b"] + 'c')`);
  });

  it.each([
    ['@(a["b"])', '@(a[&quot;b&quot;])'],
    ['@(a && b)', '@(a &amp;&amp; b)'],
    ['@(a < b)', '@(a &lt; b)'],
    ['@(f(")"))', '@(f(&quot;)&quot;))'],
    ['@(a == \')\' || b == "<c>")', '@(a == &apos;)&apos; || b == &quot;&lt;c&gt;&quot;)'],
    ['x & @(a["b"])"y" @{return "&";}', null],
    [
      '@{\n  // it\'s "\n  return $"{a["x"]}" + "</a>";\n}',
      '@{&#10;  // it&#39;s &#34;&#10;  return $&quot;{a[&quot;x&quot;]}&quot; + &quot;&lt;/a&gt;&quot;;&#xA;}',
    ],
    ['@("&amp;" + "<")', '@(&quot;&amp;amp;&quot; + &quot;&lt;&quot;)'],
    ['@(a.Replace("&", "&amp;"))', '@(a.Replace(&quot;&amp;&quot;, &quot;&amp;amp;&quot;))'],
  ])('the same with its expressions raw and escaped: %s', (value, escaped) => {
    const text = value.startsWith('x') ? value.replace('x & ', 'x &amp; ') : value;
    expect(content(text)).toBe(value);
    expect(attribute(text.replace('"y"', '&quot;y&quot;'))).toBe(value);
    if (escaped === null) return;
    expect(content(escaped)).toBe(value);
    expect(attribute(escaped)).toBe(value);
  });

  it.each([
    ['@(a["b"] &amp;&amp; c &lt; 1)', '@(a["b"] && c < 1)'],
    ['@{ return a.Value&lt;string&gt;("b"); }', '@{ return a.Value<string>("b"); }'],
    ['x @(f("a") &gt;= 1) &lt; y', 'x @(f("a") >= 1) < y'],
    ['@(a["b"] /* &lt; */ == "c")', '@(a["b"] /* &lt; */ == "c")'],
    // What the entity in the string stands for is not known.
    ['@(a["&lt;"] &amp;&amp; b)', '@(a["&lt;"] &amp;&amp; b)'],
  ])('with literal quotes, and with escaped operators: %s', (source, value) => {
    expect(attribute(source)).toBe(value);
  });

  it('with an expression that begins with an entity', () => {
    expect(content('&#64;(a &amp; b)')).toBe('@(a & b)');
    expect(content('&#64;(&quot;)&quot;)')).toBe('@(")")');
  });
});

describe('a whole document', () => {
  it('is its root element, whatever comments stand around it', () => {
    expect(plain([readPolicy('<?xml version="1.0"?>\n<!-- a --><policies><inbound/></policies><!-- b -->\n')])).toEqual(
      plain([element('policies', {}, element('inbound'))]),
    );
  });

  it.each([
    ['nothing', '', 1, 1],
    ['a comment alone', '<!-- a -->', 1, 1],
    ['text alone', 'a', 1, 1],
    ['text beside the root', '<a/>b', 1, 1],
    ['a second root', '<a/>\n <b/><c/>', 2, 2],
  ])('is not %s', (_, source, line, column) => {
    const error = errorOf(() => readPolicy(source));
    expect([error.reason, error.position]).toEqual(['a policy document has one root element', { line, column }]);
  });
});
