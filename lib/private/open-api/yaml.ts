import { isScalar, ParsedNode, parseDocument, YAMLParseError } from 'yaml';

// The build bundles the parser into this module, so nothing but `readDocument` may import it, and only when it is needed.

/** A value that was read, or why a text is not YAML. */
interface ReadYaml {
  readonly value?: unknown;
  readonly fault?: string;
}

/** Reads a YAML document. Its scalars are those of JSON: a date is a string. */
export function readYaml(text: string): ReadYaml {
  try {
    const document = parseDocument(text, { logLevel: 'silent', merge: true, uniqueKeys: areSame });
    const [error] = document.errors;
    if (error === undefined) return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
    // The parser reports a text that is nested too deeply as an error of its own.
    return { fault: error.message.startsWith('Maximum call stack') ? TOO_DEEP : faultOf(error) };
  } catch (error) {
    if (error instanceof ReferenceError) return { fault: 'its aliases expand to too much text' };
    if (error instanceof RangeError) return { fault: TOO_DEEP };
    throw error;
  }
}

/** More copies would let a few lines fill the memory. */
const MOST_ALIASES = 100;

const TOO_DEEP = 'it is nested too deeply';

/** Returns whether two keys of a map become the same name. */
function areSame(one: ParsedNode, other: ParsedNode): boolean {
  return isScalar(one) && isScalar(other) && String(one.value) === String(other.value);
}

/** Returns the fault and its position, without the excerpts in the messages of the parser: they can contain secrets. */
function faultOf({ code, linePos }: YAMLParseError): string {
  const what = WORDS.get(code) ?? 'there is an error';
  return `it is not valid YAML: ${what}${linePos ? ` at line ${linePos[0].line}, column ${linePos[0].col}` : ''}`;
}

const WORDS = new Map<string, string>([
  ['BAD_INDENT', 'the indentation is wrong'],
  ['DUPLICATE_KEY', 'a key occurs twice in a map'],
  ['MULTIPLE_DOCS', 'a second document starts'],
  ['TAB_AS_INDENT', 'tabs are not allowed as indentation'],
]);
