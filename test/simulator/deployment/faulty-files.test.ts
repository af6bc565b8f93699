import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentOf, readDeployment } from '../../../simulator/deployment';
import { APIM, apiPolicy, backend, faultsOf } from './faults';

function faultsOfText(json: string): readonly string[] {
  return faultsOf(() => deploymentOf([{ name: 'x.tf.json', json }]));
}

describe('files that cannot be used', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deployment.'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const faultsAt = async (path: string): Promise<readonly string[]> =>
    readDeployment(path).then(
      () => [],
      (error: unknown) =>
        faultsOf(() => {
          throw error;
        }),
    );

  test('no such file', async () => {
    const path = join(folder, 'none.json');
    expect(await faultsAt(path)).toEqual([`${path}: no such file or folder`]);
  });

  test('a folder without Terraform JSON', async () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    expect(await faultsAt(folder)).toEqual([
      `${folder}: the folder contains no Terraform files: no *.tf, no *.tf.json, no stacks, no cdktf.out; for an ARM template, specify its file`,
    ]);
  });

  test('no path', async () => {
    expect(await faultsAt('')).toEqual(['"": no such file or folder']);
  });

  test("a project's folder stands for its cdktf.out, unless it has Terraform JSON itself", async () => {
    const output = join(folder, 'cdktf.out');
    const at = async (path: string): Promise<string[]> => (await readDeployment(path)).services.map(({ name }) => name);
    const written = (path: string, name: string): void =>
      writeFileSync(
        path,
        JSON.stringify({
          resource: { azurerm_api_management: { main: { ...APIM.azurerm_api_management.main, name } } },
        }),
      );
    mkdirSync(output);
    writeFileSync(join(folder, 'package.json'), '{}');
    expect(await faultsAt(folder)).toEqual([
      expect.stringContaining(`${output}: the folder contains no Terraform files`),
    ]);
    mkdirSync(join(output, 'stacks', 'main'), { recursive: true });
    written(join(output, 'stacks', 'main', 'cdk.tf.json'), 'synthesized');
    expect(await at(folder)).toEqual(['synthesized']);
    written(join(folder, 'own.tf.json'), 'own');
    expect(await at(folder)).toEqual(['own']);
  });

  test('a file beyond the limit is refused before it is read', async () => {
    const path = join(folder, 'large.tf.json');
    writeFileSync(path, '{}');
    truncateSync(path, 101 * 1024 * 1024);
    expect(await faultsAt(path)).toEqual([`${path}: 101 MB; the maximum is 100 MB`]);
  });

  test('a folder that only looks like a file', async () => {
    mkdirSync(join(folder, 'stacks'));
    expect(await faultsAt(folder)).toHaveLength(1);
  });
});

describe('texts that cannot be used', () => {
  test.each([
    ['', 'line 1, column 1'],
    ['{\n  "resource": {\n}', 'line 3, column 2'],
    ['{"a": 1,}', 'line 1, column 9'],
    ['{"a": tru}', 'line 1, column 7'],
    ['{"a": "b\\x"}', 'line 1, column 9'],
    ['{"a": "b\nc"}', 'line 1, column 9'],
    ['{"a": [1 2]}', 'line 1, column 10'],
    ['{} {}', 'line 1, column 4'],
    ['{"a": 01}', 'line 1, column 7'],
  ])('no JSON: %j', (json, where) => {
    expect(faultsOfText(json)).toEqual([`x.tf.json: is not valid JSON: there is an error at ${where}`]);
  });

  test.each([
    ['[]', 'is neither Terraform JSON, nor the output of terraform show -json, nor an ARM template'],
    ['"text"', 'is neither Terraform JSON, nor the output of terraform show -json, nor an ARM template'],
    [
      '{"name": "package"}',
      'is neither an ARM template nor Terraform JSON: it has none of data, ephemeral, locals, module, output, provider, resource, terraform, variable, moved, import, removed, check',
    ],
    ['PK\u0003\u0004\u0014', 'is a plan file; use the output of terraform show -json instead'],
    ['{"format_version": "1.0"}', 'is the output of terraform show -json, but has no resources'],
    [
      '{"version": 4, "lineage": "x", "resources": []}',
      'is a state file; use the output of terraform show -json instead',
    ],
    ['{"resource": {}}', 'no API Management service is declared'],
    ['{"format_version": "1.0", "values": {}}', 'no API Management service is declared'],
    [`${'['.repeat(201)}${']'.repeat(201)}`, 'is nested deeper than 200'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'is nested deeper than 200'],
  ])('no deployment: %.60s', (json, what) => {
    expect(faultsOfText(json)).toEqual([`x.tf.json: ${what}`]);
  });
});

test('all faults of all files are said at once', () => {
  const faults = faultsOf(() =>
    deploymentOf([
      { name: 'a.tf.json', json: '{' },
      { name: 'b.tf.json', json: JSON.stringify({ resource: backend({ name: '${var.x}', url: 1 }) }) },
      { name: 'd/c.tf.json', json: JSON.stringify({ resource: apiPolicy('<') }) },
    ]),
  );
  expect(faults.map((fault) => fault.slice(0, 12))).toEqual(['a.tf.json: i', 'b.tf.json: a', 'd/c.tf.json:']);
});
