import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Answer } from '../engine/transport';
import { isHopByHop } from './hop-by-hop';

/** A body up to this size is taken as a whole: it costs less than a stream. */
const SMALL = 64 * 1024;

const TIMEOUT: Answer = {
  kind: 'failure',
  reason: 'Timeout',
  message: 'The backend did not answer within the timeout.',
};

/** Takes one response from the wire: its headers within the timeout, then its body, as fast as somebody reads it. */
export class ResponseReader implements Dispatcher.DispatchHandlers {
  private abort: ((error?: Error) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private done: ((answer: Answer) => void) | undefined;
  private head: (Answer & { readonly kind: 'response' }) | undefined;
  private chunks: Buffer[] | undefined;
  private stream: Readable | undefined;
  private readonly leave = (): void => this.stop();

  constructor(
    timeout: number,
    private readonly signal: AbortSignal | undefined,
    done: (answer: Answer) => void,
  ) {
    this.done = done;
    this.timer = setTimeout(() => {
      this.answer(TIMEOUT);
      this.stop();
    }, timeout);
    signal?.addEventListener('abort', this.leave, { once: true });
  }

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort;
    if (!this.done || this.signal?.aborted) this.stop();
  }

  onHeaders(statusCode: number, raw: Buffer[], resume: () => void, statusReason: string): boolean {
    if (statusCode < 200) return true;
    clearTimeout(this.timer);
    const headers = headersOf(raw);
    const length = Number(headers['content-length'] ?? NaN);
    this.head = { kind: 'response', statusCode, statusReason, headers };
    if (length <= SMALL) this.chunks = [];
    else {
      this.stream = new Readable({ read: resume, destroy: (error, end) => (this.stop(), end(error)) });
      this.answer({ ...this.head, body: this.stream });
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.stream) return this.stream.push(chunk);
    this.chunks?.push(chunk);
    return true;
  }

  onComplete(): void {
    this.abort = undefined;
    this.stream?.push(null);
    const [only, ...others] = this.chunks ?? [];
    if (this.head) this.answer({ ...this.head, body: others.length > 0 ? Buffer.concat([only, ...others]) : only });
  }

  onError(error: Error): void {
    this.abort = undefined;
    this.stream?.destroy(error);
    this.answer({ kind: 'failure', reason: 'BackendConnectionFailure', message: error.message });
  }

  /** The first answer counts. */
  private answer(answer: Answer): void {
    const { done } = this;
    if (!done) return;
    this.done = undefined;
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.leave);
    // What passes on streams must go on hearing that the client left.
    if (this.stream) this.signal?.addEventListener('abort', this.leave, { once: true });
    done(answer);
  }

  /** Lets go of the connection. */
  private stop(): void {
    const { abort } = this;
    this.abort = undefined;
    abort?.();
  }
}

/** Without those of the connection. Names are as they came, but for the length, which is asked for here. */
function headersOf(raw: readonly Buffer[]): Record<string, string | string[]> {
  const entries: [name: string, value: string][] = [];
  let connection: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at].toString('latin1');
    const value = raw[at + 1].toString('latin1');
    if (name.toLowerCase() === 'connection') connection = value;
    entries.push([name, value]);
  }
  const staysHere = isHopByHop(connection);
  const headers = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    if (staysHere(key)) continue;
    const own = key === 'content-length' ? key : name;
    const before = headers[own];
    headers[own] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return headers;
}
