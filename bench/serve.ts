// Compares the local gateway with a minimal reverse proxy with undici, in turn, with the same process model, backend,
// and connections.
import { join } from 'node:path';
import * as cannon from 'autocannon';
import { gateway, listening, PATH, stopAll, writeStack } from './listening';
import { median, said } from './compare';

/** The package exports a function. */
const autocannon = (cannon as unknown as { readonly default?: typeof cannon }).default ?? cannon;

export const CONNECTIONS = 64;
const SECONDS = 8;
const ROUNDS = 4;

/** The share of the proxy's throughput that the gateway must reach, and the additional p99 latency that is allowed. */
const LEAST_SHARE = 0.6;
const MOST_LATER = 2;

export function load(url: string, seconds: number, more: Partial<cannon.Options> = {}): Promise<cannon.Result> {
  return autocannon({
    url: url + PATH,
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '[{"functionApp":"local","respondsWithResultCode":200}]',
    connections: CONNECTIONS,
    duration: seconds,
    ...more,
  });
}

/** @returns whether throughput and latency are within their limits */
export async function compareServe(folder: string): Promise<boolean> {
  try {
    const backend = await listening('bench/backend.cjs');
    const proxy = await listening('bench/proxy.cjs', backend.url);
    const file = join(folder, 'serve.tf.json');
    writeStack(file);
    const own = await gateway(file, backend, backend);
    const rounds: { readonly own: cannon.Result; readonly bare: cannon.Result }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const bare = await load(proxy.url, SECONDS);
      const pair = { bare, own: await load(own.url, SECONDS) };
      if (round > 0) rounds.push(pair);
    }
    const rate = (side: 'own' | 'bare'): number => median(rounds.map((round) => round[side].requests.average));
    const slowest = (side: 'own' | 'bare'): number => median(rounds.map((round) => round[side].latency.p99));
    const failures = rounds.reduce((sum, { own: { non2xx, errors } }) => sum + non2xx + errors, 0);
    const share = rate('own') / rate('bare');
    const later = slowest('own') - slowest('bare');
    console.log(
      `\nThe local gateway against a bare undici proxy, ${CONNECTIONS} connections (medians of ${ROUNDS} runs each, in turn)`,
    );
    console.log(
      `  requests  gateway ${Math.round(rate('own'))} a second, proxy ${Math.round(rate('bare'))}, ` +
        `share ${share.toFixed(3)}, ${said(share >= LEAST_SHARE, `${LEAST_SHARE} or more`)}`,
    );
    console.log(
      `  p99       gateway ${slowest('own')} ms, proxy ${slowest('bare')} ms, ${later} ms later, ` +
        `${said(later <= MOST_LATER, `${MOST_LATER} ms`)}; ${failures} failures`,
    );
    return share >= LEAST_SHARE && later <= MOST_LATER && failures === 0;
  } finally {
    stopAll();
  }
}
