import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import * as ts from 'typescript';
import { withTables } from '../../scripts/props';
import { ARTICLE_SETTINGS } from '../../scenarios/article-settings';
import { readSettings } from '../../settings';
import { serviceNamed } from '../../simulator/deployment/service-named';
import { readDeployment } from '../../simulator/deployment';
import { unmetExpectations } from '../../simulator/scenario/expectations';
import { readScenario } from '../../simulator/scenario/read-scenario';
import { runScenario } from '../../simulator/scenario/run-scenario';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const simulatorPage = readFileSync(join(root, 'docs/simulator.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The text of every block in a language. */
function blocks(language: string, document = readme): string[] {
  return [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code]) => code);
}

/** What a block that is no whole program takes from the one before it. */
const PREAMBLE = `
import { TerraformResource, TerraformStack } from 'cdktf';
import {
  BackendCredentials, CircuitBreakerBackend, CircuitBreakerRule, Duration, ErrorReason, FailoverApi, HttpMethod,
  IApiManagement, OpenApiDocument, PriorityPool, RegionalFailover, RetryCondition,
} from 'cdktf-apim-failover';
declare const stack: TerraformStack;
declare const apiManagement: IApiManagement;
declare const sweden: IApiManagement;
declare const norway: IApiManagement;
declare const pool: PriorityPool;
declare const norwayPool: PriorityPool;
`;

function hasImports(code: string): boolean {
  return code.includes('import ');
}

describe('README.md', () => {
  test('every TypeScript block compiles', () => {
    const sources = new Map(
      [...blocks('ts'), ...blocks('ts', simulatorPage)].map((code, index) => [
        join(root, `readme-${index}.ts`),
        hasImports(code) ? code : PREAMBLE + code,
      ]),
    );
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      resolveJsonModule: true,
      types: ['node', 'jest'],
      paths: {
        'cdktf-apim-failover': [join(root, 'lib')],
        'apim-failover': [join(root, 'simulator')],
        'apim-failover/*': [join(root, 'simulator/testing/*')],
      },
    };
    const host = ts.createCompilerHost(options);
    const onDisk = { ...host };
    host.fileExists = (file) => sources.has(file) || onDisk.fileExists(file);
    host.readFile = (file) => sources.get(file) ?? onDisk.readFile(file);
    host.getSourceFile = (file, version, ...rest) => {
      const source = sources.get(file);
      return source === undefined
        ? onDisk.getSourceFile(file, version, ...rest)
        : ts.createSourceFile(file, source, version, true);
    };
    const program = ts.createProgram([...sources.keys()], options, host);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(sources.size).toBeGreaterThan(5);
    expect(problems).toEqual([]);
  }, 60_000);

  test('every whole program synthesizes, without an error', () => {
    const programs = blocks('ts').filter((code) => code.includes('app.synth()'));
    expect(programs).not.toEqual([]);
    for (const code of programs) {
      const outdir = mkdtempSync(join(tmpdir(), 'readme-'));
      const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
      const env = { ...process.env, CDKTF_OUTDIR: outdir };
      const { status, stderr } = spawnSync(process.execPath, ['-e', outputText], { cwd: root, encoding: 'utf8', env });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const json = JSON.parse(readFileSync(join(outdir, 'stacks/orders/cdk.tf.json'), 'utf8')) as { resource: object };
      expect(Object.keys(json.resource)).toContain('azurerm_api_management_api_policy');
    }
  });

  test('the context that it shows is one that the main stack takes', () => {
    const [{ context }] = blocks('json').map((code) => JSON.parse(code) as { context: Record<string, unknown> });
    expect(() => readSettings(Testing.app({ context }).node)).not.toThrow();
  });

  test('its scenario does to the stack of its program what it expects', async () => {
    const [program] = blocks('ts').filter((code) => code.includes('app.synth()'));
    const outdir = mkdtempSync(join(tmpdir(), 'readme-'));
    const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    spawnSync(process.execPath, ['-e', outputText], { cwd: root, env: { ...process.env, CDKTF_OUTDIR: outdir } });
    const [scenario] = blocks('yaml').map((yaml) => readScenario('README.md', yaml));
    const { exchanges } = await runScenario(serviceNamed(readDeployment(outdir), scenario.apiManagement), scenario);
    expect(exchanges).toHaveLength(2);
    expect(unmetExpectations(scenario.expect, exchanges)).toEqual([]);
  });

  test('the scripts that it names exist', () => {
    const named = blocks('sh').flatMap((code) =>
      [...code.matchAll(/\bnpm (?:run )?(start|test|[a-z]+)(?= |$)/gm)].map(([, name]) => name),
    );
    const scripts = named.filter((name) => !['ci', 'install'].includes(name));
    expect(scripts).toEqual(expect.arrayContaining(['start', 'test']));
    for (const script of scripts) expect(manifest.scripts).toHaveProperty(script);
  });

  test('what npm start prints is what it prints', () => {
    const [shown] = blocks('text');
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CDKTF_OUTDIR: undefined, CDKTF_CONTEXT_JSON: JSON.stringify(ARTICLE_SETTINGS) },
    });
    for (const part of shown.split('  ...\n')) expect(stdout).toContain(part);
  });

  test('the tables of props are those of the docstrings (npm run docs writes them)', () => {
    const squeezed = (text: string): string => text.replace(/ +/g, ' ').replace(/-+/g, '-');
    expect(squeezed(readme)).toBe(squeezed(withTables(readme)));
  });
});
