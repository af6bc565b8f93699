import type { ManagedIdentityOptions } from '../backend-credentials-options';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import type { IPriorityPool } from '../priority-pool-props';
import { shownBackendName } from './literal-names';

/** Returns the token that the policy of an API with these pools requests. */
export function managedIdentityOf(pools: readonly IPriorityPool[]): ManagedIdentityOptions | undefined {
  return backendsOf(pools).flatMap(tokensOf)[0];
}

/** Validates that all backends accept the same token: the policy requests one token before a backend is selected. */
export function identityFaults(pools: readonly IPriorityPool[]): string[] {
  const byToken = new Map<string, string[]>();
  for (const backend of new Set(backendsOf(pools))) {
    const token = JSON.stringify(tokensOf(backend));
    byToken.set(token, [...(byToken.get(token) ?? []), `'${shownBackendName(backend)}'`]);
  }
  if (byToken.size < 2) return [];
  const without = byToken.get(NO_TOKEN);
  byToken.delete(NO_TOKEN);
  // The resource of a token is part of the credentials and not shown.
  const shown = [...byToken.values()].map(
    (names, index) => `${index === 0 ? 'one' : 'another'} for ${names.join(', ')}`,
  );
  if (without) shown.push(`none for ${without.join(', ')}`);
  return [
    `managed identity tokens: ${shown.join(', ')}; all backends of the API's pools must accept the same token, ` +
      'or use BackendCredentials.backendManagedIdentity for separate tokens',
  ];
}

/** The key of a backend for which the policy requests no token. */
const NO_TOKEN = JSON.stringify([]);

function backendsOf(pools: readonly IPriorityPool[]): ICircuitBreakerBackend[] {
  return pools.flatMap(({ members = [] }) => members.map(({ backend }) => backend));
}

function tokensOf({ credentials }: ICircuitBreakerBackend): ManagedIdentityOptions[] {
  return credentials.flatMap(({ _credential }) => _credential.policyToken ?? []);
}
