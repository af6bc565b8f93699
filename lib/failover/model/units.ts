import { Known } from './failover-model';

/** The gateway units of a SKU, as in `Premium_2`; 1 where they are not known. */
export function unitsOf(skuName: Known<string>): number {
  return Number(/_(\d+)$/.exec(skuName)?.[1]) || 1;
}
