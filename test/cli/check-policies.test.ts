import type { Log } from 'sarif';
import { folder } from './stack';
import { terminal } from './terminal';

const directory = folder({
  'good.xml': '<inbound>\n  <base />\n</inbound>',
  'bad.xml':
    '<policies>\n  <backend>\n    <retry condition="@(true)" count="60" interval="1" />\n  </backend>\n</policies>',
  'misspelled.XML': '<fragment><set-haeder /></fragment>',
  'broken.xml': '<inbound>',
  'scenario.yaml': 'apiManagement: apim\nrequests: [{ at: PT0S, method: GET, path: / }]',
});

const check = (name: string, ...options: readonly string[]) =>
  terminal(['check', `${directory}/${name}`, ...options], { directory });

describe('apim-failover check of a policy document', () => {
  test('finds nothing wrong with good policies', async () => {
    expect(await check('good.xml')).toEqual({ exitCode: 0, stdout: 'no findings\n', stderr: '' });
  });

  test('reports errors and warnings with their places', async () => {
    const bad = await check('bad.xml');
    expect(bad.exitCode).toBe(1);
    expect(bad.stdout).toContain(
      `${directory}/bad.xml\n  error    AF012  at line 3, column 39 of the policy, the count of a <retry> is "60"; a whole number of 1 to 50 is needed.\n`,
    );
    const misspelled = await check('misspelled.XML');
    expect(misspelled).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("did you mean 'set-header'?") as string,
    });
    expect((await check('misspelled.XML', '--fail-on', 'warning')).exitCode).toBe(1);
  });

  test('refuses variables and parameters, which have no effect on a policy', async () => {
    const given = await check('good.xml', '--var', 'a=SECRET', '--var-file', 'x.tfvars', '--parameters', 'p.json');
    expect(given.exitCode).toBe(2);
    expect(given.stderr.match(/--(?:var a|var-file x\.tfvars|parameters p\.json): /g)).toHaveLength(3);
    expect(given.stderr).not.toContain('SECRET');
  });

  test('as JSON, with line and column', async () => {
    const { stdout } = await check('bad.xml', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ code: 'AF012', resource: `${directory}/bad.xml`, line: 3, column: 39 }],
    });
  });

  test('as SARIF, at the place in the file', async () => {
    const { stdout } = await check('bad.xml', '--format', 'sarif');
    const [result] = (JSON.parse(stdout) as Log).runs[0].results ?? [];
    expect(result.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'bad.xml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 39 },
        },
      },
    ]);
  });

  test('that cannot be read, or is not there, is one line', async () => {
    expect(await check('broken.xml')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `apim-failover: ${directory}/broken.xml:1:1: <inbound> is not closed\n`,
    });
    expect((await check('none.xml')).stderr).toBe(`apim-failover: ${directory}/none.xml: no such file or folder\n`);
  });
});

test.each([['prove'], ['serve'], ['simulate', '--scenario', `${directory}/scenario.yaml`]])(
  '%s needs more than a policy document',
  async (command, ...options) => {
    const { exitCode, stderr } = await terminal([command, `${directory}/good.xml`, ...options]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `apim-failover: ${directory}/good.xml: a policy document can only be checked; to send requests through it, specify the configuration that deploys it, with its APIs and backends\n`,
    });
  },
);
