/**
 * How often a property is tried. `RUNS` sets another number. A failing run prints its seed, and `SEED` runs it again.
 *
 * @param usual without `RUNS`
 */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.RUNS ?? usual) };
}
