import { dirname } from 'node:path';
import { separateArm } from '../arm/arm-file';
import { resourcesOfArm } from '../arm/resources-of-arm';
import type { ReadingFaults } from '../reading-faults';
import type { TerraformSource } from '../sources';
import { parseJson } from './parse-json';
import { resourcesOfPlan } from './plan';
import type { TerraformResource } from './resource';
import { Stack, StackFile, stackName } from './stack';
import { isObject, JsonObject } from './value';

/** The top-level blocks of Terraform JSON. */
const BLOCKS = ['data', 'ephemeral', 'locals', 'module', 'output', 'provider', 'resource', 'terraform', 'variable'];

/** Returns all resources of all files. */
export function resourcesOf(sources: readonly TerraformSource[], faults: ReadingFaults): TerraformResource[] {
  const shown: TerraformResource[] = [];
  const files = new Map<string, StackFile[]>();
  const separated = separateArm(sources, faults);
  for (const source of separated.others) {
    const json = parseJson(source, faults);
    if (json === undefined) continue;
    if (!isObject<JsonObject>(json)) faults.say(source.name, 'is JSON, but not Terraform JSON');
    else if (isShown(json)) shown.push(...resourcesOfPlan(source.name, json));
    else if (!BLOCKS.some((name) => Object.hasOwn(json, name))) faults.say(source.name, notTerraform(json));
    else {
      // The files of a folder are one stack.
      const key = `${dirname(source.name)}\n${stackName(json) ?? ''}`;
      files.set(key, [...(files.get(key) ?? []), { name: source.name, json }]);
    }
  }
  const stacks: Stack[] = [...files.values()].map((of) => new Stack(of, () => stacks));
  return [...resourcesOfArm(separated, faults), ...shown, ...stacks.flatMap((stack) => stack.resources)];
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
  return `is JSON, but not Terraform JSON: it has none of ${BLOCKS.join(', ')}`;
}
