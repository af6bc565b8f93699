import { PolicySyntaxError, readPolicy } from '../../lib/policy';

/** How Jest and Vitest print the parts of a value. */
type Printer<C, R> = (value: unknown, config: C, indentation: string, depth: number, refs: R) => string;

/** Policies, and Terraform JSON with policies in it, as what `Testing.synth` gives. */
export function test(value: unknown): boolean {
  return isPolicy(value) || parsed(value) !== undefined;
}

/** Prints each line of a policy as a line, and Terraform JSON as the object that it holds. */
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

// Jest takes what a module exports as its serializer, and Vitest its default export.
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

/** JSON that holds a policy, parsed. */
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
