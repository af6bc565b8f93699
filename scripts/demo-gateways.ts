// The local servers of the demonstration: the gateways of the main stack, with a function app for each region.
import { join } from 'node:path';
import { startFunctionApp } from '../examples/function-app/src/local-host';
import { synthesize } from '../main';
import { readSettings, RegionSettings } from '../settings';
import { readDeployment } from '../simulator/deployment';
import { loadCSharp } from '../simulator/expressions';
import { GatewayServer } from '../simulator/server/gateway-server';
import { serviceNamed } from '../simulator/deployment/service-named';

export interface Demo {
  readonly gateways: readonly DemoGateway[];
  close(): Promise<void>;
}

export interface DemoGateway {
  readonly url: string;
  readonly region: RegionSettings;
  /** The region to fail over to. */
  readonly other: RegionSettings;
}

/** A request that `fetch` and the page of a gateway can send. */
interface DemoRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Starts all servers on free ports. */
export async function startDemo(): Promise<Demo> {
  const { app, stack } = synthesize();
  const { regions } = readSettings(app.node);
  const deployment = await readDeployment(join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath));
  const functionApps = await Promise.all(
    regions.map(({ name, functionApp }) => startFunctionApp({ siteName: functionApp.name, region: name })),
  );
  const backends = new Map(
    regions.map(({ functionApp }, index) => [functionApp.name, new URL(functionApps[index].url)]),
  );
  const csharp = await loadCSharp();
  const complain = (what: string): void => console.error(what);
  const settings = { backends, subscriptionKeys: ['local'], ignorePolicies: [], complain };
  const otherThan = (index: number): RegionSettings => regions[(index + 1) % regions.length];
  const servers = regions.map((region, index) => {
    const firstRequest = requestFor(200, { region, other: otherThan(index) });
    return new GatewayServer(serviceNamed(deployment, region.apiManagement.name), csharp, {
      ...settings,
      firstRequest,
    });
  });
  const gateways = await Promise.all(
    servers.map(async (server, index) => {
      const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
      return { url, region: regions[index], other: otherThan(index) };
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

/**
 * Returns a request that tells each function app how to respond: the region's own app with the given status, the other
 * app with success.
 */
export function requestFor(local: number, { region, other }: Pick<DemoGateway, 'region' | 'other'>): DemoRequest {
  return {
    method: 'POST',
    path: '/resilient-api/',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify([
      { functionApp: region.functionApp.name, respondsWithResultCode: local },
      { functionApp: other.functionApp.name, respondsWithResultCode: 200 },
    ]),
  };
}
