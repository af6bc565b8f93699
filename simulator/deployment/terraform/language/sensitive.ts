import { hide, hidesAny, isHidden, reveal } from '../../../../lib/messages';
import { isList, isObject, Value, ValueObject } from '../../value';
import { numberText } from './numbers';

/** Matches a name in an object that is no secret, for example of an attribute or a region. */
const PLAIN_NAME = /^[a-z]+(?:[_-][a-z]+)*\d{0,2}$/;

/** Hides the texts of a sensitive value in all messages and reports. The value itself remains known. */
export function hideValue(value: Value): void {
  const texts = textsIn(value);
  // A policy document is hidden as a whole: other documents have the same lines.
  const documents = texts.filter((text) => text.trimStart().startsWith('<'));
  hide(texts, documents);
}

/** Shows the texts of a value again that `nonsensitive` declares not to be secret. */
export function revealValue(value: Value): void {
  for (const text of textsIn(value)) reveal(text);
}

/**
 * Hides the texts of a value that an expression makes of a sensitive value, and returns the value. A text that is only
 * passed on, for example by `lookup`, is not hidden.
 */
export function hideDerived(values: readonly Value[], value: Value): Value {
  if (!hidesAny()) return value;
  const given = new Set(textsIn(values));
  if (![...given].some(isHidden)) return value;
  const derived = textsIn(value).filter((text) => !given.has(text));
  hide(derived, [...given]);
  return value;
}

/** Returns the strings in a value, and the texts of its numbers. A part that occurs several times is visited once. */
function textsIn(value: Value): string[] {
  const texts: string[] = [];
  const left: Value[] = [value];
  const seen = new Set<Value>();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') texts.push(next);
    else if (typeof next === 'number') {
      const text = numberText(next);
      if (typeof text === 'string') texts.push(text);
    } else if ((isList(next) || isObject<ValueObject>(next)) && !seen.has(next)) {
      seen.add(next);
      if (!isList(next)) texts.push(...Object.keys(next).filter((name) => !PLAIN_NAME.test(name)));
      for (const item of Object.values<Value>(next as ValueObject)) left.push(item);
    }
  }
  return texts;
}
