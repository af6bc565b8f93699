import { Construct } from 'constructs';
import { IApiManagement } from './api-management';
import { BackendCredentials } from './backend-credentials';
import { CircuitBreakerBackend } from './circuit-breaker-backend';
import type { FunctionAppReference } from './circuit-breaker-backend-props';
import { CircuitBreakerRule } from './circuit-breaker-rule';
import { FailoverApi } from './failover-api';
import { FailoverApiOptions } from './failover-api-props';
import { counted, quoted } from './failover';
import { API_OPTIONS, findBackends, validateApiOptions } from './private/api-validation';
import { validateFunctionApp } from './private/backend-validation';
import { validateCredentials } from './private/credentials/validate-credentials';
import { Faults } from './private/faults';
import { TextRule } from './private/text-rule';
import { NamedBackends } from './private/named-backends';
import type { PropNames } from './private/prop-names';
import { BACKEND_NAME, FUNCTION_APP_NAME } from './private/rules';
import { PriorityPool } from './priority-pool';

const REGION: PropNames<FailoverRegion> = {
  ...{ name: true, apiManagement: true, functionApp: true, url: true, backendName: true, credentials: true },
  drained: true,
};

const REGIONAL_FAILOVER: PropNames<RegionalFailoverProps> = {
  ...{ regions: true, poolName: true, circuitBreaker: true },
  ...API_OPTIONS,
};

/** A region with its API Management service and its backend. */
export interface FailoverRegion {
  /** The name of the region within the program. 1 to 60 letters, digits and hyphens. */
  readonly name: string;
  /** The API Management service of the region. */
  readonly apiManagement: IApiManagement;
  /**
   * The function app that serves the region.
   * @default - none; set `url` instead
   */
  readonly functionApp?: FunctionAppReference;
  /**
   * The URL of the backend that serves the region.
   * @default - none; set `functionApp` instead
   */
  readonly url?: string;
  /**
   * The name of the region's backend in every service.
   * @default - the name of the function app, or the name of the region
   */
  readonly backendName?: string;
  /**
   * The credentials with which the services authenticate to the region's backend.
   * @default - no credentials; for a function app, its host key
   */
  readonly credentials?: BackendCredentials[];
  /**
   * Whether the region is taken out for now, for example for maintenance: no pool contains its backend, so that it
   * receives no requests. The backend stays deployed in every service, and the gateway of the region forwards to the
   * other regions. Only the pools change. At least one region must not be drained.
   * @default false
   */
  readonly drained?: boolean;
}

/** Properties of an API in several regions that fail over to each other. */
export interface RegionalFailoverProps extends FailoverApiOptions {
  /** The regions, at least two, in failover order. */
  readonly regions: FailoverRegion[];
  /**
   * The name of the pool in every service.
   * @default 'load-balanced-pool'
   */
  readonly poolName?: string;
  /**
   * The circuit breaker rule of all backends.
   * @default CircuitBreakerRule.gatewayFailures()
   */
  readonly circuitBreaker?: CircuitBreakerRule;
}

/**
 * One API in several regions, each with its own API Management service. Every region prefers its own backend and fails
 * over to the backends of the following regions in order, starting again with the first region after the last.
 */
export class RegionalFailover extends Construct {
  /** The API of each region, in the order of the regions. */
  readonly apis: FailoverApi[];
  /** The pool of each region, in the order of the regions. */
  readonly pools: PriorityPool[];

  /**
   * @throws Error if the props are invalid. The message lists every error.
   */
  constructor(scope: Construct, id: string, props: RegionalFailoverProps) {
    super(scope, id);
    validate(this, props);
    const { regions, poolName = DEFAULT_POOL_NAME, circuitBreaker, ...options } = props;
    this.pools = [];
    this.apis = [];
    for (const [home, { name, apiManagement }] of regions.entries()) {
      const here = new Construct(this, name);
      const pool = new PriorityPool(here, 'Pool', {
        apiManagement,
        name: poolName,
        description: `Load-balanced pool that prefers region ${name}`,
        members: fromHome(regions, home).map((target, index) => ({
          backend: createBackend(here, apiManagement, target, circuitBreaker, props),
          priority: index + 1,
          drained: target.drained,
        })),
        acknowledge: options.acknowledge,
      });
      this.pools.push(pool);
      this.apis.push(new FailoverApi(here, 'Api', { ...options, apiManagement, pool }));
    }
  }
}

/** Returns the regions in the failover order of one region: rotated so that it comes first. */
function fromHome(regions: readonly FailoverRegion[], home: number): FailoverRegion[] {
  return [...regions.slice(home), ...regions.slice(0, home)];
}

