import { budget } from '../budget';
import { SequenceValue } from '../collection';
import { outOfRange } from '../errors';
import { Value } from '../value';
import { JArray, JToken, JValue } from '../json';
import { tokenOf } from '../token-casts';
import { declare } from './declare';
import { itemsOf } from './items';
import { child, parsed } from './json';
import { arrayOf, toToken } from './serializer';

/** Returns the items to add to a container. A sequence is flattened. */
export function flat(item: Value): readonly Value[] {
  budget.spend(4);
  budget.allocate(16);
  return item instanceof SequenceValue ? item.items.flatMap(flat) : [item];
}

declare(
  'JArray',
  {
    'new()': () => new JArray(),
    'new(JArray)': (other: JArray) => other.clone(),
    'new(params object[])': (content: Value) => arrayOf(itemsOf(content).flatMap(flat)),
    'static JArray Parse(string)': (source: string) => parsed(source, JArray, 'JArray'),
    'static JArray FromObject(object)': (value: Value) => toToken(value),
    'int Count': (array: JArray) => array.items.length,
    'JToken this[int]': child,
    'void Add(JToken)': (array: JArray, item: JToken | null) => array.add(item ?? new JValue(null, 'Null')),
    'void Add(object)': (array: JArray, item: Value) => {
      for (const one of flat(item)) array.add(tokenOf(one));
    },
    'void Insert(int, JToken)': (array: JArray, index: number, item: JToken | null) => {
      if (index < 0 || index > array.items.length) throw outOfRange('index');
      budget.scan(array.items.length - index);
      array.insert(index, item ?? new JValue(null, 'Null'));
    },
    'void RemoveAt(int)': (array: JArray, index: number) => {
      child(array, index);
      budget.scan(array.items.length - index);
      array.removeAt(index);
    },
    'void Clear()': (array: JArray) => array.clear(),
  },
  { bases: ['JContainer'] },
);

declare(
  'JValue',
  {
    'new(object)': (value: Value) => tokenOf(value),
    'static JValue CreateNull()': () => new JValue(null, 'Null'),
    'static JValue CreateString(string)': (value: string | null) => tokenOf(value),
    'object Value': ({ value }: JValue) => value,
  },
  { bases: ['JToken'] },
);
