import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const require = createRequire(import.meta.url);

/**
 * Runs a compiler of this project in a folder, and shows its output only if it fails.
 * @param {string} script - for example, `typescript/bin/tsc`
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<void>}
 */
export async function run(script, args, { cwd = ROOT, env = {} } = {}) {
  const child = spawn(process.execPath, [require.resolve(script), ...args], { cwd, env: { ...process.env, ...env } });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${script} ${args.join(' ')}\n${Buffer.concat(output).toString()}`);
}
