import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { redactName, shownText, textOfLength } from '../messages';
import { holdsToken, withoutTokens } from './terraform-text';

const LONGEST_SHOWN = 100;

/** Describes what was received, on one short line. */
export function received(value: unknown): string {
  if (typeof value === 'string') return shownText(withoutTokens(value));
  if (Array.isArray(value)) {
    const shown = value.slice(0, LONGEST_SHOWN).map((item) => (Array.isArray(item) ? 'a list' : received(item)));
    const list = `[${shown.join(', ')}]`;
    return list.length <= LONGEST_SHOWN ? list : `a list of ${value.length}`;
  }
  return kindOf(value);
}

/** Describes the type of the received value, without the contents of a string, a list or an object. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return holdsToken(value) ? 'a string with a token' : textOfLength(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (Token.isUnresolved(value)) return 'a token';
  if (Construct.isConstruct(value)) return `the construct '${value.node.path}'`;
  // An object may be arbitrarily large or circular.
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** Returns the redacted and shortened name of a property. */
export function nameIn(name: string): string {
  return redactName(withoutTokens(name)).slice(0, LONGEST_SHOWN);
}
