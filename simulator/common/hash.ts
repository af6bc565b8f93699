/** Returns the first hexadecimal digits of the SHA-256 hash of a text. */
export function hashOf(text: string, digits: number): string {
  // Loaded with the first call, since loading takes time.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
