import type { TerraformFunction } from '../language/function';
import { COLLECTIONS } from './collections';
import { CONVERSIONS } from './conversions';
import { ENCODINGS } from './encodings';
import { FILES } from './files';
import { FORMAT } from './format';
import { LATER } from './later';
import { LISTS } from './lists';
import { NUMBERS } from './numbers';
import { REGEXES } from './regexes';
import { SETS } from './sets';
import { STRINGS } from './strings';

export { argumentsFault } from './argument-counts';

/** The functions of Terraform by name. */
export const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({
    ...COLLECTIONS,
    ...CONVERSIONS,
    ...ENCODINGS,
    ...FILES,
    ...FORMAT,
    ...LATER,
    ...LISTS,
    ...NUMBERS,
    ...REGEXES,
    ...SETS,
    ...STRINGS,
  }),
);
