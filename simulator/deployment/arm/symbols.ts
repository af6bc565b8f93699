import { hashOf } from '../../common/hash';
import {
  isKnown,
  isList,
  isObject,
  symbolic,
  Unresolved,
  Value,
  ValueObject,
  Whole,
  replaceSymbols,
  withSymbols,
} from '../value';

/**
 * Returns a value that is known only after deployment, or depends on such a value. Its symbol contains no slash, so that
 * it can be a segment of an id.
 */
export function unknown(reason: string, symbol?: string): Unresolved {
  return new Unresolved(reason, symbol?.replaceAll('/', '\u2215'));
}

/** Returns the value as part of a string; undefined if it cannot be one. .NET capitalizes Boolean values. */
export function textOf(value: Value): string | undefined {
  if (value instanceof Unresolved) return value.symbol === undefined ? undefined : symbolic(value.symbol);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Returns whether the value has neither unresolved nor symbolic parts. */
export function isFullyKnown(value: Value): boolean {
  return unknownPart(value) === undefined;
}

/** Returns a part of the value that is not known. */
function unknownPart(value: Value): Unresolved | string | undefined {
  if (typeof value === 'string') return isKnown(value) ? undefined : value;
  if (value instanceof Unresolved) return value;
  if (value instanceof Whole) return value.address;
  if (isList(value) || isObject<ValueObject>(value)) {
    for (const item of Object.values<Value>(value as ValueObject)) {
      const found = unknownPart(item);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Returns the result of a function whose arguments are not known: equal calls have equal symbols. */
export function callOf(name: string, args: readonly Value[]): Unresolved {
  const part = args.map(unknownPart).find((found) => found !== undefined);
  const reason =
    part instanceof Unresolved
      ? part.reason
      : part === undefined
        ? `${name}(...) is known only after deployment`
        : `${shortened(withSymbols(part))} is known only after deployment`;
  const texts = args.map(canonical);
  const shown = NAMES.get(name) ?? name;
  return unknown(reason, texts.includes(undefined) ? undefined : `${shown}(${shortSymbol(texts.join(', '))})`);
}

/** The functions that names often use, as people write them. */
const NAMES: ReadonlyMap<string, string> = new Map(
  ['toLower', 'toUpper', 'uniqueString'].map((name) => [name.toLowerCase(), name]),
);

/** Returns the part of a value that is not known. */
export function partOf(value: Unresolved, key: string | number): Unresolved {
  const step = typeof key === 'number' ? `[${key}]` : `.${key}`;
  return unknown(value.reason, value.symbol === undefined ? undefined : value.symbol + step);
}

const LONGEST = 100;

/** Long symbols are replaced by their hash: they would grow with each function. */
function shortSymbol(text: string): string {
  if (text.length <= LONGEST) return text;
  return `#${hashOf(text, 16)}`;
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

/** Most unique names depend on the id of the resource group. */
const GROUP_ID = `/subscriptions/${symbolic('subscription().subscriptionId')}/resourceGroups/${symbolic('resourceGroup().name')}`;

/** Returns a text that is equal for equal values; undefined if it is not known whether the value equals others. */
export function canonical(value: Value): string | undefined {
  if (value instanceof Unresolved) return value.symbol;
  if (value instanceof Whole) return value.address;
  if (typeof value === 'string')
    return value === GROUP_ID ? 'resourceGroup().id' : (wholeSymbol(value) ?? quoted(value));
  if (isList(value)) return joined('[', value.map(canonical), ']');
  if (isObject<ValueObject>(value)) {
    const entries = Object.entries(value).map(([name, item]) => {
      const text = canonical(item);
      return text === undefined ? undefined : `${JSON.stringify(name)}: ${text}`;
    });
    return joined('{', entries, '}');
  }
  return JSON.stringify(value);
}

function joined(open: string, texts: readonly (string | undefined)[], close: string): string | undefined {
  return texts.includes(undefined) ? undefined : open + texts.join(', ') + close;
}

/** Literal characters are escaped, so that they never look like a symbol. */
function quoted(text: string): string {
  const whole = replaceSymbols(text.replaceAll('$', '$$$$'), (symbol) => `\${${symbol}}`);
  return `'${whole.replaceAll("'", "''")}'`;
}

/** A string that is only one symbol equals the value itself. */
function wholeSymbol(text: string): string | undefined {
  const [part, ...others] = partsOf(text);
  return part?.isSymbol && others.length === 0 ? part.text : undefined;
}

/** A part of a string: literal text, or the symbol of a value that is not known. */
interface TextPart {
  readonly text: string;
  readonly isSymbol: boolean;
}

const [OPEN, CLOSE] = symbolic('');
const PART = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}|([^${OPEN}]+)`, 'gu');

export function partsOf(text: string): TextPart[] {
  return [...text.matchAll(PART)].map(([, symbol, literal]) => ({
    text: symbol ?? literal,
    isSymbol: symbol !== undefined,
  }));
}
