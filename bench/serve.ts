// The local gateway against a bare reverse proxy with undici: the same process model, backend and connections, in turn.
import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import * as cannon from 'autocannon';
import { median, output } from './pair';

/** The package is a function itself. */
const autocannon = (cannon as unknown as { readonly default?: typeof cannon }).default ?? cannon;

const CONNECTIONS = 64;
const SECONDS = 8;
const ROUNDS = 4;

/** The share of the proxy's throughput that the gateway must reach, and what its slowest hundredth may take longer. */
const LEAST_SHARE = 0.6;
const MOST_LATER = 2;

const root = join(__dirname, '..');

/** A program that listens, and where. */
export interface Listening {
  readonly url: string;
  readonly pid: number;
}

const running = new Set<ChildProcess>();

export function stopAll(): void {
  for (const child of running) child.kill();
}

/** Starts a program and waits for the URL that it prints. */
export function listening(...args: readonly string[]): Promise<Listening> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /(http:\/\/[\d.]+:\d+)/.exec(text)?.[1];
      if (url) resolve({ url, pid: child.pid ?? 0 });
    });
    child.on('exit', () => {
      running.delete(child);
      reject(new Error(`${args.join(' ')} ended: ${text}`));
    });
  });
}

/** The gateway of the article's stack, its two backends mapped. */
export function gateway(file: string, local: Listening, remote: Listening): Promise<Listening> {
  output({ name: 'stack', args: ['bench/stack.cjs', file] });
  const backends = ['--backend', `local=${local.url}`, '--backend', `remote=${remote.url}`];
  return listening('dist/cli/main.js', 'serve', file, '--port', '0', ...backends);
}

export function load(url: string, seconds: number, more: Partial<cannon.Options> = {}): Promise<cannon.Result> {
  return autocannon({
    url: `${url}/resilient-api/`,
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '[{"functionApp":"local","respondsWithResultCode":200}]',
    connections: CONNECTIONS,
    duration: seconds,
    ...more,
  });
}

/** @returns whether throughput and latency keep to their limits */
export async function compareServe(folder: string): Promise<boolean> {
  try {
    const backend = await listening('bench/backend.cjs');
    const proxy = await listening('bench/proxy.cjs', backend.url);
    const own = await gateway(join(folder, 'serve.tf.json'), backend, backend);
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
    const said = (isKept: boolean, limit: string): string => `${isKept ? 'within' : 'OVER'} the limit of ${limit}`;
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
