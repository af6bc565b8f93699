import type { Known } from '../../lib/failover';
import { shownText, textOfLength } from '../../lib/messages';
import { Naming, SAME_NAMES } from './azurerm-names';
import { dependsOnUnknown, ReadingFaults } from './reading-faults';
import type { DeclaredResource } from './resource/resource';
import { unknownIn } from './terraform/language/symbols';
import { named, placedAt, readable } from './resource/symbolic-names';
import { isKnown, isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/**
 * Reads the attributes of a resource or of a nested block, each by the property of the Azure API that it declares. Reports
 * a fault, with the name of the attribute, if it does not have the required type.
 */
export class Attributes {
  constructor(
    readonly resource: DeclaredResource,
    private readonly faults: ReadingFaults,
    private readonly get: (name: string) => Value | undefined,
    /** For example, `circuit_breaker_rule.`. */
    private readonly where = '',
    /** The names of the attributes that are set, if they can be listed. */
    private readonly names: readonly string[] = [],
    private readonly naming: Naming = SAME_NAMES,
  ) {}

  /** Returns the attribute that declares a property, for example `display_name` for `displayName`. */
  attributeOf(property: string): string {
    return this.naming.attributes.get(property) ?? property;
  }

  /** Reports any other attribute as a fault: the simulation must not silently ignore it. */
  allow(...known: readonly string[]): this {
    const attributes = known.map((property) => this.attributeOf(property));
    for (const name of this.names) {
      if (attributes.includes(name) || (this.get(name) ?? undefined) === undefined) continue;
      this.report(name, 'is not supported, and could affect where requests go');
    }
    return this;
  }

  /** Returns the attributes of another object of the same resource; empty if the value is not an object. */
  sibling(value: Value | undefined, where: string): Attributes {
    const object = isObject<ValueObject>(value) ? value : {};
    return new Attributes(this.resource, this.faults, (name) => own(object, name), where, Object.keys(object));
  }

  /** Returns undefined also for null: they are equivalent in Terraform. Reports a value that Terraform refuses. */
  value(property: string): Value | undefined {
    const value = this.get(this.attributeOf(property)) ?? undefined;
    if (value instanceof Unresolved) this.faults.refused(this.resource, this.pathOf(property), value);
    return value;
  }

  /** Returns a required string, or undefined after reporting a fault. */
  text(property: string): string | undefined {
    const value = this.value(property);
    if (value === undefined) this.say(property, 'is missing');
    return value === undefined ? undefined : this.asText(this.attributeOf(property), value);
  }

  optionalText(property: string): string | undefined {
    const value = this.value(property);
    return value === undefined ? undefined : this.asText(this.attributeOf(property), value);
  }

  /** Returns a string that need not be known, such as a path. `${...}` represents what is not known. */
  symbolicText(property: string): string | undefined {
    const given = this.value(property);
    const place = `${this.resource.address}.${this.pathOf(property)}`;
    const value = named(given instanceof Unresolved ? placedAt(given, place) : given) ?? undefined;
    return value === undefined ? undefined : this.asText(this.attributeOf(property), value);
  }

  /** Returns a string that can be unknown until after deployment. */
  knownText(property: string): Known<string> | undefined {
    const value = this.value(property);
    if (value === undefined) return undefined;
    return isLater(value) ? 'unknown' : this.asText(this.attributeOf(property), value);
  }

  /** Returns a string with `${...}` in place of what is not known; undefined if it is known. */
  unknownText(property: string): string | undefined {
    const value = this.value(property);
    if (value === undefined || !isLater(value)) return undefined;
    const text = named(value);
    return typeof text === 'string' ? text : '${...}';
  }

  number(property: string): number | undefined {
    const value = this.value(property);
    return value === undefined ? undefined : this.asNumber(this.attributeOf(property), value);
  }

  /** Returns a number that can be unknown, which is then reported. */
  knownNumber(property: string): Known<number> | undefined {
    const value = this.value(property);
    return this.isDoubtful(property, value) ? 'unknown' : this.number(property);
  }

  /** Returns a string that can be unknown, which is then reported. */
  neededText(property: string): Known<string> | undefined {
    return this.isDoubtful(property, this.value(property)) ? 'unknown' : this.text(property);
  }

  /** Returns the only block with the given name, or `unknown` after reporting that it is not known. */
  neededBlock(property: string): Known<Attributes> | undefined {
    const value = this.value(property);
    return value instanceof Unresolved && this.isDoubtful(property, value) ? 'unknown' : this.block(property);
  }

  /** Reports a value that is not known yet. */
  private isDoubtful(property: string, value: Value | undefined): boolean {
    const unknown = value === undefined ? undefined : unknownIn(value);
    if (!unknown || !dependsOnUnknown(unknown)) return false;
    this.faults.doubt(this.resource, this.pathOf(property), unknown);
    return true;
  }

  flag(property: string, otherwise: boolean): boolean {
    const value = this.value(property);
    if (value === undefined) return otherwise;
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.pathOf(property), value);
    else if (value === true || value === 'true') return true;
    else if (value !== false && value !== 'false')
      this.say(property, `is ${this.shown(this.attributeOf(property), value)}; true or false is needed`);
    return false;
  }

  texts(property: string): string[] {
    const texts: string[] = [];
    this.items(property).forEach((item, index) => {
      const attribute = `${this.attributeOf(property)}[${index}]`;
      const text = typeof item === 'string' && !isLater(item) ? item : this.asText(attribute, item);
      if (text !== undefined) texts.push(text);
    });
    return texts;
  }

  /** Returns strings by name, for example headers. */
  textsByName(property: string): Readonly<Record<string, string>> {
    const value = this.value(property);
    if (value instanceof Unresolved || !isObject<ValueObject>(value)) return {};
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, given]) => {
        const texts = isList(given) ? given : [given];
        const known = texts.filter((text): text is string => typeof text === 'string' && !isLater(text));
        return known.length > 0 ? [[key, known.join(',')]] : [];
      }),
    );
  }

  /** Returns the only block with the given name. In Terraform JSON, it is an object or a list with one object. */
  block(property: string): Attributes | undefined {
    return this.blocks(property)[0];
  }

  /** Returns the only block with the given name; undefined if it is not known. */
  knownBlock(property: string): Attributes | undefined {
    const value = this.value(property);
    const isUnknown = (isList(value) ? value : [value]).some((item) => item instanceof Unresolved);
    return isUnknown ? undefined : this.block(property);
  }

  blocks(property: string): Attributes[] {
    const items = this.items(property);
    const naming = this.naming.blocks.get(property);
    const blocks: Attributes[] = [];
    items.forEach((item, index) => {
      const attribute = `${this.attributeOf(property)}${items.length > 1 ? `[${index}]` : ''}`;
      const where = this.where + attribute;
      if (isObject<ValueObject>(item)) {
        blocks.push(
          new Attributes(this.resource, this.faults, (key) => own(item, key), `${where}.`, Object.keys(item), naming),
        );
      } else if (item instanceof Unresolved) this.faults.unresolved(this.resource, where, item);
      else if (item !== null) this.report(attribute, `is ${this.shown(attribute, item)}; a block is needed`);
    });
    return blocks;
  }

  say(property: string, what: string): void {
    this.report(this.attributeOf(property), what);
  }

  private report(attribute: string, what: string): void {
    this.faults.about(this.resource, `${this.where}${attribute} ${what}`, this.where + attribute);
  }

  private pathOf(property: string): string {
    return this.where + this.attributeOf(property);
  }

  private items(property: string): readonly Value[] {
    const value = this.value(property);
    if (value === undefined) return [];
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.pathOf(property), value);
    return value instanceof Unresolved ? [] : isList(value) ? value : [value];
  }

  private asText(attribute: string, value: Value): string | undefined {
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.where + attribute, value);
    else if (typeof value === 'string') return readable(value);
    else if (typeof value === 'object')
      this.report(attribute, `is ${this.shown(attribute, value)}; a string is needed`);
    else return String(value);
    return undefined;
  }

  private asNumber(attribute: string, value: Value): number | undefined {
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.where + attribute, value);
    else if (typeof value === 'number') return value;
    else if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    else this.report(attribute, `is ${this.shown(attribute, value)}; a number is needed`);
    return undefined;
  }

  /** Returns the value on one line, or only its type if it can be a secret. */
  private shown(attribute: string, value: Value): string {
    if (isList(value)) return value.length === 0 ? 'an empty list' : 'a list';
    if (typeof value === 'object' && value !== null) return 'an object';
    const isSecret = (this.where + attribute).split(/[.[]/).some((step) => SECRETS.has(step));
    if (typeof value === 'string') return isSecret ? textOfLength(value) : shownText(value, LONGEST);
    return isSecret && typeof value === 'number' ? 'a number' : JSON.stringify(value);
  }
}

function isLater(value: Value): boolean {
  return value instanceof Unresolved || (typeof value === 'string' && !isKnown(value));
}

const LONGEST = 60;

/** The attributes that can contain secrets. */
const SECRETS = new Set(['credentials', 'proxy', 'secret', 'value', 'value_from_key_vault', 'keyVault']);

/** Returns the property with the text of a policy or a fragment, which azurerm declares by one of two attributes. */
export function textPropertyOf(properties: Attributes): 'value' | 'xml_content' {
  return properties.value('xml_content') === undefined ? 'value' : 'xml_content';
}
