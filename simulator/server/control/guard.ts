import { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';

/**
 * Returns why a request must not reach the control page; undefined if it may.
 *
 * Any page in the user's browser can send requests to this machine. The headers that browsers always set reveal
 * requests from another origin, and `Host` reveals a name that was later bound to this machine's address (DNS
 * rebinding).
 */
export function refusalOf({ headers, socket }: IncomingMessage): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !isOwnHost(host, socket.localAddress)) {
    return `Host ${shown(host)} is not this gateway. Use localhost, a loopback address or the address that the gateway listens on.`;
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return `Origin ${shown(origin)} is another site. Only the origin of the control page is allowed.`;
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return `The request comes from another site (Sec-Fetch-Site: ${shown(String(site))}). Open the page directly.`;
  }
  return undefined;
}

/** Host names are normalized by the URL standard, since an address can be written in several ways. */
function isOwnHost(host: string, localAddress: string | undefined): boolean {
  if (/[/\\?#@\s]/.test(host) || !URL.canParse(`http://${host}/`)) return false;
  const { hostname } = new URL(`http://${host}/`);
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true;
  if (isIPv4(hostname) && hostname.startsWith('127.')) return true;
  return localAddress !== undefined && hostname === hostnameOf(localAddress);
}

function hostnameOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '').replace(/%.*$/, '');
  return isIPv4(plain) ? plain : new URL(`http://[${plain}]/`).hostname;
}

function shown(value: string | undefined): string {
  if (value === undefined) return '(none)';
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}
