import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { CircuitBreakerBackend } from '../../lib';
import { ROOT } from '../support/root';
import { lookedUp } from './rows/base';

const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const [, recipe = ''] = /```sh\n(addresses\(\) \{[^]*?)```/.exec(page) ?? [];

const hasTools = ['bash', 'jq', 'join', 'awk'].every((tool) => spawnSync(tool, ['--version']).error === undefined);
if (!hasTools) console.warn('bash, jq, join or awk is missing: the lines of docs/operations.md are not run');

(hasTools ? test : test.skip)('the lines of docs/operations.md print a move for each address that changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moves-'));
  // Only a real app writes the paths of constructs.
  const synthesize = (outdir: string, name?: string, logicalId?: string): void => {
    const app = new App({ outdir: join(folder, outdir) });
    const stack = new TerraformStack(app, 'main');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    const late = new TerraformVariable(stack, 'name', {}).stringValue;
    const apiManagement = lookedUp(stack);
    const url = 'https://example.com';
    new CircuitBreakerBackend(stack, 'Same backend', { apiManagement, name: 'same', url });
    new CircuitBreakerBackend(stack, 'Known', { apiManagement, name: name ?? late, url });
    const own = new CircuitBreakerBackend(stack, 'Own', { apiManagement, name: 'own', url });
    if (logicalId) (own.node.defaultChild as TerraformResource).overrideLogicalId(logicalId);
    app.synth();
  };
  synthesize('cdktf.out.before');
  synthesize('cdktf.out', 'known', 'chosen');
  const printed = execFileSync('bash', ['-euc', recipe], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const type = 'azurerm_api_management_backend';
  expect(printed.trim().split('\n')).toEqual([
    expect.stringMatching(`^terraform state mv '${type}\\.Known_\\w+' '${type}\\.apim_known_[0-9A-F]{8}'$`),
    expect.stringMatching(`^terraform state mv '${type}\\.apim_own_[0-9A-F]{8}' '${type}\\.chosen'$`),
  ]);
});
