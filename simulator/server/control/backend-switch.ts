import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SwitchedBehaviour, LiveBackend } from '../live-gateway';
import { replyFault } from './reply';

const BEHAVIOURS: readonly SwitchedBehaviour[] = ['as it is', 'fails', 'hangs', 'is slow'];
export const LONGEST_BODY = 1024;

/** The supported changes of a backend, by request body. */
const CHANGES = new Map<string, (backend: LiveBackend) => void>([
  ...BEHAVIOURS.map((behaviour): [string, (backend: LiveBackend) => void] => [
    JSON.stringify({ behaviour }),
    (backend) => backend.behave(behaviour),
  ]),
  ['{"circuit":"closed"}', (backend) => backend.closeCircuits()],
]);

/**
 * `POST /_gateway/backends/NAME`: `{"behaviour": "fails"}` sets the behavior of a local backend, and
 * `{"circuit": "closed"}` closes its open circuits immediately.
 */
export function switchBackend(
  request: IncomingMessage,
  response: ServerResponse,
  backend: LiveBackend,
  done: () => void,
): void {
  // A form of another site can send text, but not JSON.
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    replyFault(response, 415, `Content-Type ${JSON.stringify(type)} is not supported. Use application/json.`);
    return;
  }
  readBody(request, (body) => {
    const change = body === undefined ? undefined : CHANGES.get(canonical(body));
    if (body === undefined) {
      replyFault(response, 413, `The body is longer than ${LONGEST_BODY} bytes.`, { Connection: 'close' });
    } else if (change === undefined) {
      const allowed = [...CHANGES.keys()].join(', ');
      replyFault(response, 400, `The body is ${JSON.stringify(body.slice(0, 100))}. Allowed values: ${allowed}.`);
    } else {
      change(backend);
      done();
    }
  });
}

/** Passes on the body, or undefined if it is too long. Does nothing if the client disconnects. */
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

/** Normalizes JSON to the form of the keys of `CHANGES`. Returns other text unchanged, which matches no key. */
function canonical(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
}
