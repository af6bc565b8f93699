import { Readable } from 'node:stream';
import { Dispatcher } from 'undici';
import type { Departure } from '../engine/departure';
import { Answer, TIMEOUT } from '../engine/transport';
import { Headers } from '../common/message';
import { isHopByHop } from './hop-by-hop';
import { LONGEST_DELAY } from './real-clock';

/** Receives a response: its headers within the timeout, then its body at the pace of the reader. */
export class ResponseReader implements Dispatcher.DispatchHandlers {
  private abort: ((error?: Error) => void) | undefined;
  private readonly timer: NodeJS.Timeout;
  private done: ((answer: Answer) => void) | undefined;
  private head: (Answer & { readonly kind: 'response' }) | undefined;
  /** The part of the body that arrived before it was known whether it is complete. */
  private readonly chunks: Buffer[] = [];
  private stream: Readable | undefined;
  private resume: () => void = () => undefined;
  private readonly leave = (): void => {
    this.stop();
    this.fail('The client disconnected.');
  };

  constructor(
    timeout: number,
    private readonly departure: Departure | undefined,
    done: (answer: Answer) => void,
  ) {
    this.done = done;
    this.timer = setTimeout(
      () => {
        this.answer(TIMEOUT);
        this.stop();
      },
      Math.min(timeout, LONGEST_DELAY),
    );
    departure?.on(this.leave);
  }

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort;
    if (!this.done || this.departure?.hasHappened) this.stop();
  }

  onHeaders(statusCode: number, raw: Buffer[], resume: () => void, statusReason: string): boolean {
    if (statusCode < 200) return true;
    clearTimeout(this.timer);
    this.head = { kind: 'response', statusCode, statusReason, headers: headersOf(raw) };
    this.resume = resume;
    // A response that arrived completely needs no stream, which would cost more than the rest of the work.
    queueMicrotask(() => this.open());
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.stream) return this.stream.push(chunk);
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.abort = undefined;
    if (this.stream) this.stream.push(null);
    else if (this.head) this.answer({ ...this.head, body: joined(this.chunks) });
  }

  onError(error: Error): void {
    this.abort = undefined;
    // If a body breaks off, it also breaks off for the client, however little is missing.
    this.open();
    if (this.stream) this.stream.destroy(error);
    else this.fail(wordsFor(error));
  }

  private open(): void {
    if (!this.head || !this.done) return;
    // These responses have no body, but undici waits for one with the specified length.
    if (this.head.statusCode === 204 || this.head.statusCode === 304) {
      this.answer(this.head);
      this.stop();
      return;
    }
    this.stream = new Readable({ read: this.resume, destroy: (error, end) => (this.stop(), end(error)) });
    // The reader receives the error; the body can no longer be read.
    this.stream.on('error', () => undefined);
    for (const chunk of this.chunks) this.stream.push(chunk);
    this.answer({ ...this.head, body: this.stream });
  }

  private fail(message: string): void {
    this.answer({ kind: 'failure', reason: 'BackendConnectionFailure', message });
  }

  /** Only the first outcome counts. */
  private answer(answer: Answer): void {
    const { done } = this;
    if (!done) return;
    this.done = undefined;
    clearTimeout(this.timer);
    // While a stream is passed on, the departure of the client must still be noticed.
    if (!this.stream) this.departure?.off(this.leave);
    done(answer);
  }

  /** Releases the connection. */
  private stop(): void {
    const { abort } = this;
    this.abort = undefined;
    abort?.();
  }
}

/** If a host has several addresses and none accepts a connection, the error has only a code. */
function wordsFor({ message, code }: Error & { readonly code?: string }): string {
  return message || (code ?? 'no connection');
}

function joined(chunks: readonly Buffer[]): Buffer | undefined {
  return chunks.length > 1 ? Buffer.concat(chunks) : chunks[0];
}

/** Returns the headers without those of the connection. Names keep their case. */
function headersOf(raw: readonly Buffer[]): Headers {
  const headers = Headers.ofPairs(raw.map((bytes) => bytes.toString('latin1')));
  const staysHere = isHopByHop(headers.get('connection'));
  for (const [name] of headers) if (staysHere(name.toLowerCase())) headers.delete(name);
  return headers;
}
