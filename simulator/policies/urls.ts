import { redactName } from '../../lib/messages';
import type { Exchange } from '../engine/exchange';
import { holdsNamedValue, isHttpUrl } from '../engine/http-url';
import { needsNamedValue } from './attribute-values';
import type { PolicySource } from './policy-source';

/** Returns whether requests can be sent to a URL. If not, the exchange fails. */
export function checkUrl(url: string, source: PolicySource, exchange: Exchange): boolean {
  if (holdsNamedValue(url)) source.stop(exchange, `its URL ${needsNamedValue(url)}`);
  if (isHttpUrl(url)) return true;
  if (url.includes('${')) source.stop(exchange, `its URL is not known: ${redactName(url)}`);
  exchange.fail({ reason: 'InvalidUrl', message: `'${redactName(url)}' is not a URL.`, statusCode: 500 });
  return false;
}
