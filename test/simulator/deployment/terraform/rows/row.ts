/** What Terraform reports as an error. */
export const ERROR = Symbol('error');

/** An expression, and its value as JSON. */
export type Row = readonly [expression: string, value: unknown];
