import type { ExchangeResult, SimulationResult } from '../engine/results';
import { duration } from './wording';

/** For example, `opens until 31 s, on unit 2`; the unit is included only if there are several. */
export function opens(until: number | null, unit?: number): string {
  return `opens${until === null ? '' : ` until ${duration(until)}`}${unit === undefined ? '' : `, on unit ${unit}`}`;
}

/** Returns the unit that received the request, if there are several. */
export function unitOf({ unit }: ExchangeResult, { assumptions }: SimulationResult): number | undefined {
  return Number(assumptions.units) > 1 ? unit : undefined;
}
