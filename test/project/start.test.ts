import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ARTICLE_SETTINGS } from '../../scenarios/article-settings';
import { ROOT } from '../support/root';

function start(context: object): { stdout: string; status: number | null } {
  const env = {
    ...process.env,
    CDKTF_CONTEXT_JSON: JSON.stringify(context),
    CDKTF_OUTDIR: mkdtempSync(join(tmpdir(), 'start-')),
  };
  const options = { cwd: ROOT, env, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], options);
}

const [primary, secondary] = ARTICLE_SETTINGS.regions;

test('npm start shows which region is drained, and that nothing fails over meanwhile', () => {
  const { stdout, status } = start({ regions: [primary, { ...secondary, drained: true }] });
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 7)).toMatchInlineSnapshot(`
   [
     "primary (apim-primary-sdc-orfff)",
     "  backend   func-primary-sdc-orfff, its circuit opens after 3 failures in 60 s, for 30 s",
     "  drained   func-secondary-nwe-g5bv4 receives no requests",
     "  pool      load-balanced-pool: func-primary-sdc-orfff",
     "  API       resilient-api, 4 retries, forward timeout 14 s",
     "  failover  none until a drained region is taken back",
     "  note      AF202 POST of API 'resilient-api' may be sent up to 5 times. Make sure that the backends can process the same request more than once.",
   ]
  `);
  expect(stdout).toContain('apim-primary-sdc-orfff, API resilient-api\n  no failure leaves a backend healthy\n');
  expect(stdout).toMatch(/\nNo scenario runs while a region is drained: func-secondary-nwe-g5bv4\n$/);
}, 60_000);
