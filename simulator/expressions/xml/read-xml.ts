import { budget } from '../budget';
import { argumentNull, CSharpException, Unsupported } from '../errors';
import {
  XAttributeValue,
  XContainerValue,
  XDocumentValue,
  XElementValue,
  XMarkupValue,
  XML,
  XMLNS,
  XNameValue,
  XTextValue,
} from './tree';

const NAME = '[A-Za-z_\\u0080-\\uffff][\\w.\\-\\u00b7-\\uffff]*';
const TAG = new RegExp(
  `<(${NAME}(?::${NAME})?)((?:\\s+${NAME}(?::${NAME})?\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  'y',
);
const ATTRIBUTE = new RegExp(`(${NAME}(?::${NAME})?)\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const CLOSING = new RegExp(`</(${NAME}(?::${NAME})?)\\s*>`, 'y');
const DECLARATION =
  /<\?xml(\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*)\?>/y;
const COMMENT = /<!--((?:(?!--)[\s\S])*)-->/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const INSTRUCTION = new RegExp(`<\\?(?!xml[\\s?])(${NAME})(?:\\s+([^]*?))?\\?>`, 'yi');
const TEXT = /[^<]+/y;
const BLANK = /^[ \t\r\n]*$/;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const DEEPEST = 200;
/** A character that XML does not allow. */
const INVALID = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function invalid(reason: string): CSharpException {
  return new CSharpException('XmlException', reason);
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+))?;?/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : undefined;
      const found = code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : ENTITIES[name ?? ''];
      if (found === undefined || !whole.endsWith(';')) throw invalid('Reference to an undeclared entity.');
      if (INVALID.test(found)) throw invalid('A character is invalid.');
      return found;
    },
  );
}

type Prefixes = ReadonlyMap<string, string>;

/** Reads a document. Like .NET, it drops text that consists of white space only. */
export function readXml(text: string | null): XDocumentValue {
  if (text === null) throw argumentNull('text');
  budget.spend(64 + 2 * text.length);
  if (text.startsWith('\ufeff') || INVALID.test(text)) throw invalid('A character is invalid.');
  return new Reader(text.replace(/\r\n?/g, '\n')).document();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): XDocumentValue {
    const document = new XDocumentValue();
    const declaration = this.match(DECLARATION);
    if (declaration) document.declaration = `<?xml${declaration[1]}?>`;
    this.content(document, new Map([['xml', XML]]), 0);
    if (this.at < this.text.length) throw invalid('Unexpected end tag.');
    if (!document.root) throw invalid('Root element is missing.');
    if (document.elements.length > 1) throw invalid('There are multiple root elements.');
    return document;
  }

  private content(parent: XContainerValue, prefixes: Prefixes, depth: number): void {
    if (depth > DEEPEST) throw new Unsupported(`XML is nested more than ${DEEPEST} levels deep`);
    while (this.at < this.text.length) {
      if (this.text.startsWith('</', this.at)) return;
      const text = this.match(TEXT);
      const cdata = text ? null : this.match(CDATA);
      const comment = (text ?? cdata) ? null : this.match(COMMENT);
      const instruction = (text ?? cdata ?? comment) ? null : this.match(INSTRUCTION);
      if (text) this.addText(parent, text[0]);
      else if (cdata) this.addCData(parent, cdata[1]);
      else if (comment) parent.add(new XMarkupValue('comment', comment[1]));
      else if (instruction)
        parent.add(new XMarkupValue('instruction', instruction[1] + (instruction[2] ? ` ${instruction[2]}` : '')));
      else this.element(parent, prefixes, depth);
    }
  }

  private addText(parent: XContainerValue, text: string): void {
    if (text.includes(']]>')) throw invalid("']]>' is not allowed in text.");
    if (!(parent instanceof XElementValue) && !BLANK.test(text)) throw invalid('Data at the root level is invalid.');
    const content = unescaped(text);
    if (!BLANK.test(content)) parent.add(new XTextValue(content));
  }

  private addCData(parent: XContainerValue, text: string): void {
    if (!(parent instanceof XElementValue)) throw invalid('Data at the root level is invalid.');
    parent.add(new XTextValue(text, true));
  }

  private element(parent: XContainerValue, outer: Prefixes, depth: number): void {
    if (this.text.startsWith('<!DOCTYPE', this.at)) throw new Unsupported('a DOCTYPE is not supported');
    const tag = this.match(TAG);
    if (!tag) throw invalid(`Invalid XML at position ${this.at}.`);
    const given = [...tag[2].matchAll(ATTRIBUTE)].map(([, name, double, single]) => ({
      name,
      value: unescaped((double ?? single).replace(/[\n\t]/g, ' ')),
    }));
    const prefixes = new Map(outer);
    for (const { name, value } of given) {
      if (name === 'xml:space') throw new Unsupported('xml:space is not supported');
      const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : undefined;
      if (prefix === undefined) continue;
      const isReserved = prefix === 'xmlns' || value === XMLNS || (prefix === 'xml') !== (value === XML);
      if (isReserved || (prefix !== '' && value === '')) throw invalid(`The declaration ${name} is invalid.`);
      prefixes.set(prefix, value);
    }
    const element = new XElementValue(nameOf(tag[1], prefixes, prefixes.get('') ?? ''));
    for (const { name, value } of given) {
      const own = name.startsWith('xmlns:') ? new XNameValue(XMLNS, name.slice(6)) : nameOf(name, prefixes, '');
      if (element.attribute(own)) throw invalid(`'${name}' is a duplicate attribute name.`);
      element.setAttribute(new XAttributeValue(own, value));
    }
    parent.add(element);
    if (tag[3] === '/') return;
    element.isEmpty = false;
    this.content(element, prefixes, depth + 1);
    const closing = this.match(CLOSING);
    if (closing?.[1] !== tag[1]) throw invalid(`The start tag '${tag[1]}' does not match the end tag.`);
  }

  private match(regex: RegExp): RegExpExecArray | null {
    regex.lastIndex = this.at;
    const match = regex.exec(this.text);
    if (match) this.at = regex.lastIndex;
    return match;
  }
}

function nameOf(name: string, prefixes: Prefixes, byDefault: string): XNameValue {
  const colon = name.indexOf(':');
  if (colon < 0) return new XNameValue(byDefault, name);
  const namespace = prefixes.get(name.slice(0, colon));
  if (namespace === undefined) throw invalid(`'${name.slice(0, colon)}' is an undeclared prefix.`);
  return new XNameValue(namespace, name.slice(colon + 1));
}
