import { Construct } from 'constructs';
import { IApiManagement } from './api-management';
import { BackendCredentials } from './backend-credentials';
import { CircuitBreakerBackend } from './circuit-breaker-backend';
import type { FunctionAppReference } from './circuit-breaker-backend-props';
import { CircuitBreakerRule } from './circuit-breaker-rule';
import { FailoverApi } from './failover-api';
import { FailoverApiOptions } from './failover-api-props';
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
};

const REGIONAL_FAILOVER: PropNames<RegionalFailoverProps> = {
  ...{ regions: true, poolName: true, circuitBreaker: true },
  ...API_OPTIONS,
};

/** A region: its API Management service, and what answers there. */
export interface FailoverRegion {
  /** A name for the region within the program: 1 to 60 letters, digits and hyphens. */
  readonly name: string;
  /** The region's own API Management service. */
  readonly apiManagement: IApiManagement;
  /**
   * The function app that answers in the region.
   * @default - none; `url` says what does
   */
  readonly functionApp?: FunctionAppReference;
  /**
   * The URL that answers in the region.
   * @default - none; `functionApp` says what does
   */
  readonly url?: string;
  /**
   * The name of the region's backend, in every service.
   * @default - the function app's name, or that of the region
   */
  readonly backendName?: string;
  /**
   * How the services authenticate to the region's backend.
   * @default - not at all; for a function app, its host key
   */
  readonly credentials?: BackendCredentials[];
}

/** What several regions take beyond what their API takes. */
export interface RegionalFailoverOptions {
  /** The regions, two or more, in the order in which they stand in for each other. */
  readonly regions: FailoverRegion[];
  /**
   * The pool's name, in every service.
   * @default 'load-balanced-pool'
   */
  readonly poolName?: string;
  /**
   * What opens a backend's circuit.
   * @default CircuitBreakerRule.gatewayFailures()
   */
  readonly circuitBreaker?: CircuitBreakerRule;
}

/** One API in several regions, each of which can answer for the others. */
export interface RegionalFailoverProps extends FailoverApiOptions, RegionalFailoverOptions {}

/**
 * One API in several regions, each with its own API Management service: every region prefers its own backend, and
 * fails over to the next in order, the first after the last.
 */
export class RegionalFailover extends Construct {
  /** The API of each region, in the order of the regions. */
  readonly apis: FailoverApi[];
  /** The pool of each region, in the order of the regions. */
  readonly pools: PriorityPool[];

  /**
   * @throws Error that lists every fault of the props.
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
        description: `Prefers ${name}`,
        members: fromHome(regions, home).map((target, index) => ({
          backend: createBackend(here, apiManagement, target, circuitBreaker, props),
          priority: index + 1,
        })),
        acknowledge: options.acknowledge,
      });
      this.pools.push(pool);
      this.apis.push(new FailoverApi(here, 'Api', { ...options, apiManagement, pool }));
    }
  }
}

/** The regions from this one on, the first after the last. */
function fromHome(regions: readonly FailoverRegion[], home: number): FailoverRegion[] {
  return [...regions.slice(home), ...regions.slice(0, home)];
}

/** The backend of a region, in the service of another or its own. */
function createBackend(
  scope: Construct,
  apiManagement: IApiManagement,
  target: FailoverRegion,
  circuitBreaker: CircuitBreakerRule | undefined,
  props: RegionalFailoverProps,
): CircuitBreakerBackend {
  // What pools say of their members is acknowledged there.
  const acknowledge = props.acknowledge?.filter(({ code }) => code !== 'AF106');
  const { name, functionApp, url = '', backendName, credentials } = target;
  const options = { apiManagement, circuitBreaker, credentials, acknowledge, description: `Answers in ${name}` };
  const id = `Backend-${name}`;
  if (!functionApp) return new CircuitBreakerBackend(scope, id, { ...options, name: backendName ?? name, url });
  return CircuitBreakerBackend.forFunctionApp(scope, id, {
    ...options,
    name: backendName,
    functionApp: {
      ...functionApp,
      // The function app lies where its own region's service does, and that service's provider may read it.
      subscriptionId: functionApp.subscriptionId ?? target.apiManagement.subscriptionId,
      azapiProvider: functionApp.azapiProvider ?? target.apiManagement.azapiProvider,
    },
  });
}

const DEFAULT_POOL_NAME = 'load-balanced-pool';

/** It becomes an id in the program; but for that it may be what a function app is named. */
const REGION_NAME: TextRule = { ...FUNCTION_APP_NAME, tokens: 'none' };

function validate(construct: Construct, props: RegionalFailoverProps): void {
  const faults = new Faults(construct);
  if (!faults.props(props, REGIONAL_FAILOVER)) return faults.throwIfAny();
  const { regions, poolName = DEFAULT_POOL_NAME } = props;
  const read = validateApiOptions(faults, props);
  faults.text('poolName', poolName, BACKEND_NAME);
  CircuitBreakerRule._validateOptional(faults, props.circuitBreaker);
  if (regions === undefined || (Array.isArray(regions) && regions.length < 2)) {
    faults.say('regions', `there are ${regions?.length ?? 0}; two or more are needed`);
  }
  const seen: Seen = { names: new Set(), services: new Set(), backends: new Set() };
  faults.once('poolName', poolName, seen.backends);
  const usable = faults
    .list('regions', regions)
    .filter((region, index) => validateRegion(faults, `regions[${index}]`, region, seen));
  const promised = [poolName, ...usable.map(backendNameOf)];
  usable.forEach(({ apiManagement }) => {
    findBackends(new NamedBackends(faults, construct, apiManagement, promised), read);
  });
  faults.throwIfAny();
}

function backendNameOf({ name, functionApp, backendName }: FailoverRegion): string {
  return backendName ?? functionApp?.name ?? name;
}

/** What can be there only once. */
interface Seen {
  readonly names: Set<string>;
  readonly services: Set<string>;
  /** Every service has the pool and all backends, and they share their names. */
  readonly backends: Set<string>;
}

/** Whether it has a service, so that it can be asked more. */
function validateRegion(faults: Faults, where: string, region: FailoverRegion, seen: Seen): boolean {
  if (!faults.settings(where, region, REGION)) return false;
  const { name, apiManagement, functionApp, url, backendName } = region;
  const isName = faults.text(`${where}.name`, name, REGION_NAME);
  const isNew = isName && faults.once(`${where}.name`, name, seen.names);
  const isService = faults.service(`${where}.apiManagement`, apiManagement);
  if (isService) {
    const allowed = 'each region has a service of its own; for one in several regions see regionalPools of FailoverApi';
    faults.once(`${where}.apiManagement`, apiManagement.apiManagementName, seen.services, allowed);
  }
  if ((functionApp === undefined) === (url === undefined)) {
    const both = url === undefined ? 'no functionApp and no url' : 'a functionApp and a url';
    faults.say(where, `there is ${both}; one of them is needed`);
  }
  if (functionApp !== undefined) {
    validateFunctionApp(faults, `${where}.functionApp`, functionApp);
  }
  if (url !== undefined) faults.url(`${where}.url`, url);
  faults.optionalText(`${where}.backendName`, backendName, BACKEND_NAME);
  const ownName = backendNameOf(region);
  validateCredentials(faults, `${where}.credentials`, region.credentials, ownName);
  if (isNew) faults.once(`${where}.backendName`, ownName, seen.backends, 'each is allowed once, and none as poolName');
  return isService;
}
