import { execFileSync, spawnSync, SpawnSyncReturns } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Testing } from 'cdktf';
import type { Log } from 'sarif';
import { FailoverApi } from '../../lib';
import { PACKAGES } from './manifests';
import { ROOT } from './root';
import { newPool, newService, newStack, OPERATION } from './stack';

export const MAIN = join(PACKAGES['apim-failover'], 'dist/cli/main.js');
const COMMAND = `${process.execPath} ${MAIN}`;

/** A runner's folders and files, and what a script of the action leaves in them. */
export class Runner {
  readonly temp = mkdtempSync(join(tmpdir(), 'runner-'));
  readonly workspace = join(this.temp, 'workspace');
  private readonly env = {
    ...{ RUNNER_TEMP: this.temp, GITHUB_OUTPUT: join(this.temp, 'output') },
    ...{ GITHUB_STEP_SUMMARY: join(this.temp, 'summary'), GITHUB_REPOSITORY: 'owner/name', GH_TOKEN: 'token' },
    PATH: `${join(this.temp, 'bin')}:${process.env.PATH}`,
  };

  run(script: string, env: Record<string, string>): SpawnSyncReturns<string> {
    return spawnSync('bash', [join(ROOT, 'action', script)], {
      cwd: this.workspace,
      encoding: 'utf8',
      env: { ...process.env, ...this.env, ...env },
    });
  }

  read(name: string): string {
    const file = join(this.temp, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** What `review.sh` returned last, with the report it wrote. */
  reviewed(): { readonly outputs: Readonly<Record<string, string>>; readonly report: string } {
    const lines = this.read('output').trim().split('\n');
    const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/))) as Record<string, string>;
    return { outputs, report: readFileSync(outputs.report, 'utf8') };
  }

  git(...args: string[]): string {
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    return execFileSync('git', [...author, ...args], { cwd: this.workspace, encoding: 'utf8' }).trim();
  }
}

/** The Terraform JSON of one API with two backends. */
export function synthesize(): string {
  const stack = newStack();
  const apiManagement = newService(stack);
  const pool = newPool(stack, apiManagement);
  new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
  return Testing.synth(stack);
}

/** Leaves too few retries to reach the second region. */
const worsen = (json: string): string => json.replaceAll('count=\\"4\\"', 'count=\\"1\\"');

/** Leaves the pool with its first member only. */
export function withoutFailover(json: string): string {
  const stack = JSON.parse(json) as {
    resource: { azapi_resource: Record<string, { body: { properties: { pool?: { services: object[] } } } }> };
  };
  for (const { body } of Object.values(stack.resource.azapi_resource)) body.properties.pool?.services.splice(1);
  return JSON.stringify(stack);
}

/** A pull request that changes the stacks of projects, from their folders. */
export function pullRequest(
  before: Record<string, string> = { '.': synthesize() },
  change: (json: string) => string = worsen,
): { readonly runner: Runner; readonly base: string } {
  const runner = new Runner();
  mkdirSync(runner.workspace);
  runner.git('init', '--quiet', '--initial-branch', 'main');
  const write = (text: (json: string) => string): void => {
    for (const [folder, json] of Object.entries(before)) {
      const file = join(runner.workspace, folder, 'stack.json');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text(json));
    }
  };
  write((json) => json);
  runner.git('add', '.');
  runner.git('commit', '--quiet', '--message', 'base');
  const base = runner.git('rev-parse', 'HEAD');
  runner.git('remote', 'add', 'origin', runner.workspace);
  write(change);
  return { runner, base };
}

/** Runs the scripts up to the review, and returns what it returned. */
export function review(
  { runner, base }: { readonly runner: Runner; readonly base: string },
  env: Partial<typeof REVIEW & { readonly SYNTH: string }> = {},
): ReturnType<Runner['reviewed']> {
  const all = { ...REVIEW, SYNTH, ...env };
  for (const script of ['fetch-base.sh', 'synthesize.sh', 'review.sh']) {
    expect(runner.run(script, { ...all, BASE_SHA: base })).toMatchObject({ status: 0 });
  }
  return runner.reviewed();
}

/** The locations of the findings in a SARIF file. */
export function findingsIn(file: string): { readonly code: string; readonly uri: string | undefined }[] {
  const { runs } = JSON.parse(readFileSync(file, 'utf8')) as Log;
  return (runs[0].results ?? []).map(({ ruleId = '', locations }) => ({
    code: ruleId,
    uri: locations?.[0].physicalLocation?.artifactLocation?.uri,
  }));
}

/** A runner with a `gh` that writes down how it is called. */
export function commenter(earlier = ''): Runner {
  const runner = new Runner();
  mkdirSync(runner.workspace);
  mkdirSync(join(runner.temp, 'bin'));
  const gh = join(runner.temp, 'bin/gh');
  writeFileSync(
    gh,
    [
      '#!/bin/bash',
      'echo "$MARKER $*" >>"$RUNNER_TEMP/calls"',
      'for each; do case "$each" in body=@*) cp "${each#body=@}" "$RUNNER_TEMP/body";; esac; done',
      `case "$*" in *--paginate*) echo '${earlier}';; esac`,
    ].join('\n'),
  );
  chmodSync(gh, 0o755);
  return runner;
}

export const MARKER = '<!-- apim-failover cdktf.out-1a2b3c4d -->';

/** The comment that a report becomes. */
export function commentOf(report: string, runner = commenter()): string {
  const file = join(runner.temp, 'report.md');
  writeFileSync(file, report);
  expect(runner.run('comment.sh', { REPORT: file, NUMBER: '7' })).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(file, 'utf8')).toBe(report);
  return runner.read('body');
}

export const REVIEW = {
  ...{ COMMAND, WORKING_DIRECTORY: '.', TERRAFORM: 'cdktf.out', OPTIONS: '' },
  ...{ BUDGET: '', SYNTHESIZED: 'success' },
};
export const SYNTH = 'mkdir -p cdktf.out && cp stack.json cdktf.out/cdk.tf.json';
export const NO_SERVICE = JSON.stringify({ resource: { azurerm_resource_group: { Rg: { name: 'rg' } } } });
