import { bounded, budget } from '../budget';
import { Unsupported } from '../errors';
import { QueryValue } from '../collection';
import { registerClass } from '../runtime-type';
import { type } from '../types';
import { EnumValue, Value } from '../value';
import { readXml } from '../xml/read-xml';
import * as x from '../xml/tree';
import { writeXml } from '../xml/write-xml';
import { declare, declareEnum } from './declare';
import { each } from './items';

const ELEMENT = type('XElement');
const ATTRIBUTE = type('XAttribute');

for (const [of, name] of [
  [x.XNameValue, 'XName'],
  [x.XNamespaceValue, 'XNamespace'],
  [x.XAttributeValue, 'XAttribute'],
  [x.XTextValue, 'XText'],
  [x.XMarkupValue, 'XComment'],
  [x.XElementValue, 'XElement'],
  [x.XDocumentValue, 'XDocument'],
] as const) {
  registerClass(of, type(name));
}

declareEnum('SaveOptions', ['None', 'DisableFormatting', 'OmitDuplicateNamespaces']);

function is({ text }: x.XNameValue): (element: x.XElementValue) => boolean {
  return ({ name }) => name.text === text;
}

function* where<T>(items: Iterable<T>, test: (item: T) => boolean): Iterable<T> {
  for (const item of items) if (test(item)) yield item;
}

function elements(items: () => Iterable<x.XElementValue>): QueryValue {
  return new QueryValue(ELEMENT, items);
}

function read(text: string | null): x.XElementValue {
  const { root } = readXml(text);
  root!.parent = null;
  return root!;
}

declare('XNamespace', {
  'static XNamespace None': () => new x.XNamespaceValue(''),
  'static XNamespace Xml': () => new x.XNamespaceValue(x.XML),
  'static XNamespace Xmlns': () => new x.XNamespaceValue(x.XMLNS),
  'static XNamespace Get(string)': (text: string) => new x.XNamespaceValue(text),
  'string NamespaceName': ({ text }: x.XNamespaceValue) => text,
  'XName GetName(string)': ({ text }: x.XNamespaceValue, local: string) => new x.XNameValue(text, local),
  'string ToString()': ({ text }: x.XNamespaceValue) => text,
});
declare('XName', {
  'static XName Get(string, string)': (local: string, namespace: string) => new x.XNameValue(namespace, local),
  'string LocalName': ({ local }: x.XNameValue) => local,
  'string NamespaceName': ({ namespace }: x.XNameValue) => namespace,
  'XNamespace Namespace': ({ namespace }: x.XNameValue) => new x.XNamespaceValue(namespace),
  'string ToString()': ({ text }: x.XNameValue) => text,
});
declare('XObject', {
  'XElement Parent': ({ parent }: x.XObjectValue) => (parent instanceof x.XElementValue ? parent : null),
});
declare(
  'XNode',
  {
    'string ToString()': (node: x.XObjectValue) => writeXml(node),
    'string ToString(SaveOptions)': (node: x.XObjectValue, { number }: EnumValue) => writeXml(node, number === 0),
  },
  { bases: ['XObject'] },
);

declare('XText', { 'string Value': ({ value }: x.XTextValue) => value }, { bases: ['XNode'] });
declare('XComment', { 'string Value': ({ text }: x.XMarkupValue) => text }, { bases: ['XNode'] });
declare(
  'XAttribute',
  {
    'XName Name': ({ name }: x.XAttributeValue) => name,
    'string Value': ({ value }: x.XAttributeValue) => value,
    'bool IsNamespaceDeclaration': ({ prefix }: x.XAttributeValue) => prefix !== undefined,
    'string ToString()': (attribute: x.XAttributeValue) => writeXml(attribute),
  },
  { bases: ['XObject'] },
);
declare(
  'XContainer',
  {
    'IEnumerable<XNode> Nodes()': ({ nodes }: x.XContainerValue) => new QueryValue(type('XNode'), () => [...nodes]),
    'XNode FirstNode': ({ nodes }: x.XContainerValue) => nodes[0] ?? null,
    'XElement Element(XName)': (of: x.XContainerValue, name: x.XNameValue) => of.elements.find(is(name)) ?? null,
    'IEnumerable<XElement> Elements()': (of: x.XContainerValue) => elements(() => of.elements),
    'IEnumerable<XElement> Elements(XName)': (of: x.XContainerValue, name: x.XNameValue) =>
      elements(() => of.elements.filter(is(name))),
    'IEnumerable<XElement> Descendants()': (of: x.XContainerValue) => elements(() => x.descendants(of)),
    'IEnumerable<XElement> Descendants(XName)': (of: x.XContainerValue, name: x.XNameValue) =>
      elements(() => where(x.descendants(of), is(name))),
  },
  { bases: ['XNode'] },
);
declare(
  'XElement',
  {
    'static XElement Parse(string)': read,
    'XName Name': ({ name }: x.XElementValue) => name,
    'string Value': ({ value }: x.XElementValue) => value,
    'bool HasElements': (element: x.XElementValue) => element.elements.length > 0,
    'bool HasAttributes': ({ attributes }: x.XElementValue) => attributes.length > 0,
    'bool IsEmpty': ({ isEmpty }: x.XElementValue) => isEmpty,
    'XAttribute Attribute(XName)': (element: x.XElementValue, name: x.XNameValue) => element.attribute(name) ?? null,
    'IEnumerable<XAttribute> Attributes()': ({ attributes }: x.XElementValue) =>
      new QueryValue(ATTRIBUTE, () => [...attributes]),
    'IEnumerable<XAttribute> Attributes(XName)': (element: x.XElementValue, name: x.XNameValue) =>
      new QueryValue(ATTRIBUTE, () => [element.attribute(name) ?? []].flat()),
    'IEnumerable<XElement> DescendantsAndSelf()': (of: x.XElementValue) =>
      elements(function* () {
        yield of;
        yield* x.descendants(of);
      }),
    'XNamespace GetDefaultNamespace()': (element: x.XElementValue) => {
      for (let at: x.XContainerValue | null = element; at instanceof x.XElementValue; at = at.parent) {
        const found = at.attributes.find(({ prefix }) => prefix === '');
        if (found) return new x.XNamespaceValue(found.value);
      }
      return new x.XNamespaceValue('');
    },
  },
  { bases: ['XContainer'] },
);
declare(
  'XDocument',
  {
    'static XDocument Parse(string)': (text: string | null) => readXml(text),
    'XElement Root': ({ root }: x.XDocumentValue) => root,
  },
  { bases: ['XContainer'] },
);

const ofEach = (items: Value, of: (container: x.XContainerValue) => Iterable<x.XElementValue>): QueryValue =>
  elements(function* () {
    for (const container of each(items)) {
      if (!(container instanceof x.XContainerValue)) throw new Unsupported('only XML nodes have elements');
      yield* of(container);
    }
  });

// On a sequence of other items, the call fails as a cast does.
declare(
  'IEnumerable<T>',
  {
    'IEnumerable<XElement> Elements()': (items: Value) => ofEach(items, (of) => of.elements),
    'IEnumerable<XElement> Elements(XName)': (items: Value, name: x.XNameValue) =>
      ofEach(items, (of) => of.elements.filter(is(name))),
    'IEnumerable<XElement> Descendants(XName)': (items: Value, name: x.XNameValue) =>
      ofEach(items, (of) => where(x.descendants(of), is(name))),
  },
  { isExtension: true },
);

/** Returns a body as XML. */
export function bodyAsXml(content: string, wanted: string): x.XContainerValue {
  budget.scan(content.length);
  return wanted === 'XDocument' ? readXml(content) : read(bounded(content));
}
