import { isObject, Json, JsonObject, Unresolved, Value } from '../value';
import type { Deployable } from './deployable';
import { propertyOf } from './select';
import { unknown } from './symbols';

/** What a deployment says about the template that it deploys. */
export interface NestedInput {
  readonly template: JsonObject;
  readonly name: Value;
  /** Whether expressions of the template use its own parameters and variables, instead of those of the outer template. */
  readonly isInner: boolean;
  /** Returns what is given for a parameter. */
  readonly given: (parameter: string) => Value | undefined;
}

/** Returns why a nested template cannot be read, or what is deployed. */
export function nestedInput(deployment: Deployable): NestedInput | string {
  const properties = propertyOf(deployment.json, 'properties');
  const of = (name: string): Json | undefined =>
    isObject<JsonObject>(properties) ? propertyOf(properties, name) : undefined;
  const template = of('template');
  if (!isObject<JsonObject>(template)) {
    return of('templateLink') === undefined
      ? 'has no template that can be read'
      : 'deploys a linked template, whose resources are not read; nest it, as Bicep does for modules';
  }
  const options = of('expressionEvaluationOptions');
  const scope = isObject<JsonObject>(options) ? propertyOf(options, 'scope') : undefined;
  return {
    template,
    name: nameOf(deployment),
    isInner: typeof scope === 'string' && scope.toLowerCase() === 'inner',
    given: givenBy(deployment, of('parameters')),
  };
}

export function nameOf({ names }: Deployable): Value {
  return names instanceof Unresolved ? names : (names.at(-1) ?? unknown('the deployment has no name'));
}

function givenBy(deployment: Deployable, parameters: Json | undefined): NestedInput['given'] {
  return (name) => {
    if (parameters === undefined) return undefined;
    if (isObject<JsonObject>(parameters)) {
      const given = propertyOf(parameters, name);
      return given === undefined ? undefined : deployment.evaluate(given);
    }
    const all = deployment.evaluate(parameters);
    return all instanceof Unresolved || !isObject<JsonObject>(all) ? all : propertyOf(all, name);
  };
}
