import { DEFAULT_ASSUMPTIONS, GatewayAssumptions } from '../../../../lib/failover';
import type { DeployedBackend, DeployedPool, DeployedService } from '../../../../simulator/deployment';
import type { BackendModel } from '../../../../lib/failover';
import type {
  SwitchedBehaviour,
  LiveBackend,
  LiveCircuit,
  LiveGateway,
} from '../../../../simulator/server/live-gateway';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type FakeCircuit = Mutable<LiveCircuit>;

/** A backend that does nothing but remember what it was told. */
export class FakeBackend implements LiveBackend {
  behaviour: SwitchedBehaviour = 'as it is';
  readonly circuits: FakeCircuit[];

  constructor(
    readonly name: string,
    readonly origin: string | undefined,
    units: number,
    needed: number | undefined = 3,
  ) {
    this.circuits = Array.from({ length: units }, (_, index) => ({
      unit: index + 1,
      state: 'closed',
      until: undefined,
      failures: 0,
      needed,
    }));
  }

  behave(behaviour: SwitchedBehaviour): void {
    this.behaviour = behaviour;
  }

  closeCircuits(): void {
    for (const circuit of this.circuits) Object.assign(circuit, { state: 'closed', until: undefined });
  }
}

export interface FakeGroups {
  readonly pool: string;
  readonly groups: readonly (readonly string[])[];
}

/** A gateway whose time and circuits a test sets. */
export class FakeGateway implements LiveGateway {
  now = 0;
  readonly region = 'westeurope';
  readonly firstRequest = {
    method: 'POST',
    path: '/resilient/',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  };
  readonly assumptions: GatewayAssumptions;
  readonly service: DeployedService;

  constructor(
    readonly backends: readonly FakeBackend[],
    pools: readonly FakeGroups[],
    units = 1,
    name = 'apim-orders-weu',
  ) {
    this.assumptions = { ...DEFAULT_ASSUMPTIONS, units };
    this.service = {
      address: 'azurerm_api_management.weu',
      name,
      skuName: 'Developer_1',
      location: 'westeurope',
      backends: backends.map(({ name, origin }) => deployedBackend(name, origin ?? 'unknown')),
      pools: pools.map(deployedPool),
      apis: [],
      products: [],
      fragments: [],
      namedValues: [],
    };
  }

  backend(name: string): FakeBackend {
    const backend = this.backends.find((one) => one.name === name);
    if (!backend) throw new Error(`no backend '${name}'`);
    return backend;
  }
}

function deployedBackend(name: string, url: string): DeployedBackend {
  return {
    model: backendModel(name),
    url,
    headers: { 'x-functions-key': 'top-secret' },
    query: { code: 'top-secret' },
  };
}

function backendModel(name: string): BackendModel {
  return { address: `azurerm_api_management_backend.${name}`, name, service: { key: 'weu', skuName: 'Developer_1' } };
}

function deployedPool({ pool, groups }: FakeGroups): DeployedPool {
  return {
    model: {
      address: `azapi_resource.${pool}`,
      name: pool,
      service: { key: 'weu', skuName: 'Developer_1' },
      members: groups.flatMap((names, index) =>
        names.map((name) => ({ backend: backendModel(name), priority: index + 1 })),
      ),
    },
  };
}
