// Measures a failover on the local gateway, compared with the waits of the virtual clock and with its attempts.
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gateway, listening, Listening, PATH, stopAll, writeStack } from './listening';
import { median, output, said } from './compare';

/** The number of failovers. Each is the first request of its own gateway. */
const FAILOVERS = 15;
/** Milliseconds. */
const MOST_LATER = 20;

/** A request to a backend, with the wait before it in milliseconds. */
interface Attempt {
  readonly backend: string;
  readonly after: number;
}

/** Returns the attempts of one failover on the virtual clock, with backends that respond at once. */
function simulated(folder: string, file: string): Attempt[] {
  const scenario = join(folder, 'failover.yaml');
  const backends = { local: [{ status: 503 }], remote: [{ status: 200 }] };
  const requests = [{ at: 'PT0S', method: 'POST', path: PATH }];
  writeFileSync(scenario, JSON.stringify({ apiManagement: 'apim', backends, requests }));
  const args = [
    'packages/apim-failover/dist/cli/main.js',
    'simulate',
    file,
    '--scenario',
    scenario,
    '--format',
    'json',
  ];
  const { exchanges } = JSON.parse(output({ name: 'simulate', args }).stdout) as {
    exchanges: [{ attempts: { backend: string; at: number }[] }];
  };
  const [{ attempts }] = exchanges;
  return attempts.map(({ backend, at }, index) => ({ backend, after: (at - (attempts[index - 1]?.at ?? 0)) * 1000 }));
}

/** Returns the time from the request to the end of its response, in milliseconds. */
function taken(url: string, status: number, agent?: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers = { 'Content-Type': 'application/json' };
    request(url, { method: 'POST', headers, agent }, (response) => {
      if (response.statusCode !== status) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().on('end', () => resolve(performance.now() - begun));
    })
      .on('error', reject)
      .end('[]');
  });
}

/** Runs the same attempts and waits without a gateway. */
async function byHand(attempts: readonly Attempt[], local: Listening, remote: Listening): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  let sum = 0;
  for (const { backend, after } of attempts) {
    await pause(after);
    sum += after + (await taken(backend === 'local' ? local.url : remote.url, backend === 'local' ? 503 : 200, agent));
  }
  agent.destroy();
  return sum;
}

async function failover(file: string, local: Listening, remote: Listening): Promise<number> {
  const started = await gateway(file, local, remote);
  const milliseconds = await taken(started.url + PATH, 200);
  started.stop();
  return milliseconds;
}

/** @returns whether every failover takes little longer than its attempts and waits */
export async function compareFailover(folder: string): Promise<boolean> {
  try {
    const file = join(folder, 'failover.tf.json');
    writeStack(file);
    const attempts = simulated(folder, file);
    const waits = attempts.reduce((sum, { after }) => sum + after, 0);
    const local = await listening('bench/backend.cjs', 'fails');
    const remote = await listening('bench/backend.cjs');
    const rounds: { readonly failed: number; readonly hand: number }[] = [];
    for (let round = 0; round <= FAILOVERS; round++) {
      const pair = { hand: await byHand(attempts, local, remote), failed: await failover(file, local, remote) };
      // The first one runs with backends and a client that have not warmed up.
      if (round > 0) rounds.push(pair);
    }
    const hand = median(rounds.map((round) => round.hand));
    const later = rounds.map(({ failed }) => failed - hand);
    const over = rounds.map(({ failed }) => failed - waits);
    const most = Math.max(...later);
    const isKept = most <= MOST_LATER;
    const figures = (values: readonly number[]): string =>
      `median ${median(values).toFixed(1)} ms, most ${Math.max(...values).toFixed(1)} ms`;
    console.log(`\n${attempts.length} attempts in one request, the first of a gateway that was just started`);
    console.log(`  over the virtual clock's ${waits} ms, where attempts take no time: ${figures(over)}`);
    console.log(
      `  over the same waits and attempts without a gateway: ${figures(later)}, ${said(isKept, `${MOST_LATER} ms`)}`,
    );
    return isKept;
  } finally {
    stopAll();
  }
}
