import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom';
import fc from 'fast-check';
import { BASE, element, policies, PolicyNode, readPolicyNodes, text, writePolicy } from '../../lib/policy';
import { plainValue } from './arbitrary-policies';
import { plain } from './plain';

const comment = (value: string): PolicyNode => ({ kind: 'comment', value });

describe('a document is written', () => {
  it('with its elements indented, what is empty closed at once, and text within its element', () => {
    const document = policies({
      inbound: [
        comment(' to the pool '),
        BASE,
        element('set-backend-service', { 'backend-id': 'orders' }),
        element('choose', {}, element('when', { condition: '@(a)' }, element('return-response', {}))),
      ],
      outbound: [element('set-header', { name: 'x', 'exists-action': 'override' }, element('value', {}, text('1')))],
    });
    expect(writePolicy(document)).toBe(
      `
<policies>
  <inbound>
    <!-- to the pool -->
    <base />
    <set-backend-service backend-id="orders" />
    <choose>
      <when condition="@(a)">
        <return-response />
      </when>
    </choose>
  </inbound>
  <backend>
    <base />
  </backend>
  <outbound>
    <set-header name="x" exists-action="override">
      <value>1</value>
    </set-header>
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
`.trim(),
    );
  });

  it('as a run of nodes, one below the other', () => {
    expect(writePolicy(BASE, comment('c'), element('a', {}, BASE))).toBe('<base />\n<!--c-->\n<a>\n  <base />\n</a>');
  });

  it('as nothing if there is nothing', () => expect(writePolicy()).toBe(''));

  it('with no white space beside a text, where it would be part of it', () => {
    const nodes = [text(' a '), BASE, comment('c'), text('b'), element('d', {}, element('e'))];
    expect(writePolicy(element('p', {}, ...nodes))).toBe('<p> a <base /><!--c-->b<d>\n    <e />\n  </d></p>');
    expect(writePolicy(...nodes)).toBe(' a <base /><!--c-->b<d>\n  <e />\n</d>');
  });

  it('with texts side by side as one', () => {
    expect(writePolicy(text('a'), text('b'))).toBe('ab');
    expect(writePolicy(element('a', {}, text('@(x '), text(''), text('&& y)')))).toBe('<a>@(x && y)</a>');
  });

  it('with no text where a text is empty', () => {
    expect(writePolicy(element('a', {}, text('')))).toBe('<a />');
    expect(writePolicy(element('a', {}, text(''), BASE))).toBe('<a>\n  <base />\n</a>');
  });

  it('without attributes that are undefined, and with numbers and truth values as text', () => {
    expect(writePolicy(element('a', { b: undefined, c: 1, d: false, e: '' }))).toBe('<a c="1" d="false" e="" />');
  });

  it('with names that JavaScript gives a meaning, or with a namespace', () => {
    const attributes = Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['xmlns:soap', 'urn:x'],
    ]);
    expect(writePolicy(element('soap:Envelope', attributes))).toBe(
      '<soap:Envelope __proto__="1" constructor="2" xmlns:soap="urn:x" />',
    );
  });
});

describe('a value is written', () => {
  const attribute = (value: string): string => writePolicy(element('a', { b: value })).slice('<a b="'.length, -4);
  const content = (value: string): string => writePolicy(element('a', {}, text(value))).slice('<a>'.length, -4);

  it('with its expressions as they are', () => {
    const value = '@(a["x"] < 1 && b > 2 || c == \'"\')';
    expect(attribute(value)).toBe(value);
    expect(content(value)).toBe(value);
  });

  it('with all else escaped', () => {
    expect(attribute(`& < > " ' &amp;`)).toBe(`&amp; &lt; &gt; &quot; ' &amp;amp;`);
    expect(content(`& < > " ' &amp; ]]>`)).toBe(`&amp; &lt; &gt; " ' &amp;amp; ]]&gt;`);
  });

  it('with what stands around an expression escaped', () => {
    expect(attribute('"a" & @(b["c"] && d) < @{return "e";}>')).toBe(
      '&quot;a&quot; &amp; @(b["c"] && d) &lt; @{return "e";}&gt;',
    );
  });

  it('with a byte order mark as an entity, as none is read at the start of a document', () => {
    expect(writePolicy(text('\ufeffa'))).toBe('&#xFEFF;a');
  });

  it('with entities in an expression as they are, where nothing but C# can be meant', () => {
    const quoted = '@(a.Replace("&amp;", ""))';
    expect(attribute(quoted)).toBe(quoted);
    const compared = '@(1 < 2 ? "&amp;" : "")';
    expect(content(compared)).toBe(compared);
    const bare = '@(a.Replace("&", "&amp;"))';
    expect(content(bare)).toBe(bare);
  });

  it('in any way that reads the same to an XML parser', () => {
    const parser = new DOMParser({ onError: onErrorStopParsing, normalizeLineEndings: (source) => source });
    fc.assert(
      fc.property(plainValue, (value) => {
        const isLayout = /^[ \t\r\n]*$/.test(value);
        const children = isLayout ? [] : [text(value)];
        const document = [element('root', { b: value, after: '' }, element('text', {}, ...children), element('after'))];
        const written = writePolicy(...document);
        expect(plain(readPolicyNodes(written))).toEqual(plain(document));

        const root = parser.parseFromString(written, 'text/xml').documentElement;
        // Within an attribute, an XML parser reads every white space character as a space.
        expect(root?.getAttribute('b')).toBe(value.replace(/[\t\n\r]/g, ' '));
        expect(root?.attributes.length).toBe(2);
        expect(root?.getElementsByTagName('*').length).toBe(2);
        expect(root?.getElementsByTagName('text')[0]?.textContent).toBe(isLayout ? '' : value);
      }),
      { numRuns: 250 },
    );
  });
});

