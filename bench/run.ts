// Checks the limits on time and memory. Each check compares two commands that run in turn. Requires a built package.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareFailover } from './failover';
import { compare, output } from './compare';
import { compareServe } from './serve';
import { simulate } from './simulate';

const COMMAND = 'packages/apim-failover/dist/cli/main.js';

const constructs = (count: number): string[] => ['bench/synth.cjs', 'constructs', String(count)];
const bare = (count: number): string[] => ['bench/synth.cjs', 'bare', String(count)];

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.env.CDKTF_OUTDIR = folder;

const results = [
  ...['cdktf', 'cdktn'].map(loading),
  compare({
    title: '1,000 APIs, each with two backends and a pool, against the same resources as bare L1s',
    subject: { name: 'constructs', args: constructs(1000) },
    base: { name: 'bare L1s', args: bare(1000) },
    runs: 7,
    limits: { seconds: 1.25 },
  }),
  compare({
    title: '5,000 APIs, against 1,000',
    subject: { name: '5,000', args: constructs(5000) },
    base: { name: '1,000', args: constructs(1000) },
    runs: 3,
    limits: { seconds: 5.5 },
  }),
  compare({
    title: "cdktf.json's app command on main.ts, against ts-node with type check",
    subject: { name: 'node --import tsx', args: ['--import', 'tsx', 'main.ts'] },
    base: { name: 'ts-node', args: ['node_modules/ts-node/dist/bin.js', 'main.ts'] },
    runs: 5,
    limits: { seconds: 0.5 },
  }),
  checkThousandApis(),
  proveMainStack(),
  proveThousandApis(),
  simulate({ requests: 300_000, units: 1 }),
  simulate({ requests: 1_000_000, units: 8 }),
];

function loading(framework: string): boolean {
  const load = (name: string): string => `require('${name}')`;
  return compare({
    title: `Loading the constructs, against loading ${framework} alone`,
    subject: { name: load(`${framework}-apim-failover`), args: ['-e', load(`${framework}-apim-failover`)] },
    base: { name: load(framework), args: ['-e', load(framework)] },
    runs: 15,
    limits: { seconds: 1.25, megabytes: 1.25 },
  });
}

function checkThousandApis(): boolean {
  const file = thousandApis();
  return compare({
    title: 'apim-failover check on a stack of 1,000 APIs, against JSON.parse and a walk over its JSON',
    subject: { name: 'check', args: [COMMAND, 'check', file] },
    base: { name: 'parse and walk', args: ['bench/parse-and-walk.cjs', file] },
    runs: 7,
    limits: { seconds: 3 },
    free: 0.5,
  });
}

function proveMainStack(): boolean {
  const stack = join(folder, 'main.tf.json');
  output({ name: 'synth', args: ['--import', 'tsx', 'bench/main-stack.ts', stack] });
  return compare({
    title: 'apim-failover prove on the main stack, against check',
    subject: { name: 'prove', args: [COMMAND, 'prove', stack] },
    base: { name: 'check', args: [COMMAND, 'check', stack] },
    runs: 7,
    limits: { seconds: 1 },
    free: 1,
  });
}

/** Each API has its own pool and backends. APIs that differ only in names are proved once. */
function proveThousandApis(): boolean {
  const file = thousandApis();
  return compare({
    title: 'apim-failover prove on a stack of 1,000 APIs, against check',
    subject: { name: 'prove', args: [COMMAND, 'prove', file] },
    base: { name: 'check', args: [COMMAND, 'check', file] },
    runs: 3,
    limits: { seconds: 20, megabytes: 5 },
  });
}

function thousandApis(): string {
  const file = join(folder, 'cdk.tf.json');
  if (!existsSync(file)) output({ name: 'synth', args: ['bench/synth.cjs', 'constructs', '1000', file] });
  return file;
}

if (!results.every(Boolean)) process.exitCode = 1;

async function compareGateways(): Promise<void> {
  const isKept = [await compareServe(folder), await compareFailover(folder)];
  if (!isKept.every(Boolean)) process.exitCode = 1;
}

void compareGateways();
