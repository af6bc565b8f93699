import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const root = join(__dirname, '..');

interface Manifest {
  readonly peerDependencies: Record<string, string>;
}

/** What a consumer's program loads, by the files that Node has read. */
function loaded(program: string): string[] {
  const script = `${program}; console.log(JSON.stringify(Object.keys(require.cache)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })) as string[];
}

describe('the built package', () => {
  const azurermOf = (files: string[]): string[] =>
    files.flatMap((file) => file.split('/@cdktf/provider-azurerm/')[1] ?? []).sort();

  test('loads no module of azurerm before there is a resource', () => {
    expect(azurermOf(loaded("require('cdktf-apim-failover')"))).toEqual([]);
  });

  test('loads these modules of azurerm, and no others, for one of everything', () => {
    const script = `
      const { Testing, TerraformStack } = require('cdktf');
      const { ApiManagement, BackendCredentials, HttpMethod, RegionalFailover } = require('cdktf-apim-failover');
      const stack = new TerraformStack(Testing.app(), 'main');
      const secret = { header: 'x-key', secretId: 'https://vault.vault.azure.net/secrets/key' };
      new RegionalFailover(stack, 'Orders', {
        name: 'orders',
        path: 'orders',
        operations: [{ operationId: 'get', method: HttpMethod.GET, urlTemplate: '/', rewriteUri: 'api' }],
        regions: ['a', 'b'].map((name) => ({
          name,
          apiManagement: ApiManagement.fromLookup(stack, name, { name, resourceGroupName: 'rg' }),
          url: 'https://example.com',
          credentials: [BackendCredentials.keyVaultSecret(secret)],
        })),
      });`;
    expect(azurermOf(loaded(script))).toMatchInlineSnapshot(`
     [
       "lib/api-management-api-operation-policy/index.js",
       "lib/api-management-api-operation/index.js",
       "lib/api-management-api-policy/index.js",
       "lib/api-management-api/index.js",
       "lib/api-management-backend/index.js",
       "lib/api-management-named-value/index.js",
       "lib/data-azurerm-api-management/index.js",
     ]
    `);
  });

  test('the constructs need nothing but the peers of the package', () => {
    const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
    const ofCdktf = new Set(loaded("require('cdktf')"));
    const own = loaded("require('cdktf-apim-failover')").filter(
      (file) => !ofCdktf.has(file) && file.includes('/node_modules/'),
    );
    expect(Object.keys(peerDependencies).sort()).toEqual(['@cdktf/provider-azurerm', 'cdktf', 'constructs']);
    expect(own.filter((file) => !file.includes('/node_modules/@cdktf/provider-azurerm/'))).toEqual([]);
  });

  test('exports these names', () => {
    const script = "console.log(Object.keys(require('cdktf-apim-failover')).sort().join())";
    const names = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }).trim().split(',');
    expect(names).toMatchInlineSnapshot(`
     [
       "ApiManagement",
       "ApiProtocol",
       "AzapiProvider",
       "BackendCredentials",
       "CircuitBreakerBackend",
       "CircuitBreakerRule",
       "Duration",
       "ErrorReason",
       "FailoverApi",
       "HttpMethod",
       "OpenApiDocument",
       "PriorityPool",
       "RegionalFailover",
       "RetryCondition",
     ]
    `);
  });

  test('the simulator loads neither cdktf nor the constructs', () => {
    const files = loaded("require('cdktf-apim-failover/simulator')").filter(
      (file) => !file.includes('/dist/simulator/'),
    );
    expect(files.filter((file) => /\/node_modules\/(@cdktf|cdktf|constructs)\//.test(file))).toEqual([]);
    const ofLib = files.flatMap((file) => file.split('/dist/lib/')[1] ?? []);
    expect([...new Set(ofLib.map((file) => file.split('/')[0]))].sort()).toEqual(['failover', 'messages', 'policy']);
  });

  test('the simulator exports these names', () => {
    const script = "console.log(Object.keys(require('cdktf-apim-failover/simulator')).sort().join())";
    const names = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }).trim();
    expect(names).toMatchInlineSnapshot(
      `"DEFAULT_ASSUMPTIONS,Gateway,GatewayClock,SimulatedBackend,SimulationError,failoverMatchers,guarantees"`,
    );
  });

  test('its types hold for a consumer who has all of them checked', () => {
    const options: ts.CompilerOptions = {
      ...{
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        target: ts.ScriptTarget.ES2022,
      },
      ...{ strict: true, noEmit: true, skipLibCheck: false, types: ['node'] },
    };
    const consumer = join(root, 'consumer.ts');
    const text = `
      import { Duration } from 'cdktf-apim-failover';
      import { ClientRequest, ExchangeResult, Gateway } from 'cdktf-apim-failover/simulator';
      export async function send(json: string, request: ClientRequest): Promise<ExchangeResult> {
        const gateway = await Gateway.fromTerraform(json);
        gateway.clock.advance(Duration.seconds(1));
        return gateway.send(request);
      }`;
    const host = ts.createCompilerHost(options);
    const fileExists = host.fileExists.bind(host);
    const readFile = host.readFile.bind(host);
    host.fileExists = (file) => file === consumer || fileExists(file);
    host.readFile = (file) => (file === consumer ? text : readFile(file));
    const program = ts.createProgram([consumer], options, host);
    const faults = ts.getPreEmitDiagnostics(program);
    expect(faults.map(({ file, messageText }) => [file?.fileName, messageText])).toEqual([]);
    // What a parser or an HTTP client is made of is nobody else's concern.
    const files = program.getSourceFiles().map(({ fileName }) => fileName);
    expect(files.filter((file) => /node_modules\/(web-tree-sitter|undici|yaml|ajv)\//.test(file))).toEqual([]);
  }, 30_000);

  test('its command can be run, however often it is built', () => {
    expect(statSync(join(root, 'dist/cli/main.js')).mode & 0o111).toBe(0o111);
  });

  test('it brings the grammar of policy expressions, with its license', () => {
    for (const file of ['wasm', 'LICENSE']) {
      expect(existsSync(join(root, `dist/simulator/expressions/tree-sitter-c_sharp.${file}`))).toBe(true);
    }
  });

  test('its tarball holds what it builds, its documents, and no tests', () => {
    const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(json) as [{ files: { path: string }[] }];
    const folders = new Set(files.map(({ path }) => path.split('/').slice(0, 2).join('/')));
    expect([...folders].sort()).toMatchInlineSnapshot(`
     [
       "LICENSE",
       "README.md",
       "dist/cli",
       "dist/lib",
       "dist/simulator",
       "docs/findings.md",
       "docs/guarantees.md",
       "docs/images",
       "docs/local-gateway.md",
       "docs/simulator.md",
       "package.json",
     ]
    `);
  });
});
