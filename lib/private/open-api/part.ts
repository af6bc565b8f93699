import { shownText, textOfLength } from '../../messages';
import type { Faults } from '../faults';
import { nameIn } from '../received';
import { TEXT } from '../rules';
import { withoutTokens } from '../terraform-text';
import type { TextRule } from '../text-rule';

/** Any text of a document. Azure documents no limit for most of them. */
const ANY_TEXT: TextRule = {
  pattern: TEXT,
  isEscaped: true,
  isSecret: true,
  allowed: 'text without control characters is allowed',
};

/** The names and indexes that lead to a part. */
type Place = readonly (string | number)[];

/** What all parts of a document share. */
interface Whole {
  readonly value: unknown;
  readonly faults: Faults;
  /** Where the document is among the props. */
  readonly where: string;
  /** The faults that were looked for: several references can lead to the same part. */
  readonly checked: Set<string>;
}

/** A value in an OpenAPI document and its place, which every fault names. */
export class Part {
  /** Returns the whole document. */
  static of(value: unknown, faults: Faults, where: string): Part {
    return new Part({ value, faults, where, checked: new Set() }, [], value);
  }

  private constructor(
    private readonly whole: Whole,
    private readonly place: Place,
    readonly value: unknown,
  ) {}

  /** Whether there is nothing. An empty value of YAML is null. */
  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** Returns the part with this name; a missing one if there is none. */
  get(name: string): Part {
    const { value } = this;
    return this.child(name, isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  }

  /** Returns the named parts of an optional object. */
  entries(): [name: string, part: Part][] {
    if (this.isMissing) return [];
    if (!isObject(this.value)) {
      this.report(`${typeOf(this.value)}; an object is needed`);
      return [];
    }
    return Object.entries(this.value).map(([name, value]) => [name, this.child(name, value)]);
  }

  /** Like `entries`, without extensions of OpenAPI. */
  fields(): [name: string, part: Part][] {
    return this.entries().filter(([name]) => !name.startsWith('x-'));
  }

  /** Like `entries`, for an object whose names reach Azure. */
  namedEntries(): [name: string, part: Part][] {
    const entries = this.entries();
    for (const [name, part] of entries) part.check(name, ANY_TEXT);
    return entries;
  }

  /** Returns the items of an optional list. */
  items(): Part[] {
    if (this.isMissing) return [];
    if (Array.isArray(this.value)) return this.value.map((value, index) => this.child(index, value));
    this.report(`${typeOf(this.value)}; a list is needed`);
    return [];
  }

  /**
   * Returns an optional text, without white space around it: the last line of a YAML block ends with a line break.
   * White space alone is no text.
   */
  text(rule = ANY_TEXT): string | undefined {
    if (this.isMissing) return undefined;
    if (typeof this.value !== 'string') {
      this.report(`${typeOf(this.value)}; a string is needed`);
      return undefined;
    }
    const text = this.value.trim();
    if (text === '') return undefined;
    this.check(text, rule);
    return text;
  }

  /** Reports a text that does not follow its rule. */
  check(text: string, rule: TextRule): void {
    if (this.isFirst(rule.allowed)) this.whole.faults.text(this.where, text, rule);
  }

  /** Reports a fault of this part. */
  report(fault: string): void {
    if (this.isFirst(fault)) this.whole.faults.report(this.where, fault);
  }

  /**
   * Follows the references of an optional object, from one to the next. What stands beside a `$ref` replaces what it
   * refers to. Returns a missing part for anything but an object.
   */
  target(): Part {
    if (!this.isMissing && !isObject(this.value)) this.report(`${typeOf(this.value)}; an object is needed`);
    return this.follow({}, [this]);
  }

  /**
   * @param beside what stands beside the references so far
   * @param chain the parts that the references led to
   */
  private follow(beside: object, chain: readonly Part[]): Part {
    const [start] = chain;
    if (!isObject(this.value)) return this.nothing;
    const { $ref, ...own } = this.value;
    const merged = { ...own, ...beside };
    if ($ref === undefined) return new Part(this.whole, this.place, merged);
    const next = this.referred($ref);
    if (next === undefined) return this.nothing;
    const isCircle = chain.some(({ value }) => value === next.value);
    if (isCircle) start.report(`its $ref leads back to itself; ${OBJECT_NEEDED}`);
    else if (chain.length > LONGEST_CHAIN) start.report(`its $ref leads to more than ${LONGEST_CHAIN} others in a row`);
    else return next.follow(merged, [...chain, next]);
    return this.nothing;
  }

  private get nothing(): Part {
    return new Part(this.whole, this.place, undefined);
  }

  private child(name: string | number, value: unknown): Part {
    return new Part(this.whole, [...this.place, name], value);
  }

  /** Returns what a `$ref` refers to; undefined, with a fault, if there is nothing. */
  private referred($ref: unknown): Part | undefined {
    if (typeof $ref !== 'string') return void this.report(`its $ref is ${typeOf($ref)}; a string is needed`);
    if (!$ref.startsWith('#')) {
      return void this.report(`its $ref leads to another document, ${shownText($ref)}; ${SELF_CONTAINED}`);
    }
    const names = pointerOf($ref);
    let value = this.whole.value;
    for (const name of names ?? []) {
      const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
      value = isThere ? (value as Record<string, unknown>)[name] : undefined;
    }
    if (names !== undefined && isObject(value)) return new Part(this.whole, names, value);
    const shown = shownText($ref.slice(1));
    return void this.report(`its $ref leads to ${shown}, where there is no object; ${OBJECT_NEEDED}`);
  }

  private isFirst(fault: string): boolean {
    const { checked } = this.whole;
    const key = JSON.stringify([...this.place, fault]);
    if (checked.has(key)) return false;
    checked.add(key);
    return true;
  }

  private get where(): string {
    return [this.whole.where, ...(this.place.length === 0 ? [] : [withoutTokens(shownPlace(this.place))])].join(', ');
  }
}

const OBJECT_NEEDED = 'a reference to an object in the document is needed';
const SELF_CONTAINED = 'bundle all documents into one, or import the document';

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Describes a value without its content: the examples in a document may contain keys. */
export function typeOf(value: unknown): string {
  if (typeof value === 'string') return textOfLength(value);
  if (Array.isArray(value)) return 'a list';
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Returns the names in a JSON pointer; undefined if it is not one. */
function pointerOf($ref: string): string[] | undefined {
  try {
    const [start, ...names] = decodeURIComponent($ref.slice(1)).split('/');
    return start === '' ? names.map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~')) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a place as a reader looks for it: `GET "/orders".parameters[0]`. */
function shownPlace(place: Place): string {
  const [first, path, method] = place;
  if (first !== 'paths' || typeof path !== 'string') return place.map(shownName).join('').replace(/^\./, '');
  const isOperation = typeof method === 'string' && METHODS.includes(method);
  const start = isOperation ? `${method.toUpperCase()} ${shownText(path)}` : shownText(path);
  return (
    start +
    place
      .slice(isOperation ? 3 : 2)
      .map(shownName)
      .join('')
  );
}

function shownName(name: string | number): string {
  return typeof name === 'number' ? `[${name}]` : `.${nameIn(name)}`;
}

/** The most references that lead from one to the next. */
const LONGEST_CHAIN = 100;

/** The operations of a path item. */
export const METHODS: readonly string[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
