import { Known } from './known';

/** The gateway units of a SKU, as in `Premium_2`; 1 where they are not known. */
export function unitsOf(skuName: Known<string>): number {
  return Number(/_(\d+)$/.exec(skuName)?.[1]) || 1;
}

/**
 * The gateway instances of a SKU, each with circuits of its own; 1 where the SKU is not known.
 *
 * @param instancesPerUnit those behind one unit; the Developer tier has one in all, and Consumption has no units
 */
export function instancesOf(skuName: Known<string>, instancesPerUnit: number): number {
  return skuName === 'unknown' || /^(Developer|Consumption)/i.test(skuName) ? 1 : unitsOf(skuName) * instancesPerUnit;
}
