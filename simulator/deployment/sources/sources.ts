import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parsedJson } from '../../common/parsed-json';
import { readFile, tooLarge } from '../../common/read-file';
import { SimulationError } from '../../common/simulation-error';
import type { DeploymentInput } from './input';
import { DEPLOYMENT_NEEDED, isPolicyFile } from './policy-file';
import type { SourceFile } from '../source-file';
import { isTerraform, SourceReader, terraformFiles } from './source-reader';
import { isObject, Json, JsonObject, own } from '../value';

/** The maximum size of all files in megabytes. The JSON of 1,000 APIs has 6 MB, and a plan repeats each API. */
const LARGEST = 100;
const LARGEST_MANIFEST = 10;

/**
 * Reads a file, the Terraform files of a folder with the local modules that they call, or all stacks of a `cdktf.out`,
 * which can be given by the folder that contains it.
 */
export async function readSources(
  path: string,
  { variableFiles = [], parameters }: DeploymentInput,
): Promise<SourceFile[]> {
  if (parameters !== undefined) refuseBicep(parameters);
  const files = filesAt(path);
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const fault = tooLarge(size, LARGEST);
  if (fault !== undefined) fail(path, fault);
  const reader = new SourceReader(LARGEST);
  await reader.readRoots(files);
  for (const folder of new Set(files.filter(isTerraform).map((file) => dirname(file)))) {
    await reader.readVariables(variableFilesIn(folder), folder);
  }
  await reader.readVariables(variableFiles);
  if (parameters !== undefined) reader.readParameters(parameters);
  return reader.finish();
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) fail(path, 'no such file or folder');
  refuseBicep(path);
  if (isPolicyFile(path)) fail(path, DEPLOYMENT_NEEDED);
  const [, what] = OTHER_FILES.find(([pattern]) => pattern.test(path)) ?? [];
  if (what !== undefined && statSync(path).isFile()) fail(path, what);
  // Terraform reads folders only, so a file of HCL represents its folder.
  if (!statSync(path).isDirectory()) return isHcl(path) ? terraformFiles(dirname(path)) : [path];
  const output = join(path, OUTPUT);
  const isProject = existsSync(output) && statSync(output).isDirectory() && !holdsTerraform(path);
  return filesIn(isProject ? output : path);
}

/** Files that belong to a deployment, but do not declare it. */
const OTHER_FILES: readonly (readonly [RegExp, string])[] = [
  [/\.tfvars(?:\.json)?$/, 'is a file of variables; use --var-file, and its folder as path'],
  [/\.(?:tf)?tpl$/, 'is a template that Terraform renders; use its folder as path'],
  [/\.(?:md|markdown)$/i, 'is a Markdown file; use its folder as path'],
];

/** Where cdktf writes by default. */
const OUTPUT = 'cdktf.out';

function holdsTerraform(folder: string): boolean {
  return foldersIn(folder).some((each) => readdirSync(each).some(isTerraform));
}

function foldersIn(folder: string): string[] {
  const stacks = stackFolders(folder);
  return stacks.length > 0 ? stacks : [folder];
}

function filesIn(folder: string): string[] {
  const files = foldersIn(folder).flatMap(terraformFiles);
  if (files.length === 0 && readdirSync(folder).some((name) => name.endsWith('.bicep'))) {
    fail(folder, 'the folder contains Bicep files and no Terraform files; compile Bicep to JSON with "az bicep build"');
  }
  return files.length > 0
    ? files
    : fail(
        folder,
        `the folder contains no Terraform files: no *.tf, no *.tf.json, no stacks, no ${OUTPUT}; for an ARM template, specify its file`,
      );
}

/** The stack folders of cdktf. The manifest excludes folders that remain from an earlier synth. */
function stackFolders(folder: string): string[] {
  const manifest = join(folder, 'manifest.json');
  const parent = join(folder, 'stacks');
  const listed = existsSync(manifest) ? listedIn(readFile(manifest, LARGEST_MANIFEST).toString()) : undefined;
  if (listed) return listed.map((directory) => join(folder, directory)).filter(existsSync);
  if (!existsSync(parent) || !statSync(parent).isDirectory()) return [];
  const folders = readdirSync(parent)
    .sort()
    .map((name) => join(parent, name))
    .filter((name) => statSync(name).isDirectory());
  // A folder of that name can also belong to a project in HCL.
  return holdsOwn(folder) ? [] : folders;
}

function holdsOwn(folder: string): boolean {
  return readdirSync(folder).some(isHcl);
}

function listedIn(manifest: string): string[] | undefined {
  const json = parsedJson(manifest) as Json | undefined;
  const stacks = isObject<JsonObject>(json) ? own(json, 'stacks') : undefined;
  if (!isObject<JsonObject>(stacks)) return undefined;
  return Object.values(stacks).flatMap((stack) => {
    const directory = isObject<JsonObject>(stack) ? own(stack, 'workingDirectory') : undefined;
    return typeof directory === 'string' ? [directory] : [];
  });
}

/** The files with variables that Terraform reads, in ascending order of precedence. */
function variableFilesIn(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const named = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name));
  return [...named, ...automatic].map((name) => join(folder, name));
}

/** Bicep compiles both kinds of its files to JSON. */
function refuseBicep(path: string): void {
  const [, kind] = /\.(bicep|bicepparam)$/.exec(path) ?? [];
  const command = kind === 'bicep' ? 'build' : 'build-params';
  if (kind !== undefined) fail(path, `Bicep is not supported; compile it to JSON with "az bicep ${command}"`);
}

function isHcl(name: string): boolean {
  return name.endsWith('.tf');
}

function fail(where: string, what: string): never {
  throw new SimulationError([`${where === '' ? '""' : where}: ${what}`]);
}
