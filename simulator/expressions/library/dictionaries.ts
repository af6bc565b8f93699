import { defaultOf } from '../conversions';
import { argument, argumentNull, CSharpException } from '../errors';
import { areEqual } from '../operators';
import * as t from '../types';
import { DictionaryValue, PairValue, QueryValue } from '../collection';
import { OutCell, Value } from '../value';
import { declare, typed } from './declare';
import { each, walked } from './items';

function noKey(key: Value): CSharpException {
  return new CSharpException(
    'KeyNotFoundException',
    `The given key '${typeof key === 'string' ? key : ''}' was not present in the dictionary.`,
  );
}

function key(given: Value): Value {
  if (given === null) throw argumentNull('key');
  return given;
}

const READ = {
  'int Count': (dictionary: DictionaryValue) => dictionary.entries.size,
  'V this[K]': (dictionary: DictionaryValue, name: Value) => {
    const found = dictionary.get(key(name));
    if (!found) throw noKey(name);
    return found.value;
  },
  'bool ContainsKey(K)': (dictionary: DictionaryValue, name: Value) => dictionary.get(key(name)) !== undefined,
  'bool TryGetValue(K, out V)': typed((of) => (dictionary: DictionaryValue, name: Value, out: OutCell) => {
    const found = dictionary.get(key(name));
    out.value = found ? found.value : defaultOf(of('V'));
    return found !== undefined;
  }),
  'bool ContainsValue(V)': (dictionary: DictionaryValue, value: Value) =>
    walked(dictionary).some((pair) => areEqual((pair as PairValue).value, value)),
  'V GetValueOrDefault(K)': typed((of) => (dictionary: DictionaryValue, name: Value) => {
    const found = dictionary.get(key(name));
    return found ? found.value : defaultOf(of('V'));
  }),
  'V GetValueOrDefault(K, V)': (dictionary: DictionaryValue, name: Value, other: Value) => {
    const found = dictionary.get(key(name));
    return found ? found.value : other;
  },
  'IEnumerable<K> Keys': (dictionary: DictionaryValue) => column(dictionary, dictionary.keyType, (pair) => pair.key),
  'IEnumerable<V> Values': (dictionary: DictionaryValue) =>
    column(dictionary, dictionary.valueType, (pair) => pair.value),
};

function column(dictionary: DictionaryValue, type: t.Type, of: (pair: PairValue) => Value): QueryValue {
  return new QueryValue(type, function* () {
    for (const pair of each(dictionary)) yield of(pair as PairValue);
  });
}

function copied(from: Value, to: DictionaryValue): DictionaryValue {
  for (const pair of walked(from)) add(to, (pair as PairValue).key, (pair as PairValue).value);
  return to;
}

function add(dictionary: DictionaryValue, name: Value, value: Value): void {
  if (dictionary.get(key(name))) throw argument('An item with the same key has already been added.');
  dictionary.set(name, value);
}

const WRITE = {
  'void set[K, V]': (dictionary: DictionaryValue, name: Value, value: Value) => dictionary.set(key(name), value),
  'void Add(K, V)': add,
  'bool Remove(K)': (dictionary: DictionaryValue, name: Value) => dictionary.delete(key(name)),
  'void Clear()': (dictionary: DictionaryValue) => {
    dictionary.entries.clear();
    dictionary.version++;
  },
};

const PAIRS = { bases: ['IEnumerable<KeyValuePair<K, V>>'] };
declare('IReadOnlyDictionary<K, V>', READ, PAIRS);
const OWN_READ = Object.fromEntries(
  Object.entries(READ).map(([signature, of]) => [signature.replace(/^IEnumerable(?=<[KV]>)/, 'ICollection'), of]),
);
declare('IDictionary<K, V>', { ...OWN_READ, ...WRITE }, PAIRS);
declare(
  'Dictionary<K, V>',
  {
    'new()': typed((of) => () => new DictionaryValue(of('K'), of('V'))),
    'new(int)': typed((of) => () => new DictionaryValue(of('K'), of('V'))),
    'new(IDictionary<K, V>)': typed((of) => (from: Value) => copied(from, new DictionaryValue(of('K'), of('V')))),
    'new(IDictionary<K, V>, StringComparer)': typed(
      (of) => (from: Value, by: { readonly ignoresCase: boolean }) =>
        copied(from, new DictionaryValue(of('K'), of('V'), by.ignoresCase)),
    ),
    'new(StringComparer)': typed(
      (of) => (by: { readonly ignoresCase: boolean }) => new DictionaryValue(of('K'), of('V'), by.ignoresCase),
    ),
    ...OWN_READ,
    ...WRITE,
  },
  { bases: ['IDictionary<K, V>', 'IReadOnlyDictionary<K, V>'] },
);

declare('StringComparer', {
  'static StringComparer Ordinal': () => ({ ignoresCase: false }),
  'static StringComparer OrdinalIgnoreCase': () => ({ ignoresCase: true }),
  'static StringComparer InvariantCultureIgnoreCase': () => ({ ignoresCase: true }),
});
