import type { Headers } from '../common/message';

/** Headers that apply to a single connection instead of the message. */
const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/**
 * Determines the headers that stay on this connection: the standard ones, and the ones that `Connection` names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connection
 */
export function isHopByHop(connection: string | undefined): (name: string) => boolean {
  if (connection === undefined || HOP_BY_HOP.has(connection.toLowerCase())) return isAlways;
  const named = new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
  return (name) => HOP_BY_HOP.has(name) || named.has(name);
}

/** Returns the headers to forward, as alternating names and values, without the excluded ones. */
export function passedOn(headers: Headers, isLeftOut: (name: string) => boolean): string[] {
  const staysHere = isHopByHop(headers.get('connection'));
  const sent: string[] = [];
  for (const [name, values] of headers) {
    const key = name.toLowerCase();
    if (staysHere(key) || isLeftOut(key)) continue;
    for (const value of values) sent.push(name, value);
  }
  return sent;
}

function isAlways(name: string): boolean {
  return HOP_BY_HOP.has(name);
}
