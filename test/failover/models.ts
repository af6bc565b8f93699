import {
  ApiModel,
  BackendModel,
  BreakerModel,
  Finding,
  formatFinding,
  MemberModel,
  PoolModel,
  readRetryDecision,
  retryExpression,
  RetryModel,
  ServiceModel,
} from '../../lib/failover';

/** Builders of models in which nothing is to be found, until something is changed. */
export const service = (over: Partial<ServiceModel> = {}): ServiceModel => ({
  key: 'apim',
  skuName: 'Developer_1',
  ...over,
});

export const breaker = (over: Partial<BreakerModel> = {}): BreakerModel => ({
  count: 3,
  interval: 15,
  tripDuration: 30,
  acceptRetryAfter: false,
  statusCodeRanges: [{ min: 502, max: 504 }],
  errorReasons: ['BackendConnectionFailure', 'Timeout'],
  ...over,
});

export const backend = (name: string, over: Partial<BackendModel> = {}): BackendModel => ({
  address: `main/${name}`,
  name,
  service: service(),
  breaker: breaker(),
  ...over,
});

/** A backend whose breaker differs. */
export const backendWith = (name: string, over: Partial<BreakerModel>): BackendModel =>
  backend(name, { breaker: breaker(over) });

export const member = (backend: BackendModel, priority: number, over: Partial<MemberModel> = {}): MemberModel => ({
  backend,
  priority,
  ...over,
});

/** A pool of these groups, the first to be used first. */
export const pool = (groups: readonly (readonly BackendModel[])[], over: Partial<PoolModel> = {}): PoolModel => ({
  address: 'main/pool',
  name: 'pool',
  service: service(),
  members: groups.flatMap((group, index) => group.map((each) => member(each, index + 1))),
  ...over,
});

/** One backend ahead of another. */
export const pair = (ahead: BackendModel = backend('local'), behind: BackendModel = backend('remote')): PoolModel =>
  pool([[ahead], [behind]]);

export const retry = (over: Partial<RetryModel> = {}): RetryModel => {
  const condition = over.condition ?? retryExpression([{ min: 502, max: 504 }]);
  const decision = readRetryDecision(condition);
  return { count: 4, interval: 1, firstFastRetry: true, condition, shownCondition: condition, decision, ...over };
};

export const api = (pools: readonly PoolModel[] = [pair()], over: Partial<ApiModel> = {}): ApiModel => ({
  address: 'main/api',
  name: 'orders',
  service: service(),
  pools,
  retry: retry(),
  forwardTimeout: 4,
  bufferRequestBody: true,
  choosesPoolAgain: true,
  methods: ['GET'],
  missingBackends: [],
  backendSectionChildren: 1,
  ...over,
});

/** Each finding on a line, with its level. */
export const lines = (found: readonly Finding[]): string[] =>
  found.map((each) => `${each.level}: ${formatFinding(each)}`);

/** The codes that were found, each once, in order. */
export const codes = (found: readonly Finding[]): string[] => [...new Set(found.map(({ code }) => code))].sort();
