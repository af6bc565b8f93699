import { domainToUnicode } from 'node:url';
import { bounded, budget } from './budget';
import { UriValue } from './value';

const UNRESERVED = /^[\w.~-]$/;

/** .NET unescapes characters that need no escape, and escapes those that a URI must not contain. */
function canonical(text: string): string {
  return text
    .replace(/%([\da-fA-F]{2})/g, (code, hex: string) => {
      const char = String.fromCharCode(parseInt(hex, 16));
      return UNRESERVED.test(char) ? char : code.toUpperCase();
    })
    .replace(/["<>\\^`{|}]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The schemes that are supported, with their default ports. */
export const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

/** The parts of a URI in the notation of .NET. */
export class UriParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
  readonly userInfo: string;
  readonly isDefaultPort: boolean;

  constructor({ url, original }: UriValue) {
    budget.spend(32 + (original.length >> 3));
    this.scheme = url.protocol.slice(0, -1);
    this.host = domainToUnicode(url.hostname) || url.hostname;
    this.isDefaultPort = url.port === '';
    this.port = this.isDefaultPort ? PORTS[this.scheme] : Number(url.port);
    this.path = canonical(url.pathname);
    // JavaScript escapes apostrophes, .NET does not.
    this.query = canonical(original.includes("'") ? url.search.replaceAll('%27', "'") : url.search);
    this.fragment = canonical(url.hash);
    this.userInfo = url.username + (url.password === '' ? '' : `:${url.password}`);
  }

  get authority(): string {
    return this.isDefaultPort ? this.host : `${this.host}:${this.port}`;
  }

  /** The URI up to and including a part. */
  left(part: string): string {
    const scheme = `${this.scheme}://`;
    const authority = `${scheme}${this.userInfo === '' ? '' : `${this.userInfo}@`}${this.authority}`;
    switch (part) {
      case 'Scheme':
        return scheme;
      case 'Authority':
        return authority;
      case 'Path':
        return authority + this.path;
      default:
        return bounded(authority + this.path + this.query);
    }
  }
}

/** Unescapes what stays the same URI for a reader. */
export function uriText(value: UriValue): string {
  const parts = new UriParts(value);
  const text = parts.left('Query') + parts.fragment;
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (run) => {
    const decoded = Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
    // eslint-disable-next-line no-control-regex
    return /^[^\ufffd\0-\x1f;/?:@&=+$,#[\]%!'()*]+$/.test(decoded) ? decoded : run;
  });
}
