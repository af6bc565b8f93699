import { quoted } from '../common/listing';
import type { DeployedApi, DeployedService } from '../deployment/deployment';
import type { Route } from './router';

/** Returns why a request matches no operation, with the paths or operations that exist. */
export function whyUnrouted(route: Route | undefined, service: DeployedService): string {
  return route ? missingOperation(route.api) : missingApi(service);
}

function missingApi({ name, apis }: DeployedService): string {
  const paths = new Set(apis.filter(({ isCurrent }) => isCurrent).map(pathOf));
  return `no API of ${name} matches the path; ${paths.size === 0 ? 'it has no APIs' : `paths: ${quoted([...paths])}`}`;
}

function pathOf({ path, version }: DeployedApi): string {
  const isInPath = version && version.scheme !== 'unknown' && version.scheme.kind === 'Segment';
  return `/${path.replace(/^\/+/, '')}${isInPath ? `/${version.value}` : ''}`;
}

function missingOperation({ name, operations }: DeployedApi): string {
  const known = operations === 'unknown' ? [] : operations.map(({ method, urlTemplate }) => `${method} ${urlTemplate}`);
  return `no operation of API ${name} matches; ${known.length === 0 ? 'it has no operations' : `operations: ${quoted(known)}`}`;
}
