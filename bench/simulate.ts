import { output, said } from './compare';

/** The attempts in a second that one core must make through the policies. */
const LEAST_ATTEMPTS = 100_000;

/** How much larger the heap may be at the end than after a tenth of the requests: what the collector leaves lying. */
const MOST_GROWTH = 1.1;

interface Run {
  readonly attempts: number;
  readonly trips: number;
  readonly seconds: number;
  /** Bytes, collected: after a tenth of the requests, and at the end. */
  readonly heaps: readonly [number, number];
}

/**
 * Sends requests through the article's policy while the local backend fails, and prints attempts a second and the heap.
 * @returns whether both keep to their limits
 */
export function simulate({ requests, units }: { readonly requests: number; readonly units: number }): boolean {
  const args = ['--expose-gc', 'bench/simulate.cjs', String(requests), String(units)];
  const { attempts, trips, seconds, heaps } = JSON.parse(output({ name: 'simulate', args }).stdout) as Run;
  const rate = attempts / seconds;
  const growth = heaps[1] / heaps[0];
  const isFast = rate >= LEAST_ATTEMPTS;
  const isFlat = growth <= MOST_GROWTH;
  console.log(
    `\n${requests.toLocaleString('en')} requests over ${units} units, ${trips.toLocaleString('en')} circuits opened`,
  );
  console.log(
    `  attempts  ${attempts.toLocaleString('en')} in ${seconds.toFixed(2)} s, ${Math.round(rate).toLocaleString('en')} ` +
      `a second, ${said(isFast, LEAST_ATTEMPTS.toLocaleString('en'))}`,
  );
  const [first, last] = heaps.map((bytes) => (bytes / 1024 / 1024).toFixed(1));
  console.log(
    `  heap      ${first} MB, then ${last} MB, ratio ${growth.toFixed(3)}, ${said(isFlat, String(MOST_GROWTH))}`,
  );
  return isFast && isFlat;
}
