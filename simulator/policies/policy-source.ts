import type { NumberRule } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import { childElements, holdsExpression, PolicyElement, PolicyNode, Position } from '../../lib/policy';
import { ElementRule, policyRule } from '../common/policy-reference';
import type { DeployedService } from '../deployment';
import type { Exchange } from '../engine/exchange';
import type { Step } from '../engine/step';
import type { Value } from '../expressions';
import { flagOf, numberOf } from './attribute-values';
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
    /** What the reference allows; undefined if it does not have the element. */
    private readonly rule: ElementRule | undefined,
  ) {
    this.name = element.name;
  }

  /** Reports attributes that the reference does not have: each could change the behavior of the policy. */
  checked(): this {
    this.refuse(...Object.keys(this.element.attributes).filter((name) => !this.rule?.attributes.has(name)));
    return this;
  }

  /** Reports attributes that the reference has, but the simulator does not simulate. */
  refuse(...attributes: readonly string[]): void {
    for (const name of attributes) {
      if (name === 'id' || !this.has(name)) continue;
      this.fault(`its attribute ${name} is not simulated`, this.element.valuePositions?.[name]);
    }
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

  /** Returns one of the words that the reference allows, at compile time. */
  word(attribute: string, otherwise: string): string {
    if (!this.has(attribute)) return otherwise;
    const [text, position] = this.valueOf(attribute);
    const words = this.rule?.attributes.get(attribute);
    if (typeof words !== 'object' || words.includes(text)) return text;
    this.fault(`${attribute} is ${shownText(text)}; ${words.join(', ')} are allowed`, position);
    return otherwise;
  }

  /** Returns a constant text; undefined if it is missing. */
  constant(attribute: string): string | undefined {
    if (!this.has(attribute)) return undefined;
    const [text, position] = this.valueOf(attribute);
    if (!holdsExpression(text)) return text;
    this.fault(`${attribute} is an expression, which is not allowed`, position);
    return undefined;
  }

  /** Returns the child elements. */
  children(): PolicySource[] {
    const elements = childElements(this.element);
    const steps = numbered(elements);
    const rules = this.rule?.children;
    return elements.map((child, index) => {
      const place = { ...this.place, path: `${this.place.path}/${steps[index]}` };
      const rule = typeof rules === 'object' ? rules.get(child.name) : policyRule(child.name);
      return new PolicySource(child, place, this.compiler, rule);
    });
  }

  /** Returns the child elements with the given name, or all of them. Reports those that the reference does not have. */
  parts(name?: string): PolicySource[] {
    const children = this.children();
    for (const child of children) {
      if (child.rule) child.checked();
      else child.fault(`is not allowed in <${this.name}>`);
    }
    return children.filter((child) => child.rule && (name === undefined || child.name === name));
  }

  /** Returns the texts of the child elements with the given name. */
  texts(name: string): Reading<string>[] {
    return this.parts(name).map((part) => part.content() ?? constantly(''));
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
    return new PolicySource(element, { ...this.place, address }, this.compiler, undefined);
  }

  /** Ends the simulation, because what the policy does with this exchange is not simulated. */
  stop({ services }: Exchange, why: string): never {
    return services.refuse(`${this.place.address}: <${this.name}>: ${why}`);
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
