import type { ServerResponse } from 'node:http';
import { printable } from '../../../lib/messages';

/** The page loads only files of this gateway and cannot be framed. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Data loads no other resources. Otherwise, a browser would request `/favicon.ico`, which appears as an exchange. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The headers of every response of the control paths. */
const ALWAYS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export type ReplyHeaders = Readonly<Record<string, string>>;

export function begin(response: ServerResponse, status: number, type: string, headers: ReplyHeaders = {}): void {
  const policy = type.startsWith('text/html') ? PAGE_POLICY : DATA_POLICY;
  response.writeHead(status, { ...ALWAYS, 'Content-Security-Policy': policy, 'Content-Type': type, ...headers });
}

export function reply(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Buffer,
  headers: ReplyHeaders = {},
): void {
  begin(response, status, type, { 'Content-Length': String(Buffer.byteLength(content)), ...headers });
  response.end(content);
}

export function replyJson(response: ServerResponse, status: number, content: object, headers: ReplyHeaders = {}): void {
  reply(response, status, 'application/json; charset=utf-8', `${jsonOf(content)}\n`, headers);
}

/** Formats JSON that is safe to print in a terminal, for example with curl. */
export function jsonOf(content: object): string {
  return printable(JSON.stringify(content));
}

/** Responds with the fault of a request. */
export function replyFault(response: ServerResponse, status: number, fault: string, headers: ReplyHeaders = {}): void {
  replyJson(response, status, { error: fault }, headers);
}
