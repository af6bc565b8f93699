import { COLLECTIONS } from './collections';
import type { Pure } from './function';
import { LOGIC } from './logic';
import { NUMBERS } from './numbers';
import { TEXT } from './text';

/** The functions whose result depends only on their arguments, by name in lower case. */
export const FUNCTIONS: ReadonlyMap<string, Pure> = new Map([...LOGIC, ...NUMBERS, ...TEXT, ...COLLECTIONS]);
