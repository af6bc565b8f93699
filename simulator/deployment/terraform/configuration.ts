import { dirname, join } from 'node:path';
import { HclBlock, layoutOf, lineIn } from '../hcl/layout';
import { labelledBlocks, objectsIn } from './blocks';
import { Json, JsonObject, own } from '../value';
import type { Mode } from '../resource';

/** A file of a module. */
export interface ConfigurationFile {
  readonly name: string;
  readonly json: JsonObject;
  /** The HCL that the JSON was converted from. */
  readonly hcl?: string;
  /** The folder whose root module the file is for, if it has values of variables. */
  readonly scope?: string;
}

/** A block of a file, for example a variable or the call of a module. */
export interface ConfigurationBlock {
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

  constructor(readonly files: readonly ConfigurationFile[]) {
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

  private blocksOf(files: readonly ConfigurationFile[], kind: string): Map<string, ConfigurationBlock> {
    const blocks = new Map<string, ConfigurationBlock>();
    for (const file of files) {
      for (const { labels, body } of labelledBlocks(own(file.json, kind), 1)) {
        const [name] = labels;
        this.add(blocks, `${kind}.${name}`, name, { name, body, file });
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
        this.add(blocks, address, address, { name, body, file, mode, type });
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
    if (before) this.repeated.push([placeOf(block), `${address} is declared twice; also in ${placeOf(before)}`]);
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

/** The file and, for HCL, the line of a block. */
function placeOf(block: ConfigurationBlock | ResourceBlock): string {
  const line = lineOf(block);
  return line === undefined ? block.file.name : `${block.file.name}:${line}`;
}

const LAYOUTS = new WeakMap<ConfigurationFile, ReadonlyMap<string, HclBlock>>();

/** Returns the line of a block of an HCL file, or of one of its arguments, for example `circuit_breaker_rule.name`. */
export function lineOf(block: ConfigurationBlock | ResourceBlock, path = ''): number | undefined {
  const { file, name } = block;
  if (file.hcl === undefined) return undefined;
  let blocks = LAYOUTS.get(file);
  if (!blocks) {
    blocks = new Map(layoutOf(file.hcl).blocks.map((each) => [each.header.join('.'), each]));
    LAYOUTS.set(file, blocks);
  }
  const kinds = 'type' in block ? [`${KEYWORDS[block.mode]}.${block.type}`] : ['module', 'variable', 'output'];
  const found = kinds.map((kind) => blocks.get(`${kind}.${name}`)).find((each) => each !== undefined);
  return found && lineIn(found, path);
}

const KEYWORDS: Readonly<Record<Mode, string>> = { managed: 'resource', data: 'data', ephemeral: 'ephemeral' };

/** Returns the folder of a local module that a block calls; undefined if its source is elsewhere. */
export function localSource({ body, file }: ConfigurationBlock): string | undefined {
  const source = own(body, 'source');
  if (typeof source !== 'string' || !/^\.\.?(?:[\\/]|$)/.test(source)) return undefined;
  // Terraform downloads modules to this folder, which can be out of date.
  if (source.split(/[\\/]/).includes('.terraform')) return undefined;
  return join(dirname(file.name), source, '.');
}
