import { dirname, join } from 'node:path';
import { heredocAt } from '../hcl/heredoc';
import { HclBlock, HclLayout, layoutOf, lineIn } from '../hcl/layout';
import { labelledBlocks, objectsIn } from './blocks';
import { Json, JsonObject, own, Refused, Unresolved } from '../value';
import type { Mode } from '../resource/resource';
import type { SourceText } from '../source-text';

/** A file of a module. */
export interface ConfigurationFile {
  readonly name: string;
  readonly json: JsonObject;
  /** The HCL that the JSON was converted from. */
  readonly hcl?: string;
  /** Whether it is in a folder, which can contain further files. */
  readonly isOnDisk?: boolean;
  /** The folder whose root module the file is for, if it has values of variables. */
  readonly scope?: string;
}

/** A block of a file, for example a variable or the call of a module. */
export interface ConfigurationBlock {
  /** What is before the name, for example `variable` or `resource.azurerm_api_management`. */
  readonly kind: string;
  readonly name: string;
  readonly body: JsonObject;
  readonly file: ConfigurationFile;
}

export interface ResourceBlock extends ConfigurationBlock {
  readonly mode: Mode;
  readonly type: string;
}

/** The blocks of the files of a folder. */
export class Configuration {
  readonly variables: ReadonlyMap<string, ConfigurationBlock>;
  readonly outputs: ReadonlyMap<string, ConfigurationBlock>;
  readonly modules: ReadonlyMap<string, ConfigurationBlock>;
  /** By address within the module. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly locals: ReadonlyMap<string, Json>;
  /** What Terraform refuses because it is declared twice, with its location. */
  readonly repeated: (readonly [where: string, what: string])[] = [];

  /** @param isComplete - whether these are all files that declare something in the folder */
  constructor(
    readonly files: readonly ConfigurationFile[],
    private readonly isComplete: boolean,
  ) {
    // Terraform merges override files into the others, in the order of their names.
    const ordered = [...files.filter(({ name }) => !isOverride(name)), ...files.filter(({ name }) => isOverride(name))];
    this.variables = this.blocksOf(ordered, 'variable');
    this.outputs = this.blocksOf(ordered, 'output');
    this.modules = this.blocksOf(ordered, 'module');
    this.resources = new Map([
      ...this.resourcesOf(ordered, 'data', 'data'),
      ...this.resourcesOf(ordered, 'resource', 'managed'),
      ...this.resourcesOf(ordered, 'ephemeral', 'ephemeral'),
    ]);
    this.locals = new Map(
      ordered.flatMap(({ json }) => objectsIn(own(json, 'locals')).flatMap((locals) => Object.entries(locals))),
    );
  }

  /** The folder of the module, as its files are named. */
  get folder(): string {
    return dirname(this.files[0]?.name ?? '.');
  }

  /** Returns the value of a reference to something that these files do not declare. */
  missing(reason: string, refused = Refused): Unresolved {
    return this.isComplete ? new refused(reason) : new Unresolved(reason);
  }

  private blocksOf(files: readonly ConfigurationFile[], kind: string): Map<string, ConfigurationBlock> {
    const blocks = new Map<string, ConfigurationBlock>();
    for (const file of files) {
      for (const { labels, body } of labelledBlocks(own(file.json, kind), 1)) {
        const [name] = labels;
        this.add(blocks, `${kind}.${name}`, name, { kind, name, body, file });
      }
    }
    return blocks;
  }

