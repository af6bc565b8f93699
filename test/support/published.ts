import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import { manifestOf, PackageName, PACKAGES } from './manifests';
import { ROOT } from './root';

interface Tarball {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** What `npm pack` makes of a built package. */
export function pack(name: PackageName): Tarball & { readonly path: string } {
  const destination = mkdtempSync(join(tmpdir(), 'pack-'));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const [tarball] = JSON.parse(execFileSync('npm', args, { cwd: PACKAGES[name], encoding: 'utf8' })) as Tarball[];
  return { ...tarball, path: join(destination, tarball.filename) };
}

/**
 * An empty project outside of this tree, with packages as they are published. Of what else is installed here it has the
 * dependencies and peers that they need, and what is named.
 */
export class Project {
  readonly directory = mkdtempSync(join(tmpdir(), 'project-'));

  constructor(packages: Partial<Record<PackageName, { readonly path: string }>>, others: readonly string[] = []) {
    const names = Object.keys(packages) as PackageName[];
    const declared = names
      .map(manifestOf)
      .flatMap(({ dependencies, peerDependencies, peerDependenciesMeta }) => [
        ...Object.keys(dependencies ?? {}),
        ...Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional),
      ]);
    for (const name of names) {
      const folder = this.folderOf(name);
      mkdirSync(folder);
      execFileSync('tar', ['-xzf', packages[name]!.path, '-C', folder, '--strip-components=1']);
    }
    for (const name of new Set([...declared, ...others])) {
      symlinkSync(join(ROOT, 'node_modules', name), this.folderOf(name));
    }
    this.write('package.json', '{ "private": true }');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.directory, file), text);
  }

  /** What a Node program prints. */
  run(...args: string[]): string {
    // In CI, test runners write no snapshots.
    const env = { ...process.env, CI: '' };
    return execFileSync(process.execPath, args, { cwd: this.directory, encoding: 'utf8', stdio: 'pipe', env });
  }

  /**
   * What the compiler reports of files, all types that they use included but those of the language, which are the
   * compiler's own and most of its work.
   *
   * @param types those of `@types` that it includes by itself
   */
  typeFaults(files: readonly string[], resolution: Resolution, types: string[] = []): string[] {
    const paths = files.map((file) => join(this.directory, file));
    const program = ts.createProgram(paths, {
      ...RESOLUTIONS[resolution],
      ...{ strict: true, noEmit: true, skipLibCheck: false, skipDefaultLibCheck: true },
      target: ts.ScriptTarget.ES2022,
      types,
      typeRoots: [join(this.directory, 'node_modules/@types')],
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map((each) => `${each.file?.fileName ?? ''} ${ts.flattenDiagnosticMessageText(each.messageText, '\n')}`);
  }

  private folderOf(name: string): string {
    const folder = join(this.directory, 'node_modules', name);
    mkdirSync(dirname(folder), { recursive: true });
    return folder;
  }
}

const RESOLUTIONS = {
  node10: { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

export type Resolution = keyof typeof RESOLUTIONS;
