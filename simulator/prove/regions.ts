import type { PolicyElement } from '../../lib/policy';
import type { DeployedService } from '../deployment';
import { expressionsIn } from './expressions-in';

/** Stands for the regions that no policy names. */
const ANY_OTHER_REGION = 'any other region';

const READS_REGION = /\bDeployment\s*\??\s*\.\s*Region\b/;

/** The regions that policies ask for, and one that they do not; no region where they ask for none. */
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

/** The texts that policies compare the region with, or a variable that holds it. */
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
