import { Readable } from 'node:stream';
import type { Outgoing } from '../engine/transport';
import type { BodyContent } from '../message';
import { isHopByHop } from './hop-by-hop';

/** The headers that a backend gets, as names and values in turn. */
export function requestHeaders(
  { request, headers: added }: Outgoing,
  host: string,
  content: BodyContent | undefined,
): string[] {
  const { headers } = request;
  const staysHere = isHopByHop(headers.get('connection'));
  const own = Object.keys(added).map((name) => name.toLowerCase());
  const sent = ['host', host];
  for (const [name, values] of headers) {
    const key = name.toLowerCase();
    if (key === 'host' || key === 'content-length' || staysHere(key) || own.includes(key)) continue;
    for (const value of values) sent.push(name, value);
  }
  for (const [name, value] of Object.entries(added)) sent.push(name, value);
  // A body that is on its way is as long as the client said, if it did.
  const length = content instanceof Readable ? headers.get('content-length') : undefined;
  if (length !== undefined) sent.push('content-length', length);
  return sent;
}
