import type { Work } from '../engine/work';
import type { ExchangeResult } from '../engine/results';

/** Bytes, without strings. */
const EXCHANGE = 500;
const ATTEMPT = 150;
const ENTRY = 100;

/** The results of a run, in the order of its requests. They are kept until the end, so their memory is counted. */
export class KeptResults {
  readonly all: ExchangeResult[] = [];
  /** Bodies that many responses share are kept once. */
  private readonly bodies = new Map<string, string>();

  constructor(private readonly work: Work) {}

  keep(index: number, result: ExchangeResult): void {
    const { body } = result;
    const known = body === undefined ? undefined : this.bodies.get(body);
    if (body !== undefined && known === undefined) this.bodies.set(body, body);
    this.work.hold(sizeOf(result) + (known === undefined ? (body?.length ?? 0) : 0));
    this.all[index] = { ...result, body: known ?? body };
  }
}

/** Returns the approximate bytes of a result without its body. Strings of backends and policies are shared. */
function sizeOf({ headers, attempts, records, errors }: ExchangeResult): number {
  let size = EXCHANGE + ATTEMPT * attempts.length + ENTRY * (records.length + errors.length);
  for (const name in headers) size += ENTRY + headers[name].length;
  for (const { text } of records) size += text.length;
  for (const { message } of errors) size += message.length;
  return size;
}
