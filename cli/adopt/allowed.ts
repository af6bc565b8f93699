import type { TextRule } from '../../lib/private/text-rule';

/** Returns whether a construct accepts the text. */
export function isAllowed(text: string, { pattern, longest = Infinity, countsBytes = false }: TextRule): boolean {
  const length = countsBytes ? Buffer.byteLength(text) : text.length;
  return text !== '' && length <= longest && (pattern?.test(text) ?? true);
}
