import { Known } from './known';

/** Returns the number of units of a SKU such as `Premium_2`; 1 if it is not known. */
export function unitsOf(skuName: Known<string>): number {
  return Number(/_(\d+)$/.exec(skuName)?.[1]) || 1;
}

/** Returns whether the tier of a SKU supports circuit breakers; the Consumption tier does not. */
export function hasCircuitBreakers(skuName: Known<string>): boolean {
  return !/^Consumption/i.test(skuName);
}

/**
 * Returns the number of gateway instances of a SKU, each with its own circuits; 1 if the SKU is not known.
 *
 * @param instancesPerUnit the number of instances in one unit; the Developer tier has one in total, and the Consumption
 *   tier has no units
 */
export function instancesOf(skuName: Known<string>, instancesPerUnit: number): number {
  return skuName === 'unknown' || /^Developer/i.test(skuName) || !hasCircuitBreakers(skuName)
    ? 1
    : unitsOf(skuName) * instancesPerUnit;
}
