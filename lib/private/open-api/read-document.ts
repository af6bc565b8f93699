import { jsonFault } from '../../messages';
import type * as yaml from './yaml';

/** A document that was read, or why it cannot be. */
export interface ReadDocument {
  readonly value?: unknown;
  readonly fault?: string;
}

/** Reads a document in JSON or YAML. */
export function readDocument(content: string): ReadDocument {
  const text = content.replace(/^\ufeff/, '');
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // Only a program with a YAML document loads its parser.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readYaml } = require('./yaml') as typeof yaml;
    const read = readYaml(text);
    // JSON is meant, although YAML may start like it as well.
    const isJson = read.fault !== undefined && /^\s*[{[]/.test(text);
    return isJson ? { fault: `it ${jsonFault(text)}` } : read;
  }
}
