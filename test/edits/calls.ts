import { Entity, entityOf } from '../support/azure-service';
import type { Change, Deployed, Order, State } from '../support/terraform';
import type { Block } from '../support/terraform-json';

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
    const entity = resource && entityOf(resource.type, kind === 'delete' ? resource.arguments : sent(change, resource));
    if (!entity) continue;
    calls.set(key, { entity, verb: kind === 'delete' ? 'delete' : change.action === 'update' ? 'put' : 'create' });
  }
  return calls;
}

/** An update with an unchanged version sends nothing sensitive, which then stays as it was. */
function sent({ action, before }: Change, { arguments: args }: Deployed): Block {
  const was = before?.arguments ?? {};
  const { sensitive_body_version: version } = args;
  const isKept = version !== undefined && JSON.stringify(was.sensitive_body_version) === JSON.stringify(version);
  const { sensitive_body: kept } = was;
  return action === 'update' && isKept && kept !== undefined ? { ...args, sensitive_body: kept } : args;
}
