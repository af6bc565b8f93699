import { execFileSync, spawnSync, SpawnSyncReturns } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { parse } from 'yaml';
import { FailoverApi } from '../../lib';
import { manifestOf, PACKAGES } from '../support/manifests';
import { ROOT } from '../support/root';
import { newPool, newService, newStack, OPERATION } from '../support/stack';

const action = readFileSync(join(ROOT, 'action.yml'), 'utf8');
const COMMAND = `${process.execPath} ${join(PACKAGES['apim-failover'], 'dist/cli/main.js')}`;

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Record<string, { readonly permissions?: Record<string, string>; readonly steps: Step[] }>;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

/** A runner's folders and files, and what a script of the action leaves in them. */
class Runner {
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

  git(...args: string[]): string {
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    return execFileSync('git', [...author, ...args], { cwd: this.workspace, encoding: 'utf8' }).trim();
  }
}

/** The Terraform JSON of one API with two backends. */
function synthesize(): string {
  const stack = newStack();
  const apiManagement = newService(stack);
  const pool = newPool(stack, apiManagement);
  new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
  return Testing.synth(stack);
}

/** A pull request that makes circuits close sooner than the retry comes to the second region. */
function pullRequest(): { readonly runner: Runner; readonly base: string } {
  const runner = new Runner();
  mkdirSync(runner.workspace);
  runner.git('init', '--quiet', '--initial-branch', 'main');
  const json = synthesize();
  writeFileSync(join(runner.workspace, 'stack.json'), json);
  runner.git('add', '.');
  runner.git('commit', '--quiet', '--message', 'base');
  const base = runner.git('rev-parse', 'HEAD');
  runner.git('remote', 'add', 'origin', runner.workspace);
  writeFileSync(join(runner.workspace, 'stack.json'), json.replaceAll('count=\\"3\\"', 'count=\\"1\\"'));
  return { runner, base };
}

/** A runner with a `gh` that writes down how it is called, and the path of a report to comment. */
function commenter(earlier = ''): { readonly runner: Runner; readonly report: string } {
  const runner = new Runner();
  mkdirSync(runner.workspace);
  mkdirSync(join(runner.temp, 'bin'));
  const gh = join(runner.temp, 'bin/gh');
  writeFileSync(
    gh,
    `#!/bin/sh\necho "$@" >>'${runner.temp}/calls'\ncase "$*" in *--paginate*) echo '${earlier}';; esac\n`,
  );
  chmodSync(gh, 0o755);
  return { runner, report: join(runner.temp, 'report.md') };
}

const REVIEW = { COMMAND, WORKING_DIRECTORY: '.', TERRAFORM: 'cdktf.out/cdk.tf.json', BUDGET: '' };
const SYNTH = 'mkdir -p cdktf.out && cp stack.json cdktf.out/cdk.tf.json';

describe('the action', () => {
  test('synthesizes both sides, checks one, and proves it against the other', () => {
    const { runner, base } = pullRequest();
    expect(runner.run('fetch-base.sh', { BASE_SHA: base })).toMatchObject({ status: 0 });
    expect(runner.run('synthesize.sh', { SYNTH, WORKING_DIRECTORY: '.' })).toMatchObject({ status: 0 });
    expect(runner.run('review.sh', REVIEW)).toMatchObject({ status: 0 });

    const outputs = Object.fromEntries(
      runner
        .read('output')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    ) as Record<string, string>;
    expect(outputs.code).toBe('1');
    const sarif = JSON.parse(readFileSync(outputs.sarif, 'utf8')) as { runs: { results: { ruleId: string }[] }[] };
    expect(sarif.runs[0].results.map(({ ruleId }) => ruleId)).toContain('AF004');
    const report = readFileSync(outputs.report, 'utf8');
    expect(report).toMatch(/^<!-- apim-failover -->\n/);
    expect(report).toContain('| local |');
    expect(report).toMatch(/worse/i);
    expect(report).toContain('```mermaid');
    expect(report).toContain('<summary>Before</summary>');
    expect(runner.read('summary')).toBe(report);
  }, 60_000);

  test('proves the pull request alone where its base does not synthesize', () => {
    const { runner, base } = pullRequest();
    const synth = `${SYNTH} && grep -q 'count=.\\{2\\}1' stack.json`;
    expect(runner.run('fetch-base.sh', { BASE_SHA: base })).toMatchObject({ status: 0 });
    expect(runner.run('synthesize.sh', { SYNTH: synth, WORKING_DIRECTORY: '.' })).toMatchObject({ status: 0 });
    runner.run('review.sh', REVIEW);
    expect(runner.read('apim-failover.md')).toContain('| local |');
    expect(runner.read('apim-failover.md')).not.toMatch(/worse/i);
  }, 60_000);

  test.each([
    ['writes a comment', '', '--method POST repos/owner/name/issues/7/comments'],
    ['writes it in place of that of an earlier run', '42', '--method PATCH repos/owner/name/issues/comments/42'],
  ])('%s', (_, earlier, call) => {
    const { runner, report } = commenter(earlier);
    writeFileSync(report, `<!-- apim-failover -->\n${'a line of a table\n'.repeat(5000)}`);
    expect(runner.run('comment.sh', { REPORT: report, NUMBER: '7' })).toMatchObject({ status: 0, stderr: '' });
    expect(runner.read('calls')).toContain(call);
    expect(readFileSync(report, 'utf8').length).toBeLessThan(65_536);
    expect(readFileSync(report, 'utf8')).toContain('The rest is in the summary of the run.');
  });

  test('a comment that is cut leaves no diagram and nothing folded open', () => {
    const { runner, report } = commenter();
    const row = '| a row | of a table |\n'.repeat(5000);
    for (const [text, ending] of [
      [`<details>\n\n${row}</details>\n`, '\n</details>\n\nThe rest'],
      [`\`\`\`mermaid\n${row}\`\`\`\n`, '\n```\n\nThe rest'],
      [`\`\`\`mermaid\n\`\`\`\n<details>\n</details>\n${row}`, 'table |\n\nThe rest'],
    ]) {
      writeFileSync(report, text);
      expect(runner.run('comment.sh', { REPORT: report, NUMBER: '7' })).toMatchObject({ status: 0, stderr: '' });
      expect(readFileSync(report, 'utf8')).toContain(ending);
    }
  });
});

