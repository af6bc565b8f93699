// The local gateway for a long time at half its load, with a backend that fails and recovers every 5 seconds: nothing is
// lost, and memory stays flat. Needs a built package.
//   node --import tsx bench/soak.ts [MINUTES]
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway, listening, load, stopAll } from './serve';

const minutes = Number(process.argv[2] ?? 10);

/** Resident memory of a process, in megabytes. */
function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

interface State {
  readonly backends: readonly { readonly circuits: readonly { readonly state: string }[] }[];
}

async function soak(): Promise<void> {
  try {
    const local = await listening('bench/backend.cjs', '5');
    const remote = await listening('bench/backend.cjs');
    const { url, pid } = await gateway(join(mkdtempSync(join(tmpdir(), 'soak-')), 'stack.tf.json'), local, remote);
    const full = await load(url, 5);
    const rate = Math.round(full.requests.average / 2);
    console.log(`${rate} requests a second for ${minutes} minutes`);
    const samples: number[] = [];
    const sampling = setInterval(() => {
      samples.push(resident(pid));
      if (samples.length % 12 === 0) console.log(`  minute ${samples.length / 12}: ${samples.at(-1)?.toFixed(1)} MB`);
    }, 5000);
    const result = await load(url, minutes * 60, { overallRate: rate });
    clearInterval(sampling);
    const state = (await (await fetch(`${url}/_gateway/state`)).json()) as State;
    const metrics = await (await fetch(`${url}/_gateway/metrics`)).text();
    const minute = (from: number): number => samples.slice(from, from + 12).reduce((sum, s) => sum + s, 0) / 12;
    const [second, last] = [minute(12), minute(samples.length - 12)];
    const { total } = result.requests;
    const answered = result['2xx'] + result.non2xx;
    console.log(
      `sent ${result.requests.sent}, answered ${answered} (200: ${result['2xx']}), errors ${result.errors}, total ${total}`,
    );
    console.log(
      `memory: second minute ${second.toFixed(1)} MB, last ${last.toFixed(1)} MB, ratio ${(last / second).toFixed(3)}`,
    );
    console.log(
      `p99 ${result.latency.p99} ms; circuits ${JSON.stringify(state.backends.map(({ circuits }) => circuits.map((c) => c.state)))}`,
    );
    console.log(
      metrics
        .split('\n')
        .filter((line) => /^[a-z_]*(attempts|opened|openings|requests)[a-z_]*(\{| )/.test(line))
        .join('\n'),
    );
    const isKept = result.errors === 0 && result.non2xx === 0 && last / second <= 1.1;
    console.log(isKept ? 'within the limits' : 'OVER the limits');
    if (!isKept) process.exitCode = 1;
  } finally {
    stopAll();
  }
}

void soak();
