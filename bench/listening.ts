import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { output } from './compare';

const root = join(__dirname, '..');

/** A listening program and its URL. */
export interface Listening {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => void;
}

/** The path of the stack's API, relative to the URL of the gateway. */
export const PATH = '/resilient-api/';

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
      if (url) resolve({ url, pid: child.pid ?? 0, stop: () => void child.kill() });
    });
    child.on('exit', () => {
      running.delete(child);
      reject(new Error(`${args.join(' ')} ended: ${text}`));
    });
  });
}

/**
 * Writes the article's stack to a file. An open circuit closes after the given seconds, or after the default trip
 * duration.
 */
export function writeStack(file: string, tripSeconds?: number): void {
  output({ name: 'stack', args: ['bench/stack.cjs', file, ...(tripSeconds ? [String(tripSeconds)] : [])] });
}

/** Starts the gateway of the article's stack, with its two backends mapped. */
export function gateway(file: string, local: Listening, remote: Listening): Promise<Listening> {
  const backends = ['--backend', `local=${local.url}`, '--backend', `remote=${remote.url}`];
  return listening('packages/apim-failover/dist/cli/main.js', 'serve', file, '--port', '0', ...backends);
}
