import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { readFile } from '../../common/read-file';
import { SimulationError } from '../../common/simulation-error';
import type { SourceFile } from '../source-file';
import type { SourceText } from '../source-text';
import type { Files } from './language/files';
import { Invalid, Unresolved } from '../value';

/** The maximum size of a file in megabytes, and of all files. */
const LARGEST = 4;
const LARGEST_TOGETHER = 64;
const MEGABYTE = 1024 * 1024;

/** Reads the files that expressions such as `file("policy.xml")` refer to, only in the folders of the modules. */
export class FileReader {
  private readonly folders: readonly string[];
  private readonly texts = new Map<string, string | Unresolved>();
  /** The files that a text is the content of, or is rendered from. */
  private readonly filesOf = new Map<string, Set<string>>();
  private size = 0;

  constructor(sources: readonly SourceFile[]) {
    const folders = sources.filter(({ isOnDisk }) => isOnDisk).map(({ name }) => dirname(name));
    this.folders = [...new Set(folders)].flatMap((folder) => (existsSync(folder) ? [realpathSync(folder)] : []));
  }

  /** Returns the files for the expressions of a root module. */
  in(folder: string): Files {
    const fileAt = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
    return {
      text: (path) => this.text(fileAt(path), path),
      addRendered: (text, path) => this.addSource(text, fileAt(path)),
      sourceOf: (text) => this.sourceOf(text),
    };
  }

  private text(file: string, path: string): string | Unresolved {
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    const text = this.read(file, path);
    this.texts.set(file, text);
    if (typeof text === 'string') this.addSource(text, file);
    return text;
  }

  private addSource(text: string, file: string): void {
    const known = this.filesOf.get(text);
    if (known) known.add(file);
    else this.filesOf.set(text, new Set([file]));
  }

  private sourceOf(text: string): SourceText | undefined {
    const files = [...(this.filesOf.get(text) ?? [])];
    const content = files.length === 1 ? this.texts.get(files[0]) : undefined;
    return typeof content === 'string' ? { file: files[0], lines: content.split('\n'), from: 1 } : undefined;
  }

  private isAllowed(real: string): boolean {
    return this.folders.some((folder) => isWithin(real, folder));
  }

  private read(file: string, path: string): string | Unresolved {
    if (this.folders.length === 0) return new Unresolved(`the file ${path} cannot be read: its folder is not given`);
    if (isDownloaded(resolve(file))) return new Unresolved(`${path} is in .terraform, and is not read`);
    try {
      const real = realpathSync(resolve(file));
      if (!this.isAllowed(real)) {
        return new Unresolved(`the file ${path} is outside of the folders of the modules, and is not read`);
      }
      if (isDownloaded(real)) return new Unresolved(`${path} is in .terraform, and is not read`);
      const bytes = readFile(real, LARGEST);
      this.size += bytes.length;
      if (this.size > LARGEST_TOGETHER * MEGABYTE) {
        return new Unresolved(`the files that expressions read exceed ${LARGEST_TOGETHER} MB`);
      }
      const text = bytes.toString('utf8');
      return text.includes('\ufffd') ? new Unresolved(`the file ${path} is not UTF-8 text`) : text;
    } catch (error) {
      if (error instanceof SimulationError) return new Unresolved(error.faults.join('; '));
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      const reason = `the file ${path} ${WORDS.get(code) ?? `cannot be read (${code})`}`;
      return code === 'ENOENT' && this.isAllowed(existing(dirname(resolve(file))))
        ? new Invalid(reason)
        : new Unresolved(reason);
    }
  }
}

/** Returns whether a file is in the folder to which Terraform downloads modules, which can be out of date. */
function isDownloaded(file: string): boolean {
  return file.split(sep).includes('.terraform');
}

/** Returns the real path of a folder, or of the innermost one around it that exists. */
function existing(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : existing(dirname(folder));
}

function isWithin(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

const WORDS = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['EACCES', 'cannot be read: permission denied'],
  ['EPERM', 'cannot be read: permission denied'],
  ['ELOOP', 'cannot be read: its symbolic links form a loop'],
]);
