// Serves the main stack on this machine: both function apps and both gateways, on free ports. With `-- --once`, it
// sends the requests of the article, prints the results, and exits with 0 only if all results are as expected.
import { columns } from '../simulator/scenario/columns';
import { Demo, DemoGateway, requestFor, startDemo } from './demo-gateways';

interface Case {
  readonly what: string;
  /** The status of the region's own function app. */
  readonly local: number;
  readonly attempts: string;
  /** The region that responds. */
  readonly by: 'local' | 'other';
  /** The wait before the request, in seconds. */
  readonly after?: number;
}

const CASES: readonly Case[] = [
  { what: 'both function apps are healthy', local: 200, attempts: '1', by: 'local' },
  { what: 'the local function app fails', local: 503, attempts: '4', by: 'other' },
  { what: 'it still fails, and its circuit is open', local: 503, attempts: '1', by: 'other' },
  { what: 'it has recovered, and its circuit has closed', local: 200, attempts: '1', by: 'local', after: 31 },
];

function explain({ gateways }: Demo): void {
  for (const gateway of gateways) {
    const { url, region } = gateway;
    console.log(`\n${region.apiManagement.name}: ${url}/resilient-api/ (live view: ${url}/_gateway/)`);
    for (const each of CASES) {
      const wait = each.after === undefined ? '' : `, after ${each.after} s`;
      console.log(`  # ${each.what}${wait}: ${each.attempts} ${each.attempts === '1' ? 'attempt' : 'attempts'}`);
      const { path, body } = requestFor(each.local, gateway);
      console.log(`  curl -i ${url}${path} -H 'Content-Type: application/json' -d '${body}'`);
    }
  }
}

const HEAD = ['case', 'status', 'attempts', 'answered by', 'took', ''].map((caption) => ({ caption }));

/** Sends the cases to the gateway of the first region. Returns false if a result is not as expected. */
async function sendAll(gateway: DemoGateway): Promise<boolean> {
  const { url, region, other } = gateway;
  const rows: string[][][] = [];
  let isAsExpected = true;
  for (const each of CASES) {
    if (each.after !== undefined) {
      console.log(`waiting ${each.after} s for the circuit to close`);
      await new Promise((resolve) => setTimeout(resolve, (each.after ?? 0) * 1000));
    }
    const begun = performance.now();
    const { path, ...request } = requestFor(each.local, gateway);
    const response = await fetch(`${url}${path}`, request);
    const { functionAppName = '' } = (await response.json()) as { functionAppName?: string };
    const attempts = response.headers.get('x-attempt-count') ?? '';
    const expected = (each.by === 'local' ? region : other).functionApp.name;
    const isRight = response.status === 200 && attempts === each.attempts && functionAppName === expected;
    isAsExpected &&= isRight;
    const took = `${((performance.now() - begun) / 1000).toFixed(2)} s`;
    const verdict = isRight ? 'as expected' : `NOT as expected: ${each.attempts} by ${expected}`;
    const cells = [each.what, String(response.status), attempts, functionAppName, took, verdict];
    rows.push(cells.map((cell) => [cell]));
  }
  console.log(`\n${region.apiManagement.name}\n\n${columns(HEAD, rows, 140).join('\n')}`);
  return isAsExpected;
}

async function demo(isOnce: boolean): Promise<void> {
  const running = await startDemo();
  try {
    if (isOnce) {
      if (!(await sendAll(running.gateways[0]))) process.exitCode = 1;
      return;
    }
    explain(running);
    console.log('\nCtrl-C stops.');
    await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  } finally {
    await running.close();
  }
}

demo(process.argv.includes('--once')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
