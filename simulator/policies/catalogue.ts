import { authenticationBasic, authenticationManagedIdentity } from './authentication';
import { cacheLookupValue, cacheRemoveValue, cacheStoreValue } from './cache-values';
import { checkHeader } from './check-header';
import { choose } from './choose';
import { cors } from './cors';
import { forwardRequest } from './forward-request';
import { includeFragment } from './include-fragment';
import { limitConcurrency, rateLimit, rateLimitByKey } from './limits';
import {
  findAndReplace,
  setBody,
  setHeader,
  setMethod,
  setQueryParameter,
  setStatus,
  setVariable,
} from './message-policies';
import type { CompilePolicy } from './policy-compiler';
import { recorded, RECORDED_POLICIES } from './recorded';
import { retry } from './retry';
import { returnResponse } from './return-response';
import { rewriteUri } from './rewrite-uri';
import { sendOneWayRequest, sendRequest } from './send-request';
import { setBackendService } from './set-backend-service';
import { validateContent } from './validate-content';
import { validateAzureAdToken, validateJwt } from './validate-token';

/** The supported policies, by element name. */
export const POLICIES: ReadonlyMap<string, CompilePolicy> = new Map<string, CompilePolicy>([
  ['authentication-basic', authenticationBasic],
  ['authentication-managed-identity', authenticationManagedIdentity],
  ['cache-lookup-value', cacheLookupValue],
  ['cache-remove-value', cacheRemoveValue],
  ['cache-store-value', cacheStoreValue],
  ['check-header', checkHeader],
  ['choose', choose],
  ['cors', cors],
  ['find-and-replace', findAndReplace],
  ['forward-request', forwardRequest],
  ['include-fragment', includeFragment],
  ['limit-concurrency', limitConcurrency],
  ['rate-limit', rateLimit],
  ['rate-limit-by-key', rateLimitByKey],
  ['retry', retry],
  ['return-response', returnResponse],
  ['rewrite-uri', rewriteUri],
  ['send-one-way-request', sendOneWayRequest],
  ['send-request', sendRequest],
  ['set-backend-service', setBackendService],
  ['set-body', setBody],
  ['set-header', setHeader],
  ['set-method', setMethod],
  ['set-query-parameter', setQueryParameter],
  ['set-status', setStatus],
  ['set-variable', setVariable],
  ['validate-azure-ad-token', validateAzureAdToken],
  ['validate-content', validateContent],
  ['validate-jwt', validateJwt],
  ...RECORDED_POLICIES.map((name) => [name, recorded] as const),
]);
