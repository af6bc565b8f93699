import {
  CSharp,
  CSharpException,
  ExpressionSyntaxError,
  UnsupportedExpressionError,
  Value,
} from '../../simulator/expressions';
import * as v from '../../simulator/expressions';
import { formatValue } from '../../simulator/expressions/format';
import { JToken } from '../../simulator/expressions/json';
import { writeJson } from '../../simulator/expressions/json-text';
import { itemsOf } from '../../simulator/expressions/library/items';
import { GroupValue } from '../../simulator/expressions/library/regex-matches';
import { runtimeType } from '../../simulator/expressions/runtime-type';
import { Type } from '../../simulator/expressions/types';
import { XObjectValue } from '../../simulator/expressions/xml/tree';
import { contextOf } from '../simulator/expressions/support';

/** The result of a case in the simulator. */
export interface Outcome {
  readonly kind: 'result' | 'refused' | 'rejected';
  /** The result in the notation of the host of Mono, or the reason. */
  readonly text: string;
}

export function runWithSimulator(csharp: CSharp, body: string): Outcome {
  try {
    return { kind: 'result', text: text(csharp.compile(`@{ ${body} }`).evaluate(contextOf())) };
  } catch (error) {
    if (error instanceof CSharpException) return { kind: 'result', text: `throws ${error.typeName}` };
    if (error instanceof UnsupportedExpressionError) return { kind: 'refused', text: error.reason };
    if (error instanceof ExpressionSyntaxError) return { kind: 'rejected', text: error.reason };
    throw error;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  bool: 'Boolean',
  byte: 'Byte',
  sbyte: 'SByte',
  short: 'Int16',
  ushort: 'UInt16',
  int: 'Int32',
  uint: 'UInt32',
  long: 'Int64',
  ulong: 'UInt64',
  decimal: 'Decimal',
};

function nameOf({ name }: Type): string {
  return NAMES[name] ?? name;
}

function quoted(given: string): string {
  return given.replace(/[^ -~]|\\/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function text(value: Value): string {
  if (value === null) return 'null';
  const name = nameOf(runtimeType(value));
  if (typeof value === 'string') return `String ${quoted(value)}`;
  if (value instanceof v.CharValue) return `Char ${quoted(value.text)}`;
  if (value instanceof v.DoubleValue) return `${value.isSingle ? 'Single' : 'Double'} ${bits(value.value)}`;
  if (value instanceof v.DateTimeOffsetValue) return `${name} ${value.clock} ${value.offset}`;
  if (value instanceof v.DateTimeValue) return `${name} ${value.ticks} ${value.kind}`;
  if (value instanceof v.TimeSpanValue) return `${name} ${value.ticks}`;
  if (value instanceof JToken) return `${name} ${quoted(writeJson(value, false))}`;
  const isSequence =
    value instanceof v.SequenceValue || value instanceof v.DictionaryValue || value instanceof Uint8Array;
  if (isSequence && !(value instanceof XObjectValue)) return `Items ${itemsOf(value).map(itemText(value)).join('; ')}`;
  if (value instanceof GroupValue) return `${name} ${quoted(value.text)}`;
  if (typeof value === 'boolean') return `${name} ${value ? 'True' : 'False'}`;
  return `${name} ${quoted(formatValue(value))}`;
}

/** The items of bytes are numbers, although their type is not `int`. */
function itemText(of: Value): (item: Value) => string {
  const isBytes = of instanceof Uint8Array || (of instanceof v.SequenceValue && of.elementType.name === 'byte');
  return (item) => (isBytes ? `Byte ${formatValue(item)}` : item instanceof v.PairValue ? pairText(item) : text(item));
}

function pairText(pair: v.PairValue): string {
  return `KeyValuePair\`2 ${quoted(formatValue(pair))}`;
}

function bits(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
