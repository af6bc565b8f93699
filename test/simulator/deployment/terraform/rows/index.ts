import { ARGUMENTS } from './arguments';
import { COLLECTIONS } from './collections';
import { CONVERSIONS } from './conversions';
import { ENCODINGS } from './encodings';
import { NUMBERS } from './numbers';
import { OPERATORS } from './operators';
import { REGEXES } from './regexes';
import type { Row } from './row';
import { STRINGS } from './strings';
import { TEMPLATES } from './templates';
import { TYPES } from './types';

/** Expressions and their values, which were compared with Terraform 1.11. */
export const ROWS: readonly Row[] = [
  ...OPERATORS,
  ...TEMPLATES,
  ...TYPES,
  ...ARGUMENTS,
  ...COLLECTIONS,
  ...CONVERSIONS,
  ...STRINGS,
  ...NUMBERS,
  ...ENCODINGS,
  ...REGEXES,
];
