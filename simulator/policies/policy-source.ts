import type { NumberRule } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import { childElements, PolicyElement, PolicyNode, Position } from '../../lib/policy';
import type { DeployedService } from '../deployment';
import type { Step } from '../engine/step';
import type { Value } from '../expressions';
import { constantText, flagOf, numberOf } from './attribute-values';
import { constantly, Reading } from './reading';

/** The location of a policy. */
export interface PolicyPlace {
  /** The address of the document. */
  readonly address: string;
  readonly scope: string;
  /** The path within its section, for example `choose[1]/when[2]`. */
  readonly path: string;
}

/** Compiles the parts of a policy and records what they need. */
export interface PartCompiler {
  readonly service: DeployedService;
  /** Compiles a value that consists of text, expressions, or both. */
  text(source: PolicySource, text: string, position: Position | undefined): Reading<string>;
  /** Compiles a value that keeps its type if it is a single expression; otherwise it is text. */
  value(source: PolicySource, text: string, position: Position | undefined): Reading<Value>;
  /** Compiles policies that run in sequence until one ends the section. */
  sequence(sources: readonly PolicySource[]): Step;
  /** Records that a policy reads the body of the request, of the response, or of the message of its section. */
  readsBody(of: 'request' | 'response' | 'message'): void;
  fault(source: PolicySource, reason: string, position: Position | undefined): void;
}

/** Gives a policy compiler access to attributes and children, and reports faults with their positions. */
export class PolicySource {
  readonly name: string;

  constructor(
    readonly element: PolicyElement,
    readonly place: PolicyPlace,
    readonly compiler: PartCompiler,
  ) {
    this.name = element.name;
  }

  /** Reports any other attribute as a fault: it would change the behavior of the policy. */
  allow(...attributes: readonly string[]): this {
    for (const name of Object.keys(this.element.attributes)) {
      if (name === 'id' || attributes.includes(name)) continue;
      this.fault(`its attribute ${name} is not simulated`, this.element.valuePositions?.[name]);
    }
    return this;
  }

  has(attribute: string): boolean {
    return Object.hasOwn(this.element.attributes, attribute);
  }

  /** Returns the text of an attribute with expressions evaluated; undefined if it is missing. */
  text(attribute: string): Reading<string> | undefined {
    return this.has(attribute) ? this.compiler.text(this, ...this.valueOf(attribute)) : undefined;
  }

  requiredText(attribute: string): Reading<string> {
    return this.text(attribute) ?? this.missing(attribute, () => '');
  }

  /** Returns the typed value of an expression. */
  requiredValue(attribute: string): Reading<Value> {
    return this.has(attribute)
      ? this.compiler.value(this, ...this.valueOf(attribute))
      : this.missing(attribute, () => null);
  }

  flag(attribute: string, otherwise: boolean): Reading<boolean> {
    if (!this.has(attribute)) return constantly(otherwise);
    return flagOf(this, attribute, this.requiredValue(attribute));
  }

  requiredFlag(attribute: string): Reading<boolean> {
    return this.has(attribute) ? this.flag(attribute, false) : this.missing(attribute, () => false);
  }

  number(attribute: string, rule: NumberRule): Reading<number> | undefined {
    return this.has(attribute) ? numberOf(this, attribute, this.requiredValue(attribute), rule) : undefined;
  }

  requiredNumber(attribute: string, rule: NumberRule): Reading<number> {
    return this.number(attribute, rule) ?? this.missing(attribute, () => rule.least);
  }

  /** Returns one of the given words, at compile time. */
  word<T extends string>(attribute: string, words: readonly T[], otherwise: T): T {
    if (!this.has(attribute)) return otherwise;
    const [text, position] = this.valueOf(attribute);
    const word = words.find((each) => each === text);
    if (word === undefined) {
      this.fault(`${attribute} is ${shownText(text)}; ${words.join(', ')} are allowed`, position);
    }
    return word ?? otherwise;
  }

  /** Returns a constant text; undefined if it is missing. */
  constant(attribute: string): string | undefined {
    return this.has(attribute) ? constantText(this, attribute, ...this.valueOf(attribute)) : undefined;
  }

  /** Returns the child elements with the given name, or all of them. */
  children(name?: string): PolicySource[] {
    const elements = childElements(this.element);
    const steps = numbered(elements);
    return elements.flatMap((child, index) => {
      if (name !== undefined && child.name !== name) return [];
      const place = { ...this.place, path: `${this.place.path}/${steps[index]}` };
      return [new PolicySource(child, place, this.compiler)];
    });
  }

  /** Returns the child elements, which can only have the given names. */
  knownChildren(...names: readonly string[]): PolicySource[] {
    const children = this.children();
    for (const child of children) {
      if (!names.includes(child.name)) child.fault(`is not allowed in <${this.name}>`);
    }
    return children.filter((child) => names.includes(child.name));
  }

  /** Returns the text content with expressions evaluated; undefined if there is none. */
  content(): Reading<string> | undefined {
    const texts = this.element.children.filter((child: PolicyNode) => child.kind === 'text');
    if (texts.length === 0) return undefined;
    return this.compiler.text(this, texts.map(({ value }) => value).join(''), texts[0].position);
  }

  /** Compiles the child policies, which run in sequence. */
  steps(): Step {
    return this.compiler.sequence(this.children());
  }

  /** Returns the source of an included document. */
  within(element: PolicyElement, address: string): PolicySource {
    return new PolicySource(element, { ...this.place, address }, this.compiler);
  }

  fault(reason: string, position: Position | undefined = this.element.position): void {
    this.compiler.fault(this, reason, position);
  }

  private valueOf(attribute: string): [string, Position | undefined] {
    const { attributes, valuePositions, position } = this.element;
    return [attributes[attribute], valuePositions?.[attribute] ?? position];
  }

  private missing<T>(attribute: string, otherwise: Reading<T>): Reading<T> {
    this.fault(`its attribute ${attribute} is missing`);
    return otherwise;
  }
}

/** Returns the element names, numbered among elements with the same name, for example `when[2]`. */
export function numbered(elements: readonly PolicyElement[]): string[] {
  const counts = new Map<string, number>();
  return elements.map(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name}[${count}]`;
  });
}
