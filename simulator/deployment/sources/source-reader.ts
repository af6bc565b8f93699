import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parsedJson } from '../../common/parsed-json';
import { readFile } from '../../common/read-file';
import { SimulationError } from '../../common/simulation-error';
import { parseHcl } from '../hcl/parse-hcl';
import type { SourceFile } from '../source-file';
import { labelledBlocks } from '../terraform/blocks';
import { ConfigurationBlock, localSource, locationOf } from '../terraform/configuration';
import { isObject, Json, JsonObject, own } from '../value';

/** The maximum size of an HCL file, and of all of them, in megabytes. The parser reads one in a few seconds. */
const LARGEST_HCL = 1;
const LARGEST_HCL_TOGETHER = 6;
const MEGABYTE = 1024 * 1024;
const MOST_FOLDERS = 500;

/** Reads the files of root modules, of the local modules that they call, and of variables. */
export class SourceReader {
  private readonly sources: SourceFile[] = [];
  private readonly faults: string[] = [];
  private readonly modules = new Set<string>();
  private sizeOfHcl = 0;

  /** @param largest - the maximum size of a JSON file in megabytes */
  constructor(private readonly largest: number) {}

  /** Reads the files of root modules and the local modules that they call. */
  async readRoots(files: readonly string[]): Promise<void> {
    let calls = await this.readAll(files);
    while (calls.length > 0) {
      const next: ModuleCall[] = [];
      for (const call of calls) next.push(...(await this.readModule(call)));
      calls = next;
    }
  }

  /** Reads files with values of variables; `scope` is the root module that they are for. */
  async readVariables(files: readonly string[], scope?: string): Promise<void> {
    for (const name of files) {
      if (!existsSync(name)) this.faults.push(`${name}: no such file`);
      else await this.read(name, { role: 'variables', scope });
    }
  }

  /** Reads the parameters of an ARM template. */
  readParameters(name: string): void {
    this.sources.push({ name, json: decoded(readFile(name, this.largest)), role: 'parameters' });
  }

  /** @throws SimulationError that lists all faults. */
  finish(): SourceFile[] {
    if (this.faults.length > 0) throw new SimulationError(this.faults);
    return this.sources;
  }

  private async readAll(
    files: readonly string[],
    role?: SourceFile['role'],
    chain: readonly string[] = [],
  ): Promise<ModuleCall[]> {
    const calls: ModuleCall[] = [];
    for (const name of files) {
      const json = await this.read(name, { role });
      const { hcl } = this.sources.at(-1) ?? {};
      if (!isObject<JsonObject>(json)) continue;
      for (const { labels, body } of labelledBlocks(own(json, 'module'), 1)) {
        const block: ConfigurationBlock = { kind: 'module', name: labels[0] ?? '', body, file: { name, json, hcl } };
        const folder = localSource(block);
        if (folder !== undefined) calls.push({ block, folder, chain: [...chain, realpathSync(dirname(name))] });
      }
    }
    return calls;
  }

  private async readModule({ block, folder, chain }: ModuleCall): Promise<ModuleCall[]> {
    const where = `${locationOf(block, 'source')}: module.${block.name}`;
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      this.faults.push(`${where}: its source ${folder} is not a folder`);
      return [];
    }
    if (chain.includes(realpathSync(folder))) {
      this.faults.push(`${where}: its source ${folder} is a module that contains this call`);
      return [];
    }
    if (this.modules.has(folder)) return [];
    this.modules.add(folder);
    if (this.modules.size > MOST_FOLDERS) throw new SimulationError([`${where}: more than ${MOST_FOLDERS} modules`]);
    const files = terraformFiles(folder);
    if (files.length === 0) this.faults.push(`${where}: its source ${folder} contains no Terraform files`);
    return this.readAll(files, 'module', chain);
  }

  /** Returns the content of a file if it can call modules. */
  private async read(name: string, more: Pick<SourceFile, 'role' | 'scope'>): Promise<Json | undefined> {
    const isJson = name.endsWith('.json') || (more.role === undefined && !name.endsWith('.tf'));
    if (!isJson) return this.readHcl(name, more);
    const json = decoded(readFile(name, this.largest));
    this.sources.push({ name, json, isOnDisk: true, ...more });
    // A plan contains its modules.
    return name.endsWith('.tf.json') && json.includes('"module"') ? (parsedJson(json) as Json | undefined) : undefined;
  }

  private async readHcl(name: string, more: Pick<SourceFile, 'role' | 'scope'>): Promise<Json | undefined> {
    const hcl = decoded(readFile(name, LARGEST_HCL));
    this.sizeOfHcl += hcl.length;
    if (this.sizeOfHcl > LARGEST_HCL_TOGETHER * MEGABYTE) {
      throw new SimulationError([`${name}: with this file, the HCL exceeds ${LARGEST_HCL_TOGETHER} MB`]);
    }
    const parsedHcl = await parseHcl(name, hcl);
    if (Array.isArray(parsedHcl)) {
      this.faults.push(...(parsedHcl as readonly string[]));
      return undefined;
    }
    this.sources.push({ name, json: JSON.stringify(parsedHcl), hcl, isOnDisk: true, ...more });
    return parsedHcl;
  }
}

/** A call of a local module. */
interface ModuleCall {
  readonly block: ConfigurationBlock;
  readonly folder: string;
  /** The folders of the modules around the call. */
  readonly chain: readonly string[];
}

/** The files that Terraform reads in a folder. It ignores files that editors hide or keep as a backup. */
export function terraformFiles(folder: string): string[] {
  const names = readdirSync(folder).sort();
  return names.filter((name) => isTerraform(name) && !name.startsWith('.')).map((name) => join(folder, name));
}

export function isTerraform(name: string): boolean {
  return /\.tf(?:\.json)?$/.test(basename(name));
}

/** PowerShell writes the output of a command as UTF-16. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}
