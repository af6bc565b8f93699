/** The rows that do not converge yet, by the faults that they have. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'already exists, and would have to be imported': [
    'Construct (scope): moved below another scope',
    'Construct (scope): moved from one scope to another',
    'CircuitBreakerBackend name: with only the case of its letters',
    'CircuitBreakerBackend name: the names of both backends exchanged',
    'CircuitBreakerBackend credentials: a token of the backend added',
    'CircuitBreakerBackend credentials: a token of the backend removed',
    'CircuitBreakerBackend credentials: a token of the backend beside a secret',
    'CircuitBreakerBackend (id): changed',
    'CircuitBreakerBackend (id): changed, with a secret',
    'PriorityPool name: with only the case of its letters',
    'PriorityPool (id): changed',
    'FailoverApi (id): changed',
    'FailoverApi operations: the id with only the case of its letters',
    'FailoverApi openApi: replaced by its operations',
    'RegionalFailover regions: one renamed',
    'RegionalFailover regions: one renamed, and so its backend',
    'RegionalFailover regions: the names of two exchanged',
    'RegionalFailover regions: the services of two exchanged',
    'RegionalFailover regions: the backendNames of two exchanged',
    'RegionalFailover (id): changed',
    'RegionalFailover (id): changed, with function apps',
  ],
  "an operation with '": [
    'FailoverApi operations: another id, with unchanged method and template',
    'FailoverApi operations: another id, with a policy',
    'FailoverApi operations: two exchange their templates',
    'FailoverApi operations: two exchange their ids',
    'FailoverApi operations: one takes the template of a removed one',
    'FailoverApi operations: a new one takes the template of one that changes',
    'FailoverApi operations: three pass on their templates',
    'RegionalFailover operations: another id, with unchanged method and template',
  ],
  'is used by apis/': [
    'FailoverApi name: changed together with the id of the construct',
    'FailoverApi (construct): removed, and another construct with its path and another name added',
    'FailoverApi path: exchanged between two APIs',
    'FailoverApi displayName: exchanged between two APIs',
    'FailoverApi path: taken over from an API that gets another',
  ],
  'is not as it is configured': [
    'CircuitBreakerBackend.forFunctionApp functionApp: another app under one name',
    'CircuitBreakerBackend.forFunctionApp functionApp: another resource group',
    'CircuitBreakerBackend.forFunctionApp functionApp: another subscription',
    'CircuitBreakerBackend.forFunctionApp functionApp: another key',
    'RegionalFailover regions: a function app in another resource group',
  ],
  'Provider configuration not present': [
    'RegionalFailover regions: the last one of a subscription removed with its providers',
    'RegionalFailover regions: the function app of a subscription, too',
  ],
  'is left': ['FailoverApi openApi: replaced by other operations'],
};

/** The fault of each of them. */
export const KNOWN: ReadonlyMap<string, string> = new Map(
  Object.entries(FAULTS).flatMap(([fault, rows]) => rows.map((row) => [row, fault] as const)),
);
