import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readFile, tooLarge } from '../common/read-file';
import { SimulationError } from '../common/simulation-error';
import type { DeploymentInput } from './input';
import { isObject, Json, JsonObject, own } from './terraform/value';

/** The name and the text of a file. */
export interface TerraformSource {
  readonly name: string;
  readonly json: string;
  /** Whether the file is given as the parameters of an ARM template. */
  readonly isParameters?: true;
}

/** The maximum size of all files in megabytes. The JSON of 1,000 APIs has 6 MB, and a plan repeats each API. */
const LARGEST = 100;
const LARGEST_MANIFEST = 10;

/**
 * Reads a file, the Terraform JSON of a folder, or all stacks of a `cdktf.out`, which can be given by the folder that
 * contains it.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- parsers of other languages load lazily
export async function readSources(path: string, { parameters }: DeploymentInput): Promise<TerraformSource[]> {
  if (parameters !== undefined) refuseBicep(parameters);
  const files = [...filesAt(path), ...(parameters === undefined ? [] : [parameters])];
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const fault = tooLarge(size, LARGEST);
  if (fault !== undefined) fail(path, fault);
  return files.map((name, index) => ({
    name,
    json: decoded(readFile(name, LARGEST)),
    ...(parameters !== undefined && index === files.length - 1 && { isParameters: true }),
  }));
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) fail(path, 'no such file or folder');
  refuseBicep(path);
  if (!statSync(path).isDirectory()) return isHcl(path) ? fail(path, HCL) : [path];
  const output = join(path, OUTPUT);
  const isProject = existsSync(output) && statSync(output).isDirectory() && !holdsJson(path);
  return filesIn(isProject ? output : path);
}

/** Where cdktf writes by default. */
const OUTPUT = 'cdktf.out';

function holdsJson(folder: string): boolean {
  return foldersIn(folder).some((each) => readdirSync(each).some(isTerraformJson));
}

function foldersIn(folder: string): string[] {
  const stacks = stackFolders(folder);
  return stacks.length > 0 ? stacks : [folder];
}

function filesIn(folder: string): string[] {
  const files = foldersIn(folder).flatMap(filesOfStack);
  return files.length > 0
    ? files
    : fail(folder, `the folder contains no Terraform JSON: no cdk.tf.json, no *.tf.json, no stacks, no ${OUTPUT}`);
}

/** The stack folders of cdktf. The manifest excludes folders that remain from an earlier synth. */
function stackFolders(folder: string): string[] {
  const manifest = join(folder, 'manifest.json');
  const parent = join(folder, 'stacks');
  const listed = existsSync(manifest) ? listedIn(readFile(manifest, LARGEST_MANIFEST).toString()) : undefined;
  if (listed) return listed.map((directory) => join(folder, directory)).filter(existsSync);
  if (!existsSync(parent) || !statSync(parent).isDirectory()) return [];
  return readdirSync(parent)
    .sort()
    .map((name) => join(parent, name))
    .filter((name) => statSync(name).isDirectory());
}

function listedIn(manifest: string): string[] | undefined {
  const json = parsed(manifest);
  const stacks = isObject<JsonObject>(json) ? own(json, 'stacks') : undefined;
  if (!isObject<JsonObject>(stacks)) return undefined;
  return Object.values(stacks).flatMap((stack) => {
    const directory = isObject<JsonObject>(stack) ? own(stack, 'workingDirectory') : undefined;
    return typeof directory === 'string' ? [directory] : [];
  });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function filesOfStack(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const hcl = names.filter(isHcl);
  if (hcl.length > 0) fail(folder, `${hcl.join(', ')}: ${HCL}`);
  return names.filter(isTerraformJson).map((name) => join(folder, name));
}

const HCL = 'HCL is not supported, only Terraform JSON; use the output of terraform show -json for a plan';

/** Bicep compiles both kinds of its files to JSON. */
function refuseBicep(path: string): void {
  const [, kind] = /\.(bicep|bicepparam)$/.exec(path) ?? [];
  const command = kind === 'bicep' ? 'build' : 'build-params';
  if (kind !== undefined) fail(path, `Bicep is not supported; compile it to JSON with "az bicep ${command}"`);
}

function isTerraformJson(name: string): boolean {
  return name.endsWith('.tf.json');
}

function isHcl(name: string): boolean {
  return name.endsWith('.tf');
}

/** PowerShell writes the output of a command as UTF-16. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

function fail(where: string, what: string): never {
  throw new SimulationError([`${where === '' ? '""' : where}: ${what}`]);
}
