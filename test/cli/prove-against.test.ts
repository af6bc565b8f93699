import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, stack } from './stack';
import { terminal } from './terminal';

const HOSTILE = 'func\u001b[31m```|<details>\u202e';
const text = (retries?: number): string => JSON.stringify(stack(retries));
const hostile = (retries?: number): string =>
  text(retries).replace(/func-primary/g, JSON.stringify(HOSTILE).slice(1, -1));

/** With the same API once more, under another name. */
function withOther(): object {
  const { resource } = stack() as { resource: Record<string, Record<string, object>> };
  const other = JSON.parse(JSON.stringify(resource).replace(/"orders"/g, '"other"')) as typeof resource;
  for (const [type, table] of Object.entries(other)) {
    if (!type.startsWith('azurerm_api_management_api')) continue;
    for (const [name, value] of Object.entries(table)) resource[type][`Other${name}`] = value;
  }
  return { resource };
}

/** With one member left in the pool. */
function withoutFailover(): object {
  const alone = JSON.parse(text()) as {
    resource: { azapi_resource: { Pool: { body: { properties: { pool: { services: object[] } } } } } };
  };
  alone.resource.azapi_resource.Pool.body.properties.pool.services.pop();
  return alone;
}

const directory = folder({
  'alone.json': withoutFailover(),
  'good.json': text(),
  'bad.json': text(2),
  'variable.tf.json': JSON.stringify({ ...stack(), variable: { region: { type: 'string' } } }),
  'other.json': withOther(),
  'hostile.json': hostile(),
  'bad-hostile.json': hostile(2),
  // With a policy that is passed over.
  'limited.json': text().replace('<inbound>', '<inbound><xsl-transform />'),
  // Where Azure chooses a member only with set-backend-service, it never leaves the first backend.
  'once.json': text().replace('      <set-backend-service backend-id=\\"pool\\" />\\n', ''),
});

async function markdown(path: string, against: string, ...argv: readonly string[]): Promise<string> {
  const files = [join(directory, path), '--against', join(directory, against)];
  const { stdout, stderr } = await terminal(['prove', ...files, '--format', 'markdown', ...argv]);
  expect(stderr).toBe('');
  return stdout;
}

test('an option is unused only if neither input uses it', async () => {
  const warningsOf = async (name: string, path: string, against: string): Promise<string> => {
    const files = [path, '--against', against].map((each) => (each === '--against' ? each : join(directory, each)));
    return (await terminal(['prove', ...files, '--var', `${name}=SECRET`])).stderr;
  };
  expect(await warningsOf('region', 'variable.tf.json', 'other.json')).toBe('');
  expect(await warningsOf('region', 'other.json', 'variable.tf.json')).toBe('');
  expect(await warningsOf('regoin', 'other.json', 'variable.tf.json')).toBe(
    "apim-failover: warning: --var regoin: no variable has this name (did you mean 'region'?)\n",
  );
});

test('a value in a file is unused only if neither input uses it', async () => {
  const file = join(directory, 'some.tfvars');
  const warningsOf = async (values: string, path: string, against: string): Promise<string> => {
    writeFileSync(file, values);
    const inputs = [join(directory, path), '--against', join(directory, against)];
    return (await terminal(['prove', ...inputs, '--var-file', file])).stderr.replaceAll(file, 'some.tfvars');
  };
  const values = 'region = "SECRET"\n';
  expect(await warningsOf(values, 'variable.tf.json', 'other.json')).toBe('');
  expect(await warningsOf(values, 'other.json', 'variable.tf.json')).toBe('');
  expect(await warningsOf(`${values}regoin = "SECRET"\n`, 'other.json', 'variable.tf.json')).toBe(
    "apim-failover: warning: some.tfvars:2: no variable has the name regoin (did you mean 'region'?)\n",
  );
});

const titles = (report: string): string[] => [...report.matchAll(/^\*\*(.*)\*\*$/gm)].map(([, title]) => title);

test('a report for a pull request: what changed, drawn, the matrix, and the one before it', async () => {
  expect(await markdown('bad.json', 'good.json')).toMatchSnapshot();
});

test('where nothing changed, one sentence says so', async () => {
  const report = await markdown('good.json', 'good.json');
  expect(report).toMatch(/^No change\n\n### apim/);
  expect(report).not.toMatch(/mermaid|details|changed/);
  expect(report.match(/^### /gm)).toHaveLength(1);
});

test('what got better is drawn with what it was before', async () => {
  const report = await markdown('good.json', 'bad.json');
  expect(report).toContain('The first failure that changed: ');
  const [before, after] = report.split('**After**');
  expect(before).toContain('gateway-->>client: 503 after 1 s');
  expect(after.split('```')[1]).toContain('gateway-->>client: 200 after 2 s');
});

test('what only one side has is drawn once', async () => {
  const added = await markdown('other.json', 'good.json');
  expect(titles(added)).toEqual(['After']);
  // The failure itself, and one request.
  expect(added.match(/client->>gateway: .*/g)).toEqual(['client->>gateway: GET /other/1']);
  expect(added).toContain('gateway-->>client: 200 after 2 s');
  expect(titles(await markdown('good.json', 'other.json'))).toEqual(['Before']);
});

test('a failure under an assumption is drawn under it, on both sides', async () => {
  const report = await markdown('once.json', 'good.json');
  expect(report).toContain(
    "func-primary (status 500-599), if memberChoice is 'each set-backend-service'. 5 more changed.",
  );
  expect(titles(report)).toEqual(['Before', 'After']);
  expect(report.match(/gateway-->>client: .*/g)).toEqual([
    'gateway-->>client: 200 after 2 s',
    expect.stringMatching(/gateway-->>client: 50\d/),
  ]);
});

test('each side passes over its own policies', async () => {
  for (const [path, against] of [
    ['bad.json', 'limited.json'],
    ['limited.json', 'bad.json'],
  ]) {
    expect(titles(await markdown(path, against, '--ignore-policy', 'xsl-transform'))).toEqual(['Before', 'After']);
  }
});

test('a name is no markup, ends no diagram and unfolds nothing', async () => {
  const report = await markdown('bad-hostile.json', 'hostile.json');
  expect(report).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  expect(report.match(/```/g)).toHaveLength(4);
  expect(report.match(/<\/?details>/g)).toEqual(['<details>', '</details>']);
});

test('a failover that is gone fails a pull request, although everything that is left to prove is survived', async () => {
  const prove = (...argv: readonly string[]) => terminal(['prove', ...argv]);
  const [good, alone, other] = ['good.json', 'alone.json', 'other.json'].map((name) => join(directory, name));
  const { exitCode, stdout } = await prove(alone, '--against', good);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('No longer survived: 6 failures');
  expect(stdout).toContain('now "no healthy backend" instead of "survives"');
  expect(stdout).toMatch(/^No longer used, which removes 12 failures:\n.*: func-secondary$/m);
  expect(stdout).not.toContain('there is no failover');
  expect((await prove(alone)).exitCode).toBe(0);
  expect((await prove(alone, '--against', alone)).exitCode).toBe(0);
  // To remove an API is a decision.
  expect((await prove(good, '--against', other)).exitCode).toBe(0);
  const report = await markdown('alone.json', 'good.json');
  expect(report).toContain('The first failure that got worse: ');
  expect(titles(report)).toEqual(['Before', 'After']);
});
