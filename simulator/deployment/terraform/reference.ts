import { idOf } from './arm-id';
import { selectConfigured, Step } from './evaluator';
import type { TerraformResource } from './resource';
import { Unresolved, Value } from './value';

/** Returns the value that the steps refer to, for example `id`, or `output`, `defaultHostName`. */
export function referTo(resource: TerraformResource, steps: readonly Step[]): Value {
  const { address, repeatedBy } = resource;
  if (repeatedBy) return new Unresolved(`${address} has ${repeatedBy}`);
  const [name, ...rest] = steps;
  if (name === undefined) return new Unresolved(`${address} refers to a whole resource`);
  const value = resource.attribute(String(name));
  if (value === undefined || (value instanceof Unresolved && name === 'id')) {
    return name === 'id' ? idOf(resource) : new Unresolved(`${address}.${name} is known only after deployment`);
  }
  return selectConfigured(value, rest, `${address}.${name}`);
}
