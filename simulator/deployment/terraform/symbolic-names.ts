import { isKnown, symbolic, symbolsIn, Unresolved, Value } from '../value';

/**
 * Returns a text in which `${...}` represents what is not known, for example `orders-${random_pet.suffix.id}`. Equal
 * texts remain equal. The result can be a part of an id, of a URL and of a policy document.
 */
export function readable(text: string): string {
  if (isKnown(text)) return text;
  return [...new Set(symbolsIn(text))].reduce(
    (made, symbol) => made.replaceAll(symbolic(symbol), () => `\${${symbol === '' ? '...' : escaped(symbol)}}`),
    text,
  );
}

/** Returns a name. A name that is not known is represented by its symbol. */
export function named(value: Value | undefined): Value | undefined {
  if (value instanceof Unresolved) return value.symbol === undefined ? value : readable(symbolic(value.symbol));
  return typeof value === 'string' ? readable(value) : value;
}

/** Returns whether the value is a name that only represents what is not known. */
export function isSymbol(value: Value | undefined): value is string {
  return typeof value === 'string' && /^\$\{[^}]*\}$/.test(value);
}

/** Escapes what would end a name, an attribute or an element. */
function escaped(symbol: string): string {
  return symbol
    .replace(/\["([^"\]]*)"\]/g, '[$1]')
    .replace(/[\s"'<>&/{}@%;]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
