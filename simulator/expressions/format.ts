import { bounded } from './budget';
import { CSharpException, Unsupported } from './errors';
import { dateText } from './format-date';
import { formatDecimal, formatDouble } from './format-number';
import { formatTimeSpan } from './format-span';
import { JToken, JValue } from './json';
import { writeJson } from './json-text';
import { runtimeType } from './runtime-type';
import { runtimeName } from './types';
import { uriText } from './uri-parts';
import { XNamespaceValue, XNameValue, XObjectValue } from './xml/tree';
import { writeXml } from './xml/write-xml';
import * as v from './value';
import { SequenceValue, PairValue } from './collection';

/** Returns the result of `ToString()` in C#, or an empty string for null. */
export function formatValue(value: v.Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'True' : 'False';
    case 'object':
      return value === null ? '' : formatObject(value);
    default:
      throw new Unsupported('a function cannot be converted to a string');
  }
}

function formatObject(value: object): string {
  if (value instanceof v.CharValue) return value.text;
  if (value instanceof v.DoubleValue) return formatDouble(value.value, value.isSingle);
  if (value instanceof v.DecimalValue) return formatDecimal(value);
  if (value instanceof v.IntegerValue) return value.value.toString();
  if (value instanceof v.EnumValue) return value.name;
  if (value instanceof v.GuidValue) return value.text;
  if (value instanceof v.DateTimeValue) return dateText(value);
  if (value instanceof v.TimeSpanValue) return formatTimeSpan(value.ticks);
  if (value instanceof JToken) return formatToken(value);
  if (value instanceof XObjectValue) return writeXml(value);
  if (value instanceof XNameValue || value instanceof XNamespaceValue) return value.text;
  if (value instanceof URL) return value.href;
  if (value instanceof v.UriValue) return uriText(value);
  if (value instanceof PairValue) return bounded(`[${formatValue(value.key)}, ${formatValue(value.value)}]`);
  if (value instanceof v.RecordValue) return formatRecord(value);
  if (value instanceof CSharpException) return `System.${value.typeName}: ${value.message}`;
  if (value instanceof SequenceValue && value.kind === 'sequence') {
    throw new Unsupported('the text of a query is not its content; use string.Join or ToArray()');
  }
  const type = runtimeType(value);
  if (type.name === 'object') throw new Unsupported('a gateway object has no useful text');
  return runtimeName(type);
}

/** Formats a JSON value as its text, and an object or array as indented JSON. */
function formatToken(token: JToken): string {
  if (!(token instanceof JValue)) return writeJson(token, true);
  return formatValue(token.value);
}

function formatRecord({ type, values }: v.RecordValue): string {
  const texts = values.map(formatValue);
  if (texts.length === 0) return '{ }';
  return bounded(
    type.name === 'tuple'
      ? `(${texts.join(', ')})`
      : `{ ${texts.map((text, index) => `${type.fields[index]} = ${text}`).join(', ')} }`,
  );
}

export function concat(left: string, right: string): string {
  return bounded(left + right);
}
