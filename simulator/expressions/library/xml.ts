import { bounded, budget } from '../budget';
import { argument, argumentNull, invalidOperation, Unsupported } from '../errors';
import { QueryValue } from '../collection';
import { registerClass } from '../runtime-type';
import { type } from '../types';
import { EnumValue, Value } from '../value';
import { readXml } from '../xml/read-xml';
import * as x from '../xml/tree';
import { textOf } from '../xml/text';
import { writeXml } from '../xml/write-xml';
import { declare, declareEnum, Written } from './declare';
import { each, itemsOf } from './items';

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

/** Adds content as .NET does: nodes and attributes as such, sequences item by item, and other values as text. */
function addContent(to: x.XContainerValue, content: Value): void {
  budget.spend(4);
  if (content === null) return;
  if (content instanceof x.XAttributeValue) {
    if (!(to instanceof x.XElementValue)) throw argument('An attribute cannot be added to content.');
    if (to.attribute(content.name)) throw invalidOperation('Duplicate attribute.');
    to.setAttribute(content);
  } else if (content instanceof x.XDocumentValue) throw argument('A document cannot be added to content.');
  else if (content instanceof x.XObjectValue) to.add(content as x.XNodeValue);
  else if (typeof content === 'object' && isSequence(content)) for (const item of each(content)) addContent(to, item);
  else addText(to, textOf(content));
}

function isSequence(value: object): boolean {
  return 'items' in value || value instanceof Uint8Array;
}

function addText(to: x.XContainerValue, text: string): void {
  if (!(to instanceof x.XElementValue)) throw argument('Non-whitespace characters cannot be added to content.');
  if (text === '') to.isEmpty = false;
  else to.add(new x.XTextValue(text));
}

function filled<T extends x.XContainerValue>(container: T, content: Value): T {
  for (const item of itemsOf(content)) addContent(container, item);
  return container;
}

function removed(node: x.XObjectValue): null {
  const { parent } = node;
  if (!parent) throw invalidOperation('The parent is missing.');
  const siblings: x.XObjectValue[] =
    node instanceof x.XAttributeValue && parent instanceof x.XElementValue ? parent.attributes : parent.nodes;
  budget.scan(siblings.length);
  siblings.splice(siblings.indexOf(node), 1);
  node.parent = null;
  return null;
}

function setAttribute(element: x.XElementValue, name: x.XNameValue, value: Value): null {
  const known = element.attribute(name);
  if (value === null) return known ? removed(known) : null;
  if (known) known.value = textOf(value);
  else element.setAttribute(new x.XAttributeValue(name, textOf(value)));
  return null;
}

function setElement(container: x.XContainerValue, name: x.XNameValue, value: Value): null {
  const known = container.elements.find(is(name));
  if (value === null) return known ? removed(known) : null;
  const element = known ?? new x.XElementValue(name);
  element.value = textOf(value);
  if (!known) container.add(element);
  return null;
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
    'void Remove()': removed,
    'string ToString()': (node: x.XObjectValue) => writeXml(node),
    'string ToString(SaveOptions)': (node: x.XObjectValue, { number }: EnumValue) => writeXml(node, number === 0),
    ...replacement('void ReplaceWith(params object[])'),
  },
  { bases: ['XObject'] },
);

function replacement(signature: string): Record<string, Written> {
  return {
    [signature]: (node: x.XNodeValue, content: Value) => {
      const { parent } = node;
      if (!parent) throw invalidOperation('The parent is missing.');
      const { nodes } = parent;
      const after = nodes.splice(nodes.indexOf(node) + 1);
      removed(node);
      filled(parent, content);
      nodes.push(...after);
      return null;
    },
  };
}

declare('XText', { 'string Value': ({ value }: x.XTextValue) => value }, { bases: ['XNode'] });
declare('XComment', { 'string Value': ({ text }: x.XMarkupValue) => text }, { bases: ['XNode'] });
declare('XText', { 'new(string)': (text: string) => new x.XTextValue(text) });
declare('XComment', { 'new(string)': (text: string) => new x.XMarkupValue('comment', text) });
declare('XCData', { 'new(string)': (text: string) => new x.XTextValue(text, true) }, { bases: ['XText'] });
declare(
  'XAttribute',
  {
    'new(XName, object)': (name: x.XNameValue, value: Value) => {
      if (value === null) throw argumentNull('value');
      return new x.XAttributeValue(name, textOf(value));
    },
    'XName Name': ({ name }: x.XAttributeValue) => name,
    'string Value': ({ value }: x.XAttributeValue) => value,
    'void set_Value(string)': (attribute: x.XAttributeValue, value: string) => ((attribute.value = value), null),
    'bool IsNamespaceDeclaration': ({ prefix }: x.XAttributeValue) => prefix !== undefined,
    'void Remove()': removed,
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
    'void Add(params object[])': (of: x.XContainerValue, content: Value) => (filled(of, content), null),
    'void AddFirst(params object[])': (of: x.XContainerValue, content: Value) => {
      const after = of.nodes.splice(0);
      filled(of, content);
      of.nodes.push(...after);
      return null;
    },
    'void RemoveNodes()': (of: x.XContainerValue) => {
      for (const node of [...of.nodes]) removed(node);
      return null;
    },
  },
  { bases: ['XNode'] },
);
declare(
  'XElement',
  {
    'new(XName)': (name: x.XNameValue) => new x.XElementValue(name),
    'new(XName, params object[])': (name: x.XNameValue, content: Value) => filled(new x.XElementValue(name), content),
    'new(XElement)': (other: x.XElementValue) => x.copyOf(other),
    'static XElement Parse(string)': read,
    'XName Name': ({ name }: x.XElementValue) => name,
    'string Value': ({ value }: x.XElementValue) => value,
    'void set_Value(string)': (element: x.XElementValue, value: string) => ((element.value = value), null),
    'void SetValue(object)': (element: x.XElementValue, value: Value) => ((element.value = textOf(value)), null),
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
    'void SetAttributeValue(XName, object)': setAttribute,
    'void SetElementValue(XName, object)': setElement,
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
declare('XDeclaration', {
  'new(string, string, string)': () => {
    throw new Unsupported('an XML declaration is not supported');
  },
});
declare(
  'XDocument',
  {
    'new(params object[])': (content: Value) => filled(new x.XDocumentValue(), content),
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
