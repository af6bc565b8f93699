import { giveUp, refuse } from '../language/function';
import type { Json, Value } from '../../value';
import { fromPlain } from './json';

/** What Terraform's parser reads differently: `yes` is true, `<<` merges maps, and dates have a type. */
const DIFFERENT = /(?:^|[\s[{,:-])(?:(?:y|yes|n|no|on|off)(?=\s|[,\]}]|$)|<<\s*:|\d{4}-\d)/im;

/** Returns the value of a YAML text. */
export function fromYaml(text: string): Value {
  if (text.trim() === '') return refuse('yamldecode is called with an empty string');
  if (DIFFERENT.test(text)) return giveUp('yamldecode is called with yes, no, on, off, y, n, a date, or <<');
  // Loaded with the first call, since loading takes time.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { readYaml, YamlError } = require('../../../common/yaml') as typeof import('../../../common/yaml');
  try {
    return fromPlain(readYaml(text) as Json);
  } catch (error) {
    if (error instanceof YamlError)
      return giveUp('yamldecode is called with a string that is not YAML, or not supported');
    throw error;
  }
}
