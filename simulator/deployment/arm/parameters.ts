import { shownText } from '../../../lib/messages';
import { isKnown, isList, isObject, Json, JsonObject, own, Unresolved, Value, ValueObject } from '../value';
import { isEqual } from './functions/logic';
import { propertyOf, textIn } from './select';
import { unknown } from './symbols';

/** The declaration of a parameter of a template, or of a function. */
export class ParameterDeclaration {
  private readonly type: string;
  private readonly isNullable: boolean;
  private readonly allowed: readonly Json[];

  constructor(
    /** For example, `parameters('location')`, for messages. */
    private readonly shown: string,
    /** For example, `parameters(location)`. */
    private readonly symbol: string,
    private readonly json: JsonObject,
    definitions: JsonObject,
  ) {
    const named = definitionOf(json, definitions);
    const of = (name: string): Json | undefined => propertyOf(json, name) ?? propertyOf(named, name);
    this.type = (textIn(json, 'type') || textIn(named, 'type')).toLowerCase();
    this.isNullable = of('nullable') === true;
    const allowed = of('allowedValues');
    this.allowed = Array.isArray(allowed) ? (allowed as Json[]) : [];
  }

  get default(): Json | undefined {
    return propertyOf(this.json, 'defaultValue');
  }

  /** A secret is never known, so that no message can contain it. An empty string is not a secret. */
  visible(value: Value): Value {
    if (!this.type.startsWith('secure') || value === '' || value instanceof Unresolved) return value;
    return unknown(`${this.shown} is a secret`, this.symbol);
  }

  /**
   * The value if none is given.
   *
   * @param remedy - how it can be given
   */
  absent(remedy: string): Value {
    return this.isNullable ? null : unknown(`${this.shown} has no value; ${remedy}`, this.symbol);
  }

  /** Returns why Azure Resource Manager rejects the value; undefined if it does not. */
  faultOf(value: Value): string | undefined {
    if (value instanceof Unresolved || (value === null && this.isNullable)) return undefined;
    const isOfType = TYPES.get(this.type)?.(value) ?? true;
    if (!isOfType) return `${this.shown} is ${kindOf(value)}; the type ${this.type} is needed`;
    if (this.allowed.length === 0 || this.type.startsWith('secure') || typeof value === 'object') return undefined;
    if (typeof value === 'string' && !isKnown(value)) return undefined;
    if (this.allowed.some((each) => isEqual(each, value) !== false)) return undefined;
    return `${this.shown} is ${shown(value)}; allowed: ${this.allowed.map(shown).join(', ')}`;
  }
}

function shown(value: Value): string {
  return typeof value === 'string' ? shownText(value) : JSON.stringify(value);
}

/** Types that the template defines refer to each other. */
function definitionOf(json: JsonObject, definitions: JsonObject, depth = 0): JsonObject {
  const reference = own(json, '$ref');
  const name = typeof reference === 'string' ? /^#\/definitions\/(.*)$/.exec(reference)?.[1] : undefined;
  const found = name === undefined ? undefined : propertyOf(definitions, name);
  if (!isObject<JsonObject>(found) || depth > DEEPEST) return {};
  return { ...definitionOf(found, definitions, depth + 1), ...found };
}

const DEEPEST = 20;

const isText = (value: Value): boolean => typeof value === 'string';
const isAnyObject = (value: Value): boolean =>
  isObject<ValueObject>(value) || !(typeof value !== 'object' || value === null || isList(value));
const TYPES: ReadonlyMap<string, (value: Value) => boolean> = new Map([
  ['string', isText],
  ['securestring', isText],
  ['int', (value: Value) => typeof value === 'number' || isSymbolic(value)],
  ['bool', (value: Value) => typeof value === 'boolean' || isSymbolic(value)],
  ['array', (value: Value) => isList(value) || isSymbolic(value)],
  ['object', (value: Value) => isAnyObject(value) || isSymbolic(value)],
]);

function isSymbolic(value: Value): boolean {
  return typeof value === 'string' && !isKnown(value);
}

function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : typeof value === 'number' ? 'a number' : `a ${typeof value}`;
}

/** Returns the value that is given for a parameter: itself, or a reference to a secret in a key vault. */
export function givenValue(given: Value, shown: string, symbol: string): Value | undefined {
  if (given instanceof Unresolved) return given;
  if (!isObject<ValueObject>(given)) return undefined;
  const value = propertyOf(given, 'value');
  if (value !== undefined) return value;
  if (propertyOf(given, 'expression') !== undefined) return unknown(`${shown} is given by an expression`, symbol);
  return propertyOf(given, 'reference') === undefined
    ? undefined
    : unknown(`${shown} is a secret in a key vault`, symbol);
}
