import { childElements, elementsOf, PolicyElement } from '../lib/policy';
import { redactName } from '../lib/messages';
import type { DeployedService } from '../simulator/deployment';
import { policiesOf } from '../simulator/deployment/fragments';
import { knownOnes } from '../simulator/common/listing';
import { regionsIn } from '../simulator/prove/regions';

/** Returns a fault for each name of `--ignore-policy` that matches no policy. */
export function ignorePolicyFaults(names: readonly string[], services: readonly DeployedService[]): string[] {
  if (names.length === 0) return [];
  const known = new Set(elementsIn(services).flatMap(policiesIn));
  return names
    .filter((name) => !known.has(name))
    .map((name) => `--ignore-policy ${redactName(name)}: no policy has this name; ${knownOnes([...known].sort())}`);
}

/** The elements that can contain policies. */
const HOLDERS = new Set([
  ...['inbound', 'backend', 'outbound', 'on-error', 'fragment'],
  ...['retry', 'when', 'otherwise', 'limit-concurrency', 'wait'],
]);

function policiesIn(element: PolicyElement): string[] {
  if (!HOLDERS.has(element.name)) return [];
  return childElements(element).flatMap(({ name }) => (name === 'base' ? [] : name));
}

/** A fault of a region name. */
interface RegionFault {
  readonly text: string;
  /**
   * False if the location of a service is not known, for example because the service is looked up: the region can then
   * be valid although no policy refers to it.
   */
  readonly isCertain: boolean;
}

/** @param where the place that names the region, for example `--region` */
export function regionFault(
  where: string,
  region: string,
  services: readonly DeployedService[],
): RegionFault | undefined {
  const located = services.flatMap(({ location = [], additionalLocations = [] }) =>
    [location, additionalLocations === 'unknown' ? [] : additionalLocations].flat(),
  );
  const known = new Set([...located, ...regionsIn(elementsIn(services))]);
  if (known.has(region) || located.some((location) => isSameRegion(location, region))) return undefined;
  const what = `${where} ${redactName(region)}: no known gateway is in this region, and no policy refers to it`;
  const isCertain = services.every(
    ({ location, additionalLocations }) => location !== undefined && additionalLocations !== 'unknown',
  );
  const text = `${what}; ${known.size === 0 ? 'no region is known' : knownOnes([...known])}`;
  return { text: isCertain ? text : `warning: ${text}`, isCertain };
}

/** Terraform treats `West Europe` and `westeurope` as equal; policies do not. */
function isSameRegion(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(region: string): string {
  return region.replace(/\s/g, '').toLowerCase();
}

function elementsIn(services: readonly DeployedService[]): PolicyElement[] {
  return services.flatMap((service) => elementsOf(policiesOf(service).map(({ document }) => document)));
}
