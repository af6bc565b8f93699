import { Headers } from '../../common/message';
import { budget } from '../budget';
import { SequenceValue } from '../collection';
import { OutCell, Value } from '../value';
import { defaultOf, isOfType } from '../conversions';
import { CSharpException, invalidCast } from '../errors';
import { runtimeType } from '../runtime-type';
import { STRING, Type, runtimeName } from '../types';
import { declare, typed, type Written } from './declare';

function strings(values: Iterable<string>): SequenceValue {
  return new SequenceValue('array', STRING, [...values]);
}

function keyNotFound(): CSharpException {
  return new CSharpException('KeyNotFoundException', 'The given key was not present in the dictionary.');
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw keyNotFound();
  return value;
}

/** Returns the values of a query parameter, ignoring the case of its name. */
function queryValues(url: URL, name: string): string[] | undefined {
  budget.spend(url.search.length + (name.length >> 4));
  const wanted = name.toLowerCase();
  const values = [...url.searchParams].filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 ? values : undefined;
}

/** The members of maps with several values for each name. */
function valueLists<T>(
  valuesOf: (owner: T, name: string) => readonly string[] | undefined,
  namesOf: (owner: T) => readonly string[],
): Readonly<Record<string, Written>> {
  const namesIn = (owner: T): readonly string[] => {
    const names = namesOf(owner);
    budget.walk(names.length);
    return names;
  };
  const joined = (owner: T, name: string): string | undefined => valuesOf(owner, name)?.join(',');
  return {
    'string[] this[string]': (owner: T, name: string) => strings(found(valuesOf(owner, name))),
    'bool ContainsKey(string)': (owner: T, name: string) => valuesOf(owner, name) !== undefined,
    'string GetValueOrDefault(string[, string])': (owner: T, name: string, other: Value = null) =>
      joined(owner, name) ?? other,
    'bool TryGetValue(string, out string[])': (owner: T, name: string, out: OutCell) => {
      const values = valuesOf(owner, name);
      out.value = values ? strings(values) : null;
      return values !== undefined;
    },
    'IEnumerable<string> Keys': (owner: T) => new SequenceValue('sequence', STRING, [...namesIn(owner)]),
    'int Count': (owner: T) => namesIn(owner).length,
  };
}

const LISTS = { bases: ['IEnumerable<KeyValuePair<string, string[]>>'] };

declare(
  'Query',
  valueLists<URL>(queryValues, ({ search, searchParams }) => {
    budget.spend(search.length);
    return [...new Set(searchParams.keys())];
  }),
  LISTS,
);

declare(
  'Headers',
  valueLists<Headers>(
    (headers, name) => {
      budget.spend(name.length >> 4);
      return headers.values(name);
    },
    (headers) => [...headers].map(([name]) => name),
  ),
  LISTS,
);

type Strings = ReadonlyMap<string, string>;

declare(
  'StringMap',
  {
    'string this[string]': (map: Strings, name: string) => found(map.get(name)),
    'bool ContainsKey(string)': (map: Strings, name: string) => map.has(name),
    'string GetValueOrDefault(string[, string])': (map: Strings, name: string, other: Value = null) =>
      map.get(name) ?? other,
    'bool TryGetValue(string, out string)': (map: Strings, name: string, out: OutCell) => {
      out.value = map.get(name) ?? null;
      return map.has(name);
    },
    'IEnumerable<string> Keys': (map: Strings) => new SequenceValue('sequence', STRING, [...map.keys()]),
    'int Count': (map: Strings) => map.size,
  },
  { bases: ['IEnumerable<KeyValuePair<string, string>>'] },
);

type Variables = Map<string, Value>;

function valueIn(variables: Variables, name: string, wanted: Type, other: Value): Value {
  const value = variables.get(name);
  if (value === undefined) return other;
  if (value === null ? defaultOf(wanted) === null : isOfType(value, wanted)) return value;
  throw invalidCast(value === null ? 'null' : runtimeName(runtimeType(value)), runtimeName(wanted));
}

declare('Variables', {
  'object this[string]': (variables: Variables, name: string) => found(variables.get(name)),
  'bool ContainsKey(string)': (variables: Variables, name: string) => variables.has(name),
  'T GetValueOrDefault<T>(string)': typed((of) => {
    const other = defaultOf(of('T'));
    return (variables: Variables, name: string) => valueIn(variables, name, of('T'), other);
  }),
  'T GetValueOrDefault<T>(string, T)': typed(
    (of) => (variables: Variables, name: string, other: Value) => valueIn(variables, name, of('T'), other),
  ),
  'object GetValueOrDefault(string)': (variables: Variables, name: string) => variables.get(name) ?? null,
  'bool TryGetValue(string, out object)': (variables: Variables, name: string, out: OutCell) => {
    out.value = variables.get(name) ?? null;
    return variables.has(name);
  },
  'IEnumerable<string> Keys': (variables: Variables) => new SequenceValue('sequence', STRING, [...variables.keys()]),
  'int Count': (variables: Variables) => variables.size,
});
