import { budget } from '../budget';

/** An `XName`. */
export class XNameValue {
  constructor(
    readonly namespace: string,
    readonly local: string,
  ) {}

  /** The name in the notation `{namespace}local`. */
  get text(): string {
    return this.namespace === '' ? this.local : `{${this.namespace}}${this.local}`;
  }
}

/** An `XNamespace`. */
export class XNamespaceValue {
  constructor(readonly text: string) {}
}

/** An `XObject`: a node or an attribute, with its parent. */
export abstract class XObjectValue {
  parent: XContainerValue | null = null;

  constructor() {
    budget.allocate(160);
  }
}

export class XAttributeValue extends XObjectValue {
  constructor(
    readonly name: XNameValue,
    readonly value: string,
  ) {
    super();
  }

  /** The declared prefix, empty for the default namespace; undefined if the attribute declares no namespace. */
  get prefix(): string | undefined {
    if (this.name.namespace === XMLNS) return this.name.local;
    return this.name.namespace === '' && this.name.local === 'xmlns' ? '' : undefined;
  }
}

export const XMLNS = 'http://www.w3.org/2000/xmlns/';
export const XML = 'http://www.w3.org/XML/1998/namespace';

export class XTextValue extends XObjectValue {
  constructor(
    readonly value: string,
    readonly isCData = false,
  ) {
    super();
  }
}

/** A comment or a processing instruction. */
export class XMarkupValue extends XObjectValue {
  constructor(
    readonly kind: 'comment' | 'instruction',
    readonly text: string,
  ) {
    super();
  }
}

export type XNodeValue = XTextValue | XMarkupValue | XContainerValue;

export abstract class XContainerValue extends XObjectValue {
  readonly nodes: XNodeValue[] = [];

  add(node: XNodeValue): void {
    node.parent = this;
    this.nodes.push(node);
  }

  get elements(): XElementValue[] {
    return this.nodes.filter((node) => node instanceof XElementValue);
  }
}

export class XElementValue extends XContainerValue {
  readonly attributes: XAttributeValue[] = [];
  /** Whether it is written as one tag: it has no content, not even an empty text. */
  isEmpty = true;

  constructor(readonly name: XNameValue) {
    super();
  }

  attribute({ text }: XNameValue): XAttributeValue | undefined {
    return this.attributes.find(({ name }) => name.text === text);
  }

  setAttribute(attribute: XAttributeValue): void {
    attribute.parent = this;
    this.attributes.push(attribute);
  }

  /** The text of the element and of all elements in it. */
  get value(): string {
    let text = '';
    for (const node of this.nodes) {
      if (node instanceof XTextValue) text += node.value;
      else if (node instanceof XElementValue) text += node.value;
      budget.text(text.length, 0);
    }
    budget.text(text.length);
    return text;
  }
}

export class XDocumentValue extends XContainerValue {
  declaration: string | null = null;

  get root(): XElementValue | null {
    return this.elements[0] ?? null;
  }
}

/** Returns the elements in a container at any depth, in the order of the document. */
export function* descendants(container: XContainerValue): Iterable<XElementValue> {
  for (const element of container.elements) {
    budget.spend(1);
    yield element;
    yield* descendants(element);
  }
}
