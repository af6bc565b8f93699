// Runs the local gateway for a long time at half its load, with a backend that fails and recovers every 5 seconds. No
// request is lost or answered twice, none goes to an open circuit, and memory stays flat. Requires a built package.
//   node --import tsx bench/soak.ts [MINUTES, at least 3]
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { gateway, listening, Listening, PATH, stopAll, writeStack } from './listening';
import { CONNECTIONS, load } from './serve';

const MINUTES = Math.max(3, Number(process.argv[2] ?? 10));
/** Not a multiple of the backend's period, so that circuits close both on a healthy and on a failing backend. */
const TRIP_SECONDS = 4;
/**
 * The tolerance in milliseconds for requests that were in progress when a circuit opened, and for clock differences.
 */
const GRACE = 250;
const MOST_GROWTH = 1.1;

/** A run of requests at a backend: its start in milliseconds, and the number of responses by status. */
interface Visit {
  readonly first: number;
  readonly last: number;
  readonly firstFailure?: number;
  readonly 200: number;
  readonly 503: number;
}

interface Sent {
  requests: number;
  answered: number;
  /** The descriptions of faults, each with its number of occurrences. */
  readonly wrong: Map<string, number>;
}

/** Sends requests evenly, each with an id that its response must contain. */
async function send(url: string, rate: number, seconds: number): Promise<Sent> {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const sent: Sent = { requests: 0, answered: 0, wrong: new Map() };
  const begun = performance.now();
  const one = async (id: string): Promise<string | undefined> => {
    const headers = { 'content-type': 'application/json', 'x-request-id': id };
    const answer = await agent.request({ origin: url, path: PATH, method: 'POST', headers, body: '[]' });
    await answer.body.dump();
    if (answer.statusCode !== 200) return `status ${answer.statusCode}`;
    return answer.headers['x-request-id'] === id ? undefined : "another request's answer";
  };
  const worker = async (): Promise<void> => {
    for (;;) {
      const number = sent.requests;
      const due = (number / rate) * 1000;
      if (due >= seconds * 1000) return;
      sent.requests++;
      const early = due - (performance.now() - begun);
      if (early > 0) await pause(early);
      const fault = await one(String(number)).catch((error: Error) => error.message);
      if (fault === undefined) sent.answered++;
      else sent.wrong.set(fault, (sent.wrong.get(fault) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  await agent.close();
  return sent;
}

async function visitsAt({ url }: Listening): Promise<Visit[]> {
  return (await (await fetch(`${url}/visits`)).json()) as Visit[];
}

/** Returns how many requests reached a failed backend while its circuit must have been open. */
function whileOpen(visits: readonly Visit[]): number {
  return visits.filter(({ last, firstFailure }, index) => {
    if (firstFailure === undefined) return false;
    const next = visits.at(index + 1)?.first ?? Infinity;
    return last - firstFailure > GRACE || next - last < TRIP_SECONDS * 1000 - GRACE;
  }).length;
}

function answeredBy(visits: readonly Visit[], status: 200 | 503): number {
  return visits.reduce((sum, visit) => sum + visit[status], 0);
}

/** Returns the resident memory of a process in megabytes. */
function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function soak(): Promise<boolean> {
  const local = await listening('bench/backend.cjs', '5');
  const remote = await listening('bench/backend.cjs');
  const file = join(mkdtempSync(join(tmpdir(), 'soak-')), 'stack.tf.json');
  writeStack(file, TRIP_SECONDS);
  const { url, pid } = await gateway(file, local, remote);
  const rate = Math.round((await load(url, 5)).requests.average / 2);
  const before = answeredBy(await visitsAt(local), 200) + answeredBy(await visitsAt(remote), 200);
  console.log(`${rate} requests a second for ${MINUTES} minutes`);
  const samples: number[] = [];
  const sampling = setInterval(() => {
    samples.push(resident(pid));
    if (samples.length % 12 === 0) console.log(`  minute ${samples.length / 12}: ${samples.at(-1)?.toFixed(1)} MB`);
  }, 5000);
  const { requests, answered, wrong } = await send(url, rate, MINUTES * 60);
  clearInterval(sampling);
  const visits = await visitsAt(local);
  const byBackends = answeredBy(visits, 200) + answeredBy(await visitsAt(remote), 200) - before;
  const twice = byBackends - answered;
  const open = whileOpen(visits);
  const minute = (from: number): number => samples.slice(from, from + 12).reduce((sum, mb) => sum + mb, 0) / 12;
  const growth = minute(samples.length - 12) / minute(12);
  const faults = [...wrong].map(([fault, times]) => `, ${times} times ${fault}`).join('');
  console.log(`requests ${requests}, answered with 200 ${answered}${faults}; ${twice} more by the backends than asked`);
  console.log(
    `the local backend failed ${answeredBy(visits, 503)} requests in ${visits.filter((visit) => visit[503] > 0).length} ` +
      `of its ${visits.length} visits; ${open} while its circuit was open`,
  );
  console.log(`memory: last minute over second ${growth.toFixed(3)}`);
  return answered === requests && twice === 0 && open === 0 && growth <= MOST_GROWTH;
}

void soak()
  .then((isKept) => {
    console.log(isKept ? 'within the limits' : 'OVER the limits');
    if (!isKept) process.exitCode = 1;
  })
  .finally(stopAll);