describe('a document is refused', () => {
  const name = 'is not a valid name in a policy document';
  const character = 'contains a character that is not allowed in a policy document';

  it.each(['', ' ', '1', '-a', '.a', 'a b', 'a"', 'a>', 'a/', 'a=', 'a\n', '<a', 'é', 'a:', ':a', 'a:b:c', 'a:1'])(
    'with the name %j',
    (given) => {
      expect(() => writePolicy(element(given))).toThrow(`${JSON.stringify(given)} ${name}`);
      expect(() => writePolicy(element('a', { [given]: '' }))).toThrow(`${JSON.stringify(given)} ${name}`);
    },
  );

  it.each(['\0', '\x01', '\b', '\v', '\f', '\x1f', '\ufffe', '\uffff', '\ud800', '\udc00', '\udc00\ud800'])(
    'with the character %j',
    (given) => {
      const value = `a${given}b`;
      for (const node of [text(value), comment(value), element('a', { b: value }), text(`@("${value}")`)]) {
        expect(() => writePolicy(node)).toThrow(character);
      }
    },
  );

  it.each(['\t', '\n', '\r', '\x7f', '\x9f', '\ue000', '\ufffd', '\u{1f600}', '\u{10ffff}'])(
    'but not with the character %j',
    (given) => {
      const value = `a${given}b`;
      expect(writePolicy(element('a', { b: value }, text(value), comment(value)))).toBe(
        `<a b="${value}">${value}<!--${value}--></a>`,
      );
    },
  );

  it.each(['@(', 'a @(b', '@{ return "}"; ', '@(a) @(b]'])('with an expression that is not closed: %j', (value) => {
    const message = 'contains an expression that is not closed';
    expect(() => writePolicy(text(value))).toThrow(new Error(`a text ${message}`));
    expect(() => writePolicy(element('a', { b: value }))).toThrow(new Error(`the attribute b of <a> ${message}`));
  });

  it('with an expression that two texts make, and that is not closed', () => {
    expect(() => writePolicy(text('@'), text('(a'))).toThrow('an expression that is not closed');
  });

  it.each(['a--b', '--', '-', 'a-', '-->'])('with two hyphens in a comment, or one at its end: %j', (value) => {
    expect(() => writePolicy(comment(value))).toThrow(
      new Error('a comment cannot contain two consecutive hyphens or end with a hyphen'),
    );
  });

  it.each(['', '>', '->', '- a -b', '@(', '&<"'])('but not with other comments: %j', (value) => {
    expect(writePolicy(comment(value))).toBe(`<!--${value}-->`);
  });

  it.each([' ', '\n\t\r '])('with a text of white space alone: %j', (value) => {
    const message = 'a text that is only white space would be read as layout';
    expect(() => writePolicy(element('a', {}, text(value)))).toThrow(message);
    expect(() => writePolicy(element('a', {}, text(''), text(value)))).toThrow(message);
  });

  it('but not with white space that is text to XML', () => {
    expect(writePolicy(element('a', {}, text('\u00a0')))).toBe('<a>\u00a0</a>');
  });

  it.each([
    ['text', '@("a &amp; b")'],
    ['text', '@("&quot;)<")'],
    ['text', 'a & b @("&#38;")'],
    ['attribute', '@(a /*&lt;*/)'],
    ['attribute', '@(a[b] /*&#42;/) "*/)'],
  ])('with an expression that would be read as an escaped one, as a %s: %s', (where, value) => {
    const node = where === 'text' ? text(value) : element('a', { b: value });
    const what = where === 'text' ? 'a text' : 'the attribute b of <a>';
    expect(() => writePolicy(node)).toThrow(
      new Error(`${what} contains an expression with text that would be read as an XML entity`),
    );
  });

  it('with elements nested deeper than they are read', () => {
    const nested = (depth: number): PolicyNode => {
      let node = element('a');
      for (let level = 1; level < depth; level++) node = element('a', {}, node);
      return node;
    };
    expect(plain(readPolicyNodes(writePolicy(nested(100))))).toEqual(plain([nested(100)]));
    expect(() => writePolicy(nested(101))).toThrow('elements are nested deeper than 100');
  });
});
