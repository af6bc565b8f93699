import fc from 'fast-check';
import {
  BASE,
  element,
  PolicyNode,
  PolicySyntaxError,
  readPolicy,
  readPolicyNodes,
  text,
  writePolicy,
} from '../../lib/policy';
import { plain } from './plain';

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

function errorOf(read: () => unknown): PolicySyntaxError {
  try {
    read();
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error;
    throw error;
  }
  throw new Error('no error');
}

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

describe('what is no policy text is refused with its place and reason', () => {
  const bareAmpersand = "'&' must be written &amp; here, or start an entity that XML knows";
  const bareLess = "'<' must be written &lt; in an attribute";
  const noDeclaration = 'declarations and processing instructions are not allowed in a policy';
  const hyphens = 'a comment cannot contain two consecutive hyphens or end with a hyphen';

  it.each<[line: number, column: number, source: string, reason: string]>([
    [1, 4, '<a>\0</a>', 'a character that XML does not allow'],
    [2, 8, '<a>\n  <!-- \x1f --></a>', 'a character that XML does not allow'],
    [1, 7, '<a b="\ud800"/>', 'a character that XML does not allow'],
    [1, 1, '<?xml version="1.0"', 'the XML declaration is not closed'],
    [1, 1, '<?xml-stylesheet href="x"?><a/>', noDeclaration],
    [1, 2, ' <?xml version="1.0"?><a/>', noDeclaration],
    [1, 4, '<a><?php ?></a>', noDeclaration],
    [1, 1, '<!DOCTYPE a><a/>', noDeclaration],
    [2, 1, '<a>\n<!ENTITY b "c"></a>', noDeclaration],
    [2, 3, '<a>\n  <!-- b', 'a comment is not closed'],
    [1, 1, '<!-->', 'a comment is not closed'],
    [1, 1, '<!--->', 'a comment is not closed'],
    [2, 3, '<!--\na -- b -->', hyphens],
    [1, 7, '<!-- a--->', hyphens],
    [1, 4, '<a><![CDATA[b]]</a>', 'a CDATA section is not closed'],
    [1, 5, '<a>b<![CDATA[c', 'a CDATA section is not closed'],
    [1, 2, '<', 'an element has no name here'],
    [1, 9, '<a></a><1/>', 'an element has no name here'],
    [1, 5, '<a>< b/></a>', 'an element has no name here'],
    [2, 2, '\n<é/>', 'an element has no name here'],
    [2, 3, '<a>\n  <b>', '<b> is not closed'],
    [1, 1, '<a', '<a> is not closed'],
    [1, 1, '<a b="1"', '<a> is not closed'],
    [1, 1, '<a b="1" ', '<a> is not closed'],
    [1, 1, '<a><b/>', '<a> is not closed'],
    [1, 3, '<a/ >', "'/' is not followed by '>'"],
    [1, 9, '<a b="1"/', "'/' is not followed by '>'"],
    [1, 9, '<a b="1"c="2"/>', 'white space is missing before an attribute'],
    [1, 3, '<a<b/>', 'white space is missing before an attribute'],
    [1, 3, '<a\u00a0b="1"/>', 'white space is missing before an attribute'],
    [1, 4, '<a "b"/>', 'an attribute has no name here'],
    [1, 4, '<a =""/>', 'an attribute has no name here'],
    [1, 4, '<a b/>', 'an attribute of <a> has no value'],
    [1, 4, '<a b', 'an attribute of <a> has no value'],
    [1, 6, '<a b=c/>', 'the value of the attribute b is not in quotes'],
    [1, 6, '<a b=', 'the value of the attribute b is not in quotes'],
    [2, 2, '<a\n b="c/>', 'the value of the attribute b is not closed'],
    [1, 4, "<a b='c", 'the value of the attribute b is not closed'],
    [2, 3, '<a b=""\n  b=""/>', 'the attribute b appears twice'],
    [1, 19, '<a b="@(c["d"])"  b=\'\'/>', 'the attribute b appears twice'],
    [1, 24, '<a __proto__="" c="d"  __proto__=""/>', 'the attribute __proto__ appears twice'],
    [1, 9, '<a b="c < d"/>', bareLess],
    [1, 21, '<a b="@(c["d"] < 1) < 2"/>', bareLess],
    [3, 1, '<a b="\n\n<"/>', bareLess],
    [1, 6, '<a>b & c</a>', bareAmpersand],
    [1, 5, '<a>b&amp</a>', bareAmpersand],
    [1, 4, '<a>&nbsp;</a>', bareAmpersand],
    [1, 4, '<a>&constructor;</a>', bareAmpersand],
    [1, 4, '<a>&AMP;</a>', bareAmpersand],
    [1, 4, '<a>&;</a>', bareAmpersand],
    [1, 4, '<a>&#;</a>', bareAmpersand],
    [1, 4, '<a>&#x;</a>', bareAmpersand],
    [1, 4, '<a>&#X41;</a>', bareAmpersand],
    [1, 4, '<a>&#0;</a>', bareAmpersand],
    [1, 4, '<a>&#xD83D;</a>', bareAmpersand],
    [1, 4, '<a>&#x110000;</a>', bareAmpersand],
    [1, 4, '<a>&#99999999999999999999;</a>', bareAmpersand],
    [2, 11, '<a b="\n@(c && d) & e"/>', bareAmpersand],
    [2, 3, '<a>\n  @(b</a>', 'an expression is not closed'],
    [1, 9, '<a b="c @{ return "d"; "/>', 'an expression is not closed'],
    [1, 9, '<a>@(b) @("c)</a>', 'an expression is not closed'],
    [1, 4, '<a>&#64;(b</a>', 'an expression is not closed'],
    [1, 4, '<a>@<![CDATA[(b]]></a>', 'an expression is not closed'],
    [1, 4, '<a><![CDATA[@(b]]></a>', 'an expression is not closed'],
    [1, 7, '<a b="&#64;&#40;"/>', 'an expression is not closed'],
    [1, 3, '</>', 'an end tag has no name here'],
    [1, 6, '<a></ a>', 'an end tag has no name here'],
    [1, 4, '<a></a', '</a is not closed'],
    [1, 4, '<a></a b="c">', '</a is not closed'],
    [1, 1, '</a>', '</a> closes nothing'],
    [2, 1, '<a/>\n</a>', '</a> closes nothing'],
    [3, 3, '<a>\n  <b>\n  </a></b>', '</a> closes <b>'],
    [1, 4, '<a></A>', '</A> closes <a>'],
  ])('%i:%i %j', (line, column, source, reason) => {
    const error = errorOf(() => readPolicyNodes(source));
    expect([error.reason, error.position]).toEqual([reason, { line, column }]);
    expect(error.message).toBe(`line ${line}, column ${column}: ${reason}`);
    expect(error.name).toBe('PolicySyntaxError');
  });
});

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
