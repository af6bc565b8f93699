import { isScalar, LineCounter, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import { yamlFault } from '../../lib/messages';

/** The default maximum number of characters: longer texts take seconds to read. */
export const LONGEST_YAML = 500_000;

/** Thrown if a text is not valid YAML, or exceeds a limit. */
export class YamlError extends Error {}

/**
 * Reads YAML. Aliases can expand to a hundred copies in total: more would let a few lines fill the memory.
 *
 * @throws YamlError with the fault and its position on one line
 */
export function readYaml(text: string, longest = LONGEST_YAML): unknown {
  if (text.length > longest) {
    const megabytes = (length: number): string => `${Math.ceil(length / 100_000) / 10} MB`;
    throw new YamlError(`it has ${megabytes(text.length)} of YAML; the maximum is ${megabytes(longest)}`);
  }
  try {
    const lines = new LineCounter();
    // The parser compares each key with all keys before it.
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false, lineCounter: lines });
    const { errors } = document;
    if (errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw new RangeError();
    // Later errors are consequences of the first one.
    if (errors.length > 0) throw new YamlError(yamlFault(errors[0]));
    const repeated = repeatedKey(document, lines);
    if (repeated !== undefined) throw new YamlError(repeated);
    return document.toJS() as unknown;
  } catch (error) {
    if (error instanceof ReferenceError) throw new YamlError('its aliases expand to too much text');
    if (error instanceof RangeError) throw new YamlError('it is nested too deeply');
    throw error;
  }
}

/** Returns the first key that occurs twice in a map. */
function repeatedKey(document: Document, lines: LineCounter): string | undefined {
  let found: string | undefined;
  visit(document, {
    Map: (_, map) => {
      found = repeatedIn(map, lines);
      return found === undefined ? undefined : visit.BREAK;
    },
  });
  return found;
}

function repeatedIn({ items }: YAMLMap, lines: LineCounter): string | undefined {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) {
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      return `Map keys must be unique at line ${line}, column ${col}`;
    }
    seen.add(name);
  }
  return undefined;
}
