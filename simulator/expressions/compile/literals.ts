import { parseDecimal } from '../format-number';
import { fits, toNumeric } from '../numeric';
import { Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { CharValue, DoubleValue, Value } from '../value';
import { Node } from './node';

export function constant(type: t.Type, value: Value): Node {
  return { type, run: () => value, constant: value };
}

export function integerLiteral(syntax: Syntax): Node {
  return integer(syntax, false);
}

/** Compiles a whole number. The minimum of a type is valid only with its minus sign. */
export function integer(syntax: Syntax, isNegative: boolean): Node {
  const match = /^(0[xXbB][\da-fA-F]+?|\d+)([uUlL]*)$/.exec(syntax.text.replaceAll('_', ''));
  if (!match) throw unsupported(syntax, 'this number is not supported');
  const suffix = [...match[2].toLowerCase()].sort().join('');
  const size = BigInt(match[1].toLowerCase());
  const value = isNegative ? -size : size;
  const type = LITERALS[suffix]?.find((one) => fits(value, one) && !(isNegative && one === t.UINT));
  if (!type) throw unsupported(syntax, 'the number is too large');
  return constant(type, toNumeric(value, type.name));
}

/** The types of a whole number by its suffix. The first one that is large enough is its type. */
const LITERALS: Readonly<Record<string, readonly t.Type[]>> = {
  '': [t.INT, t.UINT, t.LONG, t.ULONG],
  u: [t.UINT, t.ULONG],
  l: [t.LONG, t.ULONG],
  lu: [t.ULONG],
};

export function realLiteral(syntax: Syntax): Node {
  const text = syntax.text.replaceAll('_', '');
  const digits = text.replace(/[fFdDmM]$/, '');
  switch (text.slice(-1).toLowerCase()) {
    case 'm': {
      const value = parseDecimal(digits);
      if (!value) throw unsupported(syntax, 'a decimal with an exponent is not supported');
      return constant(t.DECIMAL, value);
    }
    case 'f':
      return constant(t.FLOAT, new DoubleValue(Math.fround(Number(digits)), true));
    default:
      return constant(t.DOUBLE, new DoubleValue(Number(digits)));
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '\\': '\\',
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export function unescape(text: string): string {
  return text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{1,4})|(.))/gs,
    (_, u?: string, U?: string, x?: string, char?: string) => {
      const code = u ?? U ?? x;
      return code === undefined
        ? (ESCAPES[char ?? ''] ?? char ?? '')
        : String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
    },
  );
}

export function stringLiteral(syntax: Syntax): Node {
  if (!syntax.text.endsWith('"')) throw unsupported(syntax, 'this kind of string is not supported');
  return constant(t.STRING, unescape(syntax.text.slice(1, -1)));
}

export function verbatimLiteral(syntax: Syntax): Node {
  if (!syntax.text.endsWith('"')) throw unsupported(syntax, 'this kind of string is not supported');
  return constant(t.STRING, syntax.text.slice(2, -1).replaceAll('""', '"'));
}

/** A raw string loses the indentation of the line of its closing quotes. */
export function rawLiteral(syntax: Syntax): Node {
  const quotes = /^"+/.exec(syntax.text)?.[0].length ?? 3;
  const inner = syntax.text.slice(quotes, -quotes);
  const lines = inner.split(/\r?\n/);
  if (lines.length === 1) return constant(t.STRING, inner);
  const indent = lines[lines.length - 1];
  const content = lines.slice(1, -1);
  if (
    indent.trim() !== '' ||
    lines[0].trim() !== '' ||
    content.some((line) => line.trim() !== '' && !line.startsWith(indent))
  ) {
    throw unsupported(syntax, 'the lines of a raw string must start with the white space of its last line');
  }
  return constant(t.STRING, content.map((line) => line.slice(indent.length)).join('\n'));
}

export function characterLiteral(syntax: Syntax): Node {
  const text = unescape(syntax.text.slice(1, -1));
  if (text.length !== 1) throw unsupported(syntax, 'a character literal must contain one character');
  return constant(t.CHAR, CharValue.of(text.charCodeAt(0)));
}
