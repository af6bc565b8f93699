import type { DeployedBackend, DeployedService } from './deployment';

/** What is not known of the backends that requests can be sent to. */
export interface UnknownTarget {
  readonly hasUnknownUrl: boolean;
  readonly hasUnknownRegion: boolean;
}

/** Returns what is not known of a backend, of the members of a pool, or, for an expression, of any backend. */
export function unknownTarget(service: DeployedService, backendId: string): UnknownTarget {
  const { backends, pools } = service;
  const isNamed = ({ model }: { readonly model: { readonly name: string } }): boolean =>
    backendId.includes('@') || model.name.toLowerCase() === backendId.toLowerCase();
  const members = pools.filter(isNamed).flatMap(({ model }) => model.members.map(({ backend }) => backend));
  const named = backends.filter(isNamed);
  return {
    hasUnknownUrl: named.some(isUrlUnknown) || members.some(({ url = 'unknown' }) => url === 'unknown'),
    hasUnknownRegion: named.some(isRegionUnknown),
  };
}

/** Returns whether anything is not known of a backend that an expression can read. */
export function hasUnknownTarget({ backends, pools }: DeployedService): boolean {
  const isKnown = backends.every((backend) => !isUrlUnknown(backend) && !isRegionUnknown(backend));
  return !isKnown || pools.some(({ model }) => model.members.some(({ backend }) => backend.url === undefined));
}

function isUrlUnknown({ url }: DeployedBackend): boolean {
  return url === 'unknown';
}

function isRegionUnknown({ azureRegion, model }: DeployedBackend): boolean {
  return azureRegion === 'unknown' || model.isUndeclared === true;
}
