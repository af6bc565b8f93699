import { shownText } from '../../lib/messages';
import { childElements, PolicyElement, PolicyNode, Position } from '../../lib/policy';
import type { DeployedService } from '../deployment';
import type { Step } from '../engine/step';
import type { Value } from '../expressions';
import { constantText, flagOf, numberOf, NumberRule } from './attribute-values';
import { constantly, Reading } from './reading';

/** Where a policy stands. */
export interface PolicyPlace {
  /** The Terraform address of its document. */
  readonly address: string;
  readonly scope: string;
  /** Within its section, as in `choose[1]/when[2]`. */
  readonly path: string;
}

/** What compiles the parts of a policy, and takes note of what it finds. */
export interface PartCompiler {
  readonly service: DeployedService;
  /** A value that is text, an expression, or both in turn. */
  text(source: PolicySource, text: string, position: Position | undefined): Reading<string>;
  /** A value that keeps its type if it is one expression; else text. */
  value(source: PolicySource, text: string, position: Position | undefined): Reading<Value>;
  /** Policies one after the other, until one leaves the course. */
  sequence(sources: readonly PolicySource[]): Step;
  /** Notes that a policy reads the body of a request, of a response, or of what passes through its section. */
  readsBody(of: 'request' | 'response' | 'message'): void;
  fault(source: PolicySource, reason: string, position: Position | undefined): void;
}

/** A policy as its own compiler reads it: attributes and children, with every fault noted where it stands. */
export class PolicySource {
  readonly name: string;

  constructor(
    readonly element: PolicyElement,
    readonly place: PolicyPlace,
    readonly compiler: PartCompiler,
  ) {
    this.name = element.name;
  }

  /** Any other attribute is a fault: it would change what the policy does. */
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

  /** An attribute's text, expressions evaluated; undefined if it is not there. */
  text(attribute: string): Reading<string> | undefined {
    return this.has(attribute) ? this.compiler.text(this, ...this.valueOf(attribute)) : undefined;
  }

  requiredText(attribute: string): Reading<string> {
    return this.text(attribute) ?? this.missing(attribute, () => '');
  }

  /** What an expression gives, with its type. */
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

  /** One of some words, known before anything runs. */
  word<T extends string>(attribute: string, words: readonly T[], otherwise: T): T {
    if (!this.has(attribute)) return otherwise;
    const [text, position] = this.valueOf(attribute);
    const word = words.find((each) => each === text);
    if (word === undefined) {
      this.fault(`${attribute} is ${shownText(text)}; ${words.join(', ')} are allowed`, position);
    }
    return word ?? otherwise;
  }

  /** A text known before anything runs; undefined if it is not there. */
  constant(attribute: string): string | undefined {
    return this.has(attribute) ? constantText(this, attribute, ...this.valueOf(attribute)) : undefined;
  }

  /** The elements within it, by name; all if none is given. */
  children(name?: string): PolicySource[] {
    const elements = childElements(this.element);
    const steps = numbered(elements);
    return elements.flatMap((child, index) => {
      if (name !== undefined && child.name !== name) return [];
      const place = { ...this.place, path: `${this.place.path}/${steps[index]}` };
      return [new PolicySource(child, place, this.compiler)];
    });
  }

  /** The elements within it, which may only have these names. */
  knownChildren(...names: readonly string[]): PolicySource[] {
    const children = this.children();
    for (const child of children) {
      if (!names.includes(child.name)) child.fault(`is not allowed in <${this.name}>`);
    }
    return children.filter((child) => names.includes(child.name));
  }

  /** The text within it, expressions evaluated; undefined if there is none. */
  content(): Reading<string> | undefined {
    const texts = this.element.children.filter((child: PolicyNode) => child.kind === 'text');
    if (texts.length === 0) return undefined;
    return this.compiler.text(this, texts.map(({ value }) => value).join(''), texts[0].position);
  }

  /** The policies within it, run one after the other. */
  steps(): Step {
    return this.compiler.sequence(this.children());
  }

  /** Another document, taken in here. */
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

/** The elements' names with their numbers among those of one name, as in `when[2]`. */
export function numbered(elements: readonly PolicyElement[]): string[] {
  const counts = new Map<string, number>();
  return elements.map(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name}[${count}]`;
  });
}
