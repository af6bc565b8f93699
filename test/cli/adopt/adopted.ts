import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import { type Deployment, readDeployment } from '../../../simulator/deployment';
import { ROOT } from '../../support/root';
import { type Ending, terminal } from '../terminal';

/** What the command wrote for an input. */
export interface Adopted extends Ending {
  readonly input: string;
  readonly out: string;
  readonly main: string;
}

/** A folder for the tests of a file. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'adopt-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** Adopts Terraform JSON. */
export async function adopted(json: string | object, ...options: readonly string[]): Promise<Adopted> {
  const place = mkdtempSync(join(folder, 'case-'));
  const input = join(place, 'main.tf.json');
  writeFileSync(input, typeof json === 'string' ? json : JSON.stringify(json));
  const out = join(place, 'adopted');
  const ending = await terminal(['adopt', input, '--out', out, ...options]);
  if (ending.exitCode === 2) throw new Error(ending.stderr);
  return { ...ending, input, out, main: readFileSync(join(out, 'main.ts'), 'utf8') };
}

/** Runs the program, and returns the path of what it synthesizes. */
export function synthesize({ out, main }: Pick<Adopted, 'out' | 'main'>): string {
  const output = join(out, 'cdktf.out');
  const { outputText } = ts.transpileModule(main, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const body = new Function('require', 'exports', '__dirname', outputText) as (...names: unknown[]) => void;
  const before = process.env.CDKTF_OUTDIR;
  process.env.CDKTF_OUTDIR = output;
  try {
    body(require, {}, out);
  } finally {
    if (before === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = before;
  }
  return output;
}

/** The synthesized JSON. */
export function synthesizedJson(output: string): Record<string, Record<string, Record<string, object>>> {
  const [stack] = readdirSync(join(output, 'stacks'));
  return JSON.parse(readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as ReturnType<
    typeof synthesizedJson
  >;
}

/** Both deployments: the one that is adopted, and the one that the program declares. */
export async function bothOf(one: Adopted): Promise<readonly [Deployment, Deployment]> {
  return [await readDeployment(one.input), await readDeployment(synthesize(one))];
}

/** What prettier would change with its default options. */
export function styleFaults(programs: readonly Adopted[]): string {
  const files = programs.flatMap(({ out }) =>
    ['main.ts', 'package.json', 'tsconfig.json'].map((file) => join(out, file)),
  );
  const prettier = join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
  const args = [prettier, '--no-config', '--list-different', ...files];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
}

/** What the compiler reports of programs, with the packages as they are built. */
export function typeFaults(programs: readonly Adopted[]): string[] {
  const sources = new Map(programs.map(({ main }, index) => [join(ROOT, '.adopted', String(index), 'main.ts'), main]));
  const options: ts.CompilerOptions = {
    ...{ strict: true, noUnusedLocals: true, noEmit: true, skipLibCheck: true, types: ['node'] },
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: {
      'cdktf-apim-failover': [join(ROOT, 'dist/index.d.ts')],
      'cdktn-apim-failover': [join(ROOT, 'packages/cdktn-apim-failover/dist/index.d.ts')],
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
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.text.slice(0, start).split('\n').length : 0;
    return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
