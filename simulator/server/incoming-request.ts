import type { IncomingMessage } from 'node:http';

/** Why a request goes no further than the listener. */
export interface Refusal {
  readonly statusCode: number;
  readonly message: string;
}

/** What a gateway cannot pass on without changing what it means; undefined for what it can. */
export function refusalOf({ headers, headersDistinct }: IncomingMessage): Refusal | undefined {
  const { upgrade, 'transfer-encoding': coding } = headers;
  if (headersDistinct.host && headersDistinct.host.length > 1) return SEVERAL_HOSTS;
  // Other protocols may be passed over, as clients that offer HTTP/2 expect; a WebSocket is of no use without its own.
  if (upgrade !== undefined && /\bwebsocket\b/i.test(upgrade)) return WEB_SOCKET;
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') return UNKNOWN_CODING;
  return undefined;
}

const SEVERAL_HOSTS: Refusal = { statusCode: 400, message: 'A request has one Host header.' };
const WEB_SOCKET: Refusal = { statusCode: 501, message: 'WebSockets are not simulated.' };
const UNKNOWN_CODING: Refusal = { statusCode: 501, message: 'The only transfer coding that is known here is chunked.' };

/** The path and query of what is asked for; clients that take the gateway for a proxy send a whole URL. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  if (url.startsWith('/')) return url;
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return path === '' || path.startsWith('?') ? `/${path}` : path;
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
