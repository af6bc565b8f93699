/** Whether an error is of the system, about a file that was asked for, and not about a module. */
export function isOfSystem(error: unknown): error is { readonly code: string; readonly path: string } {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error && 'path' in error;
}
