import { suggestion } from '../../common/nearest';
import type { Configuration, ConfigurationBlock } from './configuration';
import { own } from '../value';

/** The arguments of a module call that are not inputs of the module. */
const META_ARGUMENTS = new Set([
  'source',
  'version',
  'providers',
  'depends_on',
  'count',
  'for_each',
  'lifecycle',
  '//',
]);

/** Returns the faults of the inputs in a call of a module, by the argument that they are about. */
export function inputFaults(call: ConfigurationBlock, { variables }: Configuration): (readonly [string, string])[] {
  const missing = [...variables]
    .filter(([name, { body }]) => own(body, 'default') === undefined && own(call.body, name) === undefined)
    .map(([name]) => ['source', `${name} is missing, and the module requires it`] as const);
  const unknown = Object.keys(call.body)
    .filter((name) => !META_ARGUMENTS.has(name) && !variables.has(name))
    .map((name) => [name, `${name} is not an input of the module${suggestion(name, [...variables.keys()])}`] as const);
  return [...missing, ...unknown];
}
