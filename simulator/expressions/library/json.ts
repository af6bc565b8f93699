import { bounded, budget } from '../budget';
import { argument, argumentNull, CSharpException, invalidCast, invalidOperation, outOfRange } from '../errors';
import { defaultOf, isOfType } from '../conversions';
import { formatValue } from '../format';
import { JArray, JObject, JProperty, JToken, JValue } from '../json';
import { readJson, writeJson } from '../json-text';
import { selectToken, selectTokens } from '../json-path';
import { runtimeType } from '../runtime-type';
import * as t from '../types';
import { QueryValue, SequenceValue } from '../collection';
import { EnumValue, Value } from '../value';
import { declare, declareEnum, enumNamed, typed } from './declare';
import { countOf, each, eachProperty } from './items';
import { changeType, fromToken, kindOf, TO_TOKEN } from '../token-casts';
import { toToken, fromJson } from './serializer';

declareEnum('Formatting', ['None', 'Indented']);
declareEnum('JTokenType', [
  'None',
  'Object',
  'Array',
  'Constructor',
  'Property',
  'Comment',
  'Integer',
  'Float',
  'String',
  'Boolean',
  'Null',
  'Undefined',
  'Date',
  'Raw',
  'Bytes',
  'Guid',
  'Uri',
  'TimeSpan',
]);

const TOKEN = t.type('JToken');

export function child(token: JToken, key: Value): JToken | null {
  if (token instanceof JObject && typeof key === 'string') return token.get(key);
  if (token instanceof JArray && typeof key === 'number') {
    if (key < 0 || key >= token.items.length) throw outOfRange('index');
    return token.items[key];
  }
  if (token instanceof JValue) throw invalidOperation('Cannot access child value on Newtonsoft.Json.Linq.JValue.');
  throw argument(`Accessed ${runtimeType(token).name} values with invalid key value: ${formatValue(key)}.`);
}

function setChild(token: JToken, key: Value, value: JToken | null): void {
  const own = value ?? new JValue(null, 'Null');
  if (token instanceof JObject && typeof key === 'string') token.set(key, own);
  else {
    child(token, key);
    (token as JArray).replace(key as number, own);
  }
}

export function sequence(items: readonly JToken[], type: t.Type = TOKEN): SequenceValue {
  budget.scan(items.length);
  return new SequenceValue('sequence', type, [...items]);
}

function remove(token: JToken): void {
  const { parent } = token;
  if (parent instanceof JProperty) remove(parent);
  else if (parent instanceof JObject) parent.delete((token as JProperty).name);
  else if (parent instanceof JArray) parent.removeAt(placeOf(token, parent));
  else throw invalidOperation('The parent is missing.');
  token.parent = null;
}

function placeOf(token: JToken, { items }: JArray): number {
  budget.scan(items.length);
  return items.indexOf(token);
}

function replace(token: JToken, by: JToken): void {
  const { parent } = token;
  if (parent instanceof JProperty) parent.value = by;
  else if (parent instanceof JArray) parent.replace(placeOf(token, parent), by);
  else throw invalidOperation('The parent is missing.');
}

export function text(token: JToken, formatting?: EnumValue): string {
  return writeJson(token, formatting?.name === 'Indented');
}

/** `Value<T>` converts any token to a type. */
function valueOf(token: JToken | null, wanted: t.Type): Value {
  if (token === null || isOfType(token, wanted)) return token;
  if (!(token instanceof JValue)) throw invalidCast(t.runtimeName(runtimeType(token)), 'Newtonsoft.Json.Linq.JValue');
  return changeType(token, wanted);
}

export function parsed<T extends JToken>(
  source: string | null,
  expected: new (...args: never[]) => T,
  name: string,
): T {
  if (source === null) throw argumentNull('s');
  const token = readJson(source);
  if (token instanceof expected) return token;
  throw new CSharpException(
    'JsonReaderException',
    `Error reading ${name} from JsonReader. Current JsonReader item is not one.`,
  );
}

