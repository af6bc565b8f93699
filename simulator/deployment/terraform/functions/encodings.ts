import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { configuredAs, unknownOf } from '../language/configured';
import { asText, FunctionContext, Functions, refuse } from '../language/function';
import { kindOf, ofKind } from '../language/kinds';
import { unknownIn, unresolved } from '../language/symbols';
import { firstUnresolved, Invalid, isList, Unresolved, Value, ValueObject, Whole } from '../../value';
import { csvRows } from './csv';
import { fromJson, toJson } from './json';
import { fromYaml } from './yaml';

/** Encodings and hashes. */
export const ENCODINGS: Functions = {
  base64decode: { run: ([text]) => decoded(asText(text)) },
  base64encode: { run: ([text]) => Buffer.from(asText(text)).toString('base64') },
  base64sha256: { run: ([text]) => hash('sha256', asText(text), 'base64') },
  base64sha512: { run: ([text]) => hash('sha512', asText(text), 'base64') },
  csvdecode: { run: ([text]) => csvRows(asText(text)) },
  jsondecode: { unknowns: 'all', run: ([text]) => jsonDecoded(text ?? null) },
  jsonencode: { unknowns: 'nested', run: ([value], context) => jsonEncoded(value ?? null, context) },
  md5: { run: ([text]) => hash('md5', asText(text)) },
  sha1: { run: ([text]) => hash('sha1', asText(text)) },
  sha256: { run: ([text]) => hash('sha256', asText(text)) },
  sha512: { run: ([text]) => hash('sha512', asText(text)) },
  urlencode: { run: ([text]) => urlEncoded(asText(text)) },
  uuidv5: { run: ([namespace, name]) => uuid(asText(namespace), asText(name)) },
  yamldecode: { run: ([text]) => fromYaml(asText(text)) },
};

/**
 * Returns the JSON text. If a part is not known, returns the value itself, because whatever reads the JSON text also
 * reads the value.
 */
function jsonEncoded(value: Value, { budget }: FunctionContext): Value {
  const unknown = unknownIn(value);
  if (unknown instanceof Invalid) return unknown;
  if (typeof value === 'object' && value !== null && (firstUnresolved(value) ?? blockIn(value))) {
    return copy(value, 'json');
  }
  // A string with symbolic parts has a JSON text with the same parts.
  const text = toJson(value);
  budget.text(text.length);
  return text;
}

/** Returns why an object of a resource within the value is known only after deployment. */
function blockIn(value: Value): Unresolved | undefined {
  const unknown = unknownOf(value);
  if (unknown || typeof value !== 'object' || value === null || value instanceof Whole) return unknown;
  for (const item of Object.values<Value>(value as ValueObject)) {
    const found = blockIn(item);
    if (found) return found;
  }
  return undefined;
}

function jsonDecoded(value: Value): Value {
  if (kindOf(value) === 'json') return copy(value, Array.isArray(value) ? 'tuple' : 'object');
  const unknown = unknownIn(value);
  if (!unknown || (typeof value === 'string' && /^\s*[[{]/.test(value))) return fromJson(asText(value));
  return unresolved(unknown, 'jsondecode(', [value]);
}

function copy(value: Value, kind: 'json' | 'tuple' | 'object'): Value {
  const symbol = unknownOf(value)?.symbol;
  const copied = isList(value) ? [...value] : { ...(value as ValueObject) };
  return ofKind(kind, symbol === undefined ? copied : (configuredAs(copied, symbol) as object as ValueObject));
}

function decoded(text: string): Value {
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''))) {
    return refuse('base64decode is called with a string that is not Base64');
  }
  const bytes = Buffer.from(text, 'base64');
  return isUtf8(bytes) ? bytes.toString() : refuse('base64decode is called with bytes that are not UTF-8');
}

export function hash(algorithm: string, text: string, encoding: 'hex' | 'base64' = 'hex'): Value {
  return createHash(algorithm).update(text).digest(encoding);
}

/** As Go encodes the values of a query. */
function urlEncoded(text: string): Value {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
  ['oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
  ['x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

/** A UUID of version 5: a hash of a name within a namespace. */
function uuid(namespace: string, name: string): Value {
  const id = NAMESPACES.get(namespace) ?? namespace;
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return refuse('uuidv5 is called without a namespace');
  const bytes = createHash('sha1')
    .update(Buffer.from(id.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
