import { Entity, entityOf } from '../support/azure-service';
import type { Order, State } from '../support/terraform';

/** What a step asks of Azure. */
export interface Call {
  readonly verb: 'create' | 'put' | 'delete';
  readonly entity: Entity;
}

/** Returns the calls by the keys of the steps. */
export function callsOf({ steps }: Order, next: State): Map<string, Call> {
  const calls = new Map<string, Call>();
  for (const { key, kind, change } of steps) {
    const resource = kind === 'delete' ? change.before : next.get(change.address);
    const entity = resource && entityOf(resource.type, resource.arguments);
    if (!entity) continue;
    calls.set(key, { entity, verb: kind === 'delete' ? 'delete' : change.action === 'update' ? 'put' : 'create' });
  }
  return calls;
}
