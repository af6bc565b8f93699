import { CSharpException, formatException } from './errors';
import { inRange, isInteger, isNumeric, toDouble, toNumeric } from './numeric';
import { parse } from './parse-number';
import { runtimeType } from './runtime-type';
import * as t from './types';
import { CharValue, Value } from './value';

export function fromString(text: string, type: t.Type): Value {
  if (type !== t.CHAR) return parse(text, type);
  if (text.length !== 1) throw formatException('String must be exactly one character long.');
  return CharValue.of(text.charCodeAt(0));
}

/** Converts a value to `bool`, `char`, or a number, as `Convert` does. */
export function converted(value: NonNullable<Value>, type: t.Type): Value {
  if (typeof value === 'string') return fromString(value, type);
  const from = runtimeType(value);
  // A `byte` that was an `object` becomes a number again.
  if (from === type) return type === t.BYTE ? toNumeric(value, 'byte') : value;
  if (typeof value === 'boolean' && type !== t.CHAR) return inRange(value ? 1 : 0, type);
  const isAllowed = from === t.CHAR || type === t.CHAR ? isInteger(from === t.CHAR ? type : from) : isNumeric(from);
  if (!isAllowed) {
    throw new CSharpException(
      'InvalidCastException',
      isNumeric(from) || from === t.BOOL
        ? `Invalid cast from '${from.text}' to '${type.text}'.`
        : `Unable to cast object of type '${t.runtimeName(from)}' to type 'System.IConvertible'.`,
    );
  }
  if (type === t.BOOL) return toDouble(value) !== 0;
  return type === t.CHAR ? toNumeric(inRange(value, t.USHORT), 'char') : inRange(value, type);
}
