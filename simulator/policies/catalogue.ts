import { POLICY_NAMES } from '../common/policy-reference';
import { POLICY_TREATMENTS, SimulatedPolicy } from '../common/policy-treatments';
import { authenticationBasic, authenticationManagedIdentity, getAuthorizationContext } from './authentication';
import { cacheLookupValue, cacheRemoveValue, cacheStoreValue } from './cache-values';
import { checkHeader } from './check-header';
import { choose } from './choose';
import { jsonToXml, xmlToJson } from './convert-body';
import { cors } from './cors';
import { forwardRequest } from './forward-request';
import { includeFragment } from './include-fragment';
import { ipFilter } from './ip-filter';
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
import { quota, quotaByKey } from './quotas';
import { recorded } from './recorded';
import { cacheLookup, cacheStore } from './response-cache';
import { retry } from './retry';
import { mockResponse, returnResponse } from './return-response';
import { rewriteUri } from './rewrite-uri';
import { sendOneWayRequest, sendRequest } from './send-request';
import { setBackendService } from './set-backend-service';
import { tokenLimit } from './token-limit';
import { validateContent } from './validate-content';
import { validateToken } from './validate-token';

const SIMULATED: Readonly<Record<SimulatedPolicy, CompilePolicy>> = {
  'authentication-basic': authenticationBasic,
  'authentication-managed-identity': authenticationManagedIdentity,
  'azure-openai-token-limit': tokenLimit,
  'cache-lookup': cacheLookup,
  'cache-lookup-value': cacheLookupValue,
  'cache-remove-value': cacheRemoveValue,
  'cache-store': cacheStore,
  'cache-store-value': cacheStoreValue,
  'check-header': checkHeader,
  choose: choose,
  cors: cors,
  'find-and-replace': findAndReplace,
  'forward-request': forwardRequest,
  'get-authorization-context': getAuthorizationContext,
  'include-fragment': includeFragment,
  'ip-filter': ipFilter,
  'json-to-xml': jsonToXml,
  'limit-concurrency': limitConcurrency,
  'llm-token-limit': tokenLimit,
  'mock-response': mockResponse,
  quota: quota,
  'quota-by-key': quotaByKey,
  'rate-limit': rateLimit,
  'rate-limit-by-key': rateLimitByKey,
  retry: retry,
  'return-response': returnResponse,
  'rewrite-uri': rewriteUri,
  'send-one-way-request': sendOneWayRequest,
  'send-request': sendRequest,
  'set-backend-service': setBackendService,
  'set-body': setBody,
  'set-header': setHeader,
  'set-method': setMethod,
  'set-query-parameter': setQueryParameter,
  'set-status': setStatus,
  'set-variable': setVariable,
  'validate-azure-ad-token': validateToken,
  'validate-content': validateContent,
  'validate-jwt': validateToken,
  'xml-to-json': xmlToJson,
};

/** The policies that are simulated or recorded, by element name. */
export const POLICIES: ReadonlyMap<string, CompilePolicy> = new Map([
  ...Object.entries(SIMULATED).map(([name, compile]): [string, CompilePolicy] => [
    name,
    (source) => compile(source.checked()),
  ]),
  ...POLICY_NAMES.filter((name) => POLICY_TREATMENTS[name].kind === 'recorded').map(
    (name) => [name, recorded] as const,
  ),
]);
