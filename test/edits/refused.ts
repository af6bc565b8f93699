/**
 * The edits that need more than one deployment, by how Azure or Terraform refuses them. docs/operations.md says what to
 * do instead. Two of them are not modelled: a service that Azure moves, and an API that moves to another stack.
 */
const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  'already exists, and would have to be imported': [
    'CircuitBreakerBackend name: with only the case of its letters',
    'CircuitBreakerBackend name: that of a pool that is deleted',
    'PriorityPool name: that of a backend that is deleted',
    'ApiManagement.fromLookup name: with only the case of its letters',
    'PriorityPool name: with only the case of its letters',
    'CircuitBreakerBackend credentials: a token of the backend removed',
  ],
  'cannot be deleted: it is used by apis/': ['PriorityPool name: changed, while an API of another stack uses it'],
  'is used by apis/': [
    'FailoverApi path: exchanged between two APIs',
    'FailoverApi displayName: exchanged between two APIs',
    'FailoverApi path: taken over from an API that gets another',
  ],
  'Provider configuration not present': [
    'RegionalFailover regions: the last one of a subscription removed with its providers',
    'RegionalFailover regions: the function app of a subscription, too',
  ],
};

/** The refusal of each of them. */
export const REFUSED: ReadonlyMap<string, string> = new Map(
  Object.entries(REFUSALS).flatMap(([refusal, rows]) => rows.map((row) => [row, refusal] as const)),
);
