import { Json, shown } from '../terraform-json';

/** A reference to an attribute: `azapi_resource.Pool.id`, `data.azurerm_api_management.Apim.id`. */
export interface Reference {
  /** The address of a resource, a data source, an ephemeral resource, a local value or a variable. */
  readonly address: string;
  /** Empty for the resource as a whole. */
  readonly path: readonly string[];
}

/** What Terraform learns only during the apply. Any text that contains it is not known either. */
export const UNKNOWN = '(known after apply)';

export function isUnknown(value: Json | undefined): boolean {
  return value !== undefined && JSON.stringify(value).includes(UNKNOWN);
}

/** Returns all references in all templates of a value. */
export function referencesIn(json: Json | undefined): Reference[] {
  if (typeof json === 'string') return piecesOf(json).flatMap(({ expression }) => referencesOf(expression ?? ''));
  if (typeof json !== 'object' || json === null) return [];
  return Object.values(json).flatMap((value: Json) => referencesIn(value));
}

/** Parses `azapi_resource.Pool.id`; `depends_on` and `replace_triggered_by` contain it without a template. */
export function referenceOf(text: string): Reference {
  const parts = text.split('.');
  const length = parts[0] === 'data' || parts[0] === 'ephemeral' ? 3 : 2;
  const path = parts.slice(length).flatMap((part) => part.replace(/\[(.*?)\]/g, '.$1').split('.'));
  return { address: parts.slice(0, length).join('.'), path };
}

/** Evaluates all templates of a value. */
export function evaluate(json: Json, valueOf: (reference: Reference) => Json): Json {
  if (typeof json === 'string') return evaluateText(json, valueOf);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return (json as readonly Json[]).map((value) => evaluate(value, valueOf));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, evaluate(value, valueOf)]));
}

function evaluateText(text: string, valueOf: (reference: Reference) => Json): Json {
  const pieces = piecesOf(text);
  const values = pieces.map(({ literal, expression }) =>
    expression === undefined ? (literal ?? '') : valueOfExpression(expression, valueOf),
  );
  if (pieces.length === 1 && values[0] !== undefined) return values[0];
  return values.some(isUnknown) ? UNKNOWN : values.map(shown).join('');
}

interface Piece {
  readonly literal?: string;
  readonly expression?: string;
}

/** Splits a text into literals, in which escapes are undone, and the expressions of its templates. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    if (/^\$\{.*\}$/s.test(piece)) pieces.push({ expression: piece.slice(2, -1) });
    else pieces.push({ literal: /^(?:\$\$|%%)\{$/.test(piece) ? piece.slice(1) : piece });
  }
  return pieces;
}

/** An escape, a template, or text up to the next of them. */
const PIECE = /\$\$\{|%%\{|\$\{(?:[^{}"]|"[^"]*")*\}|(?:(?!\$\$?\{|%%\{)[^])+|[^]/g;

const REFERENCE = /(?:data\.|ephemeral\.)?[a-z_]\w*\.[a-z_][\w-]*(?:\.[\w-]+|\[\d+\])*/gi;

function referencesOf(expression: string): Reference[] {
  return [...expression.replace(/"[^"]*"/g, '""').matchAll(REFERENCE)].map(([text]) => referenceOf(text));
}

function valueOfExpression(expression: string, valueOf: (reference: Reference) => Json): Json {
  const [, quoted] = /^"([^"]*)"$/.exec(expression) ?? [];
  if (quoted !== undefined) return quoted;
  const [, separator, of, index] = /^split\("([^"]*)", (.*)\)\[(\d+)\]$/.exec(expression) ?? [];
  if (separator !== undefined && of !== undefined) {
    const whole = valueOfExpression(of, valueOf);
    return isUnknown(whole) ? UNKNOWN : (shown(whole).split(separator)[Number(index)] ?? '');
  }
  const references = referencesOf(expression);
  const [only] = references;
  if (references.length === 1 && only && new RegExp(`^(?:${REFERENCE.source})$`, 'i').test(expression)) {
    return valueOf(only);
  }
  // The result of any other expression is written as the expression of its values.
  const values = references.map(valueOf);
  if (values.some(isUnknown)) return UNKNOWN;
  let next = 0;
  return expression.replace(new RegExp(`"[^"]*"|${REFERENCE.source}`, 'gi'), (text) =>
    text.startsWith('"') ? text : JSON.stringify(values[next++]),
  );
}
