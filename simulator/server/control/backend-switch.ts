import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SwitchedBehaviour, LiveBackend } from '../live-gateway';
import { replyFault } from './reply';

export const BEHAVIOURS: readonly SwitchedBehaviour[] = ['as it is', 'fails', 'hangs', 'is slow'];
export const LONGEST_BODY = 1024;

/** `POST /_gateway/backends/NAME` with `{"behaviour": "fails"}`: what a local backend is made to do. */
export function switchBackend(
  request: IncomingMessage,
  response: ServerResponse,
  backend: LiveBackend,
  done: () => void,
): void {
  // A form of another site can send text, but no JSON.
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    replyFault(response, 415, `Content-Type ${JSON.stringify(type)} cannot be read. Allowed is application/json.`);
    return;
  }
  readBody(request, (body) => {
    const behaviour = body === undefined ? undefined : behaviourIn(body);
    if (body === undefined) {
      replyFault(response, 413, `The body is longer than ${LONGEST_BODY} bytes.`, { Connection: 'close' });
    } else if (behaviour === undefined) {
      const allowed = BEHAVIOURS.map((one) => JSON.stringify({ behaviour: one })).join(', ');
      replyFault(response, 400, `The body is ${JSON.stringify(body.slice(0, 100))}. Allowed are: ${allowed}.`);
    } else {
      backend.behave(behaviour);
      done();
    }
  });
}

/** Gives the body, or undefined if it is too long; nothing if the client leaves. */
function readBody(request: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let isTooLong = false;
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (isTooLong) return;
    isTooLong = length > LONGEST_BODY;
    if (isTooLong) done(undefined);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (!isTooLong) done(Buffer.concat(chunks).toString('utf8'));
  });
}

function behaviourIn(body: string): SwitchedBehaviour | undefined {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  const [[key, value] = [], ...others] = Object.entries(content) as [string, unknown][];
  return key === 'behaviour' && others.length === 0 ? BEHAVIOURS.find((one) => one === value) : undefined;
}
