import { cpSync, existsSync, mkdtempSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import * as ts from 'typescript';
import { Io } from '../../cli/io';
import { run } from '../../cli/run';
import * as simulator from '../../simulator';
import * as jestEntry from '../../simulator/testing/jest';
import { Block, isProgram, Page, PAGES, readPage } from '../support/pages';
import { ROOT } from '../support/root';

/** What a block that is no whole program takes from the page around it. */
const PREAMBLE = `
import { ApiManagementBackend } from '@cdktf/provider-azurerm/lib/api-management-backend';
import { TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import {
  ApiManagement, BackendCredentials, CircuitBreakerBackend, CircuitBreakerRule, Duration, ErrorReason, FailoverApi,
  HttpMethod, IApiManagement, OpenApiDocument, PriorityPool, RegionalFailover, RetryCondition,
} from 'cdktf-apim-failover';
declare const stack: TerraformStack;
declare const apiManagement: IApiManagement;
declare const sweden: IApiManagement;
declare const norway: IApiManagement;
declare const pool: PriorityPool;
declare const norwayPool: PriorityPool;
declare const api: FailoverApi;
declare const backend: CircuitBreakerBackend;
`;

/** Each page has a folder of its own, where its program is `main.ts`. */
function sourcesOf({ path, blocks }: Page): [string, string][] {
  const folder = join(ROOT, '.pages', path);
  const programs = blocks.filter(isProgram);
  return blocks
    .filter(({ language }) => language === 'ts')
    .map((block, index) => [
      join(folder, block === programs[0] ? 'main.ts' : `block-${index}.ts`),
      /^(?:import|export) /m.test(block.code) ? block.code : `${PREAMBLE}${block.code}\nexport {};`,
    ]);
}

test('every TypeScript block of every page compiles', () => {
  const sources = new Map(PAGES.flatMap(sourcesOf));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    resolveJsonModule: true,
    types: ['node', 'jest'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: { 'cdktf-apim-failover': [join(ROOT, 'lib')], 'apim-failover': [join(ROOT, 'simulator')] },
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  const folders = [...sources.keys()].map((file) => join(file, '..'));
  host.fileExists = (file) => sources.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => sources.get(file) ?? onDisk.readFile(file);
  host.directoryExists = (folder) => folders.includes(folder) || onDisk.directoryExists?.(folder) === true;
  host.getSourceFile = (file, version, ...rest) => {
    const source = sources.get(file);
    return source === undefined
      ? onDisk.getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, source, version, true);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.text.slice(0, start).split('\n').length : 0;
    return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(sources.size).toBeGreaterThan(20);
  expect(problems).toEqual([]);
}, 60_000);

type Exports = Record<string, unknown>;

/** Runs a block as a module of its page's folder; the tests in it are run as well. */
async function evaluate(code: string, modules: Record<string, Exports> = {}): Promise<Exports> {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exports: Exports = {};
  const tests: (() => unknown)[] = [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const load = (name: string): unknown => modules[name] ?? (require(name) as unknown);
  const collect = (_: string, each: () => unknown): void => void tests.push(each);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const body = new Function('require', 'exports', 'test', outputText) as (...names: unknown[]) => void;
  body(load, exports, collect);
  for (const each of tests) await each();
  return exports;
}

/** A folder with all that the commands of a page are run on: its stacks and its files. */
async function workplaceOf(page: Page): Promise<{ folder: string; main: Exports }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'page-')));
  process.env.CDKTF_OUTDIR = join(folder, 'cdktf.out');
  try {
    const example = /^examples\/(.*)\/README\.md$/.exec(page.path)?.[1];
    const isProgramless = example !== undefined && !existsSync(join(ROOT, `examples/${example}/main.ts`));
    if (isProgramless) cpSync(join(ROOT, 'examples', example), folder, { recursive: true });
    const main = isProgramless ? {} : example ? synthesizeExample(example) : await runPrograms(page);
    if (example && !isProgramless) synthesizeChange(example, page, folder);
    for (const { code } of page.blocks) {
      const name = /^# ([\w-]+\.yaml)$/m.exec(code.split('\n')[0])?.[1];
      if (name) writeFileSync(join(folder, name), code);
    }
    return { folder, main };
  } finally {
    delete process.env.CDKTF_OUTDIR;
  }
}

