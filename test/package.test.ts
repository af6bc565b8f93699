import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

interface Manifest {
  readonly dependencies?: Record<string, string>;
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
      const { ApiManagement, BackendCredentials, RegionalFailover } = require('cdktf-apim-failover');
      const stack = new TerraformStack(Testing.app(), 'main');
      const secret = { header: 'x-key', secretId: 'https://vault.vault.azure.net/secrets/key' };
      new RegionalFailover(stack, 'Orders', {
        name: 'orders',
        path: 'orders',
        operations: [{ operationId: 'get', method: 'GET', urlTemplate: '/', rewriteUri: 'api' }],
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

  test('needs nothing but its peers', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
    expect(dependencies).toBeUndefined();
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
       "AzapiProvider",
       "BackendCredentials",
       "CircuitBreakerBackend",
       "CircuitBreakerRule",
       "Duration",
       "FailoverApi",
       "OpenApiDocument",
       "PriorityPool",
       "RegionalFailover",
       "RetryCondition",
     ]
    `);
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
       "dist/lib",
       "package.json",
     ]
    `);
  });
});
