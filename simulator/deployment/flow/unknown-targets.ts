import type { DeployedBackend, DeployedService } from '../deployment';

/** What is not known of a backend, or of the members of a pool. */
export interface UnknownTarget {
  readonly hasUnknownUrl: boolean;
  readonly hasUnknownRegion: boolean;
}

const NOTHING: UnknownTarget = { hasUnknownUrl: false, hasUnknownRegion: false };

/** Returns what is not known of a backend or a pool, or, for an expression, of all. */
export function unknownTarget(service: DeployedService, backendId: string): UnknownTarget {
  const { all, byName } = targetsOf(service);
  return backendId.includes('@') ? all : (byName.get(backendId.toLowerCase()) ?? NOTHING);
}

/** Returns whether anything is not known of a backend that an expression can read. */
export function hasUnknownTarget(service: DeployedService): boolean {
  const { hasUnknownUrl, hasUnknownRegion } = targetsOf(service).all;
  return hasUnknownUrl || hasUnknownRegion;
}

interface Targets {
  readonly all: UnknownTarget;
  readonly byName: ReadonlyMap<string, UnknownTarget>;
}

const targets = new WeakMap<DeployedService, Targets>();

function targetsOf(service: DeployedService): Targets {
  let known = targets.get(service);
  if (!known) targets.set(service, (known = newTargets(service)));
  return known;
}

function newTargets({ backends, pools }: DeployedService): Targets {
  const byName = new Map<string, UnknownTarget>();
  for (const { model } of pools) {
    const hasUnknownUrl = model.members.some(({ backend }) => (backend.url ?? 'unknown') === 'unknown');
    byName.set(model.name.toLowerCase(), { hasUnknownUrl, hasUnknownRegion: false });
  }
  for (const backend of backends) byName.set(backend.model.name.toLowerCase(), ofBackend(backend));
  const every = [...byName.values()];
  const all = {
    hasUnknownUrl: every.some(({ hasUnknownUrl }) => hasUnknownUrl),
    hasUnknownRegion: every.some(({ hasUnknownRegion }) => hasUnknownRegion),
  };
  return { all, byName };
}

function ofBackend({ url, azureRegion, model }: DeployedBackend): UnknownTarget {
  return {
    hasUnknownUrl: url === 'unknown',
    hasUnknownRegion: azureRegion === 'unknown' || model.isUndeclared === true,
  };
}
