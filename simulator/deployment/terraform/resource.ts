import { idOf } from './arm-id';
import { select, Step } from './evaluator';
import { Unresolved, Value } from './value';

/** A resource, data source or ephemeral resource: in a stack's configuration, or in a plan or state. */
export interface TerraformResource {
  /** The file that it stands in. */
  readonly source: string;
  readonly address: string;
  readonly mode: Mode;
  readonly type: string;
  /** How it is repeated: then it stands for any number of resources. */
  readonly repeatedBy?: 'count' | 'for_each';
  /** The nested blocks that are repeated. */
  readonly dynamicBlocks: readonly string[];
  attribute(name: string): Value | undefined;
}

export type Mode = 'managed' | 'data' | 'ephemeral';

/** What steps from the resource lead to, as in `id`, or `output`, `defaultHostName`. */
export function referTo(resource: TerraformResource, steps: readonly Step[]): Value {
  const { address, repeatedBy } = resource;
  if (repeatedBy) return new Unresolved(`${address} has ${repeatedBy}`);
  const [name, ...rest] = steps;
  if (name === undefined) return new Unresolved(`${address} is a whole resource`);
  const value = resource.attribute(String(name));
  if (value === undefined || (value instanceof Unresolved && name === 'id')) {
    return name === 'id' ? idOf(resource) : new Unresolved(`${address}.${name} is known only once deployed`);
  }
  return select(value, rest, `${address}.${name}`);
}
