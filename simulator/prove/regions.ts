import type { PolicyElement } from '../../lib/policy';
import type { DeployedService } from '../deployment';
import { expressionsIn } from './expressions-in';

/** Represents the regions that no policy refers to. */
const ANY_OTHER_REGION = 'any other region';

const READS_REGION = /\bDeployment\s*\??\s*\.\s*Region\b/;

/** Returns the regions that policies refer to and one other region; none if policies do not read the region. */
export function regionsOf(
  { location, skuName }: DeployedService,
  elements: readonly PolicyElement[],
): (string | undefined)[] {
  if (!expressionsIn(elements).some((text) => READS_REGION.test(text))) return [undefined];
  const named = regionsIn(elements);
  const isNamed = location !== undefined && named.includes(location);
  // Only the Premium tiers have gateways in several regions.
  const maySpread = skuName === 'unknown' || skuName.startsWith('Premium');
  const other = location === undefined || (isNamed && maySpread) ? [ANY_OTHER_REGION] : [];
  return [...new Set([...(location === undefined ? [] : [location]), ...named, ...other])];
}

/** Returns the texts with which policies compare the region, or a variable that contains it. */
export function regionsIn(elements: readonly PolicyElement[]): string[] {
  const variables = elements
    .filter(({ name, attributes }) => name === 'set-variable' && READS_REGION.test(attributes.value ?? ''))
    .map(({ attributes }) => attributes.name ?? '');
  const texts = expressionsIn(elements).filter(
    (text) => READS_REGION.test(text) || variables.some((name) => text.includes(`"${name}"`)),
  );
  const named = texts.flatMap((text) => [...text.matchAll(/"([^"\\]+)"/g)].map(([, name]) => name));
  return named.filter((name) => !variables.includes(name));
}
