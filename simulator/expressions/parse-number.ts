import { budget } from './budget';
import { argumentNull, formatException } from './errors';
import { parseDecimal } from './format-number';
import { inRange, isInteger } from './numeric';
import { decimal } from './operators';
import * as t from './types';
import { DecimalValue, DoubleValue, Value } from './value';

const WHOLE = /^\s*[+-]?\d+\s*\0*$/;
/** More digits than any type can store. */
const MANY = 60;
const FLOATING = /^\s*[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*\0*$/;
const SPECIAL = /^\s*(?:NaN|-?Infinity)\s*$/;

function whole(text: string): bigint {
  const digits = text.replace(/\0+$/, '').trim();
  const short = digits.replace(/^([+-]?)0+(?=\d)/, '$1');
  return short.length > MANY ? 10n ** BigInt(MANY) : BigInt(short.replace('+', ''));
}

/** Reads a decimal. The sign can follow the digits. */
function decimalOf(text: string): DecimalValue | undefined {
  const bare = text.replace(/\0+$/, '');
  const trailing = /^(\s*[\d.,]+)([+-])\s*$/.exec(bare);
  const value = parseDecimal(trailing ? `${trailing[2]}${trailing[1].trim()}` : bare);
  return value && decimal(value.units, value.scale);
}

/** Returns the result of `Parse`; undefined if the text has another format. */
function parsed(text: string, type: t.Type): Value | undefined {
  budget.spend(text.length >> 2);
  if (isInteger(type)) return WHOLE.test(text) ? inRange(whole(text), type) : undefined;
  switch (type) {
    case t.DECIMAL:
      return decimalOf(text);
    case t.BOOL: {
      const word = text.trim().toLowerCase();
      return word === 'true' || word === 'false' ? word === 'true' : undefined;
    }
    default: {
      if (!FLOATING.test(text) && !SPECIAL.test(text)) return undefined;
      const value = Number(text.replace(/[,\0]/g, ''));
      return new DoubleValue(type === t.FLOAT ? Math.fround(value) : value, type === t.FLOAT);
    }
  }
}

export function parse(text: string | null, type: t.Type): Value {
  if (text === null) throw argumentNull('s');
  const value = parsed(text, type);
  if (value === undefined) {
    throw formatException(type === t.BOOL ? `String '${text}' was not recognized as a valid Boolean.` : undefined);
  }
  return value;
}
