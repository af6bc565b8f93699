import { isKnown, Value } from '../../value';
import { textOf } from '../symbols';

const ITEM = /\{\{|\}\}|\{(\d+)(?::([^{}]*))?\}|[{}]/g;

/** The function `format`, which is `String.Format` of .NET. Returns undefined for formats that are not supported. */
export function format(template: Value, ...args: Value[]): string | undefined {
  if (typeof template !== 'string' || !isKnown(template)) return undefined;
  let isSupported = true;
  const text = template.replace(ITEM, (item, index: string | undefined, specifier: string | undefined) => {
    if (item === '{{' || item === '}}') return item.charAt(0);
    const arg = index === undefined ? undefined : args[Number(index)];
    const formatted = arg === undefined ? undefined : formattedOf(arg, specifier);
    isSupported &&= formatted !== undefined;
    return formatted ?? '';
  });
  return isSupported ? text : undefined;
}

function formattedOf(value: Value, specifier: string | undefined): string | undefined {
  if (value === null) return '';
  if (specifier === undefined) return textOf(value);
  const digits = /^(?:[dD](\d{0,2})|(0{1,20}))$/.exec(specifier);
  if (!digits || typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  const length = digits[2]?.length ?? Number(digits[1]);
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(length, '0');
}
