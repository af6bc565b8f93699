import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demo, requestFor, startDemo } from '../../scripts/demo-gateways';
import type { RegionSettings } from '../../settings';
import { ROOT } from '../support/root';

function region(name: string, subscriptionId?: string): RegionSettings {
  return {
    name,
    subscriptionId,
    apiManagement: { name: `apim-${name}`, resourceGroupName: 'rg' },
    functionApp: { name: `func-${name}`, resourceGroupName: 'rg' },
  };
}

jest.setTimeout(30_000);

describe('the demonstration of a deployment of a project of its own', () => {
  const regions = [region('weu', '11111111-2222-3333-4444-555555555555'), region('neu'), region('fra')];
  const changed = {
    CDKTF_OUTDIR: mkdtempSync(join(tmpdir(), 'demo-')),
    CDKTF_CONTEXT_JSON: JSON.stringify({ regions }),
  };
  const before = { ...process.env };
  let demo: Demo;

  beforeAll(async () => {
    Object.assign(process.env, changed);
    demo = await startDemo();
  });

  afterAll(async () => {
    await demo.close();
    process.env = before;
    rmSync(changed.CDKTF_OUTDIR, { recursive: true });
  });

  test('each gateway is that of its region, in the order of the context', async () => {
    const answers = await Promise.all(
      demo.gateways.map(async (gateway) => {
        const { path, ...request } = requestFor(200, gateway);
        const response = await fetch(`${gateway.url}${path}`, request);
        return ((await response.json()) as { functionAppName: string }).functionAppName;
      }),
    );
    expect(answers).toEqual(['func-weu', 'func-neu', 'func-fra']);
  });

  test('the page of each offers a request that its function app accepts', async () => {
    for (const { url, region: own } of demo.gateways) {
      const { path, ...request } = (await (await fetch(`${url}/_gateway/request`)).json()) as { path: string };
      const response = await fetch(`${url}${path}`, request);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ functionAppName: own.functionApp.name });
    }
  });
});

test('with --once it shows no command for a gateway that is gone before anyone can type it', async () => {
  const outdir = mkdtempSync(join(tmpdir(), 'demo-'));
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', '--once'], { cwd: ROOT, env });
  let output = '';
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('exit', () => reject(new Error(`it ended: ${output}`)));
      const take = (chunk: Buffer): void => {
        output += chunk.toString();
        if (output.includes('waiting 31 s')) resolve();
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
    });
  } finally {
    child.kill();
    rmSync(outdir, { recursive: true });
  }
  expect(output).not.toContain('curl');
}, 30_000);
