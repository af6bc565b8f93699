import { IncomingMessage, request, RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import { exchangeBytes, LocalBackend } from './local';

export const MEGABYTE = 1024 * 1024;

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export function ask(url: string, options: RequestOptions = {}, body?: Buffer | string | Readable): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject).on('end', () => {
        const { statusCode: status, headers, rawHeaders } = response;
        resolve({ status, headers, rawHeaders, body: Buffer.concat(chunks) });
      });
    });
    asked.on('error', reject);
    if (body instanceof Readable) body.pipe(asked);
    else asked.end(body);
  });
}

/** A backend that answers with the request that it got: its line and headers in the body, before the request's body. */
export function echo(): Promise<LocalBackend> {
  return LocalBackend.http((received, response) => {
    const chunks: Buffer[] = [];
    received.on('data', (chunk: Buffer) => chunks.push(chunk));
    received.on('end', () => {
      const { method, url, rawHeaders } = received;
      response.end(
        JSON.stringify({ method, url, headers: lines(rawHeaders), body: Buffer.concat(chunks).toString('hex') }),
      );
    });
  });
}

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

export function lines(rawHeaders: readonly string[]): string[] {
  return rawHeaders
    .flatMap((name, at) => (at % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[at + 1]}`] : []))
    .sort();
}

/** What the backend got of bytes that a client wrote. */
export async function passedOn(port: number, sent: string): Promise<Echo> {
  const received = Buffer.from(await exchangeBytes(port, Buffer.from(sent, 'latin1'), 40), 'latin1').toString();
  return JSON.parse(received.slice(received.lastIndexOf('\r\n\r\n') + 4)) as Echo;
}
