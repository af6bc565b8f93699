import { giveUp, refuse } from '../language/function';
import { kindOf, ofKind, sortedEntries } from '../language/kinds';
import { numberText } from '../language/numbers';
import { isKnown, isList, Json, TypedNull, Unresolved, Value, Whole } from '../../value';

/** Characters that Go escapes in JSON, and JavaScript does not. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** Returns the JSON text of a value, as Terraform writes it. */
export function toJson(value: Value): string {
  if (value === null || value instanceof TypedNull) return 'null';
  if (value instanceof Unresolved || value instanceof Whole) return giveUp('a value is known only after deployment');
  if (typeof value === 'string') return JSON.stringify(value).replace(ESCAPED, escaped);
  if (typeof value === 'number') {
    const text = numberText(value);
    return text instanceof Unresolved ? giveUp(text.reason) : text;
  }
  if (typeof value === 'boolean') return String(value);
  if (kindOf(value) === 'json') return giveUp('a value is known only after deployment');
  if (isList(value)) return `[${value.map(toJson).join(',')}]`;
  const entries = sortedEntries<Value>(value);
  return `{${entries.map(([name, item]) => `${toJson(name)}:${toJson(item)}`).join(',')}}`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Returns the value of a JSON text. */
export function fromJson(text: string): Value {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    const what = 'jsondecode is called with a string that is not JSON';
    return isKnown(text) ? refuse(what) : giveUp(`whether ${what} is not known`);
  }
  // JSON.parse rounds numbers with too many digits.
  if (/\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')))
    return giveUp('a number in a JSON text has too many digits');
  return fromPlain(json);
}

/** Returns a value whose lists are tuples, and whose objects are not maps. */
export function fromPlain(json: Json): Value {
  if (isList(json)) return ofKind('tuple', json.map(fromPlain));
  if (typeof json !== 'object' || json === null) return json;
  return ofKind('object', Object.fromEntries(Object.entries(json).map(([name, item]) => [name, fromPlain(item)])));
}
