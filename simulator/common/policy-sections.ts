import type { Section } from '../../lib/policy';
import { isPolicy, PolicyName } from './policy-reference';

const INBOUND = ['inbound'] as const;
const TO_BACKEND = ['inbound', 'backend'] as const;
const OUTBOUND = ['outbound'] as const;

/** The sections that can contain a policy, if Microsoft's reference clearly does not allow all sections. */
const POLICY_SECTIONS: Readonly<Partial<Record<PolicyName, readonly Section[]>>> = {
  'authentication-basic': INBOUND,
  'authentication-certificate': INBOUND,
  'azure-openai-semantic-cache-store': OUTBOUND,
  'azure-openai-token-limit': INBOUND,
  'cache-lookup': INBOUND,
  'cache-store': OUTBOUND,
  'check-header': INBOUND,
  cors: INBOUND,
  'forward-request': ['backend'],
  'ip-filter': INBOUND,
  jsonp: OUTBOUND,
  'llm-semantic-cache-store': OUTBOUND,
  quota: INBOUND,
  'quota-by-key': INBOUND,
  'rate-limit': INBOUND,
  'rate-limit-by-key': INBOUND,
  'rewrite-uri': INBOUND,
  'set-backend-service': TO_BACKEND,
  'set-query-parameter': TO_BACKEND,
  'validate-azure-ad-token': INBOUND,
  'validate-client-certificate': INBOUND,
  'validate-jwt': INBOUND,
  'validate-parameters': INBOUND,
};

/** Returns the sections that can contain a policy; undefined if that is all of them, or not known. */
export function sectionsOf(policy: string): readonly Section[] | undefined {
  return isPolicy(policy) ? POLICY_SECTIONS[policy] : undefined;
}
