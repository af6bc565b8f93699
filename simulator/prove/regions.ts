import type { PolicyElement } from '../../lib/policy';
import type { DeployedService } from '../deployment';
import { expressionsIn } from './expressions-in';

/** Represents the regions that no policy refers to. */
const ANY_OTHER_REGION = 'any other region';

/** Matches an expression that does more with a region than to compare it with whole names. */
const READS_PART =
  /\bRegex\b|\.\s*(?:Length|(?:Starts|Ends)With|Substring|(?:Last)?IndexOf|Split|Replace|Compare(?:To)?)\b|(?:"|\bRegion)\s*\??\s*\.\s*Contains\b/;

const READS_REGION = /\bDeployment\s*\??\s*\.\s*Region\b/;

/** Returns the regions that policies refer to and one other region; none if policies do not read the region. */
export function regionsOf(
  { location, skuName }: DeployedService,
  elements: readonly PolicyElement[],
): (string | undefined)[] {
  if (!expressionsIn(elements).some((text) => READS_REGION.test(text))) return [undefined];
  const readsPart = readPartsOfRegion(elements);
  const named = readsPart ? [] : regionsIn(elements);
  const isNamed = location !== undefined && named.includes(location);
  // Only the Premium tiers have gateways in several regions.
  const maySpread = skuName === 'unknown' || skuName.startsWith('Premium');
  const other = location === undefined || ((isNamed || readsPart) && maySpread) ? [ANY_OTHER_REGION] : [];
  return [...new Set([...(location === undefined ? [] : [location]), ...named, ...other])];
}

/** Returns why nothing can be claimed about a region; undefined if something can be. */
export function whyNotInRegion(region: string | undefined, elements: readonly PolicyElement[]): string | undefined {
  if (region !== ANY_OTHER_REGION || !readPartsOfRegion(elements)) return undefined;
  return "policies read a part of the region's name: what they do in any other region is not known";
}

function readPartsOfRegion(elements: readonly PolicyElement[]): boolean {
  return textsIn(elements, regionVariables(elements)).some((text) => READS_PART.test(text));
}

/** Returns the texts with which policies compare the region, or a variable that contains it. */
export function regionsIn(elements: readonly PolicyElement[]): string[] {
  const variables = regionVariables(elements);
  const texts = textsIn(elements, variables);
  const named = texts.flatMap((text) => [...text.matchAll(/"([^"\\]+)"/g)].map(([, name]) => name));
  return named.filter((name) => !variables.includes(name));
}

/** Returns the variables that contain the region. */
function regionVariables(elements: readonly PolicyElement[]): string[] {
  return elements
    .filter(({ name, attributes }) => name === 'set-variable' && READS_REGION.test(attributes.value ?? ''))
    .map(({ attributes }) => attributes.name ?? '');
}

/** Returns the expressions that read the region, or a variable that contains it. */
function textsIn(elements: readonly PolicyElement[], variables: readonly string[]): string[] {
  return expressionsIn(elements).filter(
    (text) => READS_REGION.test(text) || variables.some((name) => text.includes(`"${name}"`)),
  );
}
