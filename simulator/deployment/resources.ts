import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { startDeployment } from '../../lib/messages';
import { separateArm } from './arm/arm-file';
import type { ReadingFaults } from './reading-faults';
import type { SourceFile } from './source-file';
import { Configuration, ConfigurationFile } from './terraform/configuration';
import { FileReader } from './terraform/file-reader';
import { parseJson } from './sources/parse-json';
import { resourcesOfPlan } from './terraform/plan';
import type { DeclaredResource } from './resource/resource';
import { Stack, stackName } from './terraform/stack';
import { rootValues } from './terraform/root-values';
import { warnOfUndeclared } from './terraform/undeclared';
import { isObject, JsonObject } from './value';

/** The top-level blocks of Terraform JSON. */
const BLOCKS = [
  ...['data', 'ephemeral', 'locals', 'module', 'output', 'provider', 'resource', 'terraform', 'variable'],
  ...['moved', 'import', 'removed', 'check'],
];

/**
 * Returns all resources of all files.
 *
 * @param variables - values of variables, by name
 */
export function resourcesOf(
  sources: readonly SourceFile[],
  faults: ReadingFaults,
  variables: Readonly<Record<string, string>> = {},
): DeclaredResource[] {
  startDeployment();
  const shown: DeclaredResource[] = [];
  const roots = new Map<string, ConfigurationFile[]>();
  const modules = new Map<string, ConfigurationFile[]>();
  const values: ConfigurationFile[] = [];
  const separated = separateArm(sources, faults);
  for (const source of separated.others) {
    const { name, role } = source;
    const json = parseJson(source, faults);
    if (json === undefined) continue;
    const file = { ...source, json } as ConfigurationFile;
    if (!isObject<JsonObject>(json))
      faults.say(name, 'is neither Terraform JSON, nor the output of terraform show -json, nor an ARM template');
    else if (role === 'variables') values.push(file);
    else if (isShown(json)) shown.push(...resourcesOfPlan(name, json));
    else if (source.hcl === undefined && !BLOCKS.some((block) => Object.hasOwn(json, block))) {
      faults.say(name, notTerraform(json));
    } else if (role === 'module') add(modules, dirname(name), file);
    // The files of a folder are one stack.
    else add(roots, `${dirname(name)}\n${stackName(json) ?? ''}`, file);
  }
  const reader = new FileReader(sources);
  const configurations = new Map([...modules].map(([folder, files]) => [folder, configurationOf(files, faults)]));
  const rootModules = [...roots.values()].map((files) => configurationOf(files, faults));
  for (const configuration of rootModules) {
    // A module can also call the folder of a root module.
    if (!configurations.has(configuration.folder)) configurations.set(configuration.folder, configuration);
  }
  const given = { files: values, options: variables };
  const stacks: Stack[] = rootModules.map((configuration) => {
    const ofRoot = rootValues(configuration, given, faults);
    return new Stack(configuration, {
      faults,
      variable: (name) => ofRoot.get(name),
      configurationAt: (folder) => configurations.get(folder),
      files: reader.in(configuration.folder),
      others: () => stacks,
    });
  });
  const isArm = separated.arm.some(({ kind }) => kind === 'template');
  warnOfUndeclared(given, rootModules, isArm, faults);
  return [...armResources(separated, faults), ...shown, ...stacks.flatMap((stack) => stack.resources)];
}

/** The reader of templates is loaded with the first template, since loading takes time. */
function armResources(separated: ReturnType<typeof separateArm>, faults: ReadingFaults): DeclaredResource[] {
  if (separated.arm.length === 0) return [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { resourcesOfArm } = require('./arm/resources-of-arm') as typeof import('./arm/resources-of-arm');
  return resourcesOfArm(separated, faults);
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

function configurationOf(files: readonly ConfigurationFile[], faults: ReadingFaults): Configuration {
  const configuration = new Configuration(files, isComplete(files));
  for (const [where, what] of configuration.repeated) faults.say(where, what);
  return configuration;
}

/** OpenTofu reads further files, and Terragrunt generates some. */
const DECLARES = /^[^.].*\.(?:tf|tofu)(?:\.json)?$|^terragrunt\.hcl$/;

/** Returns whether the files are all in their folder that declare something. */
function isComplete(files: readonly ConfigurationFile[]): boolean {
  const names = new Set(files.map(({ name }) => basename(name)));
  const onDisk = files.find(({ isOnDisk }) => isOnDisk);
  return !onDisk || readdirSync(dirname(onDisk.name)).every((name) => names.has(name) || !DECLARES.test(name));
}

/** The output of `terraform show -json`. */
function isShown(json: JsonObject): boolean {
  return (
    Object.hasOwn(json, 'format_version') && (Object.hasOwn(json, 'planned_values') || Object.hasOwn(json, 'values'))
  );
}

function notTerraform(json: JsonObject): string {
  if (Object.hasOwn(json, 'format_version')) return 'is the output of terraform show -json, but has no resources';
  if (Object.hasOwn(json, 'lineage')) return 'is a state file; use the output of terraform show -json instead';
  return `is neither an ARM template nor Terraform JSON: it has none of ${BLOCKS.join(', ')}`;
}
