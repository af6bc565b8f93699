import type { ManagedIdentityProps } from '../backend-credentials-props';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import type { IPriorityPool } from '../priority-pool-props';
import { literalBackendName } from './literal-names';

/** The token that the policy of an API with these pools asks for. */
export function managedIdentityOf(pools: readonly IPriorityPool[]): ManagedIdentityProps | undefined {
  return backendsOf(pools).flatMap(tokensOf)[0];
}

/** The policy asks for one token, whichever backend the request goes to. */
export function identityFaults(pools: readonly IPriorityPool[]): string[] {
  const byToken = new Map<string, string[]>();
  for (const backend of new Set(backendsOf(pools))) {
    const token = JSON.stringify(tokensOf(backend));
    byToken.set(token, [...(byToken.get(token) ?? []), `'${literalBackendName(backend)}'`]);
  }
  if (byToken.size < 2) return [];
  const without = byToken.get(NO_TOKEN);
  byToken.delete(NO_TOKEN);
  // What a token is for stands in the credentials, and is not shown.
  const told = [...byToken.values()].map(
    (names, index) => `${index === 0 ? 'one' : 'another'} for ${names.join(', ')}`,
  );
  if (without) told.push(`none for ${without.join(', ')}`);
  return [
    `managed identity tokens, ${told.join(', ')}: all backends of the API's pools must take the same token, ` +
      'or ask for their own, by BackendCredentials.backendManagedIdentity',
  ];
}

/** Of a backend for which the policy asks for none. */
const NO_TOKEN = JSON.stringify([]);

function backendsOf(pools: readonly IPriorityPool[]): ICircuitBreakerBackend[] {
  return pools.flatMap(({ members = [] }) => members.map(({ backend }) => backend));
}

function tokensOf({ credentials }: ICircuitBreakerBackend): ManagedIdentityProps[] {
  return credentials.flatMap(({ _credential }) => _credential.policyToken ?? []);
}
