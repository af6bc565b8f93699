import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  ApiManagement,
  BackendCredentials,
  CircuitBreakerBackend,
  FailoverApi,
  FailoverApiOperation,
  HttpMethod,
  IApiManagement,
  PriorityPool,
} from '../../../lib';

/** A construct: its place in the program, and its service. */
export interface Placed {
  readonly id: string;
  /** The id of the construct above it; empty for the stack. */
  readonly scope: string;
  readonly service: string;
  readonly name: string;
}

export interface Backend extends Placed {
  readonly url: string;
  /** The headers that carry a secret. */
  readonly secrets: readonly string[];
  readonly hasToken: boolean;
}

export interface Pool extends Placed {
  /** Keys of backends. */
  readonly members: readonly string[];
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly isRewritten: boolean;
  /** The key of a backend or pool. */
  readonly sendsTo: string;
}

export interface Api extends Placed {
  readonly path: string;
  readonly displayName: string;
  readonly revision: string;
  /** The key of a pool. */
  readonly pool: string;
  /** The key of a backend or pool that its policy names, too. */
  readonly sendsTo: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A program as plain data. */
export interface World {
  readonly backends: Readonly<Record<string, Backend>>;
  readonly pools: Readonly<Record<string, Pool>>;
  readonly apis: Readonly<Record<string, Api>>;
}

/** Returns what of a world is a valid program: of two that exclude each other, the first stays. */
export function valid({ backends, pools, apis }: World): World {
  const free = new Taken();
  const ids = new Taken();
  const isPlaced = ({ scope, id }: Placed): boolean => ids.take(`${scope}/${id}`);
  const ownBackends = kept(backends, (each) => isPlaced(each) && free.take(each.service, 'backend', each.name));
  const membersOf = ({ service, members }: Pool): string[] =>
    [...new Set(members)].filter((key) => ownBackends[key]?.service === service);
  const ownPools = mapped(
    kept(
      pools,
      (each) => membersOf(each).length > 0 && isPlaced(each) && free.take(each.service, 'backend', each.name),
    ),
    (each) => ({ ...each, members: membersOf(each) }),
  );
  const ownApis = kept(
    apis,
    (each) =>
      ownPools[each.pool]?.service === each.service &&
      isPlaced(each) &&
      free.take(each.service, 'api', each.name) &&
      free.take(each.service, 'path', each.path) &&
      free.take(each.service, 'display name', each.displayName),
  );
  const validTarget = (service: string, key: string): string =>
    (ownBackends[key] ?? ownPools[key])?.service === service ? key : '';
  const withOperations = mapped(ownApis, (api) => {
    const taken = new Taken();
    const operations = kept(
      api.operations,
      ({ id, method, template }) => taken.take('id', id) && taken.take(method, template.replace(/\{.*?\}/g, '{}')),
    );
    const sendsTo = validTarget(api.service, api.sendsTo);
    return {
      ...api,
      sendsTo,
      operations: mapped(operations, (each) => ({ ...each, sendsTo: validTarget(api.service, each.sendsTo) })),
    };
  });
  return {
    backends: ownBackends,
    pools: ownPools,
    apis: kept(withOperations, ({ operations }) => Object.keys(operations).length > 0),
  };
}

class Taken {
  private readonly all = new Set<string>();

  /** Returns whether it was free. */
  take(...parts: readonly string[]): boolean {
    const key = parts.join(' ').toLowerCase();
    const isFree = !this.all.has(key);
    this.all.add(key);
    return isFree;
  }
}

function kept<T>(all: Readonly<Record<string, T>>, isKept: (each: T) => boolean): Record<string, T> {
  return Object.fromEntries(sorted(all).filter(([, each]) => isKept(each)));
}

function mapped<T>(all: Readonly<Record<string, T>>, change: (each: T) => T): Record<string, T> {
  return Object.fromEntries(sorted(all).map(([key, each]) => [key, change(each)]));
}

function sorted<T>(all: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Returns a function that makes a valid world. */
export function builder({ backends, pools, apis }: World): (stack: TerraformStack) => void {
  return (stack) => {
    const services = new Map<string, IApiManagement>();
    const serviceOf = (name: string): IApiManagement => {
      const found =
        services.get(name) ?? ApiManagement.fromLookup(stack, `Apim-${name}`, { name, resourceGroupName: 'rg' });
      services.set(name, found);
      return found;
    };
    const scopeOf = ({ scope }: Placed): Construct =>
      scope === '' ? stack : (stack.node.tryFindChild(scope) ?? new Construct(stack, scope));
    const madeBackends = new Map(
      Object.entries(backends).map(([key, backend]) => {
        const { name, url, service } = backend;
        const apiManagement = serviceOf(service);
        const credentials = credentialsOf(backend);
        return [
          key,
          new CircuitBreakerBackend(scopeOf(backend), backend.id, { apiManagement, name, url, credentials }),
        ];
      }),
    );
    const madePools = new Map(
      Object.entries(pools).map(([key, pool]) => {
        const members = pool.members.flatMap((member) => {
          const backend = madeBackends.get(member);
          return backend ? [{ backend }] : [];
        });
        const props = { apiManagement: serviceOf(pool.service), name: pool.name, members };
        return [key, new PriorityPool(scopeOf(pool), pool.id, props)];
      }),
    );
    const nameOf = (key: string): string | undefined => (backends[key] ?? pools[key])?.name;
    for (const api of Object.values(apis)) {
      const pool = madePools.get(api.pool);
      if (!pool) throw new Error(`there is no pool ${api.pool}`);
      new FailoverApi(scopeOf(api), api.id, {
        apiManagement: serviceOf(api.service),
        pool,
        name: api.name,
        path: api.path,
        displayName: api.displayName,
        revision: api.revision,
        policies: policiesOf(nameOf(api.sendsTo)),
        operations: Object.values(api.operations).map((each) => operationOf(each, nameOf(each.sendsTo))),
        retry: { count: 0 },
        acknowledge: ['AF004', 'AF005', 'AF101', 'AF106'].map((code) => ({ code, reason: 'only edits are tested' })),
      });
    }
  };
}

function credentialsOf({ secrets, hasToken }: Backend): BackendCredentials[] {
  const all = [...new Set(secrets)].map((header) =>
    BackendCredentials.keyVaultSecret({ header, secretId: `https://vault.vault.azure.net/secrets/${header}` }),
  );
  return hasToken ? [...all, BackendCredentials.backendManagedIdentity({ resource: 'api://orders' })] : all;
}

function operationOf({ id, method, template, isRewritten }: Operation, sendsTo?: string): FailoverApiOperation {
  return {
    operationId: id,
    method: HttpMethod.of(method),
    urlTemplate: template,
    ...(isRewritten && { rewriteUri: 'api' }),
    policies: policiesOf(sendsTo),
  };
}

function policiesOf(sendsTo: string | undefined): { inbound: string } | undefined {
  return sendsTo === undefined ? undefined : { inbound: `<set-backend-service backend-id="${sendsTo}" />` };
}
