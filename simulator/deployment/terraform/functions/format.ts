import {
  asBool,
  asInteger,
  asList,
  asNumber,
  asText,
  FunctionContext,
  Functions,
  giveUp,
  Refusal,
  refuse,
} from '../language/function';
import { numberText } from '../language/numbers';
import { unknownIn, unresolved } from '../language/symbols';
import { partOfText } from '../language/text';
import { isList, Unresolved, Value } from '../../value';
import { graphemes } from './graphemes';
import { toJson } from './json';
import { textsOf } from './lists';

export const FORMAT: Functions = {
  format: {
    unknowns: 'all',
    run: ([format, ...args], context) => formatted(format ?? null, args, context),
  },
  formatlist: {
    unknowns: 'nested',
    run: ([format, ...args], context) => formattedList(format ?? null, args, context),
  },
};

/** For example, `%s`, `%-5d`, `%03.1f` and `%[2]s`. */
const VERB = /%([ 0#+-]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?(.?)/gsu;

function formatted(format: Value, args: readonly Value[], { budget }: FunctionContext): Value {
  const unknown = unknownIn([format, ...args]);
  const isSimple = typeof format === 'string' && /^(?:%[sv%]|[^%])*$/.test(format);
  if (unknown && !isSimple) return unresolved(unknown, 'format(', [format, ...args]);
  if (format === null || args.includes(null)) return giveUp('format is called with null');
  let next = 0;
  let used = 0;
  let length = 0;
  const text = asText(format).replace(
    VERB,
    (_, flags: string, width: string, precision: string | undefined, at: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (at !== undefined) next = Number(at) - 1;
      const value = args[next++];
      used = Math.max(used, next);
      if (value === undefined) return refuse('format is called with too few arguments');
      const shown = { flags, width: Number(width), precision: precision === undefined ? undefined : Number(precision) };
      if (shown.width > 1000 || (shown.precision ?? 0) > 1000) return giveUp('a width in a format is too large');
      const part = padded(verbOf(verb, shown, value), shown);
      length += part.length;
      budget.text(length);
      return part;
    },
  );
  return used < args.length ? refuse('format is called with too many arguments') : text;
}

interface Shown {
  readonly flags: string;
  readonly width: number;
  readonly precision?: number;
}

function verbOf(verb: string, { flags, precision }: Shown, value: Value): string {
  switch (verb) {
    case 'v':
      if (flags.includes('#') || (value !== null && isComplex(value))) return toJson(value);
      return typeof value === 'number' ? generalNumber(value) : anyText(value);
    case 's':
    case 'q': {
      const text = anyText(value);
      const cut = precision === undefined ? text : graphemes(text).slice(0, precision).join('');
      return verb === 'q' ? toJson(cut) : cut;
    }
    case 't':
      return String(asBool(value));
    default:
      return numberOf(verb, flags, precision, asNumber(value));
  }
}

function isComplex(value: Value): boolean {
  return typeof value === 'object' && !(value instanceof Unresolved);
}

function anyText(value: Value): string {
  const text = partOfText(value);
  if (text instanceof Unresolved) throw new Refusal(text);
  return text;
}

const BASES: Readonly<Record<string, number>> = { b: 2, d: 10, o: 8, x: 16, X: 16 };

function numberOf(verb: string, flags: string, precision: number | undefined, value: number): string {
  const sign = value >= 0 && flags.includes('+') ? '+' : value >= 0 && flags.includes(' ') ? ' ' : '';
  const base = BASES[verb];
  if (base !== undefined) {
    if (precision !== undefined || flags.includes('#')) return giveUp(`the format %${flags}${verb} is not supported`);
    const text = sign + asInteger(value).toString(base);
    return verb === 'X' ? text.toUpperCase() : text;
  }
  if (verb === 'f' || verb === 'F') return sign + fixed(value, precision ?? 6);
  if (verb === 'e' || verb === 'E') {
    const text = withExponent(value.toExponential(precision ?? 6));
    return sign + (verb === 'E' ? text.toUpperCase() : text);
  }
  if (verb === 'g' && precision === undefined) return sign + generalNumber(value);
  return giveUp(`the format %${verb} is not supported`);
}

function fixed(value: number, digits: number): string {
  const [, part = ''] = /\.(\d*)$/.exec(value.toFixed(Math.min(digits + 20, 100))) ?? [];
  if (/^50*$/.test(part.slice(digits))) return giveUp('a number is halfway between two others');
  return (Object.is(value, -0) ? '-' : '') + value.toFixed(digits);
}

/** Returns the shortest text, with an exponent for large and for small numbers. */
function generalNumber(value: number): string {
  const plain = numberText(value);
  if (plain instanceof Unresolved) return giveUp(plain.reason);
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return exponent >= -4 && exponent < 6 ? plain : withExponent(value.toExponential());
}

/** The exponent has at least two digits. */
function withExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function padded(text: string, { flags, width }: Shown): string {
  const missing = width - graphemes(text).length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0')) return ' '.repeat(missing) + text;
  const [sign = ''] = /^[+ -]?/.exec(text) ?? [];
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

/** Formats the items of the lists one by one; any other argument is the same for all. */
function formattedList(format: Value, args: readonly Value[], context: FunctionContext): Value {
  const lengths = new Set([format, ...args].filter(isList).map((list) => asList(list).length));
  if (lengths.size > 1) return refuse('formatlist is called with lists of different lengths');
  const [length = 1] = lengths;
  context.budget.items(length);
  return textsOf(
    Array.from({ length }, (_, n) => {
      const at = (value: Value): Value => (isList(value) ? (value[n] ?? null) : value);
      return formatted(at(format), args.map(at), context);
    }),
  );
}
