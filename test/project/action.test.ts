import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  commenter,
  commentOf,
  findingsIn,
  MAIN,
  MARKER,
  NO_SERVICE,
  pullRequest,
  review,
  REVIEW,
  Runner,
  SYNTH,
  synthesize,
  withoutFailover,
} from '../support/action-runner';
import { manifestOf } from '../support/manifests';
import { ROOT } from '../support/root';

const action = readFileSync(join(ROOT, 'action.yml'), 'utf8');
describe('the action', () => {
  test('synthesizes both sides, checks one, and proves it against the other', () => {
    const pull = pullRequest();
    const { outputs, report } = review(pull);
    expect(outputs).toMatchObject({ code: '1', category: 'apim-failover/cdktf.out' });
    expect(findingsIn(outputs.sarif)).toContainEqual({ code: 'AF004', uri: 'cdktf.out/cdk.tf.json' });
    expect(report).toMatch(/^<!-- apim-failover cdktf\.out-[0-9a-f]{8} -->\n## Failover of Azure API Management\n/);
    expect(report).toContain('| local |');
    expect(report).toContain('No longer survived');
    expect(report).toContain('```mermaid');
    expect(report).toContain('<summary>Before</summary>');
    expect(pull.runner.read('summary')).toBe(report);
  }, 60_000);

  test('fails a pull request that removes the failover', () => {
    const { outputs, report } = review(pullRequest(undefined, withoutFailover));
    expect(outputs.code).toBe('1');
    expect(report).toMatch(/^No longer survived: \d+ failures$/m);
  }, 60_000);

  test('reviews each project of a job by itself', () => {
    const pull = pullRequest({ 'infra/a': synthesize(), b: synthesize().replaceAll('local', 'other') });
    const a = review(pull, { WORKING_DIRECTORY: 'infra/a' });
    const b = review(pull, { WORKING_DIRECTORY: './b' });
    expect(a.outputs.category).toBe('apim-failover/infra/a/cdktf.out');
    expect(b.outputs.category).toBe('apim-failover/b/cdktf.out');
    expect(a.report).toContain('\n## Failover of Azure API Management: `infra/a/cdktf.out`\n');
    expect(a.report.split('\n')[0]).not.toBe(b.report.split('\n')[0]);
    for (const [{ outputs, report }, name, uri] of [
      [a, 'local', 'infra/a/cdktf.out/cdk.tf.json'],
      [b, 'other', 'b/cdktf.out/cdk.tf.json'],
    ] as const) {
      // The review of the other did not overwrite it.
      expect(readFileSync(outputs.report, 'utf8')).toBe(report);
      expect(report).toContain('<summary>Before</summary>');
      expect(report).toContain(`| ${name} |`);
      expect(findingsIn(outputs.sarif)).toContainEqual({ code: 'AF004', uri });
    }
    expect(review(pull, { WORKING_DIRECTORY: 'b', BUDGET: 'PT9S' }).report).toContain('budget of 9 s');
  }, 60_000);

  test.each([
    [
      'does not synthesize',
      { SYNTH: `${SYNTH} && grep -q 'count=.\\{2\\}1' stack.json` },
      'The base branch does not synthesize, so there is nothing to compare with.\n\n### ',
    ],
    [
      'writes to another folder',
      { SYNTH: `${SYNTH}; grep -q 'count=.\\{2\\}1' stack.json || mv cdktf.out out` },
      'The base branch does not write `cdktf.out`, so there is nothing to compare with.\n\n### ',
    ],
  ])(
    'proves the pull request alone if its base %s',
    (_, env, sentence) => {
      const { outputs, report } = review(pullRequest(), env);
      expect(report).toContain(`\n\n${sentence}`);
      expect(report).toContain('| local |');
      expect(report).not.toContain('<summary>Before</summary>');
      expect(outputs.code).toBe('1');
    },
    60_000,
  );

  test('proves the first pull request with API Management alone, and tells why', () => {
    const { outputs, report } = review(pullRequest({ '.': NO_SERVICE }, () => synthesize()));
    expect(report).toContain(
      '\n\nThe base branch cannot be proved, so there is nothing to compare with:\n\n' +
        '    apim-failover: cdktf.out/cdk.tf.json: no API Management service is declared\n\n',
    );
    expect(report).toContain('| local |');
    expect(outputs.code).toBe('0');
    expect(findingsIn(outputs.sarif)).toEqual(expect.any(Array));
  }, 60_000);

  test('reports why a pull request is of no use, and has no findings to upload', () => {
    const pull = pullRequest(undefined, () => NO_SERVICE);
    const { outputs, report } = review(pull);
    expect(report).toContain(
      '\n\nThe pull request cannot be proved:\n\n' +
        '    apim-failover: cdktf.out/cdk.tf.json: no API Management service is declared\n',
    );
    expect(report.match(/no API Management/g)).toHaveLength(1);
    expect(report).not.toContain('base branch');
    expect(outputs).toEqual({ category: expect.any(String) as string, report: outputs.report, code: '2' });
    expect(pull.runner.read('summary')).toBe(report);
  }, 60_000);

  test('reports that a pull request does not synthesize', () => {
    const { runner } = pullRequest();
    const env = { ...REVIEW, COMMAND: 'false', SYNTH: 'exit 3' };
    expect(runner.run('synthesize.sh', env)).toMatchObject({ status: 3 });
    expect(runner.run('review.sh', { ...env, SYNTHESIZED: 'failure' })).toMatchObject({ status: 0 });
    const { outputs, report } = runner.reviewed();
    expect(outputs).toMatchObject({ code: '1' });
    expect(outputs).not.toHaveProperty('sarif');
    expect(report).toMatch(/\n\nThe pull request does not synthesize\. The log of the run has the reason\.\n$/);
  });

  test('a name in an error is no markup, and a long error is cut', () => {
    const told = '@octocat ```\r<details>\u001b[31m\n'.repeat(30) + 'x'.repeat(9000);
    const { report } = review(pullRequest(), { COMMAND: `printf %s '${told}' >&2; exit 2;` });
    const [, ...lines] = report.split('cannot be proved:\n\n')[1].trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    expect(lines.filter((line) => !line.startsWith('    '))).toEqual([]);
    expect(lines.at(-1)).toBe('    …');
    expect(report).not.toMatch(/[^\P{Cc}\n]/u);
    const { report: long } = review(pullRequest(), { COMMAND: `printf %9000d 7 >&2; exit 2;` });
    expect(long).toMatch(/\n {504}…\n/);
  });

  test('a command that tells nothing is reported by its exit code', () => {
    const { outputs, report } = review(pullRequest(), { COMMAND: 'exit 137;' });
    expect(report).toContain('The pull request cannot be proved:\n\n    exit code 137\n');
    expect(outputs.code).toBe('137');
  });

  test('runs a command whose path has spaces', () => {
    const pull = pullRequest();
    const folder = join(pull.runner.temp, 'a folder');
    mkdirSync(folder);
    symlinkSync(MAIN, join(folder, 'main.js'));
    const { report } = review(pull, { COMMAND: `"${process.execPath}" "$RUNNER_TEMP/a folder/main.js"\n` });
    expect(report).toContain('| local |');
  }, 60_000);

  test('reviews what nothing synthesizes, with options that describe it', () => {
    const json = synthesize().replaceAll('count=\\"4\\"', 'count=\\"${var.retries}\\"');
    const pull = pullRequest(
      { '.': JSON.stringify({ ...JSON.parse(json), variable: { retries: {} } }) },
      (same) => same,
    );
    const file = join(pull.runner.workspace, 'its values.tfvars');
    const env = { SYNTH: '', TERRAFORM: 'stack.json', OPTIONS: '--var-file\n"its values.tfvars"\n' };
    for (const [retries, code] of [
      [4, '0'],
      [1, '1'],
    ] as const) {
      writeFileSync(file, `retries = ${retries}\n`);
      const { outputs, report } = review(pull, env);
      expect(outputs.code).toBe(code);
      expect(report).toContain('| local |');
      expect(report).not.toContain('nothing to compare with');
    }
  }, 60_000);

  test('a summary has no more than it can hold', () => {
    const pull = pullRequest();
    const lines = `for (let i = 0; i < 30000; i++) console.log('é'.repeat(25))`;
    const { report } = review(pull, { COMMAND: `"${process.execPath}" -e "${lines}" --` });
    expect(Buffer.byteLength(report)).toBeGreaterThan(2 ** 20);
    const summary = pull.runner.read('summary');
    expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20);
    expect(summary).toMatch(/\né{25}\n\nThe rest is too long for a summary\..*\n$/);
  });

  test.each([
    ['writes a comment', '', '--method POST repos/owner/name/issues/7/comments'],
    ['writes it in place of that of an earlier run', '42', '--method PATCH repos/owner/name/issues/comments/42'],
  ])('%s', (_, earlier, call) => {
    const runner = commenter(earlier);
    const report = `${MARKER}\nthe report\n`;
    expect(commentOf(report, runner)).toBe(report);
    expect(runner.read('calls')).toContain(`${MARKER} api --paginate`);
    expect(runner.read('calls')).toContain(call);
  });

  test.each([
    ['lines', 'a line of a table\n'.repeat(5000), /\na line of a table\n\nThe rest/],
    ['characters beyond 16 bits', `${'😀'.repeat(99)}\n`.repeat(1000), /\n(?:😀){99}\n\nThe rest/u],
    ['one line', `${'words '.repeat(20_000)}\n`, /words …\n\nThe rest/],
    ['one line without spaces', `${'&amp;'.repeat(20_000)}\n`, /&amp; …\n\nThe rest/],
    ['something collapsed', `<details>\n\n${'| a row |\n'.repeat(9000)}</details>\n`, /\n<\/details>\n\nThe rest/],
    ['a diagram', `\`\`\`mermaid\n${'a->>b: c\n'.repeat(9000)}\`\`\`\n`, /\n```\n\nThe rest/],
    ['a line of a diagram', `\`\`\`mermaid\n${'a'.repeat(90_000)}\n\`\`\`\n`, /\n```mermaid\n```\n\nThe rest/],
    ['what follows a diagram', `\`\`\`mermaid\n\`\`\`\n${'| a row |\n'.repeat(9000)}`, /\| a row \|\n\nThe rest/],
  ])('a comment of %s is cut to what it can hold, and leaves nothing open', (name, text, ending) => {
    const comment = commentOf(`${MARKER}\n## Failover\n\n${text}`);
    expect(comment).toMatch(ending);
    expect(comment).toMatch(/\nThe rest is in the summary of the run\.\n$/);
    const length = [...comment].length;
    expect(length).toBeLessThan(65_536);
    if (name !== 'a line of a diagram') expect(length).toBeGreaterThan(64_800);
  });

  test('reports first and fails last', () => {
    const { runs } = parse(action) as { runs: { steps: { name: string; if?: string }[] } };
    const first = runs.steps.findIndex(({ name }) => name === 'Check and prove');
    const conditions = Object.fromEntries(runs.steps.slice(first).map((step) => [step.name, step.if]));
    expect(conditions).toEqual({
      'Check and prove': expect.stringContaining("steps.synthesis.outcome != 'skipped'") as string,
      'Report findings to code scanning': expect.stringContaining("steps.review.outputs.sarif != ''") as string,
      'Comment on the pull request': expect.stringContaining("steps.review.outputs.report != ''") as string,
      'Pass or fail': expect.stringContaining("steps.review.outputs.code != ''") as string,
    });
    for (const condition of Object.values(conditions)) expect(condition).toMatch(/^\$\{\{ !cancelled\(\) && .* \}\}$/);
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
  const shown = page.match(/(?<=cdktf-apim-failover\/cdktf-apim-failover@v).*/g);
  expect(new Set(shown)).toEqual(new Set([version]));
  expect(page).toContain(`\`${inputs.command.default}\``);
});
