import type { Known } from '../../lib/failover';
import { shownText, textOfLength } from '../../lib/messages';
import { Naming, SAME_NAMES } from './azurerm-names';
import { dependsOnUnknown, ReadingFaults } from './reading-faults';
import type { DeclaredResource } from './resource/resource';
import { unknownIn } from './terraform/language/symbols';
import { named, placedAt, readable } from './resource/symbolic-names';
import { isKnown, isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/**
 * The attributes of a resource or of a nested block, by their names in the Azure API. Reports a fault if an attribute does
 * not have the required type, with the name that is declared.
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

  /** Returns the name under which a property is declared, for example `display_name` for `displayName`. */
  nameOf(property: string): string {
    return this.naming.names.get(property) ?? property;
  }

  /** Reports any other attribute as a fault: the simulation must not silently ignore it. */
  allow(...known: readonly string[]): this {
    const names = known.map((property) => this.nameOf(property));
    for (const name of this.names) {
      if (names.includes(name) || (this.get(name) ?? undefined) === undefined) continue;
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
  value(name: string): Value | undefined {
    const value = this.get(this.nameOf(name)) ?? undefined;
    this.faults.refused(this.resource, this.placeOf(name), value);
    return value;
  }

  /** Returns a required string, or undefined after reporting a fault. */
  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) this.say(name, 'is missing');
    return value === undefined ? undefined : this.asText(this.nameOf(name), value);
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : this.asText(this.nameOf(name), value);
  }

  /** Returns a string that need not be known, such as a path. `${...}` represents what is not known. */
  symbolicText(name: string): string | undefined {
    const given = this.value(name);
    const place = `${this.resource.address}.${this.placeOf(name)}`;
    const value = named(given instanceof Unresolved ? placedAt(given, place) : given) ?? undefined;
    return value === undefined ? undefined : this.asText(this.nameOf(name), value);
  }

  /** Returns a string that can be unknown until after deployment. */
  knownText(name: string): Known<string> | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    return isLater(value) ? 'unknown' : this.asText(this.nameOf(name), value);
  }

  /** Returns a string with `${...}` in place of what is not known; undefined if it is known. */
  unknownText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || !isLater(value)) return undefined;
    const text = named(value);
    return typeof text === 'string' ? text : '${...}';
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : this.asNumber(this.nameOf(name), value);
  }

  /** Returns a number that can be unknown, which is then reported. */
  knownNumber(name: string): Known<number> | undefined {
    const value = this.value(name);
    return this.isDoubtful(name, value) ? 'unknown' : this.number(name);
  }

  /** Returns a string that can be unknown, which is then reported. */
  neededText(name: string): Known<string> | undefined {
    return this.isDoubtful(name, this.value(name)) ? 'unknown' : this.text(name);
  }

  /** Returns the only block with the given name, or `unknown` after reporting that it is not known. */
  neededBlock(name: string): Known<Attributes> | undefined {
    const value = this.value(name);
    return value instanceof Unresolved && this.isDoubtful(name, value) ? 'unknown' : this.block(name);
  }

  /** Reports a value that is not known yet. */
  private isDoubtful(name: string, value: Value | undefined): boolean {
    const unknown = value === undefined ? undefined : unknownIn(value);
    if (!unknown || !dependsOnUnknown(unknown)) return false;
    this.faults.doubt(this.resource, this.placeOf(name), unknown);
    return true;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.value(name);
    if (value === undefined) return otherwise;
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.placeOf(name), value);
    else if (value === true || value === 'true') return true;
    else if (value !== false && value !== 'false')
      this.say(name, `is ${this.shown(this.nameOf(name), value)}; true or false is needed`);
    return false;
  }

  texts(name: string): string[] {
    const texts: string[] = [];
    this.items(name).forEach((item, index) => {
      const place = `${this.nameOf(name)}[${index}]`;
      const text = typeof item === 'string' && !isLater(item) ? item : this.asText(place, item);
      if (text !== undefined) texts.push(text);
    });
    return texts;
  }

  /** Returns strings by name, for example headers. */
  textsByName(name: string): Readonly<Record<string, string>> {
    const value = this.value(name);
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
  block(name: string): Attributes | undefined {
    return this.blocks(name)[0];
  }

  /** Returns the only block with the given name; undefined if it is not known. */
  knownBlock(name: string): Attributes | undefined {
    const value = this.value(name);
    const isUnknown = (isList(value) ? value : [value]).some((item) => item instanceof Unresolved);
    return isUnknown ? undefined : this.block(name);
  }

  blocks(name: string): Attributes[] {
    const items = this.items(name);
    const naming = this.naming.within.get(name);
    const blocks: Attributes[] = [];
    items.forEach((item, index) => {
      const place = `${this.nameOf(name)}${items.length > 1 ? `[${index}]` : ''}`;
      const where = this.where + place;
      if (isObject<ValueObject>(item)) {
        blocks.push(
          new Attributes(this.resource, this.faults, (key) => own(item, key), `${where}.`, Object.keys(item), naming),
        );
      } else if (item instanceof Unresolved) this.faults.unresolved(this.resource, where, item);
      else if (item !== null) this.report(place, `is ${this.shown(place, item)}; a block is needed`);
    });
    return blocks;
  }

  say(name: string, what: string): void {
    this.report(this.nameOf(name), what);
  }

  private report(place: string, what: string): void {
    this.faults.about(this.resource, `${this.where}${place} ${what}`, this.where + place);
  }

  private placeOf(name: string): string {
    return this.where + this.nameOf(name);
  }

  private items(name: string): readonly Value[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.placeOf(name), value);
    return value instanceof Unresolved ? [] : isList(value) ? value : [value];
  }

  private asText(place: string, value: Value): string | undefined {
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.where + place, value);
    else if (typeof value === 'string') return readable(value);
    else if (typeof value === 'object') this.report(place, `is ${this.shown(place, value)}; a string is needed`);
    else return String(value);
    return undefined;
  }

  private asNumber(place: string, value: Value): number | undefined {
    if (value instanceof Unresolved) this.faults.unresolved(this.resource, this.where + place, value);
    else if (typeof value === 'number') return value;
    else if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    else this.report(place, `is ${this.shown(place, value)}; a number is needed`);
    return undefined;
  }

  /** Returns the value on one line, or only its type if it can be a secret. */
  private shown(place: string, value: Value): string {
    if (isList(value)) return value.length === 0 ? 'an empty list' : 'a list';
    if (typeof value === 'object' && value !== null) return 'an object';
    const isSecret = (this.where + place).split(/[.[]/).some((step) => SECRETS.has(step));
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
