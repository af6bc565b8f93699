import { BackendCredentials, CircuitBreakerBackend, CircuitBreakerRule, Duration, ErrorReason } from '../../lib';
import {
  api,
  backend,
  begin,
  credential,
  functionApp,
  ID,
  known,
  lookedUp,
  operation,
  pool,
  refusal,
  regional,
  regions,
  stack,
} from './constructs';

describe('names', () => {
  const letters = (count: number): string => 'a'.repeat(count);

  test.each<[string, (name: string) => unknown, number, string]>([
    ['ApiManagement.fromLookup', (name) => lookedUp({ name }), 50, 'name'],
    ['ApiManagement.fromLookup', (resourceGroupName) => lookedUp({ resourceGroupName }), 90, 'resourceGroupName'],
    [
      'ApiManagement.fromAttributes',
      (name) => known({ apiManagementId: ID.replace('apim', name) }),
      50,
      'apiManagementId',
    ],
    ['CircuitBreakerBackend', (name) => backend({ name }), 80, 'name'],
    ['forFunctionApp', (name) => functionApp({ name }), 80, 'name'],
    [
      'forFunctionApp',
      (name) => functionApp({ functionApp: { name, resourceGroupName: 'rg' } }),
      60,
      'functionApp.name',
    ],
    [
      'fromBackendId',
      (name) => CircuitBreakerBackend.fromBackendId(stack, 'Thing', `${ID}/backends/${name}`),
      80,
      'backendId',
    ],
    ['CircuitBreakerRule', (name) => backend({ circuitBreaker: ruleNamed(name) }), 80, 'circuitBreaker.name'],
    [
      'BackendCredentials.namedValue',
      (name) => credential(BackendCredentials.namedValue('x-key', name)),
      256,
      'credentials[0].namedValueName',
    ],
    [
      'BackendCredentials.header',
      (name) => credential(BackendCredentials.header(name, 'x')),
      256,
      'credentials[0].name',
    ],
    ['BackendCredentials.query', (name) => credential(BackendCredentials.query(name, 'x')), 256, 'credentials[0].name'],
    ['PriorityPool', (name) => pool({ name }), 80, 'name'],
    ['PriorityPool', (cookieName) => pool({ sessionAffinity: { cookieName } }), 256, 'sessionAffinity.cookieName'],
    ['FailoverApi', (name) => api({ name }), 256, 'name'],
    ['FailoverApi', (path) => api({ path }), 400, 'path'],
    ['FailoverApi', (displayName) => api({ displayName }), 300, 'displayName'],
    ['FailoverApi', (attemptCountHeader) => api({ attemptCountHeader }), 256, 'attemptCountHeader'],
    ['FailoverApi', (revision) => api({ revision }), 100, 'revision'],
    ['FailoverApi', (operationId) => operation({ operationId }), 80, 'operations[0].operationId'],
    ['FailoverApi', (displayName) => operation({ displayName }), 300, 'operations[0].displayName'],
    ['RegionalFailover', (name) => regional({ regions: regions({ name }) }), 60, 'regions[0].name'],
    [
      'RegionalFailover',
      (backendName) => regional({ regions: regions({ backendName }) }),
      80,
      'regions[0].backendName',
    ],
    ['RegionalFailover', (poolName) => regional({ poolName }), 80, 'poolName'],
  ])('%s: as long as can be, and one letter longer (%#)', (_, make, longest, where) => {
    expect(() => make(letters(longest))).not.toThrow();
    begin();
    const message = refusal(() => make(letters(longest + 1)));
    // What is given to credentials is not shown.
    const shown = where.startsWith('credentials') ? `a string of ${longest + 1} characters;` : '"';
    expect(message.startsWith(`main/Thing: ${where}: ${shown}`)).toBe(true);
    expect(message).toMatch(/(?:are allowed|is allowed|is needed)/);
    expect(message).not.toContain('\n');
  });

  function ruleNamed(name: string): CircuitBreakerRule {
    const failureCondition = { count: 1, interval: Duration.minutes(1), errorReasons: [ErrorReason.TIMEOUT] };
    return CircuitBreakerRule.custom({ name, tripDuration: Duration.minutes(1), failureCondition });
  }
});
