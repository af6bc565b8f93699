import { printable } from '../../lib/messages';
import type { PolicyError } from './policy-error';
import type { PolicyErrorResult } from './results';

/** Quoted names of types, parameters and backends are not values of a request. */
const QUOTED = /(\b(?:type|Parameter|id) )?(["'])(?:\\.|(?!\2).)*\2/g;

/**
 * Returns where and why a policy failed, without the quoted values of its message: they can be secrets of a request.
 */
export function policyErrorText({ position, message, ...error }: PolicyError): string {
  const shown = message.replace(QUOTED, (whole: string, name?: string) => (name === undefined ? '…' : whole));
  return errorText({ ...error, ...position, message: shown });
}

/** For example, `policy.orders, line 3, column 12: <set-header>: Expression evaluation failed.` */
export function errorText({ address, policy, line, column, message }: Omit<PolicyErrorResult, 'at'>): string {
  const where = line === undefined ? '' : `, line ${line}, column ${column}`;
  return printable(`${address}${where}: <${policy}>: ${message}`);
}
