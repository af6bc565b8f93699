import { BlockList, isIP } from 'node:net';
import { shownText } from '../../lib/messages';
import { UNKNOWN_ADDRESS } from '../common/client-request';
import type { Exchange } from '../engine/exchange';
import { immediate, Step } from '../engine/step';
import { needsNamedValue } from './attribute-values';
import { holdsNamedValue } from '../engine/http-url';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/ip-filter-policy */
export function ipFilter(source: PolicySource): Step {
  const action = source.requiredText('action');
  const ranges = [
    ...source.texts('address').map((address) => [address, address]),
    ...source.parts('address-range').map((range) => [range.requiredText('from'), range.requiredText('to')]),
  ];
  if (ranges.length === 0) source.fault('it has no <address> and no <address-range>');
  return immediate((exchange) => {
    const { ipAddress } = exchange.request;
    const allows = action(exchange).trim().toLowerCase() === 'allow';
    if (!allows && action(exchange).trim().toLowerCase() !== 'forbid') {
      source.stop(exchange, 'its action is neither allow nor forbid');
    }
    if (ipAddress === UNKNOWN_ADDRESS) {
      exchange.record(source.name, 'the request specifies no address, and is assumed to be allowed');
      return 'next';
    }
    exchange.work.spend(ranges.length);
    const list = new BlockList();
    for (const [from, to] of ranges) addRange(list, source, from(exchange).trim(), to(exchange).trim(), exchange);
    const address = ipAddress.replace(/^::ffff:(?=[\d.]+$)/i, '');
    if (list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') === allows) return 'next';
    const [reason, message] = allows
      ? ['CallerIpNotAllowed', `Caller IP address ${ipAddress} is not allowed. Access denied.`]
      : ['CallerIpBlocked', 'Caller IP address is blocked. Access denied.'];
    return exchange.fail({ reason, message, statusCode: 403 });
  });
}

function addRange(list: BlockList, source: PolicySource, from: string, to: string, exchange: Exchange): void {
  try {
    list.addRange(from, to, isIP(from) === 6 ? 'ipv6' : 'ipv4');
  } catch {
    const what = from === to ? shownText(from) : `${shownText(from)} to ${shownText(to)}`;
    const isUnknown = holdsNamedValue(from + to);
    const why = isUnknown ? `an address ${needsNamedValue(from + to)}` : `${what} is not an IP address or range`;
    source.stop(exchange, why);
  }
}
