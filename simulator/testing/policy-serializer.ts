import { PolicySyntaxError, readPolicy } from '../../lib/policy';

/** How Jest and Vitest print the parts of a value. */
type Printer<C, R> = (value: unknown, config: C, indentation: string, depth: number, refs: R) => string;

/**
 * Returns whether a value is a policy, or Terraform JSON that contains policies, such as the result of `Testing.synth`.
 */
export function test(value: unknown): boolean {
  return isPolicy(value) || parsed(value) !== undefined;
}

/** Prints each line of a policy on its own line, and Terraform JSON as an object. */
export function serialize<C, R>(
  value: string,
  config: C,
  indentation: string,
  depth: number,
  refs: R,
  printer: Printer<C, R>,
): string {
  const json = parsed(value);
  if (json !== undefined) return printer(json, config, indentation, depth, refs);
  const lines = value.split(/\r?\n/);
  return lines.map((line, index) => (index === 0 || line === '' ? line : indentation + line)).join('\n');
}

// Jest uses the exports of a module as the serializer, and Vitest uses its default export.
export default { test, serialize };

const ROOTS = new Set(['policies', 'fragment']);

function isPolicy(value: unknown): boolean {
  if (typeof value !== 'string' || !/<(policies|fragment)[\s/>]/.test(value)) return false;
  try {
    return ROOTS.has(readPolicy(value).name);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return false;
    throw error;
  }
}

/** Parses JSON that contains a policy. Returns undefined for any other value. */
function parsed(value: unknown): object | undefined {
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return undefined;
  try {
    const json = JSON.parse(value) as object;
    return holdsPolicy(json) && isSame(value, json) ? json : undefined;
  } catch (error) {
    // What is no JSON; what is too large is not compared.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The maximum depth of Terraform JSON. Deeper JSON cannot be printed as an object. */
const DEEPEST = 200;

/** Returns whether JSON holds a policy, and no part is too deep. */
function holdsPolicy(json: object): boolean {
  let level: unknown[] = [json];
  let holds = false;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false;
    holds ||= level.some(isPolicy);
    level = level.flatMap((part): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return holds;
}

/**
 * Returns whether nothing of the text is lost in the object: numbers beyond 2^53 are rounded, and of two properties with
 * the same name the first disappears.
 */
function isSame(text: string, json: object): boolean {
  return tokensOf(text) === tokensOf(JSON.stringify(json));
}

/** The names, texts and numbers, in alphabetical order: an object has its own order of properties. */
function tokensOf(text: string): string {
  const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g) ?? [];
  const normalized = tokens.map((token) => (token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token));
  return normalized.sort().join();
}
