import { priorityGroups } from '../../../lib/failover';
import type { DeployedPool } from '../../deployment';
import type { LiveBackend } from '../live-gateway';
import { BackendState, PoolState, seconds } from './state';

/** The time at which the circuit of a unit last opened, in milliseconds since the gateway started. */
export type OpenedAt = (unit: number) => number | undefined;

/** Returns the priority groups of a pool; one group without a priority if the priorities are not known. */
export function poolState({ model }: DeployedPool): PoolState {
  const groups = priorityGroups(model) ?? [{ priority: null, members: model.members }];
  return {
    name: model.name,
    groups: groups.map(({ priority, members }) => ({ priority, backends: members.map(({ backend }) => backend.name) })),
  };
}

export function backendState({ name, origin, behaviour, circuits }: LiveBackend, openedAt: OpenedAt): BackendState {
  return {
    name,
    origin: origin === undefined ? null : originOf(origin),
    behaviour,
    circuits: circuits.map(({ unit, state, until, failures, needed }) => ({
      unit,
      state,
      since: state === 'open' ? orNull(openedAt(unit)) : null,
      until: state === 'open' ? orNull(until) : null,
      failures,
      needed: needed ?? null,
    })),
  };
}

/** A URL can contain a key, so only its origin is exposed. */
function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function orNull(time: number | undefined): number | null {
  return time === undefined ? null : seconds(time);
}
