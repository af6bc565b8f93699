import type { DeployedApi } from '../deployment';
import type { Exchange } from './exchange';
import type { Failure } from './failure';

const KEY_MISSING: Failure = {
  reason: 'SubscriptionKeyNotFound',
  message:
    'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
  statusCode: 401,
};

const KEY_INVALID: Failure = {
  reason: 'SubscriptionKeyInvalid',
  message:
    'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
  statusCode: 401,
};

/**
 * Returns why the client may not call the API; undefined if it may.
 *
 * @param keys the valid subscription keys; undefined if every client is assumed to have a valid key
 */
export function denialOf(
  { subscriptionRequired, subscriptionKeyNames, path }: DeployedApi,
  exchange: Pick<Exchange, 'request' | 'originalUrl'>,
  keys: readonly string[] | undefined,
): Failure | undefined {
  if (!keys || !subscriptionRequired) return undefined;
  const { header, query: parameter } = subscriptionKeyNames;
  const { request } = exchange;
  const key = request.headers.get(header) ?? new URLSearchParams(request.query).get(parameter);
  if (key !== null && keys.includes(key)) return undefined;
  const realm = `${exchange.originalUrl.origin}/${path.replace(/^\/+/, '')}`;
  const challenge = `AzureApiManagementKey realm="${realm}",name="${header}",type="header"`;
  return { ...(key === null ? KEY_MISSING : KEY_INVALID), headers: { 'WWW-Authenticate': challenge } };
}
