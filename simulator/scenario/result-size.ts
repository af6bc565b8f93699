import type { ExchangeResult } from '../results';

/** Bytes, without texts. */
const EXCHANGE = 500;
const ATTEMPT = 150;
const ENTRY = 100;

/** About how many bytes a result holds by itself; the texts of backends and policies are shared with others. */
export function sizeOf({ headers, body = '', attempts, records, errors }: ExchangeResult): number {
  let size = EXCHANGE + ATTEMPT * attempts.length + ENTRY * (records.length + errors.length) + body.length;
  for (const name in headers) size += ENTRY + headers[name].length;
  for (const { text } of records) size += text.length;
  for (const { message } of errors) size += message.length;
  return size;
}
