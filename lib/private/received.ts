import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { redactName, shownText, textOfLength } from '../messages';

const LONGEST_SHOWN = 100;

/** What was received, short and on one line. */
export function received(value: unknown): string {
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) {
    const shown = value.slice(0, LONGEST_SHOWN).map((item) => (Array.isArray(item) ? 'a list' : received(item)));
    const list = `[${shown.join(', ')}]`;
    return list.length <= LONGEST_SHOWN ? list : `a list of ${value.length}`;
  }
  return kindOf(value);
}

/** What kind of value was received: nothing that a text, a list or an object holds. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return textOfLength(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (Token.isUnresolved(value)) return 'a token';
  if (Construct.isConstruct(value)) return `the construct '${value.node.path}'`;
  // What an object holds may have no end, too.
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** The name of something in it, and no more of that than one reads. */
export function nameIn(name: string): string {
  return redactName(name).slice(0, LONGEST_SHOWN);
}
