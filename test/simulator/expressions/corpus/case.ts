/** An expression, and what it gives: its value as text, with its type. */
export type Case = readonly [expression: string, type: string, text: string];
