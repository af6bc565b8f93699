/**
 * How often a property is tried. `RUNS` sets another number; a failing run prints its seed, and `SEED` runs it again.
 *
 * @param usual without `RUNS`
 */
export function runs(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const { RUNS, SEED } = process.env;
  return { numRuns: Number(RUNS ?? usual), ...(SEED !== undefined && { seed: Number(SEED) }) };
}
