import {
  CircuitBreakerBackend,
  FailoverApi,
  FailoverApiOperation,
  FailoverApiProps,
  HttpMethod,
  PriorityPool,
} from '../../../lib';
import { base, Edit, PartsWithPool, Row } from './base';

type Props = Edit['api'];

/** A row in which only the API is edited. */
export function row(prop: string, what: string, before: Props, after: Props, happens: readonly string[]): Row {
  return edit(prop, what, { api: before }, { api: after }, happens);
}

export function edit(prop: string, what: string, before: Edit, after: Edit, happens: readonly string[]): Row {
  return { construct: 'FailoverApi', prop, what, before: base(before), after: base(after), happens };
}

export const LIST: FailoverApiOperation = { operationId: 'list', method: HttpMethod.GET, urlTemplate: '/' };

/** Makes a third backend, which policies can name. */
export function third({ stack, apiManagement }: PartsWithPool): CircuitBreakerBackend {
  return new CircuitBreakerBackend(stack, 'Third', { apiManagement, name: 'third', url: 'https://third.example.com' });
}

export const NAMES_THIRD = { inbound: '<set-backend-service backend-id="third" />' };
export const NAMES_REMOTE = { inbound: '<set-backend-service backend-id="remote" />' };

export function otherPool(parts: PartsWithPool): PriorityPool {
  return new PriorityPool(parts.stack, 'OtherPool', {
    apiManagement: parts.apiManagement,
    name: 'other-pool',
    members: [{ backend: parts.local }],
  });
}

/** Makes another API that uses the pool. */
export function secondApi(parts: PartsWithPool, props: Partial<FailoverApiProps> = {}): void {
  const { stack, apiManagement, pool } = parts;
  new FailoverApi(stack, 'Second', {
    apiManagement,
    pool,
    name: 'second',
    path: 'second',
    operations: [LIST],
    ...props,
  });
}
