import { Invalid, isKnown, symbolic, symbolsIn, TypedNull, Unresolved, Value } from '../../value';
import type { Budget } from './budget';
import type { Expression } from './expression';
import { kindOf } from './kinds';
import { hideDerived } from './sensitive';
import { unknownIn, unresolved } from './symbols';
import { toText } from './convert';

/** Returns the text of a value within a string. What is not known becomes a symbolic part. */
export function partOfText(value: Value): string | Unresolved {
  if (typeof value === 'string') return value;
  if (value === null || value instanceof TypedNull) return new Invalid('a template contains null');
  if (kindOf(value) === 'json') {
    const unknown = unknownIn(value);
    return unknown
      ? partOfText(unresolved(unknown, 'jsonencode(', [value]))
      : new Unresolved('a template contains a value');
  }
  if (value instanceof Unresolved) return value.symbol === undefined ? value : symbolic(value.symbol);
  if (typeof value === 'object') return new Invalid('a template contains a value that is not a string');
  return toText(value) ?? '';
}

/** Concatenates the parts of a template. */
export function evaluateTemplate(
  parts: readonly Expression[],
  valueOf: (part: Expression) => Value,
  budget: Budget,
): Value {
  const texts: string[] = [];
  for (const part of parts) {
    const next = partOfText(valueOf(part));
    if (next instanceof Unresolved) return next;
    texts.push(next);
    budget.text(next.length);
  }
  return hideDerived(texts, texts.join(''));
}

/** Returns whether the string consists only of symbolic parts, each of which can be empty. */
export function canBeEmpty(text: string): boolean {
  return text === '' || (!isKnown(text) && symbolsIn(text).map(symbolic).join('') === text);
}
