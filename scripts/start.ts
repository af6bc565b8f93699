// Synthesizes the main stack, prints what is deployed to each region, and proves which failures it survives.
import { join, relative } from 'node:path';
import { BreakerModel, check, Finding, PoolModel, priorityGroups } from '../lib/failover';
import { FailoverApi } from '../lib';
import { synthesize } from '../main';
import { readSettings } from '../settings';
import { Deployment, readDeployment } from '../simulator/deployment';
import { howText, matricesOf } from '../simulator/prove/matrix';
import { proveDeployment } from '../simulator/prove/prove-deployment';
import { gapLines } from '../simulator/prove/proof-notes';
import { isUnsurvived, leavesOneHealthy } from '../simulator/prove/proof-report';
import { reportOf } from '../simulator/prove/report';
import { runArticle } from './article';

/** @param drained the names of the drained function apps, which are in no pool */
function describe(api: FailoverApi, drained: readonly string[]): string {
  const model = api._model();
  const { pools, retry } = model;
  const backends = pools.flatMap(({ members }) => members.map(({ backend }) => backend));
  const isAlone = drained.length > 0 && backends.length === 1;
  // While everything else is drained, that there is no failover is what the settings ask for.
  const findings = check({ apis: [model], pools, backends }).filter(({ code }) => !isAlone || code !== 'AF108');
  const rows: [string, string][] = [
    ...backends.map(({ name, breaker }): [string, string] => ['backend', `${name}, ${describeBreaker(breaker)}`]),
    ...drained.map((name): [string, string] => ['drained', `${name} receives no requests`]),
    ...pools.map((pool): [string, string] => ['pool', `${pool.name}: ${describeOrder(pool)}`]),
    ['API', `${model.name}, ${describeRetry(retry?.count)}, forward timeout ${model.forwardTimeout} s`],
    ['failover', isAlone ? NOWHERE : `with attempt ${api.attemptsToFailOver} of the same request at the latest`],
    ...(findings.length > 0 ? findings.map(describeFinding) : [['findings', 'none'] as [string, string]]),
  ];
  return rows.map(([what, text]) => `  ${what.padEnd(10)}${text}`).join('\n');
}

const NOWHERE = 'none until a drained region is taken back';

function describeBreaker(breaker: BreakerModel | 'unknown' | undefined): string {
  if (breaker === undefined) return 'no circuit breaker';
  if (breaker === 'unknown') return 'circuit breaker not known';
  const { count, interval, tripDuration } = breaker;
  return `its circuit opens after ${count} failures in ${interval} s, for ${tripDuration} s`;
}

function describeOrder(pool: PoolModel): string {
  const groups = priorityGroups(pool) ?? [];
  return groups.map(({ members }) => members.map(({ backend }) => backend.name).join(' and ')).join(', then ');
}

function describeRetry(count: number | 'unknown' | undefined): string {
  return count === undefined ? 'no retry' : `${count} retries`;
}

function describeFinding({ code, level, message, remedy }: Finding): [string, string] {
  return [level, `${code} ${message}. ${remedy}.`];
}

/** Summarizes the results for clients while some backends fail and another is healthy. */
async function survivalOf(deployment: Deployment): Promise<string> {
  const report = reportOf(await proveDeployment(deployment));
  if (report.guarantees.some(isUnsurvived) || report.notProved.length > 0) process.exitCode = 1;
  const matrices = matricesOf(report).map(({ request, rows, slowest }) => {
    const healthy = rows.filter(({ guarantees }) => guarantees.some(leavesOneHealthy));
    const lines = healthy.map(({ backends, hows, first, verdict }) => [
      `  ${backends.join(' + ')} fails: ${hows.join(', ')}`,
      `    ${first}: ${verdict}`,
    ]);
    const worst = slowest
      ? [
          `  a client waits at most ${slowest.longest} s: ${slowest.failure.backends.join(' + ')}, ${howText(slowest.failure)}`,
        ]
      : [];
    const none = healthy.length === 0 ? ['  no failure leaves a backend healthy'] : [];
    return [`${request.service}, API ${request.api}`, ...lines.flat(), ...none, ...worst, ''].join('\n');
  });
  return [...matrices, ...gapLines(report)].join('\n');
}

async function start(): Promise<void> {
  const { app, stack } = synthesize();
  const { regions } = readSettings(app.node);
  const drained = regions.filter((region) => region.drained).map(({ functionApp }) => functionApp.name);
  for (const api of stack.failover.apis) {
    const { apiManagement, node } = api;
    console.log(`${node.scope?.node.id ?? ''} (${apiManagement.apiManagementName})\n${describe(api, drained)}\n`);
  }
  const path = join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath);
  console.log(`Terraform JSON: ${relative('', path)}\n`);

  const deployment = await readDeployment(path);
  console.log(await survivalOf(deployment));
  if (drained.length > 0) {
    return console.log(`No scenario runs while a region is drained: ${drained.join(', ')}`);
  }
  for (const [index, region] of regions.entries()) {
    const { table, unmet } = await runArticle(deployment, region, regions[(index + 1) % regions.length]);
    if (index === 0 || unmet > 0) console.log(table);
    else console.log(`The same, sent to ${region.apiManagement.name}: all expectations met`);
    if (unmet > 0) process.exitCode = 1;
  }
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
