import type { TerraformStack } from 'cdktf';
import {
  ApiManagement,
  CircuitBreakerBackend,
  CircuitBreakerBackendProps,
  FailoverApi,
  FailoverApiOperation,
  FailoverApiProps,
  FunctionAppBackendProps,
  HttpMethod,
  IApiManagement,
  PriorityPool,
  PriorityPoolProps,
} from '../../../lib';

/** An edit, and what must happen. */
export interface Row {
  readonly construct: string;
  readonly prop: string;
  /** What tells it from other rows of the prop. */
  readonly what: string;
  readonly before: Build;
  readonly after: Build;
  /** A stack with its own state that uses what `before` deploys, and is not edited. */
  readonly otherStack?: Build;
  /** What Terraform plans, in the words of `inWords`, whether it is refused or not. */
  readonly happens: readonly string[];
}

export type Build = (stack: TerraformStack) => void;

/** The parts of the base program that are made before the API. */
export interface Parts {
  readonly stack: TerraformStack;
  readonly apiManagement: IApiManagement;
  readonly local: CircuitBreakerBackend;
  readonly remote: CircuitBreakerBackend;
}

export interface PartsWithPool extends Parts {
  readonly pool: PriorityPool;
}

/** What differs from the base program. */
export interface Edit {
  readonly service?: (stack: TerraformStack) => IApiManagement;
  readonly local?: Partial<CircuitBreakerBackendProps>;
  readonly remote?: Partial<CircuitBreakerBackendProps>;
  readonly functionApp?: Partial<FunctionAppBackendProps>;
  readonly pool?: Partial<PriorityPoolProps> | ((parts: Parts) => Partial<PriorityPoolProps>);
  readonly api?: Partial<FailoverApiProps> | ((parts: PartsWithPool) => Partial<FailoverApiProps>);
  /** The ids of constructs. */
  readonly ids?: { readonly service?: string; readonly local?: string; readonly pool?: string; readonly api?: string };
}

export function lookedUp(stack: TerraformStack, name = 'apim', id = 'Apim'): IApiManagement {
  return ApiManagement.fromLookup(stack, id, { name, resourceGroupName: 'rg' });
}

/** The same service, by its ID. */
export function knownService(stack: TerraformStack, name = 'apim'): IApiManagement {
  const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg';
  const apiManagementId = `${group}/providers/Microsoft.ApiManagement/service/${name}`;
  return ApiManagement.fromAttributes(stack, 'Apim', { apiManagementId });
}

export const PROCESS: FailoverApiOperation = { operationId: 'process', method: HttpMethod.POST, urlTemplate: '/' };
export const READ: FailoverApiOperation = {
  operationId: 'read',
  method: HttpMethod.GET,
  urlTemplate: '/{id}',
  rewriteUri: 'api/read',
};

/** A pool of two backends, and an API with two operations, of which the second has a policy. */
export function base(edit: Edit): Build {
  const isPlain = Object.values(edit).every(
    (value: object | undefined) => typeof value !== 'function' && Object.keys(value ?? {}).length === 0,
  );
  return isPlain && !edit.functionApp ? PLAIN : edited(edit);
}

/** One object, so that it is synthesized only once. */
const PLAIN = edited({});

function edited({ service, local, remote, functionApp, pool, api, ids = {} }: Edit): Build {
  return (stack) => {
    const apiManagement = service?.(stack) ?? lookedUp(stack, 'apim', ids.service);
    const localId = ids.local ?? 'Local';
    const parts: Parts = {
      stack,
      apiManagement,
      local: functionApp
        ? CircuitBreakerBackend.forFunctionApp(stack, localId, {
            apiManagement,
            functionApp: { name: 'func', resourceGroupName: 'rg' },
            ...functionApp,
          })
        : new CircuitBreakerBackend(stack, localId, {
            apiManagement,
            name: 'local',
            url: 'https://local.example.com',
            ...local,
          }),
      remote: new CircuitBreakerBackend(stack, 'Remote', {
        apiManagement,
        name: 'remote',
        url: 'https://remote.example.com',
        ...remote,
      }),
    };
    const made = new PriorityPool(stack, ids.pool ?? 'Pool', {
      apiManagement,
      name: 'pool',
      members: [
        { backend: parts.local, priority: 1 },
        { backend: parts.remote, priority: 2 },
      ],
      ...(typeof pool === 'function' ? pool(parts) : pool),
    });
    new FailoverApi(stack, ids.api ?? 'Api', {
      apiManagement,
      pool: made,
      name: 'orders',
      path: 'orders',
      operations: [PROCESS, READ],
      ...(typeof api === 'function' ? api({ ...parts, pool: made }) : api),
    });
  };
}
