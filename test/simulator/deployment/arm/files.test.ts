import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeployment } from '../../../../simulator/deployment';
import { SimulationError } from '../../../../simulator/common/simulation-error';
import { resource, SCHEMA, template } from './arm';

const folder = mkdtempSync(join(tmpdir(), 'arm-'));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const main = file(
  'main.json',
  template([resource('', "[parameters('apim')]", {})], { parameters: { apim: { type: 'string' } } }),
);
const nameIn = async (parameters?: string, path = main): Promise<string> =>
  (await readDeployment(path, { parameters })).services[0].name;

async function faultsOf(path: string, parameters?: string): Promise<readonly string[]> {
  try {
    await readDeployment(path, { parameters });
  } catch (error) {
    if (error instanceof SimulationError) return error.faults.map((fault) => fault.replaceAll(join(folder, '/'), ''));
    throw error;
  }
  return [];
}

test.each<[string, unknown]>([
  ['with a schema', { $schema: SCHEMA.replace('Template', 'Parameters'), parameters: { apim: { value: 'given' } } }],
  ['without a schema', { parameters: { apim: { value: 'given' } } }],
  ['without a frame', { apim: { value: 'given' } }],
  ['with comments', '// mine\n{ "parameters": { "apim": { "value": "given" /* so */ } } }'],
])('reads a parameters file %s', async (name, content) => {
  expect(await nameIn(file(`${name}.json`, content))).toBe('given');
});

test('a template without a schema is a template', async () => {
  const path = file('plain.json', { contentVersion: '1.0.0.0', resources: [resource('', 'apim', {})] });
  expect(await nameIn(undefined, path)).toBe('apim');
});

test('options that the input has no use for are warnings', async () => {
  const template = file('whole.json', { contentVersion: '1.0.0.0', resources: [resource('', 'apim', {})] });
  const { warnings } = await readDeployment(template, { variables: { n: 'SECRET' } });
  expect(warnings).toEqual(['--var n: an ARM template has no Terraform variables; use --parameters']);
  const terraform = file('other.tf.json', { resource: { azurerm_api_management: { a: { name: 'apim' } } } });
  const parameters = file('p2.json', { apim: { value: 'given' } });
  expect((await readDeployment(terraform, { parameters })).warnings).toEqual([
    `--parameters ${parameters}: the input is not an ARM template`,
  ]);
});

test('the parameters of a template do not matter to Terraform', async () => {
  const path = file('cdk.tf.json', { resource: { azurerm_api_management: { a: { name: 'apim' } } } });
  expect(await nameIn(file('p.json', { apim: { value: 'given' } }), path)).toBe('apim');
});

test.each<[string, string | undefined, string]>([
  [file('a.bicep', ''), undefined, 'a.bicep: Bicep is not supported; compile it to JSON with "az bicep build"'],
  [
    main,
    file('a.bicepparam', ''),
    'a.bicepparam: Bicep is not supported; compile it to JSON with "az bicep build-params"',
  ],
  [main, main, 'main.json: is not a file with the parameters of an ARM template'],
  [main, file('list.json', []), 'list.json: is not a file with the parameters of an ARM template'],
  [
    main,
    file('bare.json', { apim: 'given' }),
    `bare.json: is not a parameters file: 'apim' has neither a value nor a reference; { "parameters": { "apim": { "value": ... } } } is needed`,
  ],
  [
    main,
    file('empty.json', { parameters: { apim: {} } }),
    `empty.json: is not a parameters file: 'apim' has neither a value nor a reference; { "parameters": { "apim": { "value": ... } } } is needed`,
  ],
  [
    file('cut.json', `{ "$schema": "${SCHEMA}", `),
    file('fine.json', { apim: { value: 'given' } }),
    'cut.json: is not valid JSON: there is an error at line 1, column 97',
  ],
  [
    file('prod.tfvars', 'a = 1'),
    undefined,
    'prod.tfvars: is a file of variables; use --var-file, and its folder as path',
  ],
  [file('a.tftpl', 'a'), undefined, 'a.tftpl: is a template that Terraform renders; use its folder as path'],
  [file('README.md', 'a'), undefined, 'README.md: is a Markdown file; use its folder as path'],
  [main, file('broken.json', '{'), 'broken.json: is not valid JSON: there is an error at line 1, column 2'],
  [
    file('only.json', { $schema: SCHEMA.replace('Template', 'Parameters') }),
    undefined,
    'only.json: it is a parameters file; specify the path of the template, and pass this file with --parameters',
  ],
])('refuses %s with %s', async (path, parameters, fault) => {
  expect(await faultsOf(path, parameters)).toEqual([fault]);
});

test('a folder with only Bicep is refused with the command that compiles it', async () => {
  const bicep = mkdtempSync(join(folder, 'bicep-'));
  writeFileSync(join(bicep, 'main.bicep'), '');
  expect(await faultsOf(bicep)).toEqual([expect.stringContaining('compile Bicep to JSON with "az bicep build"')]);
});
