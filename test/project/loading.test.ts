import { execFileSync } from 'node:child_process';
import { manifestOf } from '../support/manifests';
import { ROOT } from '../support/root';

/** What a consumer's program loads, by the files that Node has read. */
function loaded(program: string): string[] {
  const script = `${program}; console.log(JSON.stringify(Object.keys(require.cache)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })) as string[];
}

describe('the built packages', () => {
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

  test.each([
    ['{"openapi": "3.0.1", "paths": {"/": {"get": {}}}}', 0],
    ['openapi: 3.0.1\npaths: { /: { get: {} } }', 1],
  ])('loads the YAML parser only for YAML: %s', (content, files) => {
    const script = `
      const { Testing, TerraformStack } = require('cdktf');
      const { ApiManagement, OpenApiDocument, RegionalFailover } = require('cdktf-apim-failover');
      const stack = new TerraformStack(Testing.app(), 'main');
      new RegionalFailover(stack, 'Orders', {
        name: 'orders',
        path: 'orders',
        openApi: OpenApiDocument.fromInline(${JSON.stringify(content)}),
        regions: ['a', 'b'].map((name) => ({
          name,
          apiManagement: ApiManagement.fromLookup(stack, name, { name, resourceGroupName: 'rg' }),
          url: 'https://example.com',
        })),
      });`;
    const ofYaml = loaded(script).filter((file) => /\/yaml(\.js$|\/)/.test(file));
    expect(ofYaml.map((file) => file.slice(ROOT.length))).toEqual(['/dist/private/open-api/yaml.js'].slice(0, files));
  });

  test('the constructs need nothing but the peers of the package', () => {
    const { peerDependencies = {} } = manifestOf('cdktf-apim-failover');
    const ofCdktf = new Set(loaded("require('cdktf')"));
    const own = loaded("require('cdktf-apim-failover')").filter(
      (file) => !ofCdktf.has(file) && file.includes('/node_modules/'),
    );
    expect(Object.keys(peerDependencies).sort()).toEqual(['@cdktf/provider-azurerm', 'cdktf', 'constructs']);
    expect(own.filter((file) => !file.includes('/node_modules/@cdktf/provider-azurerm/'))).toEqual([]);
  });

  test('exports these names', () => {
    const script = "console.log(Object.keys(require('cdktf-apim-failover')).sort().join())";
    const names = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim().split(',');
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
    const files = loaded("require('apim-failover')").filter((file) => !file.includes('/dist/simulator/'));
    expect(files.filter((file) => /\/node_modules\/(@cdktf|cdktf|constructs)\//.test(file))).toEqual([]);
    const ofLib = files.flatMap((file) => file.split('/dist/lib/')[1] ?? []);
    expect([...new Set(ofLib.map((file) => file.split('/')[0]))].sort()).toEqual(['failover', 'messages', 'policy']);
  });

  test('the simulator exports these names', () => {
    const script = "console.log(Object.keys(require('apim-failover')).sort().join())";
    const names = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim();
    expect(names).toMatchInlineSnapshot(
      `"DEFAULT_ASSUMPTIONS,Gateway,GatewayClock,SimulatedBackend,SimulationError,failoverMatchers,guarantees"`,
    );
  });
});
