import { DocumentOptions, parseDocument, ParseOptions, SchemaOptions } from 'yaml';
import { yamlFault } from '../../messages';

// The build bundles the parser into this module, so nothing but `readDocument` may import it, and only when it is needed.

/** A value that was read, or why a text is not YAML. */
interface ReadYaml {
  readonly value?: unknown;
  readonly fault?: string;
}

/** Reads a YAML document. Its scalars are those of JSON: a date is a string. */
export function readYaml(text: string): ReadYaml {
  try {
    const document = parseDocument(text, OPTIONS);
    const [error] = document.errors;
    if (error === undefined) return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
    // The parser reports a text that is nested too deeply as an error of its own.
    const isTooDeep = error.message.startsWith('Maximum call stack');
    return { fault: isTooDeep ? TOO_DEEP : `it is not valid YAML: ${yamlFault(error)}` };
  } catch (error) {
    if (error instanceof ReferenceError) {
      const isUnknown = error.message.startsWith('Unresolved alias');
      return { fault: isUnknown ? 'an alias has no anchor before it' : 'its aliases expand to too much text' };
    }
    if (error instanceof RangeError) return { fault: TOO_DEEP };
    throw error;
  }
}

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  // The directive of another version would otherwise select another schema, with dates.
  schema: 'core',
  resolveKnownTags: false,
  merge: true,
  stringKeys: true,
};

/** More copies would let a few lines fill the memory. */
const MOST_ALIASES = 100;

const TOO_DEEP = 'it is nested too deeply';
