import type { IncomingMessage } from 'node:http';
import type { Headers } from '../common/message';

/** The reason why the listener rejects a request. */
export interface Refusal {
  readonly statusCode: number;
  readonly message: string;
}

/** Returns why the gateway cannot forward a request without changing its meaning; undefined if it can. */
export function refusalOf(headers: Headers): Refusal | undefined {
  const upgrade = headers.get('upgrade');
  const coding = headers.get('transfer-encoding');
  if ((headers.values('host')?.length ?? 0) > 1) return SEVERAL_HOSTS;
  // Other protocol upgrades can be ignored, as clients that offer HTTP/2 expect; a WebSocket requires its upgrade.
  if (upgrade !== undefined && /\bwebsocket\b/i.test(upgrade)) return WEB_SOCKET;
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') return UNKNOWN_CODING;
  return undefined;
}

const SEVERAL_HOSTS: Refusal = { statusCode: 400, message: 'A request must have exactly one Host header.' };
const WEB_SOCKET: Refusal = { statusCode: 501, message: 'WebSockets are not simulated.' };
const UNKNOWN_CODING: Refusal = { statusCode: 501, message: 'The only supported transfer coding is chunked.' };

/** Returns the path and query of a request. Clients that use the gateway as a proxy send a complete URL. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  if (url.startsWith('/')) return url;
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return path === '' || path.startsWith('?') ? `/${path}` : path;
}

export function hasBody(headers: Headers): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}
