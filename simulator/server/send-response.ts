import { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import type { ResponseMessage } from '../message';
import { isHopByHop } from './hop-by-hop';
import type { Refusal } from './incoming-request';

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
  const isBodiless = request.method === 'HEAD' || statusCode === 204 || statusCode === 304;
  // The length of what policies wrote is told below; that of a stream, or of what is not sent, is the backend's word.
  const keepsLength = (isStream || isBodiless) && statusCode !== 204;
  const staysHere = isHopByHop(headers.get('connection'));
  for (const [name, values] of headers) {
    const key = name.toLowerCase();
    if (staysHere(key) || (key === 'content-length' && !keepsLength)) continue;
    response.setHeader(name, values.length === 1 ? values[0] : values);
  }
  response.statusCode = statusCode;
  if (statusReason !== '' && !NO_REASON.test(statusReason)) response.statusMessage = statusReason;
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

/** What HTTP has no place for in a reason phrase. */
const NO_REASON = /[^\t\x20-\x7e\x80-\xff]/;

/** Answers with what the gateway itself has to say. */
export function sendRefusal(response: ServerResponse, { statusCode, message }: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const body = JSON.stringify({ statusCode, message });
  response.writeHead(statusCode, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
}
