import type { ReadingFaults } from '../reading-faults';
import type { TerraformSource } from '../sources';
import type { TerraformResource } from '../terraform/resource';
import { isObject, Json, JsonObject, symbolic } from '../terraform/value';
import { armResources } from './arm-resources';
import { checkExpressions } from './check-expressions';
import { JsonError, LocatedJson } from './json';
import { propertyOf, textIn } from './select';
import { Template } from './template';
import { TemplateFile } from './template-file';
import type { Target } from './target';
import { unknown } from './symbols';

/** A template, or a file with its parameters. */
interface ArmFile {
  readonly source: TerraformSource;
  readonly json: LocatedJson;
  readonly root: JsonObject;
  readonly kind: 'template' | 'parameters';
}

/** Matches the schema of a template or of a parameters file, and captures which. */
const SCHEMA = /"\$schema"\s*:\s*"[^"]*\/(?:\w*?)deployment(template|parameters)\.json#?"/i;

/** The maximum size in characters; Azure Resource Manager allows 4 MB. */
const LARGEST = 16 * 1024 * 1024;

/** The files that are ARM templates or their parameters, and all other files. */
export function separateArm(sources: readonly TerraformSource[], faults: ReadingFaults): Separated {
  const arm: ArmFile[] = [];
  const others: TerraformSource[] = [];
  for (const source of sources) {
    if (!SCHEMA.test(source.json)) others.push(source);
    else if (source.json.length > LARGEST) {
      faults.say(
        source.name,
        `has ${megabytes(source.json.length)} MB; the maximum for an ARM template is ${megabytes(LARGEST)} MB`,
      );
    } else {
      const file = armFile(source, faults);
      if (file === 'other') others.push(source);
      else if (file) arm.push(file);
    }
  }
  return { arm, others };
}

interface Separated {
  readonly arm: readonly ArmFile[];
  readonly others: readonly TerraformSource[];
}

function megabytes(length: number): number {
  return Math.ceil(length / 1024 / 1024);
}

function armFile(source: TerraformSource, faults: ReadingFaults): ArmFile | 'other' | undefined {
  try {
    const json = new LocatedJson(source.json);
    const kind = kindOf(json.value);
    return kind === undefined ? 'other' : { source, json, root: json.value as JsonObject, kind };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    faults.say(source.name, error.message);
    return undefined;
  }
}

function kindOf(json: Json): ArmFile['kind'] | undefined {
  const schema = isObject<JsonObject>(json) ? propertyOf(json, '$schema') : undefined;
  if (typeof schema !== 'string') return undefined;
  const kind = SCHEMA.exec(`"$schema":${JSON.stringify(schema)}`)?.[1]?.toLowerCase();
  return kind === 'template' || kind === 'parameters' ? kind : undefined;
}

/** Returns the API Management resources of the templates. */
export function resourcesOfArm(files: readonly ArmFile[], faults: ReadingFaults): TerraformResource[] {
  const parameters = files.find(({ kind }) => kind === 'parameters');
  const templates = files.filter(({ kind }) => kind === 'template');
  if (templates.length === 0 && parameters) {
    faults.say(
      parameters.source.name,
      'is a parameters file; the path of the template is needed, and --parameters for this file',
    );
  }
  return templates.flatMap((template) => resourcesIn(template, parameters, faults));
}

function resourcesIn(
  { source, json, root }: ArmFile,
  parameters: ArmFile | undefined,
  faults: ReadingFaults,
): TerraformResource[] {
  const file = new TemplateFile(source.name, json, faults);
  checkExpressions(root, file);
  const given = parameters ? propertyOf(parameters.root, 'parameters') : undefined;
  const values = isObject<JsonObject>(given) ? given : {};
  const template = new Template(file, root, {
    name: unknown('deployment().name is known only after deployment', 'deployment().name'),
    target: targetOf(root),
    given: (name) => propertyOf(values, name),
  });
  template.checkParameters(values);
  return armResources(template, file);
}

/** The schema says what the template is deployed to. */
function targetOf(root: JsonObject): Target {
  const subscription = symbolic('subscription().subscriptionId');
  const isOfGroup = /\/deploymentTemplate\.json/i.test(textIn(root, '$schema'));
  return isOfGroup ? { subscription, resourceGroup: symbolic('resourceGroup().name') } : { subscription };
}
