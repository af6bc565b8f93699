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
const DECLARATION = /<\?xml(\s[^?]*)\?>/y;
const COMMENT = /<!--((?:(?!--)[\s\S])*)-->/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const INSTRUCTION = /<\?([\s\S]*?)\?>/y;
const TEXT = /[^<]+/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const DEEPEST = 200;

function invalid(reason: string): CSharpException {
  return new CSharpException('XmlException', reason);
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+))?;?/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : undefined;
      const found = code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : ENTITIES[name ?? ''];
      if (found === undefined || !whole.endsWith(';')) throw invalid(`Reference to an undeclared entity.`);
      return found;
    },
  );
}

type Prefixes = ReadonlyMap<string, string>;

/** Reads a document. Like .NET, it drops text that consists of white space only. */
export function readXml(text: string | null): XDocumentValue {
  if (text === null) throw argumentNull('text');
  budget.spend(64 + 2 * text.length);
  return new Reader(text.replace(/^\ufeff/, '')).document();
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
      else if (cdata && parent instanceof XElementValue) parent.add(new XTextValue(cdata[1], true));
      else if (comment) parent.add(new XMarkupValue('comment', comment[1]));
      else if (instruction) parent.add(new XMarkupValue('instruction', instruction[1]));
      else this.element(parent, prefixes, depth);
    }
  }

  private addText(parent: XContainerValue, text: string): void {
    if (/^[ \t\r\n]*$/.test(text)) return;
    if (!(parent instanceof XElementValue)) throw invalid('Data at the root level is invalid.');
    parent.add(new XTextValue(unescaped(text.replace(/\r\n?/g, '\n'))));
  }

  private element(parent: XContainerValue, outer: Prefixes, depth: number): void {
    if (this.text.startsWith('<!DOCTYPE', this.at)) throw new Unsupported('a DOCTYPE is not supported');
    const tag = this.match(TAG);
    if (!tag) throw invalid(`Invalid XML at position ${this.at}.`);
    const given = [...tag[2].matchAll(ATTRIBUTE)].map(([, name, double, single]) => ({
      name,
      value: unescaped((double ?? single).replace(/\r\n?|[\n\t]/g, ' ')),
    }));
    const prefixes = new Map(outer);
    for (const { name, value } of given) {
      if (name === 'xmlns') prefixes.set('', value);
      else if (name.startsWith('xmlns:')) prefixes.set(name.slice(6), value);
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
