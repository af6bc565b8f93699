import { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { ResponseMessage } from '../message';
import { isHopByHop } from './hop-by-hop';

/** Answers a client with what the policies made of the response. */
export function sendResponse(
  { statusCode, statusReason, headers, body }: ResponseMessage,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { content } = body;
  const isStream = content instanceof Readable;
  if (response.destroyed) {
    if (isStream) content.destroy();
    return;
  }
  const staysHere = isHopByHop(headers.get('connection'));
  for (const [name, values] of headers) {
    const key = name.toLowerCase();
    // The length of what policies wrote is told below; that of a stream, or for HEAD, is the backend's word.
    if (staysHere(key) || (key === 'content-length' && !isStream && request.method !== 'HEAD')) continue;
    response.setHeader(name, values.length === 1 ? values[0] : values);
  }
  response.statusCode = statusCode;
  if (statusReason !== '') response.statusMessage = statusReason;
  const isBodiless = request.method === 'HEAD' || statusCode === 204 || statusCode === 304;
  if (isStream && !isBodiless) {
    pipeline(content, response, () => undefined);
    return;
  }
  if (isStream) content.destroy();
  if (isBodiless) {
    response.end();
    return;
  }
  const bytes = typeof content === 'string' ? Buffer.from(content) : content instanceof Uint8Array ? content : EMPTY;
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

const EMPTY = Buffer.alloc(0);

/** Something cannot be simulated: that is no fault of the client, and none of the backend. */
export function sendUnavailable(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(501, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ statusCode: 501, message: 'This cannot be simulated; the gateway says why.' }));
}

const STATUS_OF: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** A request that is no HTTP. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
