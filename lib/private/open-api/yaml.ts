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
    return { fault: knownFault(error) ?? `it is not valid YAML: ${yamlFault(error)}` };
  } catch (error) {
    const fault = knownFault(error as Error);
    if (fault === undefined) throw error;
    return { fault };
  }
}

/** Returns the fault of an error that the parser reports without a position. */
function knownFault({ message }: Error): string | undefined {
  return FAULTS.find(([start]) => message.startsWith(start))?.[1];
}

const FAULTS = [
  ['Excessive alias count', 'its aliases expand to too much text'],
  ['Maximum call stack', 'it is nested too deeply'],
  ['Merge sources', 'a merge key (<<) has a value other than maps'],
  ['Unresolved alias', 'an alias has no anchor before it'],
] as const;

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  // The directive of another version would otherwise select another schema, with dates.
  schema: 'core',
  resolveKnownTags: false,
  merge: true,
  stringKeys: true,
};

/** More copies would let a few lines fill the memory. */
const MOST_ALIASES = 100;
