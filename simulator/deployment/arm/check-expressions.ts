import { nearest } from '../../common/nearest';
import type { Json, JsonObject } from '../value';
import { Expression, ExpressionError, isExpression, readExpression } from './expression';
import { FUNCTION_NAMES, isFunction } from './functions/names';
import type { TemplateFile } from './template-file';

/** Texts for people, which are not evaluated. */
const METADATA = 'metadata';

/** Reports the expressions of a template that cannot be parsed or evaluated. Returns whether all can be. */
export function checkExpressions(root: JsonObject, file: TemplateFile): boolean {
  let isValid = true;
  for (const { text, within, key, name } of expressionsIn(root)) {
    const faults = faultsOf(text, name);
    for (const fault of faults) file.say(within, fault, key);
    isValid &&= faults.length === 0;
  }
  return isValid;
}

/** An expression, and its place in a template. */
interface PlacedExpression {
  readonly text: string;
  /** The object or the list that contains it. */
  readonly within: object;
  readonly key: string;
  /** The name of the closest property. */
  readonly name: string;
}

function* expressionsIn(within: JsonObject | readonly Json[], name = ''): Generator<PlacedExpression> {
  for (const [key, value] of Object.entries(within as JsonObject)) {
    if (key === METADATA) continue;
    const closest = Array.isArray(within) ? name : key;
    if (typeof value === 'string') {
      if (isExpression(value)) yield { text: value, within, key, name: closest };
    } else if (typeof value === 'object' && value !== null) {
      yield* expressionsIn(value, closest);
    }
  }
}

function faultsOf(text: string, name: string): string[] {
  try {
    return [...new Set(callsIn(readExpression(text)).flatMap((call) => misspelled(call.name) ?? []))];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [`the expression of '${name}' ${error.message}`];
  }
}

/** A function that is not similar to a known one may be newer than this list. */
function misspelled(name: string): string | undefined {
  const meant = isFunction(name) ? undefined : nearest(name, FUNCTION_NAMES);
  return meant === undefined ? undefined : `ARM has no function '${name}' (did you mean '${meant}'?)`;
}

type Call = Expression & { kind: 'call' };

function callsIn(expression: Expression): Call[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'index':
      return [...callsIn(expression.of), ...callsIn(expression.key)];
    case 'call':
      return [expression, ...expression.args.flatMap(callsIn)];
  }
}

/** The place of an expression: the object or the list that contains it, and its name or index there. */
export type ExpressionPlace = readonly [within: object, key: string];

/** Returns where the expressions of a template first refer to each parameter and variable, by `referenceKey`. */
export function referencesIn(root: JsonObject): ReadonlyMap<string, ExpressionPlace> {
  const places = new Map<string, ExpressionPlace>();
  for (const { text, within, key } of expressionsIn(root)) {
    for (const { name, args } of callsIn(readExpression(text))) {
      if (args[0]?.kind !== 'literal' || !['parameters', 'variables'].includes(name)) continue;
      const reference = referenceKey(name, String(args[0].value));
      if (!places.has(reference)) places.set(reference, [within, key]);
    }
  }
  return places;
}

export function referenceKey(call: string, name: string): string {
  return `${call} ${name.toLowerCase()}`;
}
