import { Readable } from 'node:stream';
import type { Outgoing } from '../engine/transport';
import type { BodyContent } from '../common/message';
import { passedOn } from './hop-by-hop';

/** Returns the headers for a backend, as alternating names and values. */
export function requestHeaders(
  { request, headers: added }: Outgoing,
  host: string,
  content: BodyContent | undefined,
): string[] {
  const { headers } = request;
  const own = ['host', 'content-length', ...Object.keys(added).map((name) => name.toLowerCase())];
  const sent = ['host', host, ...passedOn(headers, (name) => own.includes(name))];
  for (const [name, value] of Object.entries(added)) sent.push(name, value);
  // The length of a streamed body is the one that the client specified, if any.
  const length = content instanceof Readable ? headers.get('content-length') : undefined;
  if (length !== undefined) sent.push('content-length', length);
  return sent;
}