describe('a pull request from a fork', () => {
  const SOURCE = { EVENT: 'pull_request', HEAD_REPOSITORY: 'owner/name', SARIF: 'true', COMMENT: 'true' };
  const detect = (env: Partial<typeof SOURCE>) => {
    const runner = new Runner();
    mkdirSync(runner.workspace);
    const { status, stdout } = runner.run('detect-fork.sh', { ...SOURCE, ...env });
    return { status, stdout, output: runner.read('output'), summary: runner.read('summary') };
  };

  test.each([
    ['the same repository', {}],
    ['a push', { EVENT: 'push', HEAD_REPOSITORY: '' }],
  ])('is not %s', (_, env) => {
    expect(detect(env)).toEqual({ status: 0, stdout: '', output: 'fork=false\n', summary: '' });
  });

  test.each([
    ['both', {}, 'without code scanning alerts and a comment.'],
    ['the comment', { SARIF: 'false' }, 'without a comment.'],
    ['the alerts', { COMMENT: 'false' }, 'without code scanning alerts.'],
    ['both of a deleted fork', { HEAD_REPOSITORY: '' }, 'without code scanning alerts and a comment.'],
  ])('is told that it lacks %s', (_, env, lacks) => {
    const { status, stdout, output, summary } = detect({ HEAD_REPOSITORY: 'somebody/name', ...env });
    expect([status, output]).toEqual([0, 'fork=true\n']);
    expect(stdout).toMatch(/^::notice title=Failover::This pull request comes from a fork/);
    expect(stdout).toContain(lacks);
    expect(summary).toContain(lacks);
  });

  test('is told nothing that it does not ask for', () => {
    const { stdout, summary } = detect({ HEAD_REPOSITORY: 'somebody/name', SARIF: 'false', COMMENT: 'false' });
    expect([stdout, summary]).toEqual(['', '']);
  });

  test('reaches no step that needs a token with write permissions', () => {
    const { runs } = parse(action) as { runs: { steps: { name: string; if?: string }[] } };
    for (const name of ['Report findings to code scanning', 'Comment on the pull request']) {
      expect(runs.steps.find((step) => step.name === name)?.if).toContain("steps.source.outputs.fork == 'false'");
    }
  });
});

test('the action runs the command of its own version, and its page shows that version', () => {
  const { version } = manifestOf('apim-failover');
  const [, minor] = /^(\d+\.\d+)\.\d+$/.exec(version) ?? [];
  const { inputs } = parse(action) as { inputs: { command: { default: string } } };
  expect(inputs.command.default).toBe(`npx --yes apim-failover@${minor}`);
  const page = readFileSync(join(ROOT, 'docs/pull-requests.md'), 'utf8');
  expect(page).toContain(`cdktf-apim-failover/cdktf-apim-failover@v${version}\n`);
  expect(page).toContain(`\`${inputs.command.default}\``);
});

/** The jobs that may write something. */
const WRITTEN = [
  'analyze security-events',
  'github-release contents',
  'publish id-token',
  'review pull-requests',
  'review security-events',
];

describe('the workflows', () => {
  const folder = join(ROOT, '.github/workflows');
  const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

  test.each([...workflows, ['action.yml', action] as const])('%s pins what it uses by commit', (_, text) => {
    const uses = [...text.matchAll(/uses: (\S+)(?: # (\S+))?/g)].filter(([, name]) => name !== './');
    for (const [, name, version] of uses) {
      expect(name).toMatch(/@[0-9a-f]{40}$/);
      expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
    }
  });

  test.each(workflows)('%s may read the contents, and each job no more than it says', (_, text) => {
    const { permissions, jobs } = parse(text) as Workflow;
    expect(permissions).toEqual({ contents: 'read' });
    const written = Object.entries(jobs).flatMap(([name, job]) =>
      Object.entries(job.permissions ?? {}).flatMap(([scope, access]) =>
        access === 'write' ? `${name} ${scope}` : [],
      ),
    );
    expect(WRITTEN).toEqual(expect.arrayContaining(written));
  });

  test('only jobs that run no code of the repository may write its contents', () => {
    const { jobs } = parse(readFileSync(join(folder, 'release.yml'), 'utf8')) as Workflow;
    expect(jobs['github-release'].steps.map(({ uses }) => uses)).toEqual([undefined]);
  });

  // What others write, such as the title of a pull request, would be part of the script.
  test.each([...workflows, ['action.yml', action] as const])('%s has no untrusted text in a script', (_, text) => {
    const { jobs, runs } = parse(text) as Partial<Workflow> & { readonly runs?: { readonly steps: Step[] } };
    const steps = [...Object.values(jobs ?? {}), ...(runs ? [runs] : [])].flatMap((each) => each.steps);
    const expressions = steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? []);
    expect(expressions.filter((expression) => !/^\$\{\{ matrix\.\w+ \}\}$/.test(expression))).toEqual([]);
  });
});
