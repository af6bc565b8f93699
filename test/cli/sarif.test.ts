import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { formatSarif } from '../../cli/sarif';
import { CATALOGUE, type Finding, finding, FINDING_CODES, type FindingCode } from '../../lib/failover';
import { anchorsOf, readPage } from '../support/pages';

const STACK = JSON.stringify(
  {
    data: { azurerm_api_management: { Apim: { name: 'apim' } } },
    resource: {
      azapi_resource: { Pool: { depends_on: ['azurerm_api_management_backend.Pool'] } },
      azurerm_api_management_backend: { Local: { name: 'Pool' }, Pool: { name: 'Local' } },
    },
  },
  null,
  2,
);

const sarif = (findings: readonly Finding[], name = 'cdktf.out/stacks/main/cdk.tf.json', json = STACK): Log =>
  JSON.parse(formatSarif(findings, [], [{ name, json }], '/work')) as Log;

const at = (address: string, code: FindingCode = 'AF004') => finding(code, address, 'it holds', 'Change it');

function lineOf(address: string, json = STACK): number | undefined {
  const [result] = sarif([at(address)], 'a.json', json).runs[0].results ?? [];
  return result.locations?.[0].physicalLocation?.region?.startLine;
}

describe('SARIF', () => {
  test('has what code scanning needs of a run', () => {
    const log = sarif([at('azapi_resource.Pool')]);
    expect(log).toMatchObject({
      version: '2.1.0',
      $schema: expect.stringMatching(/^https:.*sarif.*2\.1\.0/) as string,
    });
    expect(log.runs).toHaveLength(1);
    expect(log.runs[0].tool.driver).toMatchObject({
      name: 'apim-failover',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
  });

  test('has a rule for every code, told in words', () => {
    const { rules = [] } = sarif([]).runs[0].tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(FINDING_CODES);
    for (const { id, shortDescription, fullDescription, help, helpUri, defaultConfiguration } of rules) {
      const { levels, title, description, remedy } = CATALOGUE[id as FindingCode];
      expect(shortDescription?.text).toBe(title.replaceAll('`', ''));
      expect(fullDescription?.text).toBe(description.replaceAll('`', ''));
      expect(helpUri).toMatch(/^https:\/\/github\.com\/.+\/docs\/findings\.md#af\d{3}$/);
      expect(anchorsOf(readPage('docs/findings.md'))).toContain(helpUri?.split('#')[1]);
      expect(help?.text).toContain(`For details, see ${helpUri}.`);
      expect(help?.markdown).toContain(`For details, see [${id}](${helpUri}).`);
      expect(help?.text).not.toContain('`');
      expect(help?.markdown).toContain(remedy);
      expect(defaultConfiguration?.level).toBe(levels[0]);
    }
  });

  test('has the level of each finding, where its code has several', () => {
    const found = (['error', 'warning'] as const).map((level) =>
      finding('AF004', 'azapi_resource.Pool', 'it holds', 'Change it', level),
    );
    const { results = [], tool } = sarif(found).runs[0];
    expect(results.map(({ level }) => level)).toEqual(['error', 'warning']);
    const rule = tool.driver.rules?.find(({ id }) => id === 'AF004');
    expect(rule?.defaultConfiguration?.level).toBe('error');
  });

  test('has a result for every finding, with its rule, its level and its place', () => {
    const { results = [], tool } = sarif([at('azapi_resource.Pool'), at('azapi_resource.Pool', 'AF202')]).runs[0];
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['AF004', 'error'],
      ['AF202', 'note'],
    ]);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules?.[ruleIndex ?? -1].id).toBe(ruleId);
    expect(results[0]).toMatchObject({
      message: { text: 'it holds. Change it.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'cdktf.out/stacks/main/cdk.tf.json' },
            region: { startLine: 11 },
          },
          logicalLocations: [{ fullyQualifiedName: 'azapi_resource.Pool', kind: 'resource' }],
        },
      ],
    });
  });

  test('has results, also where there are none', () => {
    expect(sarif([]).runs[0].results).toEqual([]);
  });

  test.each([
    ['azapi_resource.Pool', 11],
    ['azurerm_api_management_backend.Local', 18],
    ['azurerm_api_management_backend.Pool', 21],
    ['azurerm_api_management_backend.Pool["a"]', 21],
    ['data.azurerm_api_management.Apim', 4],
    ['azurerm_api_management_backend.Gone', 1],
    ['main/Pool', 1],
  ])('finds %s in a stack', (address, line) => {
    expect(lineOf(address)).toBe(line);
  });

  test('passes over what only looks like a resource', () => {
    const like = { x: 'azapi_resource', 'b"azapi_resource': { Pool: 1 }, note: '"azapi_resource": { "Pool": 1 }' };
    const json = JSON.stringify({ like, resource: { azapi_resource: { Other: { Pool2: 1 }, Pool: {} } } }, null, 2);
    expect(lineOf('azapi_resource.Pool', json)).toBe(14);
  });

  test('finds each of many in a large stack in no time', () => {
    const names = Array.from({ length: 20_000 }, (_, n) => `r${n}`);
    const resources = Object.fromEntries(names.map((name) => [name, { value: 'x'.repeat(500), note: '\\"' }]));
    const json = JSON.stringify({ resource: { azapi_resource: resources } }, null, 1);
    const start = process.cpuUsage();
    const { results = [] } = sarif(
      names.map((name) => at(`azapi_resource.${name}`)),
      'a.json',
      json,
    ).runs[0];
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
    expect(results.at(-1)?.locations?.[0].physicalLocation?.region?.startLine).toBe(4 + 4 * 19_999);
  });

  test('finds a resource in a plan by its address', () => {
    const plan = { resources: [{ address: 'azapi_resource.A' }, { address: 'module.m["x"].azapi_resource.B' }] };
    expect(lineOf('module.m["x"].azapi_resource.B', JSON.stringify(plan, null, 1))).toBe(7);
    expect(lineOf('module.m["x"].azapi_resource.B', JSON.stringify(plan))).toBe(1);
  });

  test.each([
    ['/work/my stack/cdk.tf.json', 'my%20stack/cdk.tf.json'],
    ['stack/cdk.tf.json', 'stack/cdk.tf.json'],
    ['./a/../cdk.tf.json', 'cdk.tf.json'],
    ['..a/cdk.tf.json', '..a/cdk.tf.json'],
    ['/tmp/cdk.tf.json', 'file:///tmp/cdk.tf.json'],
    ['../cdk.tf.json', 'file:///cdk.tf.json'],
  ])('names %s relative to the working directory, or where it is', (name, uri) => {
    const [result] = sarif([at('x.y')], name).runs[0].results ?? [];
    expect(result.locations?.[0].physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  test.each([
    ['cdktf.out/cdk.tf.json', 'my%20infra/a/cdktf.out/cdk.tf.json'],
    ['../cdk.tf.json', 'my%20infra/cdk.tf.json'],
    ['../../../cdk.tf.json', expect.stringMatching(/^file:\/\/\/.*\/cdk\.tf\.json$/) as string],
  ])('names %s relative to the root of the repository', (name, uri) => {
    const repository = mkdtempSync(join(tmpdir(), 'repository-'));
    const directory = join(repository, 'my infra/a');
    mkdirSync(directory, { recursive: true });
    mkdirSync(join(repository, '.git'));
    const log = JSON.parse(formatSarif([at('x.y')], [], [{ name, json: STACK }], directory)) as Log;
    expect(log.runs[0].results?.[0].locations?.[0].physicalLocation?.artifactLocation?.uri).toEqual(uri);
  });

  test('knows a finding again where its lines and its numbers change, and no other by it', () => {
    const fingerprints = (findings: Finding[], json = STACK): unknown[] =>
      (sarif(findings, 'a.json', json).runs[0].results ?? []).map(({ partialFingerprints }) => partialFingerprints);
    const before = [at('a.b'), at('a.b'), at('a.c'), at('a.b', 'AF005')];
    const after = before.map((found) => ({ ...found, message: 'it holds with 7' }));
    expect(fingerprints(after, `\n\n${STACK}`)).toEqual(fingerprints(before));
    expect(new Set(fingerprints(before).map((print) => JSON.stringify(print))).size).toBe(4);
  });
});
