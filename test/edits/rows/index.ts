import { API_ROWS } from './apis';
import { BACKEND_ROWS, FUNCTION_APP_ROWS } from './backends';
import type { Row } from './base';
import { OPERATION_ROWS } from './operations';
import { POOL_ROWS } from './pools';
import { REGION_ROWS } from './regions';
import { SERVICE_ROWS } from './services';

export const ROWS: readonly Row[] = [
  ...SERVICE_ROWS,
  ...BACKEND_ROWS,
  ...FUNCTION_APP_ROWS,
  ...POOL_ROWS,
  ...API_ROWS,
  ...OPERATION_ROWS,
  ...REGION_ROWS,
];

export function titleOf({ construct, prop, what }: Row): string {
  return `${construct} ${prop}: ${what}`;
}
