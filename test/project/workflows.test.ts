import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/root';

const action = readFileSync(join(ROOT, 'action.yml'), 'utf8');

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Record<string, { readonly permissions?: Record<string, string>; readonly steps: Step[] }>;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

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
