import { budget } from './budget';
import { withProvider } from './culture';
import { Unsupported } from './errors';
import { formatValue } from './format';
import { formatDate } from './format-date';
import { formatEnum, formatNumber } from './format-number';
import { formatSpan } from './format-span';
import { DateTimeValue, EnumValue, GuidValue, TimeSpanValue, Value } from './value';

/** Formats a value, for example `$"{value:N2}"` and `value.ToString("N2")`. */
export function formatted(value: Value, format: string | null | undefined): string {
  if (!format) return formatValue(value);
  if (value instanceof DateTimeValue) return formatDate(value, format);
  if (value instanceof TimeSpanValue) return formatSpan(value, format);
  if (value instanceof EnumValue) return formatEnum(value, format);
  if (value instanceof GuidValue) return formatGuid(value, format);
  return formatNumber(value, format) ?? formatValue(value);
}

/** Formats a value with a format provider; null is the culture of the gateway. */
export function formattedBy(value: Value, format: string | null, provider: Value = null): string {
  return withProvider(provider, () => formatted(value, format));
}

function formatGuid({ text }: GuidValue, format: string): string {
  switch (format.toUpperCase()) {
    case 'D':
      return text;
    case 'N':
      return text.replaceAll('-', '');
    case 'B':
      return `{${text}}`;
    case 'P':
      return `(${text})`;
    default:
      throw new Unsupported(`the format '${format}' is not supported for a Guid`);
  }
}

/** Pads text with spaces on the left, or on the right if the width is negative. */
export function aligned(text: string, width: number): string {
  budget.text(Math.max(Math.abs(width), text.length));
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}
