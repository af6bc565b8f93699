import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Evaluates expressions without references with the Terraform of the machine. It needs no network and no provider.
 *
 * @returns the value of each expression as JSON; undefined for an error, and for a value that Terraform does not know
 */
export function evaluateWithTerraform(expressions: readonly string[]): (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-expressions-'));
  const run = (...args: readonly string[]): string =>
    execFileSync('terraform', args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    const outputs = expressions.map(
      (expression, index) => `output "o${index}" {\n  value = try(base64encode(jsonencode(${expression})), "")\n}\n`,
    );
    writeFileSync(join(folder, 'main.tf'), outputs.join(''));
    run('apply', '-auto-approve', '-no-color');
    const values = JSON.parse(run('output', '-json')) as Record<string, { readonly value: unknown } | undefined>;
    return expressions.map((_, index) => {
      const value = values[`o${index}`]?.value;
      return typeof value === 'string' && value !== '' ? Buffer.from(value, 'base64').toString() : undefined;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The parameters of a function of Terraform. */
interface Signature {
  readonly parameters?: readonly object[];
  readonly variadic_parameter?: object;
}

/** Returns the functions of the Terraform of the machine by name. */
export function functionsOfTerraform(): ReadonlyMap<string, Signature> {
  const output = execFileSync('terraform', ['metadata', 'functions', '-json'], { encoding: 'utf8' });
  const { function_signatures: all } = JSON.parse(output) as { function_signatures: Record<string, Signature> };
  return new Map(Object.entries(all));
}