/** Creates the backend of a region in a service, which belongs to the same region or another. */
function createBackend(
  scope: Construct,
  apiManagement: IApiManagement,
  target: FailoverRegion,
  circuitBreaker: CircuitBreakerRule | undefined,
  props: RegionalFailoverProps,
): CircuitBreakerBackend {
  // The pool reports AF106 for all its members, so it is acknowledged there. A drained backend is in no pool.
  const acknowledge = props.acknowledge?.filter(({ code }) => code !== 'AF106' || target.drained);
  const { name, functionApp, url = '', backendName, credentials } = target;
  const description = `Backend in region ${name}`;
  const options = { apiManagement, circuitBreaker, credentials, acknowledge, description };
  const id = `Backend-${name}`;
  if (!functionApp) return new CircuitBreakerBackend(scope, id, { ...options, name: backendName ?? name, url });
  return CircuitBreakerBackend.forFunctionApp(scope, id, {
    ...options,
    name: backendName,
    functionApp: {
      ...functionApp,
      // The function app is in the subscription of its own region's service, and the provider of that service can read
      // it.
      subscriptionId: functionApp.subscriptionId ?? target.apiManagement.subscriptionId,
      azapiProvider: functionApp.azapiProvider ?? target.apiManagement.azapiProvider,
    },
  });
}

const DEFAULT_POOL_NAME = 'load-balanced-pool';

/**
 * The same characters as in the name of a function app, but without tokens, because the name becomes a construct id.
 */
const REGION_NAME: TextRule = { ...FUNCTION_APP_NAME, tokens: 'none' };

function validate(construct: Construct, props: RegionalFailoverProps): void {
  const faults = new Faults(construct);
  if (!faults.props(props, REGIONAL_FAILOVER)) return faults.throwIfAny();
  const { regions, poolName = DEFAULT_POOL_NAME } = props;
  const read = validateApiOptions(faults, props);
  faults.text('poolName', poolName, BACKEND_NAME);
  CircuitBreakerRule._validateOptional(faults, props.circuitBreaker);
  if (regions === undefined || (Array.isArray(regions) && regions.length < 2)) {
    faults.report('regions', `${counted(regions?.length ?? 0, 'region')}; at least two are required`);
  }
  const seen: Seen = { names: new Set(), services: new Set(), backends: new Set() };
  faults.once('poolName', poolName, seen.backends);
  const all = faults.list('regions', regions);
  const usable = all.filter((region, index) => validateRegion(faults, `regions[${index}]`, region, seen));
  if (usable.length > 1 && usable.length === all.length && usable.every(({ drained }) => drained === true)) {
    const names = quoted(usable.map(({ name }) => String(name)));
    faults.report('regions', `${names} are drained; at least one region must not be drained`);
  }
  const promised = [poolName, ...usable.map(backendNameOf)];
  usable.forEach(({ apiManagement }) => {
    findBackends(new NamedBackends(faults, construct, apiManagement, promised), read);
  });
  faults.throwIfAny();
}

function backendNameOf({ name, functionApp, backendName }: FailoverRegion): string {
  return backendName ?? functionApp?.name ?? name;
}

/** The values that must be unique. */
interface Seen {
  readonly names: Set<string>;
  readonly services: Set<string>;
  /** Every service contains the pool and all backends, whose names must be unique together. */
  readonly backends: Set<string>;
}

/** Returns whether the region has a valid service, so that further checks are possible. */
function validateRegion(faults: Faults, where: string, region: FailoverRegion, seen: Seen): boolean {
  if (!faults.settings(where, region, REGION)) return false;
  const { name, apiManagement, functionApp, url, backendName } = region;
  const isName = faults.text(`${where}.name`, name, REGION_NAME);
  const isNew = isName && faults.once(`${where}.name`, name, seen.names);
  const isService = faults.service(`${where}.apiManagement`, apiManagement);
  if (isService) {
    const allowed =
      'each region needs its own service; for one service in several regions, use regionalPools of FailoverApi';
    faults.once(`${where}.apiManagement`, apiManagement.apiManagementName, seen.services, allowed);
  }
  if ((functionApp === undefined) === (url === undefined)) {
    const given = url === undefined ? 'neither functionApp nor url' : 'both functionApp and url';
    faults.report(where, `${given}; exactly one of them is needed`);
  }
  if (functionApp !== undefined) {
    validateFunctionApp(faults, `${where}.functionApp`, functionApp, region.credentials);
  }
  if (url !== undefined) faults.url(`${where}.url`, url);
  faults.optionalText(`${where}.backendName`, backendName, BACKEND_NAME);
  const ownName = backendNameOf(region);
  validateCredentials(faults, `${where}.credentials`, region.credentials, ownName);
  faults.literalFlag(`${where}.drained`, region.drained);
  if (isNew)
    faults.once(
      `${where}.backendName`,
      ownName,
      seen.backends,
      'each name is allowed once and must differ from poolName',
    );
  return isService;
}
