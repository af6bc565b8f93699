import { hashOf } from '../../../common/hash';
import {
  Invalid,
  isKnown,
  isList,
  Refused,
  replaceSymbols,
  symbolic,
  symbolsIn,
  TypedNull,
  Unresolved,
  Value,
  ValueObject,
  Whole,
  withSymbols,
} from '../../value';
import { isConfigured, unknownOf } from './configured';
import { kindOf, sortedEntries } from './kinds';

/** The maximum length of a symbol. Beyond it, a hash identifies the expression. */
const LONGEST = 300;
/** The maximum length of a text from which a symbol is made. */
const LONGEST_TEXT = 1024 * 1024;

/** Lists and objects of which all parts are known. They are not visited again. */
const KNOWN = new WeakSet<object>();

/** Returns whether all parts of a list or an object were found to be known. */
export function isFoundKnown(value: Value): boolean {
  return typeof value === 'object' && value !== null && KNOWN.has(value);
}

/**
 * Returns why a value is not known, or a part of it: an error first, then what has no symbol, refused references first. A
 * part that occurs several times is visited once.
 */
export function unknownIn(value: Value): Unresolved | undefined {
  if (typeof value === 'string') return isKnown(value) ? undefined : unknownText(value);
  if (typeof value !== 'object' || value === null || KNOWN.has(value)) return undefined;
  let found: Unresolved | undefined;
  const left: Value[] = [value];
  const seen = new Set<Value>();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next instanceof Invalid) return next;
    if (next instanceof Unresolved)
      found = found && (next.symbol !== undefined || found instanceof Refused) ? found : next;
    else if (next instanceof Whole)
      found ??= new Unresolved(`${next.address} is known only after deployment`, next.address);
    else if (typeof next === 'string') found ??= isKnown(next) ? undefined : unknownText(next);
    else if (
      typeof next === 'object' &&
      next !== null &&
      !(next instanceof TypedNull) &&
      !seen.has(next) &&
      !KNOWN.has(next)
    ) {
      seen.add(next);
      found ??= unknownOf(next);
      for (const item of Object.values<Value>(next as ValueObject)) left.push(item);
    }
  }
  if (!found) for (const each of [value, ...argumentsIn(value)]) KNOWN.add(each);
  return found;
}

/** The lists and objects in a short list, such as the arguments of a function. */
function argumentsIn(value: Value): object[] {
  const items: readonly Value[] = isList(value) && value.length < MOST_ARGUMENTS ? value : [];
  return items.filter((item) => typeof item === 'object' && item !== null);
}

const MOST_ARGUMENTS = 10;

function unknownText(text: string): Unresolved {
  const [symbol = ''] = symbolsIn(text);
  const shown = withSymbols(symbolic(symbol)).slice(2, -1);
  return new Unresolved(`${shown} is known only after deployment`, symbolOf([text]));
}

/** Returns the unresolved result of an operation on values that are not known. Equal operations are equal. */
export function unresolved(
  cause: Unresolved,
  before: string,
  values: readonly Value[],
  between = ',',
  after = ')',
): Unresolved {
  if (cause.symbol === undefined) return cause;
  const inner = symbolOf(values, between);
  if (inner === undefined) return withoutSymbol(cause);
  return new Unresolved(cause.reason, inner === '' ? '' : shortened(before + inner + after), cause);
}

/** Returns the unresolved result of an operation for which there is no symbol. */
export function withoutSymbol(cause: Unresolved): Unresolved {
  return cause.symbol === undefined ? cause : new Unresolved(cause.reason, undefined, cause);
}

/** Returns a text that identifies the values; empty if it identifies none, undefined if a value has no symbol. */
function symbolOf(values: readonly Value[], between = ','): string | undefined {
  const writer = new Writer();
  values.forEach((value, index) => {
    if (index > 0) writer.text += between;
    writer.write(value);
  });
  if (writer.isLost) return undefined;
  return writer.isAny ? '' : writer.text;
}

/** Returns whether two values are certain to be the same. */
export function areIdentical(one: Value, other: Value): boolean {
  const symbol = symbolOf([one]);
  return symbol !== undefined && symbol !== '' && symbol === symbolOf([other]);
}

class Writer {
  text = '';
  /** Whether a part has no symbol. */
  isLost = false;
  /** Whether a part can be anything, such as a subscription. */
  isAny = false;

  write(value: Value): void {
    if (this.isLost) return;
    if (this.text.length > LONGEST_TEXT) this.isLost = true;
    else if (typeof value === 'string') this.string(value);
    else if (value instanceof Unresolved) this.symbol(value.symbol);
    else if (value instanceof TypedNull) this.text += 'null';
    else if (value instanceof Whole) this.text += value.address;
    else if (isList(value)) {
      this.text += `${kindOf(value) ?? ''}[`;
      for (const item of value) this.item(item);
      this.text += ']';
    } else if (typeof value === 'object' && value !== null) {
      if (isConfigured(value)) return this.symbol(unknownOf(value)?.symbol);
      this.text += `${kindOf(value) ?? ''}{`;
      for (const [name, item] of sortedEntries(value)) {
        this.text += `${JSON.stringify(name)}=`;
        this.item(item);
      }
      this.text += '}';
    } else this.text += String(value);
  }

  private item(value: Value): void {
    this.write(value);
    this.text += ',';
  }

  private string(value: string): void {
    const symbols = symbolsIn(value);
    const [first] = symbols;
    if (first !== undefined && value === symbolic(first)) return this.symbol(first);
    // A symbol is written as `${...}`, so the same characters in the text are escaped.
    this.text += replaceSymbols(JSON.stringify(value.replaceAll('${', '$${')), (symbol) => `\${${symbol}}`);
    this.isAny ||= symbols.includes('');
  }

  private symbol(symbol: string | undefined): void {
    this.isLost ||= symbol === undefined;
    this.isAny ||= symbol === '';
    this.text += symbol ?? '';
  }
}

function shortened(symbol: string): string {
  if (symbol.length <= LONGEST) return symbol;
  return `${symbol.slice(0, symbol.indexOf('(') + 1)}#${hashOf(symbol, 32)})`;
}
