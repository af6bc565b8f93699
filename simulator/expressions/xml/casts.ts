import { argumentNull, formatException } from '../errors';
import { parseDecimal } from '../format-number';
import { inRange, isNumeric, NUMERIC } from '../numeric';
import { requiredDate } from '../parse-date';
import { parseGuid } from '../parse-guid';
import * as t from '../types';
import { Convert, DoubleValue, Value } from '../value';
import { XAttributeValue, XElementValue } from './tree';

/** The types of the casts of an element or an attribute, for example `(int)element`. */
export const FROM_XML = new Set(['string', 'bool', 'DateTime', 'Guid', ...NUMERIC].filter((name) => name !== 'char'));

export function fromXml(to: t.Type): Convert {
  const wanted = t.underlying(to);
  return (given) => {
    if (given !== null) return cast((given as XElementValue | XAttributeValue).value, wanted);
    if (t.allowsNull(to)) return null;
    throw argumentNull('element');
  };
}

function cast(text: string, wanted: t.Type): Value {
  const word = text.trim();
  if (wanted === t.STRING) return text;
  if (wanted === t.BOOL) {
    if (/^(?:true|1)$/.test(word)) return true;
    if (/^(?:false|0)$/.test(word)) return false;
  } else if (wanted === t.DOUBLE || wanted === t.FLOAT) {
    const number = word === 'INF' ? Infinity : word === '-INF' ? -Infinity : Number(word);
    if (word !== '' && (word === 'NaN' || !Number.isNaN(number)))
      return new DoubleValue(wanted === t.FLOAT ? Math.fround(number) : number, wanted === t.FLOAT);
  } else if (isNumeric(wanted)) {
    const number = parseDecimal(word);
    if (number && (number.scale === 0 || wanted === t.DECIMAL)) return inRange(number, wanted);
  } else return wanted.name === 'DateTime' ? requiredDate(word).date : parseGuid(word);
  throw formatException();
}
