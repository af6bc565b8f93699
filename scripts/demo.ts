// Serves the main stack on this machine: both function apps and both gateways, on free ports. With `-- --once` it sends
// the article's cases itself, prints what came of them, and ends with 0 only if they came out as they should.
import { join } from 'node:path';
import { startFunctionApp } from '../examples/function-app/src/local-host';
import { synthesize } from '../main';
import { readSettings, RegionSettings } from '../settings';
import { readDeployment } from '../simulator/deployment';
import { loadCSharp } from '../simulator/expressions';
import { columns } from '../simulator/scenario/columns';
import { GatewayServer } from '../simulator/server/gateway-server';

interface Case {
  readonly what: string;
  /** What the region's own function app answers. */
  readonly local: number;
  readonly attempts: string;
  /** Which of the regions answers. */
  readonly by: 'local' | 'other';
  /** Seconds before it. */
  readonly after?: number;
}

const CASES: readonly Case[] = [
  { what: 'all is well', local: 200, attempts: '1', by: 'local' },
  { what: 'the local function app fails', local: 503, attempts: '4', by: 'other' },
  { what: 'again, while its circuit is open', local: 503, attempts: '1', by: 'other' },
  { what: 'it is well again, and its circuit has closed', local: 200, attempts: '1', by: 'local', after: 31 },
];

interface Demo {
  readonly gateways: readonly {
    readonly url: string;
    readonly region: RegionSettings;
    readonly other: RegionSettings;
  }[];
  close(): Promise<void>;
}

async function start(): Promise<Demo> {
  const { app, stack } = synthesize();
  const { regions } = readSettings(app.node);
  const deployment = readDeployment(join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath));
  const functionApps = await Promise.all(
    regions.map(({ name, functionApp }) => startFunctionApp({ siteName: functionApp.name, region: name })),
  );
  const backends = new Map(
    regions.map(({ functionApp }, index) => [functionApp.name, new URL(functionApps[index].url)]),
  );
  const csharp = await loadCSharp();
  const complain = (what: string): void => console.error(what);
  const settings = { backends, subscriptionKeys: ['local'], ignorePolicies: [], complain };
  const servers = deployment.services.map((service) => new GatewayServer(service, csharp, settings));
  const gateways = await Promise.all(
    servers.map(async (server, index) => {
      const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
      return { url, region: regions[index], other: regions[(index + 1) % regions.length] };
    }),
  );
  return {
    gateways,
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await Promise.all(functionApps.map((functionApp) => functionApp.close()));
    },
  };
}

/** The request tells each function app how to answer. */
function bodyOf({ local }: Case, region: RegionSettings, other: RegionSettings): string {
  return JSON.stringify([
    { functionApp: region.functionApp.name, respondsWithResultCode: local },
    { functionApp: other.functionApp.name, respondsWithResultCode: 200 },
  ]);
}

function explain({ gateways }: Demo): void {
  for (const { url, region, other } of gateways) {
    console.log(`\n${region.apiManagement.name}: ${url}/resilient-api/, and what happens there: ${url}/_gateway/`);
    for (const each of CASES) {
      const wait = each.after === undefined ? '' : `, after ${each.after} s`;
      console.log(`  # ${each.what}${wait}: ${each.attempts} ${each.attempts === '1' ? 'attempt' : 'attempts'}`);
      console.log(
        `  curl -i ${url}/resilient-api/ -H 'Content-Type: application/json' -d '${bodyOf(each, region, other)}'`,
      );
    }
  }
}

const HEAD = ['case', 'status', 'attempts', 'answered by', 'took', ''].map((caption) => ({ caption }));

/** Sends the cases to the first region's gateway; false if one did not come out as it should. */
async function sendAll({ gateways: [{ url, region, other }] }: Demo): Promise<boolean> {
  const rows: string[][][] = [];
  let isAsExpected = true;
  for (const each of CASES) {
    if (each.after !== undefined) {
      console.log(`waiting ${each.after} s for the circuit to close`);
      await new Promise((resolve) => setTimeout(resolve, (each.after ?? 0) * 1000));
    }
    const begun = performance.now();
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${url}/resilient-api/`, {
      method: 'POST',
      headers,
      body: bodyOf(each, region, other),
    });
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
  const running = await start();
  try {
    explain(running);
    if (isOnce) {
      if (!(await sendAll(running))) process.exitCode = 1;
      return;
    }
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
