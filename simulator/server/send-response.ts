import { IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import type { ResponseMessage } from '../common/message';
import { passedOn } from './hop-by-hop';
import type { Refusal } from './incoming-request';

/** Sends the response of the policies to the client. */
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
  // The length of a body that policies wrote is set below. For a stream, or a body that is not sent, the backend sets
  // it.
  const keepsLength = (isStream || isBodiless) && statusCode !== 204;
  const sent = passedOn(headers, (name) => name === 'content-length' && !keepsLength);
  const bytes = isStream || isBodiless ? undefined : bytesOf(content);
  if (bytes) sent.push('Content-Length', String(bytes.length));
  response.writeHead(statusCode, NO_REASON.test(statusReason) ? undefined : statusReason || undefined, sent);
  if (isStream && !isBodiless) {
    pipeline(content, response, () => undefined);
    return;
  }
  if (isStream) content.destroy();
  response.end(bytes);
}

function bytesOf(content: string | Uint8Array | undefined): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : (content ?? EMPTY);
}

const EMPTY = Buffer.alloc(0);

/** The characters that HTTP does not allow in a reason phrase. */
const NO_REASON = /[^\t\x20-\x7e\x80-\xff]/;

/** Sends a response of the gateway itself. */
export function sendRefusal(response: ServerResponse, { statusCode, message }: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ statusCode, message });
  response.writeHead(statusCode, STATUS_CODES[statusCode], {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
}
