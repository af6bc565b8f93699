import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, PackageName, PACKAGES } from '../support/manifests';
import { pack, Project, Resolution } from '../support/published';
import { ROOT } from '../support/root';

const NAMES = Object.keys(PACKAGES) as PackageName[];
const packed = {} as Record<PackageName, ReturnType<typeof pack>>;

beforeAll(() => {
  for (const name of NAMES) packed[name] = pack(name);
}, 60_000);

/** For Node, the file's extension tells whether it is an ES module. */
const RESOLUTIONS: [Resolution, string[]][] = [
  ['node10', ['main.ts']],
  ['node16', ['main.cts', 'main.mts']],
  ['bundler', ['main.ts']],
];

/** Twenty lines of use, as an ES module: the compiler makes a CommonJS module of it too. */
function program(framework: string): string {
  return `
    import { AzurermProvider } from '@${framework}/provider-azurerm/lib/provider/index.js';
    import { App, TerraformStack, Testing } from '${framework}';
    import { ApiManagement, AzapiProvider, Duration, HttpMethod, RegionalFailover } from '${framework}-apim-failover';

    const stack = new TerraformStack(new App(), 'orders');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    new AzapiProvider(stack, 'azapi', {});
    const region = (name) => ({
      name,
      url: 'https://' + name + '.example.com',
      apiManagement: ApiManagement.fromLookup(stack, name, { name, resourceGroupName: 'rg' }),
    });
    new RegionalFailover(stack, 'Orders', {
      name: 'orders',
      path: 'orders',
      regions: [region('sdc'), region('nwe')],
      operations: [{ operationId: 'get', method: HttpMethod.GET, urlTemplate: '/' }],
      retry: { interval: Duration.seconds(1) },
    });
    console.log(Testing.synth(stack));`;
}

describe.each(['cdktf', 'cdktn'] as const)('the constructs for %s, installed', (framework) => {
  const name = `${framework}-apim-failover` as const;
  let project: Project;
  beforeAll(() => {
    project = new Project({ [name]: packed[name] });
  });

  const text = program(framework);
  const commonJs = text.replace(/import (\{.*\}) from ('.*');/g, 'const $1 = require($2);');
  test.each([
    ['CommonJS', 'main.cjs', commonJs],
    ['an ES module', 'main.mjs', text],
  ])('synthesize from %s', (_, file, source) => {
    project.write(file, source);
    const { resource } = JSON.parse(project.run(file)) as { resource: Record<string, object> };
    expect(Object.keys(resource.azurerm_api_management_api)).toHaveLength(2);
    expect(Object.keys(resource.azapi_resource)).toHaveLength(2);
  });

  test('read a YAML document with the parser in them, whose license they contain', () => {
    const operations = "openApi: OpenApiDocument.fromInline('swagger: 2.0\\npaths: { /yaml: { get: {} } }')";
    const source = commonJs.replace(/operations: .*/, `${operations},`).replace('HttpMethod', 'OpenApiDocument');
    project.write('yaml.cjs', source);
    expect(project.run('yaml.cjs')).toContain('"url_template": "/yaml"');
    const files = packed[name].files.map(({ path }) => path);
    expect(files).toContain('dist/private/open-api/yaml.LICENSE');
  });

  test.each(RESOLUTIONS)(
    'their types hold, resolved as %s does it',
    (resolution, files) => {
      const typed = text.replace('(name) =>', '(name: string) =>').replace('console.log', 'export default ');
      for (const file of files) project.write(file, typed);
      expect(project.typeFaults(files, resolution)).toEqual([]);
    },
    60_000,
  );
});

describe('the command, installed', () => {
  let project: Project;
  beforeAll(() => {
    project = new Project({ 'apim-failover': packed['apim-failover'] });
  });

  test('runs', () => {
    const { version } = manifestOf('apim-failover');
    expect(project.run('node_modules/apim-failover/dist/cli/main.js', '--version').trim()).toBe(version);
  });

  test('adopts without a framework', () => {
    const backend = {
      name: 'orders',
      api_management_name: 'apim',
      resource_group_name: 'rg',
      url: 'https://a.example.com',
    };
    project.write(
      'main.tf.json',
      JSON.stringify({ resource: { azurerm_api_management_backend: { orders: backend } } }),
    );
    project.run('node_modules/apim-failover/dist/cli/main.js', 'adopt', 'main.tf.json', '--out', 'adopted');
    expect(readFileSync(join(project.directory, 'adopted/main.ts'), 'utf8')).toContain('name: "orders"');
  });

  test('may be run, however often it is built', () => {
    expect(statSync(join(PACKAGES['apim-failover'], 'dist/cli/main.js')).mode & 0o111).toBe(0o111);
  });

  test('the parser of policy expressions is in it, with its licenses', () => {
    const files = packed['apim-failover'].files.map(({ path }) => path);
    for (const file of ['tree-sitter-c_sharp.wasm', 'web-tree-sitter.cjs', 'web-tree-sitter.wasm']) {
      expect(files).toContain(`dist/simulator/expressions/${file}`);
      expect(files).toContain(`dist/simulator/expressions/${file.replace(/\.[a-z]+$/, '')}.LICENSE`);
    }
  });

  const text = `
    import { guarantees, Gateway, type ClientRequest, type ExchangeResult } from 'apim-failover';
    export async function send(json: string, request: ClientRequest): Promise<ExchangeResult> {
      const gateway = await Gateway.fromTerraform(json);
      gateway.clock.advance({ toSeconds: () => 1 });
      await guarantees(json);
      return gateway.send(request);
    }`;
  test.each(RESOLUTIONS)(
    'its types hold, resolved as %s does it',
    (resolution, files) => {
      for (const file of files) project.write(file, text);
      expect(project.typeFaults(files, resolution)).toEqual([]);
    },
    60_000,
  );
});

describe.each(NAMES)('the tarball of %s', (name) => {
  test('is what its manifest promises', () => {
    for (const [tool, ...args] of [
      ['publint/src/cli.js', 'run', packed[name].path, '--strict'],
      ['@arethetypeswrong/cli/dist/index.js', packed[name].path],
    ]) {
      const script = join(ROOT, 'node_modules', tool);
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
      expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
    }
  }, 60_000);

  test('is about the same repository, by the same authors, in the same version', () => {
    const fields = ['version', 'license', 'homepage', 'bugs', 'author', 'engines'];
    const [ours, root] = [manifestOf(name), manifestOf('cdktf-apim-failover')];
    for (const field of fields) expect([field, ours[field]]).toEqual([field, root[field]]);
    expect(ours.repository).toMatchObject(root.repository as object);
  });
});

test.each([
  ['cdktf-apim-failover', 1e6],
  ['cdktn-apim-failover', 1e6],
  ['apim-failover', 8e6],
] as const)('%s is no larger than %d bytes, without what it depends on', (name, bytes) => {
  expect(packed[name].unpackedSize).toBeLessThan(bytes);
});

test('what the tarballs hold', () => {
  const shown = NAMES.map((name) => {
    const folders = packed[name].files.map(({ path }) => path.split('/').slice(0, 3).join('/'));
    return [name, [...new Set(folders.map(withoutSource))].sort()];
  });
  expect(Object.fromEntries(shown)).toMatchSnapshot();
});

/** Files beside each other as one. */
function withoutSource(path: string): string {
  return path.replace(/\/[^/]+\.(d\.ts|js)$/, '/*.$1');
}
