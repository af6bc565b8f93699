import { createHash } from 'node:crypto';

/** The number of hexadecimal digits of a short hash. */
export const HASH_LENGTH = 8;

/** Returns the first digits of the SHA-256 hash of a text, in lower case. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
