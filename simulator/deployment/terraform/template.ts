import type { Expression } from './language/expression';
import { Parser } from './language/parser';

/** Returns whether Terraform evaluates the text as a template. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/** Parses text that contains `${...}` or `%{...}`. */
export function readTemplate(text: string): Expression {
  return plainReference(text) ?? NULL.get(text) ?? new Parser(text).template();
}

/** An argument without a value, which frameworks write for each member of a pool. */
const NULL: ReadonlyMap<string, Expression> = new Map([['${null}', { kind: 'literal', value: null }]]);

const PLAIN_REFERENCE = /^\$\{([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+)\}$/;
const LITERALS = new Set(['true', 'false', 'null']);

/** Matches a template that is only `${a.b.c}`, like nearly all templates. */
function plainReference(text: string): Expression | undefined {
  const steps = PLAIN_REFERENCE.exec(text)?.[1]?.split('.');
  return steps && !LITERALS.has(steps[0]) ? { kind: 'reference', steps } : undefined;
}

/** Parses a single expression such as `azurerm_api_management.main.id`. */
export function readExpression(text: string): Expression {
  return new Parser(text).whole();
}
