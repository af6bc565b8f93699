import { output, said } from './compare';

/** The minimum number of attempts per second on one core. */
const LEAST_ATTEMPTS = 100_000;

/**
 * The maximum ratio of the heap at the end to the heap after a tenth of the requests. Some garbage is not collected
 * yet.
 */
const MOST_GROWTH = 1.1;

interface Run {
  readonly attempts: number;
  readonly trips: number;
  readonly seconds: number;
  /** The bytes after garbage collection: after a tenth of the requests, and at the end. */
  readonly heaps: readonly [number, number];
}

/**
 * Sends requests through the article's policy while the local backend fails, and prints attempts per second and the
 * heap.
 * @returns whether both are within their limits
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
