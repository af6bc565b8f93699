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
  const lines = value.trim().split(/\r?\n/);
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
  let holdsPolicy = false;
  try {
    const json = JSON.parse(value, (_, part: unknown) => {
      holdsPolicy ||= isPolicy(part);
      return part;
    }) as object;
    return holdsPolicy ? json : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