declare(
  'JToken',
  {
    'static JToken Parse(string)': (source: string) => {
      // The comment would be the token.
      if (/^\s*\/[/*]/.test(source)) throw new CSharpException('JsonReaderException', 'Additional text encountered.');
      return readJson(source);
    },
    'static JToken FromObject(object)': (value: Value) => toToken(value),
    'JToken this[string | int | object]': child,
    'void set[string | int, JToken]': setChild,
    'JTokenType Type': (token: JToken) => enumNamed('JTokenType', kindOf(token)),
    'bool HasValues': (token: JToken) => countOf(token) > 0,
    'JToken Parent': (token: JToken) => token.parent,
    'JToken First': firstChild,
    'JToken Last': (token: JToken) => children(token).at(-1) ?? null,
    'JToken Root': (token: JToken) => {
      let root = token;
      for (; root.parent; root = root.parent) budget.spend(1);
      return root;
    },
    'string Path': pathOf,
    'IEnumerable<JToken> Children()': childrenOf,
    'IEnumerable<R> Children<R>()': typed(
      (of) => (token: JToken) =>
        new QueryValue(of('R'), function* () {
          for (const one of childrenOf(token).each()) if (one !== null && isOfType(one, of('R'))) yield one;
        }),
    ),
    'IEnumerable<JToken> Values()': (token: JToken) =>
      new QueryValue(TOKEN, () => children(token).map((one) => (one instanceof JProperty ? one.value : one))),
    'IEnumerable<R> Values<R>()': typed(
      (of) => (token: JToken) =>
        new QueryValue(of('R'), () => children(token).map((one) => orDefault(valueOf(one, of('R')), of('R')))),
    ),
    'JToken SelectToken(string[, bool])': (token: JToken, path: string, isRequired = false) => {
      const found = selectToken(token, path);
      if (found || !isRequired) return found;
      throw new CSharpException('JsonException', `Path '${path}' returned no token.`);
    },
    'T Value<T>(string | int)': typed(
      (of) => (token: JToken, key: Value) => orDefault(valueOf(child(token, key), of('T')), of('T')),
    ),
    'T ToObject<T>()': typed(
      (of) => (token: JToken) =>
        TO_TOKEN.has(t.underlying(of('T')).text) && of('T').text !== 'byte[]'
          ? fromToken(of('T'))(token)
          : fromJson(token, of('T')),
    ),
    'IEnumerable<JToken> SelectTokens(string)': (token: JToken, path: string) => sequence(selectTokens(token, path)),
    'JToken DeepClone()': (token: JToken) => token.clone(),
    'static bool DeepEquals(JToken, JToken)': (a: JToken, b: JToken) => writeJson(a, false) === writeJson(b, false),
    'void Remove()': remove,
    'void Replace(JToken)': replace,
    'string ToString()': (token: JToken) => formatValue(token),
    'string ToString(Formatting)': text,
  },
  { bases: ['IEnumerable<JToken>'] },
);
declare(
  'JToken',
  {
    'T Value<T>()': typed((of) => (token: JToken | null) => {
      if (token === null) throw argumentNull('value');
      return orDefault(valueOf(token, of('T')), of('T'));
    }),
  },
  { isExtension: true },
);
declare(
  'JContainer',
  {
    'IEnumerable<JToken> Descendants()': (token: JToken) => new QueryValue(TOKEN, () => descendants(token)),
  },
  { bases: ['JToken'] },
);

function* descendants(token: JToken): Iterable<JToken> {
  for (const one of children(token)) {
    budget.spend(1);
    yield one;
    yield* descendants(one);
  }
}

function firstChild(token: JToken): JToken | null {
  if (token instanceof JValue) throw invalidOperation('Cannot access child value on Newtonsoft.Json.Linq.JValue.');
  if (!(token instanceof JObject)) return children(token)[0] ?? null;
  const [first] = token.properties.values();
  return first ?? null;
}

function children(token: JToken): readonly JToken[] {
  if (token instanceof JArray) return token.items;
  if (token instanceof JObject) {
    budget.spend(token.properties.size);
    return [...token.properties.values()];
  }
  return token instanceof JProperty ? [token.value] : [];
}

/** Returns the children of a token one by one: the properties of an object, and the items of an array. */
function childrenOf(token: JToken): QueryValue {
  return new QueryValue(TOKEN, () => {
    if (token instanceof JObject) return eachProperty(token);
    return token instanceof JArray ? each(token) : children(token);
  });
}

/** Returns the path from the root, for example `a.b[0]['c d']`. */
function pathOf(token: JToken): string {
  const { parent } = token;
  if (!parent) return '';
  budget.spend(8);
  const before = pathOf(parent);
  if (parent instanceof JArray) return bounded(`${before}[${placeOf(token, parent)}]`);
  if (!(token instanceof JProperty)) return before;
  if (/^[\w$]+$/.test(token.name)) return bounded(before === '' ? token.name : `${before}.${token.name}`);
  return bounded(`${before}['${token.name}']`);
}

function orDefault(value: Value, type: t.Type): Value {
  return value ?? defaultOf(type);
}
