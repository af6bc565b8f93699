import { redactName } from '../../../lib/messages';
import type { ReadingFaults } from '../reading-faults';
import type { DeclaredResource } from '../resource/resource';
import { isObject, JsonObject, symbolic } from '../value';
import type { ArmFile, Separated } from './arm-file';
import { armResources } from './arm-resources';
import { checkExpressions } from './check-expressions';
import { propertyOf, textIn } from './select';
import { unknown } from './symbols';
import type { Target } from './target';
import { Template } from './template';
import { TemplateFile } from './template-file';

/** Returns the API Management resources of the templates. */
export function resourcesOfArm({ arm, others }: Separated, faults: ReadingFaults): DeclaredResource[] {
  const parameters = arm.find(({ kind }) => kind === 'parameters');
  const templates = arm.filter(({ kind }) => kind === 'template');
  // A template can be compared with Terraform, which has no use for the parameters.
  if (templates.length === 0 && parameters && others.length === 0 && !faults.any) {
    faults.say(
      parameters.source.name,
      'it is a parameters file; specify the path of the template, and pass this file with --parameters',
    );
  }
  if (templates.length === 0 && parameters && others.length > 0) {
    faults.unused(`--parameters ${parameters.source.name}`, 'the input is not an ARM template');
  }
  if (parameters && !isParameters(parameters, faults)) return [];
  return templates.flatMap((template) => resourcesIn(template, parameters, faults));
}

function resourcesIn(
  { source, json, root }: ArmFile,
  parameters: ArmFile | undefined,
  faults: ReadingFaults,
): DeclaredResource[] {
  const file = new TemplateFile(source.name, json, faults);
  if (!checkExpressions(root, file)) return [];
  const values = parameters ? givenIn(parameters.root) : {};
  const template = new Template(file, root, {
    name: unknown('deployment().name is known only after deployment', 'deployment().name'),
    target: targetOf(root),
    given: (name) => propertyOf(values, name),
  });
  const declared = new Set(template.checkParameters().map((name) => name.toLowerCase()));
  for (const name of Object.keys(values)) {
    if (parameters === undefined || declared.has(name.toLowerCase())) continue;
    const address = `parameters.${name}`;
    faults.warn({ source: parameters.source.name, address }, `${source.name} does not declare this parameter`);
  }
  const resources = armResources(template, file);
  // The fault says that there are too many; nothing is read from a part of them.
  return file.isFull ? [] : resources;
}

/** What a parameter can be given by. Bicep writes `expression` for a value that only the deployment determines. */
const GIVEN_BY = ['value', 'reference', 'expression'];

/** Reports values that are given without `value`: they would have no effect. */
function isParameters({ source, root }: ArmFile, faults: ReadingFaults): boolean {
  const wrong = Object.entries(givenIn(root)).find(
    ([, given]) => !isObject<JsonObject>(given) || GIVEN_BY.every((name) => propertyOf(given, name) === undefined),
  );
  if (!wrong) return true;
  const name = redactName(wrong[0]);
  const needed = `{ "parameters": { ${JSON.stringify(name)}: { "value": ... } } } is needed`;
  faults.say(source.name, `is not a parameters file: '${name}' has neither a value nor a reference; ${needed}`);
  return false;
}

const NOT_PARAMETERS: ReadonlySet<string> = new Set(['$schema', 'contentversion', 'metadata']);

/** The values are below `parameters`, or at the top level. */
function givenIn(root: JsonObject): JsonObject {
  const given = propertyOf(root, 'parameters');
  if (isObject<JsonObject>(given) && propertyOf(given, 'value') === undefined) return given;
  return Object.fromEntries(Object.entries(root).filter(([name]) => !NOT_PARAMETERS.has(name.toLowerCase())));
}

/** The schema says what the template is deployed to. */
function targetOf(root: JsonObject): Target {
  const subscription = symbolic('subscription().subscriptionId');
  if (BROAD.test(textIn(root, '$schema'))) return { subscription };
  return { subscription, resourceGroup: symbolic('resourceGroup().name') };
}

const BROAD = /\/(?:subscription|managementGroup|tenant)DeploymentTemplate\.json/i;
