import { isObject, Json, JsonObject } from '../value';

/** An interpolation of a string that the parser joins with the text around it: `"${"$"}{x}"` becomes `"${x}"`. */
const JOINED = /\$\{~?\s*"(?:[^"\\\n]|\\.)*[$%]"\s*~?\}(?:\{|\$\{~?\s*"\{)|%\$\{~?\s*"\{/;
/** A number that the parser writes as null. */
const INFINITE = /[=[,(]\s*-?\d+(?:\.\d+)?[eE]\+?\d{3,}\s*(?:[,\])}#/\n]|$)/;
const MANY_DIGITS = /\d{16,}|\d[eE]\+?\d\d/;

/**
 * Returns the line and the description of what the JSON of a file represents differently from its HCL; undefined if
 * there is nothing.
 */
export function differenceIn(text: string, json: Json): readonly [line: number, what: string] | undefined {
  const joined = JOINED.exec(text);
  if (joined) return [lineAt(text, joined), 'a string that ends in $ or % is interpolated before {; write $${ or %%{'];
  const infinite = INFINITE.exec(text);
  if (infinite) return [lineAt(text, infinite), 'a number is too large'];
  if (!holdsRounded(json)) return undefined;
  return [lineAt(text, MANY_DIGITS.exec(text)), 'a whole number has more than 15 digits, and cannot be read exactly'];
}

function lineAt(text: string, found: RegExpExecArray | null): number {
  return text.slice(0, found?.index ?? 0).split('\n').length;
}

/** Returns whether the JSON contains an integer that is rounded. */
function holdsRounded(json: Json): boolean {
  if (typeof json === 'number') return Number.isInteger(json) && !Number.isSafeInteger(json);
  if (Array.isArray(json)) return (json as readonly Json[]).some(holdsRounded);
  return isObject<JsonObject>(json) && Object.values(json).some(holdsRounded);
}
