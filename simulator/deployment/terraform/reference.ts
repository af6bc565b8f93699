import { idOf } from '../resource/arm-id';
import { selectConfigured, Step } from './evaluator';
import type { DeclaredResource } from '../resource/resource';
import { placedAt } from '../resource/symbolic-names';
import { isObject, Unresolved, Value, ValueObject } from '../value';

/** Returns the value that the steps refer to, for example `id`, or `output`, `defaultHostName`. */
export function referTo(resource: DeclaredResource, [name = '', ...rest]: readonly Step[]): Value {
  const reference = `${resource.address}.${name}`;
  const value = resource.attribute(String(name));
  if (value === undefined || (value instanceof Unresolved && name === 'id')) {
    const later = new Unresolved(`${reference} is known only after deployment`, reference);
    return name === 'id' ? idOf(resource) : selectConfigured(later, rest, reference);
  }
  if (value instanceof Unresolved && resource.repeated === undefined) {
    return selectConfigured(placedAt(value, reference), rest, reference);
  }
  // In Terraform JSON, a single block is written as an object, but is referred to as `block[0]`.
  const isSingle = rest[0] === 0 && isObject<ValueObject>(value);
  return selectConfigured(value, isSingle ? rest.slice(1) : rest, reference);
}
