import { hashOf } from '../../common/hash';
import type { DeclaredResource } from './resource';
import { Invalid, replaceSymbols, symbolic, Unresolved, Value } from '../value';

/**
 * Returns a text in which `${...}` represents what is not known, for example `orders-${random_pet.suffix.id}`. Equal
 * texts remain equal, also if their case is ignored. The result can be a part of an id, of a URL and of a policy
 * document.
 */
export function readable(text: string): string {
  return replaceSymbols(text, (symbol) => `\${${shown(symbol)}}`);
}

/** Returns a name. A name that is not known is represented by its symbol. */
export function named(value: Value | undefined): Value | undefined {
  if (value instanceof Unresolved) return value.symbol === undefined ? value : readable(symbolic(value.symbol));
  return typeof value === 'string' ? readable(value) : value;
}

/**
 * Returns a name that a resource contains. A name that nothing identifies is represented by its place, which is the same
 * in every reference to it.
 */
export function nameIn(resource: DeclaredResource, attribute: string): Value | undefined {
  const value = resource.attribute(attribute);
  const isPlaced = value instanceof Unresolved && resource.repeated === undefined;
  return named(isPlaced ? placedAt(value, `${resource.address}.${attribute}`) : value);
}

/** Returns the value with its place as symbol, if it is not known because another value is not known yet. */
export function placedAt(value: Unresolved, place: string): Unresolved {
  const isLost = value.symbol === undefined && value.origin.symbol !== undefined && !(value instanceof Invalid);
  return isLost ? new Unresolved(value.reason, place, value) : value;
}

/** Returns whether the value is a name that only represents what is not known. */
export function isSymbol(value: Value | undefined): value is string {
  return typeof value === 'string' && /^\$\{[^}]*\}$/.test(value);
}

/** A reference of Terraform, for example `module.apim["west"].gateway_url`. */
const REFERENCE = String.raw`[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*|\["[\p{L}\p{N}_.-]*"\]|\[\d+\])+`;
const PLAIN = new RegExp(String.raw`^(?:\w+\()?${REFERENCE}(?:,${REFERENCE})*\)?$`, 'u');
/** A reference of an Azure Resource Manager template, for example `parameters(name)` or `resourceGroup().name`. */
const PLAIN_IN_TEMPLATE = /^(?:(?:parameters|variables)\('?[\w.-]+'?\)|\w+\(\))(?:\.\w+|\[\d+\])*$/;

/**
 * Returns the characters that represent a symbol. An argument of a function that is not a reference can be a secret, so
 * that a hash represents it. A hash also distinguishes symbols that differ only in case.
 */
function shown(symbol: string): string {
  if (symbol === '') return '...';
  if (PLAIN_IN_TEMPLATE.test(symbol)) return escaped(symbol);
  const hash = (): string => `~${hashOf(symbol, 10)}`;
  if (PLAIN.test(symbol)) return escaped(symbol) + (/\p{Lu}/u.test(symbol) ? hash() : '');
  const name = /^[\w:-]*(?=\()/.exec(symbol)?.[0];
  return escaped(name === undefined ? hash() : `${name}(${hash()})`);
}

/** Escapes what would end a name, an attribute or an element. */
function escaped(symbol: string): string {
  return symbol
    .replace(/\["([^"\]]*)"\]/g, '[$1]')
    .replace(/[\s"'<>&/{}@%;]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