/** A page that has no program of its own speaks of that of README.md. */
async function runPrograms(page: Page): Promise<Exports> {
  const programs = page.blocks.some(isProgram) ? page.blocks : readPage('README.md').blocks;
  const [first, ...others] = programs.filter(isProgram);
  const main = await evaluate(first.code);
  for (const { code } of others) await evaluate(code);
  return main;
}

/** Where an example shows a context, its program runs with it too, and what it made without it is kept. */
function synthesizeChange(name: string, { blocks }: Page, folder: string): void {
  const shown = blocks.find(({ language, code }) => language === 'json' && code.includes('"context"'));
  if (!shown) return;
  const { context } = JSON.parse(shown.code) as { context: Record<string, unknown> };
  renameSync(join(folder, 'cdktf.out'), join(folder, 'cdktf.out.before'));
  synthesizeExample(name, context);
}

function synthesizeExample(name: string, context: Record<string, unknown> = {}): Exports {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require(join(ROOT, `examples/${name}/main`)) as Record<string, new (app: App) => Construct>;
  const app = new App({ context });
  for (const Stack of Object.values(module)) new Stack(app);
  app.synth();
  return {};
}

/** What the commands print in a folder, and what they end with where `echo $?` stands behind them. */
async function print(commands: readonly string[], folder: string): Promise<string> {
  let printed = '';
  const take = (text: string): void => void (printed += text);
  const io: Io = {
    stdout: take,
    stderr: take,
    untilStopped: () => Promise.resolve(),
    directory: folder,
    isDebugging: false,
  };
  const before = process.cwd();
  process.chdir(folder);
  try {
    for (const command of commands.filter((each) => each !== 'echo $?')) {
      const [, words] = /^npx apim-failover (.*)$/.exec(command) ?? [];
      if (words === undefined) throw new Error(`this command is not run here: ${command}`);
      const code = await run(words.split(' '), io);
      if (commands.includes('echo $?')) take(`${code}\n`);
    }
    return printed;
  } finally {
    process.chdir(before);
  }
}

const SCENARIO = /^# ([\w-]+\.yaml)\napiManagement:/;

const isShown = ({ commands }: Block): boolean => commands.some((command) => command.startsWith('npx apim-failover'));
/** A snapshot would be written here, and not beside the test of a user. */
const isTested = ({ language, code }: Block): boolean =>
  language === 'ts' && /^test\(/m.test(code) && !code.includes('toMatchSnapshot');
const RUN = PAGES.filter(({ blocks }) => blocks.some((block) => isProgram(block) || isShown(block) || isTested(block)));

describe.each(RUN.map((page) => [page.path, page] as const))('%s', (_, page) => {
  let place: Awaited<ReturnType<typeof workplaceOf>>;
  const { blocks } = page;

  test('its programs synthesize', async () => {
    place = await workplaceOf(page);
    expect(place.folder).toContain('page-');
  }, 60_000);

  if (blocks.some(isTested)) {
    test('its tests pass', async () => {
      const modules = { './main': place.main, 'apim-failover': simulator, 'apim-failover/jest': jestEntry };
      for (const { code } of blocks.filter(isTested)) await evaluate(code, modules);
    }, 60_000);
  }

  const scenarios = blocks.flatMap(({ code }) => SCENARIO.exec(code)?.[1] ?? []);
  if (scenarios.length > 0) {
    test('its scenarios come out as they expect, and its diagram is theirs', async () => {
      for (const scenario of scenarios) {
        const command = `npx apim-failover simulate cdktf.out --scenario ${scenario} --format mermaid`;
        const printed = await print([command, 'echo $?'], place.folder);
        expect(printed).toMatch(/\n0\n$/);
        const [diagram] = blocks.filter(({ language }) => language === 'mermaid');
        if (diagram) expect(printed).toBe(`${diagram.code}0\n`);
      }
    }, 60_000);
  }

  if (blocks.some(isShown)) {
    test('its commands print what it shows', async () => {
      for (const { commands, code } of blocks.filter(isShown)) {
        const printed = await print(commands, place.folder);
        for (const part of code.split(/^ *\.\.\.\n/m)) expect(printed).toContain(part);
      }
    }, 120_000);
  }
});
