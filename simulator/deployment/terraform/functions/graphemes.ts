const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns what a reader sees as the characters of a text, which is how Terraform counts. */
export function graphemes(text: string): readonly string[] {
  // eslint-disable-next-line no-control-regex -- all other characters can combine
  if (/^[\x00-\x09\x0b-\x7f]*$/.test(text)) return text.split('');
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}