  private resourcesOf(files: readonly ConfigurationFile[], kind: string, mode: Mode): Map<string, ResourceBlock> {
    const blocks = new Map<string, ResourceBlock>();
    for (const file of files) {
      for (const { labels, body } of labelledBlocks(own(file.json, kind), 2)) {
        const [type, name] = labels;
        const address = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`;
        this.add(blocks, address, address, { kind: `${kind}.${type}`, name, body, file, mode, type });
      }
    }
    return blocks;
  }

  private add<T extends ConfigurationBlock>(blocks: Map<string, T>, address: string, key: string, block: T): void {
    const before = blocks.get(key);
    if (before && isOverride(block.file.name)) {
      blocks.set(key, { ...before, body: overridden(before.body, block.body) });
      return;
    }
    if (before) this.repeated.push([locationOf(block), `${address} is declared twice; also in ${locationOf(before)}`]);
    blocks.set(key, block);
  }
}

function isOverride(file: string): boolean {
  return /(?:^|[\\/_])override\.tf(?:\.json)?$/.test(file);
}

/** A nested block in an override file replaces all blocks of its type, whether they are dynamic or not. */
function overridden(body: JsonObject, override: JsonObject): JsonObject {
  const [before, after] = [dynamicIn(body), dynamicIn(override)];
  const merged: Record<string, Json> = { ...body, ...override };
  const dynamic = Object.entries(before).filter(([name]) => !Object.hasOwn(override, name));
  for (const name of Object.keys(after)) if (!Object.hasOwn(override, name)) delete merged[name];
  const all = { ...Object.fromEntries(dynamic), ...after };
  if (Object.keys(all).length > 0) merged.dynamic = all;
  else delete merged.dynamic;
  return merged;
}

function dynamicIn(body: JsonObject): JsonObject {
  return Object.assign({}, ...objectsIn(own(body, 'dynamic'))) as JsonObject;
}

/** Returns the file and, for HCL, the line of a block or of one of its arguments. */
export function locationOf(block: ConfigurationBlock, path?: string): string {
  return located(block.file, lineOf(block, path));
}

/** Returns the file and, for HCL, the line of a value in a file of variables. */
export function locationOfValue(file: ConfigurationFile, name: string): string {
  return located(file, layoutIn(file)?.arguments.get(name));
}

function located({ name }: ConfigurationFile, line: number | undefined): string {
  return line === undefined ? name : `${name}:${line}`;
}

interface Layout extends Pick<HclLayout, 'arguments'> {
  readonly lines: readonly string[];
  readonly blocks: ReadonlyMap<string, HclBlock>;
}

const LAYOUTS = new WeakMap<ConfigurationFile, Layout>();

function layoutIn(file: ConfigurationFile): Layout | undefined {
  if (file.hcl === undefined) return undefined;
  const known = LAYOUTS.get(file);
  if (known) return known;
  const { blocks, arguments: values } = layoutOf(file.hcl);
  const layout = {
    lines: file.hcl.split('\n'),
    blocks: new Map(blocks.map((each) => [each.header.join('.'), each])),
    arguments: values,
  };
  LAYOUTS.set(file, layout);
  return layout;
}

/** Returns the line of a block of an HCL file, or of one of its arguments, for example `circuit_breaker_rule.name`. */
export function lineOf({ file, kind, name }: ConfigurationBlock, path = ''): number | undefined {
  const found = layoutIn(file)?.blocks.get(`${kind}.${name}`);
  return found && lineIn(found, path);
}

/** Returns the heredoc that is the value of an argument of a block. */
export function heredocOf(block: ConfigurationBlock, path: string): SourceText | undefined {
  const line = lineOf(block, path);
  const layout = layoutIn(block.file);
  const heredoc = layout && line !== undefined ? heredocAt(layout.lines, line) : undefined;
  return heredoc && { file: block.file.name, ...heredoc };
}

/** Returns the folder of a local module that a block calls; undefined if its source is elsewhere. */
export function localSource({ body, file }: ConfigurationBlock): string | undefined {
  const source = own(body, 'source');
  if (typeof source !== 'string' || !/^\.\.?(?:[\\/]|$)/.test(source)) return undefined;
  // Terraform downloads modules to this folder, which can be out of date.
  if (source.split(/[\\/]/).includes('.terraform')) return undefined;
  return join(dirname(file.name), source, '.');
}
