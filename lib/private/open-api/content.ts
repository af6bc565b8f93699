import { readFileSync } from 'node:fs';
import { printable, shownText } from '../../messages';

/**
 * Reads a document from a file.
 *
 * @param caller the name of the method that was called
 * @throws Error if the file cannot be read
 */
export function contentOf(path: string, caller: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw unreadable(path, caller, error as NodeJS.ErrnoException);
  }
}

function unreadable(path: string, caller: string, { code = '', message }: NodeJS.ErrnoException): Error {
  const why = WORDS.get(code) ?? message;
  // A JavaScript caller may pass anything as the path.
  const shown = typeof path === 'string' ? shownText(path) : String(path);
  return new Error(printable(`OpenApiDocument.${caller}(${shown}): ${why}; a file with an OpenAPI document is needed`));
}

const WORDS = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'access to it is denied'],
  ['EPERM', 'access to it is denied'],
  ['ERR_INVALID_ARG_TYPE', 'it is not a path'],
]);
